#include "helper.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// A batch of rows ends before it has so many bytes of text and blobs, or cells.
enum { BATCH_BYTES = 1 << 15, BATCH_CELLS = 1 << 12 };

// Text and bytes up to this size are bound from memory that belongs to the statement.
enum { SMALL = 4096 };

struct statement {
  struct handle handle;
  sqlite3_stmt *stmt;
  bool running; // inside sqlite3_step
  bool held;    // its row is still to be given
  enum integers integers;
  bool text_as_bytes;
  bool *blobs; // for each of the first columns whether it is cast to BLOB
  uint32_t blob_count;
  char *bound;
  size_t bound_room;
};

static sqlite3 *db_of(struct statement *statement) {
  return statement->handle.connection->db;
}

static void release(struct handle *handle) {
  struct statement *statement = (struct statement *)handle;
  enter(handle->connection);
  sqlite3_finalize(statement->stmt);
  leave_release(handle->connection);
  free(statement->blobs);
  free(statement->bound);
}

bool is_busy(const struct handle *handle) {
  return sqlite3_stmt_busy(((const struct statement *)handle)->stmt) != 0;
}

// prepare(connection, sql): the statement, or nothing where there is none. The head has how many bytes, cells …
static napi_value prepare(napi_env env, napi_callback_info info) {
  napi_value args[2], refusal, result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  size_t length;
  if (connection == NULL) return refusal;
  char *sql = text_of(env, args[1], &length);
  struct statement *statement = calloc(1, sizeof *statement);
  if (sql == NULL || statement == NULL || length >= INT_MAX) {
    free(sql);
    free(statement);
    return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  }
  const char *tail = NULL;
  enter(connection);
  connection->locked += 1; // what is being prepared points into the schema
  int code = sqlite3_prepare_v2(connection->db, sql, (int)length + 1, &statement->stmt, &tail);
  connection->locked -= 1;
  if (code != SQLITE_OK) result = refuse_code(environment, connection->db, code);
  if (statement->stmt == NULL) free(statement);
  else {
    reset_cells(environment->cells);
    add_number(environment->cells, SQLITE_INTEGER, sqlite3_stmt_readonly(statement->stmt));
    add_number(environment->cells, SQLITE_INTEGER, sqlite3_bind_parameter_count(statement->stmt));
    add_number(environment->cells, SQLITE_INTEGER, (double)utf16_length((unsigned char *)sql, (size_t)(tail - sql)));
    result = adopt(environment, &statement->handle, STATEMENT, connection, release);
  }
  leave(connection);
  free(sql);
  return result;
}

// parameters(statement): the names
static napi_value parameters(napi_env env, napi_callback_info info) {
  napi_value args[1], result;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use(environment, args[0], STATEMENT, &result);
  if (statement == NULL) return result;
  napi_create_array(env, &result);
  int count = sqlite3_bind_parameter_count(statement->stmt);
  for (int index = 0; index < count; index += 1) {
    napi_set_element(env, result, (uint32_t)index, text_value(env, sqlite3_bind_parameter_name(statement->stmt, index + 1)));
  }
  return result;
}

// columns(statement): name and declared type by turns
static napi_value columns(napi_env env, napi_callback_info info) {
  napi_value args[1], result;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use(environment, args[0], STATEMENT, &result);
  if (statement == NULL) return result;
  napi_create_array(env, &result);
  int count = sqlite3_column_count(statement->stmt);
  for (int index = 0; index < count; index += 1) {
    napi_set_element(env, result, (uint32_t)index * 2, text_value(env, sqlite3_column_name(statement->stmt, index)));
    napi_set_element(env, result, (uint32_t)index * 2 + 1, text_value(env, sqlite3_column_decltype(statement->stmt, index)));
  }
  return result;
}

// format(statement, integers, textAsBytes, blobs): how rows are given from now on; `blobs` lists columns, if any
static napi_value format(napi_env env, napi_callback_info info) {
  napi_value args[4], refusal, element;
  struct environment *environment = call_of(env, info, 4, args);
  struct statement *statement = use(environment, args[0], STATEMENT, &refusal);
  int32_t integers = AUTO, column = 0;
  uint32_t length = 0;
  if (statement == NULL) return refusal;
  napi_get_value_int32(env, args[1], &integers);
  napi_get_value_bool(env, args[2], &statement->text_as_bytes);
  statement->integers = (enum integers)integers;
  free(statement->blobs);
  statement->blobs = NULL;
  statement->blob_count = 0;
  if (napi_get_array_length(env, args[3], &length) != napi_ok || length == 0) return NULL;
  uint32_t count = (uint32_t)sqlite3_column_count(statement->stmt);
  statement->blobs = calloc(count, sizeof *statement->blobs);
  if (statement->blobs == NULL) return NULL;
  statement->blob_count = count;
  for (uint32_t index = 0; index < length; index += 1) {
    napi_get_element(env, args[3], index, &element);
    napi_get_value_int32(env, element, &column);
    if (column >= 0 && (uint32_t)column < count) statement->blobs[column] = true;
  }
  return NULL;
}

// The error that CPython gives, in whose buffer of 200 bytes the text is cut; what is not ASCII is not shown.
static napi_value undecodable(struct environment *environment, struct statement *statement, int column) {
  char message[199];
  snprintf(message, sizeof message, "Could not decode to UTF-8 column '%s' with text '%s'",
           sqlite3_column_name(statement->stmt, column), (const char *)sqlite3_column_text(statement->stmt, column));
  char shown[3 * sizeof message];
  size_t length = 0;
  for (const char *at = message; *at != 0; at += 1) {
    if ((unsigned char)*at < 0x80) shown[length++] = *at;
    else length += (size_t)(memcpy(shown + length, "\xef\xbf\xbd", 3), 3);
  }
  shown[length] = 0;
  return refuse(environment, OPERATIONAL_ERROR, shown);
}

static napi_value unsafe_integer(struct environment *environment, struct statement *statement, int column) {
  char message[300];
  snprintf(message, sizeof message, "Cannot read column '%.200s': %lld is no safe integer",
           sqlite3_column_name(statement->stmt, column), sqlite3_column_int64(statement->stmt, column));
  return refuse(environment, DATA_ERROR, message);
}

// Adds the row at which the statement is. Gives NULL, or why that failed, which the status says too.
static napi_value add_row(struct environment *environment, struct statement *statement, struct cells *cells, int count) {
  sqlite3_stmt *stmt = statement->stmt;
  for (int column = 0; column < count; column += 1) {
    int type = sqlite3_column_type(stmt, column);
    int code = SQLITE_OK;
    if (type != SQLITE_NULL && (uint32_t)column < statement->blob_count && statement->blobs[column]) type = SQLITE_BLOB;
    switch (type) {
    case SQLITE_INTEGER:
      if (!add_integer(cells, sqlite3_column_int64(stmt, column), statement->integers))
        return unsafe_integer(environment, statement, column);
      break;
    case SQLITE_FLOAT:
      add_number(cells, SQLITE_FLOAT, sqlite3_column_double(stmt, column));
      break;
    case SQLITE_TEXT: {
      const unsigned char *text = sqlite3_column_text(stmt, column);
      if (text == NULL) return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
      code = add_text(environment, cells, text, (size_t)sqlite3_column_bytes(stmt, column), statement->text_as_bytes);
      if (code == SQLITE_ERROR) return undecodable(environment, statement, column);
      break;
    }
    case SQLITE_BLOB: {
      const void *bytes = sqlite3_column_blob(stmt, column);
      if (!add_bytes(environment, cells, SQLITE_BLOB, bytes, (size_t)sqlite3_column_bytes(stmt, column))) code = SQLITE_NOMEM;
      break;
    }
    default:
      add_number(cells, SQLITE_NULL, 0);
    }
    if (code != SQLITE_OK) return refuse(environment, code, sqlite3_errstr(code));
  }
  return NULL;
}

static int step(struct statement *statement) {
  if (statement->held) {
    statement->held = false;
    return SQLITE_ROW;
  }
  statement->running = true;
  int code = sqlite3_step(statement->stmt);
  statement->running = false;
  return code;
}

static void reset_statement(struct statement *statement) {
  statement->held = false;
  statement->running = true;
  sqlite3_reset(statement->stmt);
  statement->running = false;
}

// The next row, whose cells lie in the buffer; at the end, or after an error, the statement is reset.
static napi_value advance(struct environment *environment, struct statement *statement) {
  struct cells *cells = environment->cells;
  napi_value result = NULL;
  int code = step(statement);
  environment->head[STATUS] = code;
  if (code == SQLITE_ROW) {
    int count = sqlite3_column_count(statement->stmt);
    environment->head[COLUMNS] = count;
    if (count > cells->room) {
      statement->held = true;
      environment->head[STATUS] = TOO_FEW_CELLS;
      return NULL;
    }
    reset_cells(cells);
    napi_value failure = add_row(environment, statement, cells, count);
    if (failure == NULL) {
      if (!finish_cells(environment, cells, &result)) failure = refuse(environment, SQLITE_TOOBIG, sqlite3_errstr(SQLITE_TOOBIG));
      else return result;
    }
    result = failure;
  } else if (code != SQLITE_DONE) {
    result = refuse_code(environment, db_of(statement), code);
  }
  reset_statement(statement);
  return result;
}
