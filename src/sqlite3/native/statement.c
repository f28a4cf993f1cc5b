#include "statement.h"

#include <limits.h>
#include <stdlib.h>

static void release(struct handle *handle) {
  struct statement *statement = (struct statement *)handle;
  sqlite3_finalize(statement->stmt);
  free(statement->blobs);
  free(statement->bound);
}

bool is_busy(const struct handle *handle) {
  return sqlite3_stmt_busy(((const struct statement *)handle)->stmt) != 0;
}

// Nothing happens to one that has not been stepped since.
void reset_statement(struct statement *statement) {
  if (!statement->stepped) return;
  statement->stepped = false;
  statement->held = false;
  statement->running = true;
  sqlite3_reset(statement->stmt);
  statement->running = false;
}

// The statement, if it and its connection may be used now, and it is not running.
struct statement *use_idle(struct environment *environment, napi_value value, napi_value *refusal) {
  struct statement *statement = use(environment, value, STATEMENT, refusal);
  if (statement == NULL || !statement->running) return statement;
  *refusal =
      refuse(environment, PROGRAMMING_ERROR, "Cannot use a statement inside a callback that it has called");
  leave(statement->handle.connection);
  return NULL;
}

// prepare(connection, sql): the statement, or nothing where there is none. Cells: readonly, how many
// parameters, the end
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
    add_number(environment->cells, SQLITE_INTEGER,
               (double)utf16_length((unsigned char *)sql, (size_t)(tail - sql)));
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
    napi_set_element(env, result, (uint32_t)index,
                     text_value(env, sqlite3_bind_parameter_name(statement->stmt, index + 1)));
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
    napi_set_element(env, result, (uint32_t)index * 2,
                     text_value(env, sqlite3_column_name(statement->stmt, index)));
    napi_set_element(env, result, (uint32_t)index * 2 + 1,
                     text_value(env, sqlite3_column_decltype(statement->stmt, index)));
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

// format(statement, integers, textAsBytes, blobs): how rows are given from now on; `blobs` lists columns, if
// any
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
  export_function(environment, exports, "reset", reset);
  export_function(environment, exports, "finalize", finalize);
  export_function(environment, exports, "busy", busy);
}
