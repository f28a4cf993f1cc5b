#include "helper.h"

#include <limits.h>
#include <stdio.h>
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
  struct reading reading;
  bool *blobs; // for each of the first columns whether it is cast to BLOB
  int blob_count;
  char *bound;
  size_t bound_room;
};

static sqlite3 *db_of(struct statement *statement) {
  return statement->handle.connection->db;
}

static void release(struct handle *handle) {
  struct statement *statement = (struct statement *)handle;
  sqlite3_finalize(statement->stmt);
  free(statement->blobs);
  free(statement->bound);
}

bool is_busy(const struct handle *handle) {
  return sqlite3_stmt_busy(((const struct statement *)handle)->stmt) != 0;
}

// prepare(connection, sql): the statement, or nothing where there is none. Cells: readonly, how many parameters, the end
static napi_value prepare(napi_env env, napi_callback_info info) {
  napi_value args[2], refusal, result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  size_t length;
  if (connection == NULL) return refusal;
  char *sql = text_of(env, args[1], &length);
  struct statement *statement = calloc(1, sizeof *statement);
  const char *tail = NULL;
  int code = SQLITE_NOMEM;
  if (sql != NULL && statement != NULL && length < INT_MAX) {
    connection->locked += 1; // what is being prepared points into the schema
    code = sqlite3_prepare_v2(connection->db, sql, (int)length + 1, &statement->stmt, &tail);
    connection->locked -= 1;
  }
  if (code != SQLITE_OK) result = refuse_code(environment, connection->db, code);
  if (code != SQLITE_OK || statement->stmt == NULL) free(statement);
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
  leave(statement->handle.connection);
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
  leave(statement->handle.connection);
  return result;
}

static bool mark_blob(struct statement *statement, int column) {
  int count = sqlite3_column_count(statement->stmt);
  if (column < 0 || column >= count) return true;
  if (statement->blobs == NULL) statement->blobs = calloc((size_t)count, sizeof *statement->blobs);
  if (statement->blobs == NULL) return false;
  statement->blob_count = count;
  statement->blobs[column] = true;
  return true;
}

// format(statement, integers, textAsBytes, blobs): how rows are given from now on; `blobs` lists columns, if any
static napi_value format(napi_env env, napi_callback_info info) {
  napi_value args[4], refusal, element;
  struct environment *environment = call_of(env, info, 4, args);
  struct statement *statement = use(environment, args[0], STATEMENT, &refusal);
  uint32_t length = 0;
  if (statement == NULL) return refusal;
  statement->reading.integers = (enum integers)int_of(env, args[1]);
  napi_get_value_bool(env, args[2], &statement->reading.text_as_bytes);
  free(statement->blobs);
  statement->blobs = NULL;
  statement->blob_count = 0;
  napi_get_array_length(env, args[3], &length);
  for (uint32_t index = 0; index < length; index += 1) {
    napi_get_element(env, args[3], index, &element);
    if (!mark_blob(statement, int_of(env, element))) environment->head[STATUS] = SQLITE_NOMEM;
  }
  leave(statement->handle.connection);
  return NULL;
}

// The error that CPython gives, in whose buffer of 200 bytes the text is cut; what is not ASCII is not shown.
static napi_value undecodable(struct environment *environment, struct statement *statement, int column) {
  char message[199];
  snprintf(message, sizeof message, "Could not decode to UTF-8 column '%s' with text '%s'",
           sqlite3_column_name(statement->stmt, column), (const char *)sqlite3_value_text(sqlite3_column_value(statement->stmt, column)));
  char shown[3 * sizeof message];
  size_t length = 0;
  for (const char *at = message; *at != 0; at += 1) {
    bool is_ascii = (unsigned char)*at < 0x80;
    memcpy(shown + length, is_ascii ? at : "\xef\xbf\xbd", is_ascii ? 1 : 3);
    length += is_ascii ? 1 : 3;
  }
  shown[length] = 0;
  return refuse(environment, OPERATIONAL_ERROR, shown);
}

static napi_value unsafe_integer(struct environment *environment, struct statement *statement, int column) {
  char message[64];
  snprintf(message, sizeof message, "the integer %lld is not a safe one",
           sqlite3_value_int64(sqlite3_column_value(statement->stmt, column)));
  return refuse(environment, DATA_ERROR, message);
}

static int add_column(struct environment *environment, struct statement *statement, struct cells *cells, int column) {
  sqlite3_value *value = sqlite3_column_value(statement->stmt, column);
  bool is_blob = column < statement->blob_count && statement->blobs[column];
  if (is_blob && sqlite3_value_type(value) != SQLITE_NULL) return add_blob(environment, cells, value);
  return add_value(environment, cells, value, &statement->reading);
}

// Adds the row at which the statement is. Gives NULL, or why that failed, which the status says too.
static napi_value add_row(struct environment *environment, struct statement *statement, struct cells *cells, int count) {
  for (int column = 0; column < count; column += 1) {
    int code = add_column(environment, statement, cells, column);
    if (code == SQLITE_OK) continue;
    if (code == NOT_UTF8) return undecodable(environment, statement, column);
    if (code == NOT_SAFE) return unsafe_integer(environment, statement, column);
    return refuse(environment, code, sqlite3_errstr(code));
  }
  return NULL;
}

static int step(struct statement *statement) {
  if (statement->held) {
    statement->held = false;
    return SQLITE_ROW;
  }
  struct environment *environment = statement->handle.connection->environment;
  struct scope scope = {NULL, 0}, *outer = environment->scope;
  statement->running = true;
  environment->scope = &scope;
  int code = sqlite3_step(statement->stmt);
  environment->scope = outer;
  close_scope(environment, &scope);
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

// Makes room for text and bytes to be bound.
static bool reserve(struct statement *statement, size_t room) {
  if (room <= statement->bound_room) return true;
  room = room < 256 ? 256 : 2 * room;
  char *bound = realloc(statement->bound, room);
  if (bound == NULL) return false;
  statement->bound = bound;
  statement->bound_room = room;
  return true;
}

// Copies what is small behind what the statement has, whose place and length then stand in the cell; binds what is not.
static int take_value(struct environment *environment, struct statement *statement, int index, napi_value value, size_t *used) {
  struct cells *cells = environment->cells;
  napi_env env = environment->env;
  size_t length = 0;
  if (cells->types[index] == SQLITE_TEXT) {
    size_t room = 3 * (size_t)cells->numbers[index] + 1;
    if (room > 3 * SMALL) {
      char *text = text_of(env, value, &length);
      cells->types[index] = 0;
      if (text == NULL) return SQLITE_NOMEM;
      return sqlite3_bind_text64(statement->stmt, index + 1, text, length, free, SQLITE_UTF8);
    }
    if (!reserve(statement, *used + room)) return SQLITE_NOMEM;
    if (napi_get_value_string_utf8(env, value, statement->bound + *used, room, &length) != napi_ok) return SQLITE_MISUSE;
  } else {
    void *bytes = NULL;
    if (napi_get_typedarray_info(env, value, NULL, &length, &bytes, NULL, NULL) != napi_ok) return SQLITE_MISUSE;
    if (length > SMALL) {
      void *copy = malloc(length);
      cells->types[index] = 0;
      if (copy == NULL) return SQLITE_NOMEM;
      memcpy(copy, bytes, length);
      return sqlite3_bind_blob64(statement->stmt, index + 1, copy, length, free);
    }
    if (!reserve(statement, *used + length)) return SQLITE_NOMEM;
    if (length > 0) memcpy(statement->bound + *used, bytes, length);
  }
  cells->numbers[index] = (double)*used;
  cells->ends[index] = (int32_t)length;
  *used += length;
  return SQLITE_OK;
}

static int bind_cell(struct statement *statement, const struct cells *cells, int index) {
  sqlite3_stmt *stmt = statement->stmt;
  double number = cells->numbers[index];
  sqlite3_int64 integer;
  switch (cells->types[index]) {
  case SQLITE_INTEGER:
    return sqlite3_bind_int64(stmt, index + 1, (sqlite3_int64)number);
  case BIG_INTEGER:
    memcpy(&integer, &cells->numbers[index], sizeof integer);
    return sqlite3_bind_int64(stmt, index + 1, integer);
  case SQLITE_FLOAT:
    return sqlite3_bind_double(stmt, index + 1, number);
  case SQLITE_TEXT:
    return sqlite3_bind_text64(stmt, index + 1, statement->bound + (size_t)number, (sqlite3_uint64)cells->ends[index],
                               SQLITE_STATIC, SQLITE_UTF8);
  case SQLITE_BLOB:
    return sqlite3_bind_blob64(stmt, index + 1, statement->bound + (size_t)number, (sqlite3_uint64)cells->ends[index],
                               SQLITE_STATIC);
  case SQLITE_NULL:
    return sqlite3_bind_null(stmt, index + 1);
  default:
    return SQLITE_OK; // bound already
  }
}

static int bind_all(struct environment *environment, struct statement *statement, int count, napi_value values) {
  const struct cells *cells = environment->cells;
  size_t used = 0;
  napi_value value;
  if (count < sqlite3_bind_parameter_count(statement->stmt)) sqlite3_clear_bindings(statement->stmt);
  for (int index = 0; index < count; index += 1) {
    if (cells->types[index] != SQLITE_TEXT && cells->types[index] != SQLITE_BLOB) continue;
    if (!reserve(statement, used + 1)) return SQLITE_NOMEM;
    napi_get_element(environment->env, values, (uint32_t)index, &value);
    int code = take_value(environment, statement, index, value, &used);
    if (code != SQLITE_OK) return code;
  }
  for (int index = 0; index < count; index += 1) {
    int code = bind_cell(statement, cells, index);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

static struct statement *use_idle(struct environment *environment, napi_value value, napi_value *refusal) {
  struct statement *statement = use(environment, value, STATEMENT, refusal);
  if (statement == NULL || !statement->running) return statement;
  *refusal = refuse(environment, PROGRAMMING_ERROR, "Cannot use a statement inside a callback that it has called");
  leave(statement->handle.connection);
  return NULL;
}

// start(statement, count, values): binds the cells and runs to the first row. `values` has the text and bytes of them.
static napi_value start(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct statement *statement = use_idle(environment, args[0], &result);
  if (statement == NULL) return result;
  struct connection *connection = statement->handle.connection;
  reset_statement(statement);
  int code = bind_all(environment, statement, int_of(env, args[1]), args[2]);
  if (code == SQLITE_OK) {
    result = advance(environment, statement);
  } else {
    result = refuse_code(environment, connection->db, code);
    sqlite3_clear_bindings(statement->stmt);
  }
  environment->head[GENERATION] = sqlite3_stmt_status(statement->stmt, SQLITE_STMTSTATUS_REPREPARE, 0);
  leave(connection);
  return result;
}

// next(statement)
static napi_value next(napi_env env, napi_callback_info info) {
  napi_value args[1], result;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use_idle(environment, args[0], &result);
  if (statement == NULL) return result;
  struct connection *connection = statement->handle.connection;
  result = advance(environment, statement);
  leave(connection);
  return result;
}

// Callbacks may read other rows meanwhile, which takes the shared buffer: a batch grows in cells of its own.
static struct cells *batch_cells(struct environment *environment) {
  struct cells *cells = environment->spare;
  environment->spare = NULL;
  if (cells == NULL || cells->room != environment->cells->room) {
    free_cells(cells);
    cells = new_cells(environment->cells->room);
  }
  if (cells != NULL) reset_cells(cells);
  return cells;
}

static void share_batch(struct environment *environment, struct cells *batch) {
  struct cells *cells = environment->cells;
  memcpy(cells->numbers, batch->numbers, (size_t)batch->count * sizeof *batch->numbers);
  memcpy(cells->ends, batch->ends, (size_t)batch->count * sizeof *batch->ends);
  memcpy(cells->types, batch->types, (size_t)batch->count);
  if (environment->spare == NULL && batch->text_room < 4 * BATCH_BYTES) environment->spare = batch;
  else free_cells(batch);
}

// take(statement, limit): at most so many rows, as many as fit. The status is that of the last step; the message of a
// failure is the last of the list.
static napi_value take(napi_env env, napi_callback_info info) {
  napi_value args[2], result = NULL, failure = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct statement *statement = use_idle(environment, args[0], &result);
  if (statement == NULL) return result;
  struct connection *connection = statement->handle.connection;
  struct cells *cells = batch_cells(environment);
  if (cells == NULL) {
    leave(connection);
    return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  }
  int limit = int_of(env, args[1]), rows = 0, columns = 0, code = SQLITE_ROW;
  while (rows < limit && cells->text_length + cells->listed_length < BATCH_BYTES) {
    code = step(statement);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) {
      failure = refuse_code(environment, connection->db, code);
      break;
    }
    int count = sqlite3_column_count(statement->stmt);
    if (rows == 0) columns = count;
    if (count != columns || cells->count + count > cells->room) {
      statement->held = true;
      if (rows == 0) code = TOO_FEW_CELLS;
      break;
    }
    size_t length = cells->text_length;
    int32_t units = cells->text_units;
    failure = add_row(environment, statement, cells, count);
    if (failure != NULL) {
      code = environment->head[STATUS];
      cells->count = rows * columns;
      cells->text_length = length;
      cells->text_units = units;
      break;
    }
    rows += 1;
  }
  if (code != SQLITE_ROW && code != TOO_FEW_CELLS) reset_statement(statement);
  if (failure != NULL) list_value(environment, cells, failure);
  if (!finish_cells(environment, cells, &result)) code = SQLITE_NOMEM;
  environment->head[STATUS] = code;
  environment->head[ROWS] = rows;
  environment->head[COLUMNS] = columns;
  share_batch(environment, cells);
  leave(connection);
  return result;
}

// reset(statement)
static napi_value reset(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use_idle(environment, args[0], &refusal);
  if (statement == NULL) return refusal;
  struct connection *connection = statement->handle.connection;
  reset_statement(statement);
  leave(connection);
  return NULL;
}

// finalize(statement)
static napi_value finalize(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use_idle(environment, args[0], &refusal);
  if (statement == NULL) return refusal;
  struct connection *connection = statement->handle.connection;
  close_handle(&statement->handle);
  leave(connection);
  return NULL;
}

// busy(statement): the status is ROW if it is between two rows
static napi_value busy(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct statement *statement = use(environment, args[0], STATEMENT, &refusal);
  if (statement == NULL) return refusal;
  if (is_busy(&statement->handle)) environment->head[STATUS] = SQLITE_ROW;
  leave(statement->handle.connection);
  return NULL;
}

void export_statement(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "prepare", prepare);
  export_function(environment, exports, "parameters", parameters);
  export_function(environment, exports, "columns", columns);
  export_function(environment, exports, "format", format);
  export_function(environment, exports, "start", start);
  export_function(environment, exports, "next", next);
  export_function(environment, exports, "take", take);
  export_function(environment, exports, "reset", reset);
  export_function(environment, exports, "finalize", finalize);
  export_function(environment, exports, "busy", busy);
}
