#include "helper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// In bytes: longer SQL is told as it was written. V8 has no longer strings.
enum { LONGEST_TRACE = 1 << 28 };

static napi_value text_argument(napi_env env, const void *bytes, int length) {
  napi_value value;
  int64_t units = utf16_length(bytes, (size_t)length);
  if (units < 0) return NULL;
  napi_status status = units == length ? napi_create_string_latin1(env, bytes, (size_t)length, &value)
                                       : napi_create_string_utf8(env, bytes, (size_t)length, &value);
  return status == napi_ok ? value : NULL;
}

// All texts are equal to one that is no UTF-8, and where JavaScript fails.
static int compare(void *data, int left_length, const void *left, int right_length, const void *right) {
  struct callback *callback = data;
  struct environment *environment = callback->environment;
  struct scope scope;
  struct connection *connection = callback->connection;
  napi_value result;
  double order = 0;
  if (environment->miscompared || !open_scope(environment, &scope)) return 0;
  napi_value args[] = {
      text_argument(environment->env, left, left_length),
      text_argument(environment->env, right, right_length),
  };
  // SQLite compares what lies in a page that it holds, and that no query may take from it.
  connection->locked += 1;
  if (args[0] != NULL && args[1] != NULL && call_script(environment, callback->function, 2, args, &result))
    napi_get_value_double(environment->env, result, &order);
  connection->locked -= 1;
  close_scope(environment, &scope);
  if (isnan(order)) environment->miscompared = true;
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

static int authorize(void *data, int action, const char *first, const char *second, const char *schema,
                     const char *trigger) {
  struct callback *callback = data;
  struct environment *environment = callback->environment;
  struct connection *connection = callback->connection;
  napi_env env = environment->env;
  struct scope scope;
  napi_value args[5], result;
  int32_t answer = SQLITE_DENY;
  if (connection->hushed) return SQLITE_OK;
  if (!open_scope(environment, &scope)) return SQLITE_DENY;
  napi_create_double(env, action, &args[0]);
  args[1] = text_value(env, first);
  args[2] = text_value(env, second);
  args[3] = text_value(env, schema);
  args[4] = text_value(env, trigger);
  connection->locked += 1;
  if (!call_script(environment, callback->function, 5, args, &result) ||
      napi_get_value_int32(env, result, &answer) != napi_ok)
    answer = SQLITE_DENY;
  connection->locked -= 1;
  close_scope(environment, &scope);
  return answer;
}

// Stops the statement if JavaScript says so, or fails.
static int progress(void *data) {
  struct callback *callback = data;
  struct environment *environment = callback->environment;
  struct connection *connection = callback->connection;
  struct scope scope;
  napi_value result;
  bool stop = true;
  if (connection->hushed) return 0;
  if (!open_scope(environment, &scope)) return 1;
  connection->locked += 1;
  if (!call_script(environment, callback->function, 0, NULL, &result) ||
      napi_get_value_bool(environment->env, result, &stop) != napi_ok)
    stop = true;
  connection->locked -= 1;
  close_scope(environment, &scope);
  return stop;
}

// Tells the SQL with its parameters filled in, or as it was written if that would be too long.
static int trace(unsigned event, void *data, void *stmt, void *sql) {
  struct callback *callback = data;
  struct environment *environment = callback->environment;
  struct scope scope;
  napi_value result;
  if (event != SQLITE_TRACE_STMT || callback->connection->hushed || !open_scope(environment, &scope)) return 0;
  char *expanded = sqlite3_expanded_sql(stmt);
  if (expanded != NULL && strlen(expanded) > LONGEST_TRACE) {
    sqlite3_free(expanded);
    expanded = NULL;
  }
  napi_value text = text_value(environment->env, expanded != NULL ? expanded : sql);
  sqlite3_free(expanded);
  call_script(environment, callback->function, 1, &text, &result);
  close_scope(environment, &scope);
  return 0;
}

// createCollation(connection, name, function or null)
static napi_value create_collation(napi_env env, napi_callback_info info) {
  napi_value args[3], result = NULL;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &result);
  struct callback *callback = NULL;
  napi_valuetype type = napi_null;
  if (connection == NULL) return result;
  napi_typeof(env, args[2], &type);
  char *name = text_of(env, args[1], NULL);
  if (type != napi_null) callback = new_callback(environment, args[2]);
  int code = SQLITE_NOMEM;
  if (callback != NULL) {
    callback->connection = connection;
    connection->collates = true;
  }
  if (name != NULL && (callback != NULL || type == napi_null))
    code = sqlite3_create_collation_v2(connection->db, name, SQLITE_UTF8, callback,
                                       callback == NULL ? NULL : compare,
                                       callback == NULL ? NULL : free_callback);
  if (code != SQLITE_OK) {
    free_callback(callback); // SQLite does not, as it does with functions
    result = refuse_code(environment, connection->db, code);
  }
  leave(connection);
  free(name);
  return result;
}

// Reads the arguments (connection, function or null, …) of a hook and gives the callback, NULL to remove it.
static struct connection *hook_of(struct environment *environment, napi_value *args,
                                  struct callback **callback, napi_value *refusal) {
  struct connection *connection = use(environment, args[0], CONNECTION, refusal);
  napi_valuetype type = napi_null;
  *callback = NULL;
  if (connection == NULL) return NULL;
  napi_typeof(environment->env, args[1], &type);
  if (type == napi_null) return connection;
  *callback = new_callback(environment, args[1]);
  if (*callback == NULL) {
    *refusal = refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
    leave(connection);
    return NULL;
  }
  (*callback)->connection = connection;
  return connection;
}

static void replace(struct callback **place, struct callback *callback) {
  struct callback *before = *place;
  *place = callback;
  free_callback(before);
}

// setAuthorizer(connection, function or null)
static napi_value set_authorizer(napi_env env, napi_callback_info info) {
  napi_value args[2], result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct callback *callback;
  struct connection *connection = hook_of(environment, args, &callback, &result);
  if (connection == NULL) return result;
  sqlite3_set_authorizer(connection->db, callback == NULL ? NULL : authorize, callback);
  replace(&connection->authorizer, callback);
  leave(connection);
  return NULL;
}

// setProgressHandler(connection, function or null, n)
static napi_value set_progress_handler(napi_env env, napi_callback_info info) {
  napi_value args[3], result = NULL;
  struct environment *environment = call_of(env, info, 3, args);
  struct callback *callback;
  struct connection *connection = hook_of(environment, args, &callback, &result);
  if (connection == NULL) return result;
  sqlite3_progress_handler(connection->db, int_of(env, args[2]), callback == NULL ? NULL : progress,
                           callback);
  replace(&connection->progress, callback);
  leave(connection);
  return NULL;
}

// setTrace(connection, function or null)
static napi_value set_trace(napi_env env, napi_callback_info info) {
  napi_value args[2], result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct callback *callback;
  struct connection *connection = hook_of(environment, args, &callback, &result);
  if (connection == NULL) return result;
  sqlite3_trace_v2(connection->db, callback == NULL ? 0 : SQLITE_TRACE_STMT, callback == NULL ? NULL : trace,
                   callback);
  replace(&connection->trace, callback);
  leave(connection);
  return NULL;
}

void export_hooks(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "createCollation", create_collation);
  export_function(environment, exports, "setAuthorizer", set_authorizer);
  export_function(environment, exports, "setProgressHandler", set_progress_handler);
  export_function(environment, exports, "setTrace", set_trace);
}
