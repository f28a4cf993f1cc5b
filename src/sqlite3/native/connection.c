#include "helper.h"

#include <stdlib.h>
#include <string.h>

static void release(struct handle *handle) {
  struct connection *connection = handle->connection;
  struct environment *environment = connection->environment;
  while (connection->children != NULL)
    close_handle(connection->children);
  if (connection->previous != NULL) connection->previous->next = connection->next;
  else environment->connections = connection->next;
  if (connection->next != NULL) connection->next->previous = connection->previous;
  if (environment->env != NULL) napi_delete_reference(environment->env, connection->database);
  connection->db = NULL;
}

// adopt(database): the connection that has just loaded the helper
static napi_value adopt_connection(napi_env env, napi_callback_info info) {
  napi_value args[1];
  struct environment *environment = call_of(env, info, 1, args);
  sqlite3 *db = take_opened();
  if (db == NULL)
    return refuse(environment, SQLITE_MISUSE, "Cannot adopt a connection: none has loaded the helper");
  struct connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  connection->db = db;
  connection->mutex = sqlite3_db_mutex(db);
  connection->environment = environment;
  hold_environment(environment);
  napi_create_reference(env, args[0], 1, &connection->database);
  connection->next = environment->connections;
  if (connection->next != NULL) connection->next->previous = connection;
  environment->connections = connection;
  sqlite3_extended_result_codes(db, 1);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return adopt(environment, &connection->handle, CONNECTION, connection, release);
}

// close(connection), and whatever it has open
static napi_value close_connection(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  if (connection == NULL) return refusal;
  refusal = NULL;
  if (connection->depth > 1)
    refusal = refuse(environment, PROGRAMMING_ERROR, "Cannot close the connection inside a callback");
  else close_handle(&connection->handle);
  leave(connection);
  return refusal;
}

// The connection of a call that callbacks of every kind may make: it is not entered. NULL if it is closed.
static struct connection *open_connection(struct environment *environment, napi_value value) {
  void *data = NULL;
  napi_get_value_external(environment->env, value, &data);
  struct handle *handle = data;
  return handle != NULL && handle->kind == CONNECTION && handle->open ? data : NULL;
}

static napi_value refuse_closed(struct environment *environment) {
  return refuse(environment, PROGRAMMING_ERROR, "Cannot operate on a closed database.");
}

// counters(connection): changes, total changes, last rowid, whether a transaction is open
static napi_value counters(napi_env env, napi_callback_info info) {
  napi_value args[1];
  struct environment *environment = call_of(env, info, 1, args);
  struct connection *connection = open_connection(environment, args[0]);
  if (connection == NULL) return refuse_closed(environment);
  struct cells *cells = environment->cells;
  reset_cells(cells);
  add_number(cells, SQLITE_INTEGER, (double)sqlite3_changes64(connection->db));
  add_number(cells, SQLITE_INTEGER, (double)sqlite3_total_changes64(connection->db));
  add_integer(cells, sqlite3_last_insert_rowid(connection->db), AUTO);
  add_number(cells, SQLITE_INTEGER, !sqlite3_get_autocommit(connection->db));
  return NULL;
}

// interrupt(connection)
static napi_value interrupt(napi_env env, napi_callback_info info) {
  napi_value args[1];
  struct environment *environment = call_of(env, info, 1, args);
  struct connection *connection = open_connection(environment, args[0]);
  if (connection == NULL) return refuse_closed(environment);
  sqlite3_interruptx(connection->db);
  return NULL;
}

// limit(connection, category, value): cell 0 is the limit before, negative for an unknown category
static napi_value limit(napi_env env, napi_callback_info info) {
  napi_value args[3], refusal;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  if (connection == NULL) return refusal;
  reset_cells(environment->cells);
  add_number(environment->cells, SQLITE_INTEGER,
             sqlite3_limit(connection->db, int_of(env, args[1]), int_of(env, args[2])));
  leave(connection);
  return NULL;
}

// configure(connection, option, on): cell 0 is whether it is on; `on` is -1 to only ask
static napi_value configure(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &result);
  int actual = 0;
  if (connection == NULL) return result;
  int code = sqlite3_db_config(connection->db, int_of(env, args[1]), int_of(env, args[2]), &actual);
  result = code == SQLITE_OK ? NULL : refuse(environment, code, sqlite3_errstr(code));
  reset_cells(environment->cells);
  add_number(environment->cells, SQLITE_INTEGER, actual);
  leave(connection);
  return result;
}

// loadExtension(connection, path, entrypoint or undefined)
static napi_value load_extension(napi_env env, napi_callback_info info) {
  napi_value args[3], refusal;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  if (connection == NULL) return refusal;
  char *path = text_of(env, args[1], NULL);
  char *entrypoint = text_of(env, args[2], NULL);
  char *message = NULL;
  napi_value result = NULL;
  int code =
      path == NULL ? SQLITE_MISUSE : sqlite3_load_extension(connection->db, path, entrypoint, &message);
  if (code != SQLITE_OK) result = refuse(environment, code, message != NULL ? message : sqlite3_errstr(code));
  leave(connection);
  take_opened();
  sqlite3_free(message);
  free(path);
  free(entrypoint);
  return result;
}

// serialize(connection, schema): an ArrayBuffer
static napi_value serialize(napi_env env, napi_callback_info info) {
  napi_value args[2], refusal, result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  sqlite3_int64 size = 0;
  void *copy;
  if (connection == NULL) return refusal;
  char *schema = text_of(env, args[1], NULL);
  unsigned char *bytes = sqlite3_serialize(connection->db, schema, &size, 0);
  if (bytes == NULL) environment->head[STATUS] = OPERATIONAL_ERROR;
  else if (napi_create_arraybuffer(env, (size_t)size, &copy, &result) == napi_ok)
    memcpy(copy, bytes, (size_t)size);
  else environment->head[STATUS] = SQLITE_NOMEM;
  sqlite3_free(bytes);
  free(schema);
  leave(connection);
  return result;
}

static bool is_in_use(struct connection *connection) {
  for (struct handle *handle = connection->children; handle != NULL; handle = handle->next) {
    if (handle->kind != STATEMENT || is_busy(handle)) return true;
  }
  return connection->depth > 1;
}

// Whether SQLite may keep a table for this module that nobody has created, as it does for pragma_table_info or
// json_each. It makes those two kinds again when they are asked for; the other two are for debugging.
static bool has_table(const char *module) {
  return strncmp(module, "pragma_", 7) == 0 || strncmp(module, "json", 4) == 0 ||
         strcmp(module, "dbstat") == 0 || strcmp(module, "fts3tokenize") == 0;
}

// Finds the first such module.
static bool find_module(sqlite3 *db, char *name, size_t room) {
  sqlite3_stmt *stmt = NULL;
  bool found = false;
  if (sqlite3_prepare_v2(db, "PRAGMA module_list", -1, &stmt, NULL) != SQLITE_OK) return false;
  while (!found && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *module = (const char *)sqlite3_value_text(sqlite3_column_value(stmt, 0));
    found = module != NULL && strlen(module) < room && has_table(module);
    if (found) strcpy(name, module);
  }
  sqlite3_finalize(stmt);
  return found;
}

// Tables that nobody has created point to the schema that is about to be freed.
static void forget_modules(struct connection *connection) {
  char name[64];
  connection->hushed = true;
  while (find_module(connection->db, name, sizeof name) &&
         sqlite3_create_module_v2(connection->db, name, NULL, NULL, NULL) == SQLITE_OK) {
  }
  connection->hushed = false;
}

// deserialize(connection, bytes, schema). SQLite puts the new database in the place of the old without asking
// who reads that.
static napi_value deserialize(napi_env env, napi_callback_info info) {
  napi_value args[3], refusal, result = NULL;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &refusal);
  size_t length = 0;
  void *bytes = NULL;
  if (connection == NULL) return refusal;
  bool is_bytes = napi_get_typedarray_info(env, args[1], NULL, &length, &bytes, NULL, NULL) == napi_ok;
  char *schema = text_of(env, args[2], NULL);
  unsigned char *copy = sqlite3_malloc64(length > 0 ? length : 1);
  int code = SQLITE_NOMEM;
  if (is_in_use(connection)) code = SQLITE_BUSY;
  else if (!is_bytes) code = SQLITE_MISUSE;
  else if (copy != NULL) {
    if (length > 0) memcpy(copy, bytes, length);
    forget_modules(connection);
    // SQLite frees the copy, also when it fails.
    code = sqlite3_deserialize(connection->db, schema, copy, (sqlite3_int64)length, (sqlite3_int64)length,
                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    copy = NULL;
  }
  if (code == SQLITE_BUSY) result = refuse(environment, code, sqlite3_errstr(code));
  else if (code != SQLITE_OK) result = refuse_code(environment, connection->db, code);
  sqlite3_free(copy);
  free(schema);
  leave(connection);
  return result;
}

// version(): of SQLite
static napi_value version(napi_env env, napi_callback_info info) {
  call_of(env, info, 0, NULL);
  return text_value(env, sqlite3_libversion());
}

void export_connection(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "adopt", adopt_connection);
  export_function(environment, exports, "close", close_connection);
  export_function(environment, exports, "counters", counters);
  export_function(environment, exports, "interrupt", interrupt);
  export_function(environment, exports, "limit", limit);
  export_function(environment, exports, "configure", configure);
  export_function(environment, exports, "loadExtension", load_extension);
  export_function(environment, exports, "serialize", serialize);
  export_function(environment, exports, "deserialize", deserialize);
  export_function(environment, exports, "version", version);
}
