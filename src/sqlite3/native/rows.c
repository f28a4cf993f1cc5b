#include "statement.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// A batch of rows ends when it has so many bytes of text and blobs, or no cells are left.
enum { BATCH_BYTES = 1 << 15 };

// The error that CPython gives, in whose buffer of 200 bytes the text is cut; what is not ASCII is not shown.
static napi_value undecodable(struct environment *environment, struct statement *statement, int column) {
  char message[199];
  const char *name = sqlite3_column_name(statement->stmt, column);
  const unsigned char *text = sqlite3_value_text(sqlite3_column_value(statement->stmt, column));
  snprintf(message, sizeof message, "Could not decode to UTF-8 column '%s' with text '%s'", name,
           (const char *)text);
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

static int add_column(struct environment *environment, struct statement *statement, struct cells *cells,
                      int column) {
  sqlite3_value *value = sqlite3_column_value(statement->stmt, column);
  bool is_blob = column < statement->blob_count && statement->blobs[column];
  if (is_blob && sqlite3_value_type(value) != SQLITE_NULL) return add_blob(environment, cells, value);
  return add_value(environment, cells, value, &statement->reading);
}

// Adds the row at which the statement is. Gives NULL, or why that failed, which the status says too.
static napi_value add_row(struct environment *environment, struct statement *statement, struct cells *cells,
                          int count) {
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
  bool outer_miscompared = environment->miscompared;
  statement->running = statement->stepped = true;
  environment->scope = &scope;
  environment->miscompared = false;
  // SQLite would sort on threads of its own, where there is no JavaScript.
  if (statement->handle.connection->collates)
    sqlite3_limit(statement->handle.connection->db, SQLITE_LIMIT_WORKER_THREADS, 0);
  int code = sqlite3_step(statement->stmt);
  // A short statement does not notice that it is interrupted.
  if (environment->miscompared && (code == SQLITE_ROW || code == SQLITE_DONE)) code = SQLITE_INTERRUPT;
  environment->miscompared = outer_miscompared;
  environment->scope = outer;
  close_scope(environment, &scope);
  statement->running = false;
  return code;
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
    if (failure == NULL && finish_cells(environment, cells, &result)) return result;
    result = failure != NULL ? failure : refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  } else if (code != SQLITE_DONE) {
    result = refuse_code(environment, statement->handle.connection->db, code);
  }
  reset_statement(statement);
  return result;
}

// Counts with every step, which saves a call for each statement.
static void leave_counted(struct connection *connection) {
  double *counters = (double *)(connection->environment->head + COUNTERS);
  sqlite3_int64 rowid = sqlite3_last_insert_rowid(connection->db);
  counters[CHANGES] = (double)sqlite3_changes64(connection->db);
  counters[LAST_ROWID] = is_safe(rowid) ? (double)rowid : NAN;
  counters[IN_TRANSACTION] = !sqlite3_get_autocommit(connection->db);
  leave(connection);
}

// start(statement, count, values): binds the cells and runs to the first row. `values` has the text and bytes
// of them.
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
  leave_counted(connection);
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
  leave_counted(connection);
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

// take(statement, limit): at most so many rows, as many as fit. The status is that of the last step; the
// message of a failure is the last of the list.
static napi_value take(napi_env env, napi_callback_info info) {
  napi_value args[2], result = NULL, failure = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct statement *statement = use_idle(environment, args[0], &result);
  if (statement == NULL) return result;
  struct connection *connection = statement->handle.connection;
  struct cells *cells = batch_cells(environment);
  if (cells == NULL) {
    leave_counted(connection);
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
    failure = add_row(environment, statement, cells, count);
    if (failure != NULL) {
      code = environment->head[STATUS];
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
  leave_counted(connection);
  return result;
}

void export_rows(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "start", start);
  export_function(environment, exports, "next", next);
  export_function(environment, exports, "take", take);
}
