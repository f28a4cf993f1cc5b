#include "helper.h"

#include <stdlib.h>
#include <string.h>

// In bytes.
enum { SMALL_RESULT = 1024 };

// What CPython says of a callback that failed.
static const char scalar_failed[] = "user-defined function raised exception";
static const char *const aggregate_failed[] = {
    [STEP] = "user-defined aggregate's 'step' method raised error",
    [INVERSE] = "user-defined aggregate's 'inverse' method raised error",
    [VALUE] = "user-defined aggregate's 'value' method raised error",
    [FINAL] = "user-defined aggregate's 'finalize' method raised error",
};

// Calls JavaScript with arguments in the shared cells; it leaves its result in the first of them.
static bool call_function(struct callback *callback, int count, sqlite3_value **values, napi_value *result) {
  struct environment *environment = callback->environment;
  struct cells *cells = environment->cells;
  napi_value text;
  if (count > cells->room) return false;
  reset_cells(cells);
  for (int index = 0; index < count; index += 1) {
    if (add_value(environment, cells, values[index], &callback->reading) != SQLITE_OK) return false;
  }
  if (!finish_cells(environment, cells, &text)) return false;
  environment->head[COLUMNS] = count;
  return call_script(environment, callback->function, text == NULL ? 0 : 1, &text, result);
}

static void give_failure(sqlite3_context *context, struct environment *environment, napi_value result,
                         const char *otherwise) {
  int code = (int)environment->cells->numbers[0];
  if (code == SQLITE_NOMEM) sqlite3_result_error_nomem(context);
  else if (code == SQLITE_TOOBIG) sqlite3_result_error_toobig(context);
  else {
    char *message = text_of(environment->env, result, NULL);
    sqlite3_result_error(context, message != NULL ? message : otherwise, -1);
    free(message);
  }
}

static void give(sqlite3_context *context, struct environment *environment, napi_value result,
                 const char *otherwise) {
  const struct cells *cells = environment->cells;
  napi_env env = environment->env;
  sqlite3_int64 integer;
  size_t length = 0;
  switch (cells->types[0]) {
  case SQLITE_INTEGER:
    sqlite3_result_int64(context, (sqlite3_int64)cells->numbers[0]);
    return;
  case BIG_INTEGER:
    memcpy(&integer, cells->numbers, sizeof integer);
    sqlite3_result_int64(context, integer);
    return;
  case SQLITE_FLOAT:
    sqlite3_result_double(context, cells->numbers[0]);
    return;
  case SQLITE_TEXT: {
    char small[SMALL_RESULT];
    bool is_small = 3 * cells->numbers[0] < sizeof small;
    if (is_small) napi_get_value_string_utf8(env, result, small, sizeof small, &length);
    char *text = is_small ? small : text_of(env, result, &length);
    if (text == NULL) sqlite3_result_error_nomem(context);
    else sqlite3_result_text64(context, text, length, is_small ? SQLITE_TRANSIENT : free, SQLITE_UTF8);
    return;
  }
  case SQLITE_BLOB: {
    void *bytes = NULL;
    if (napi_get_typedarray_info(env, result, NULL, &length, &bytes, NULL, NULL) != napi_ok) {
      sqlite3_result_error(context, otherwise, -1);
      return;
    }
    void *copy = malloc(length + 1);
    if (copy == NULL) {
      sqlite3_result_error_nomem(context);
      return;
    }
    if (length > 0) memcpy(copy, bytes, length);
    sqlite3_result_blob64(context, copy, length, free);
    return;
  }
  case FAILURE:
    give_failure(context, environment, result, otherwise);
    return;
  default:
    sqlite3_result_null(context);
  }
}

static void call_scalar(sqlite3_context *context, int count, sqlite3_value **values) {
  struct callback *callback = sqlite3_user_data(context);
  struct environment *environment = callback->environment;
  struct scope scope;
  napi_value result;
  if (!open_scope(environment, &scope)) {
    sqlite3_result_error(context, scalar_failed, -1);
    return;
  }
  if (call_function(callback, count, values, &result)) give(context, environment, result, scalar_failed);
  else sqlite3_result_error(context, scalar_failed, -1);
  close_scope(environment, &scope);
}

// The group's number in JavaScript lies in the memory that SQLite keeps for the group: 0 before the first
// row.
static void call_aggregate(sqlite3_context *context, enum operation operation, int count,
                           sqlite3_value **values) {
  struct callback *callback = sqlite3_user_data(context);
  struct environment *environment = callback->environment;
  int32_t *group = sqlite3_aggregate_context(context, operation == FINAL ? 0 : (int)sizeof *group);
  struct scope scope;
  napi_value result;
  if (operation == FINAL && (group == NULL || *group == 0)) return; // there was no row
  if (group == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (!open_scope(environment, &scope)) {
    sqlite3_result_error(context, aggregate_failed[operation], -1);
    return;
  }
  int32_t number = *group;
  environment->head[OPERATION] = (int32_t)operation;
  environment->head[GROUP] = number;
  if (call_function(callback, count, values, &result)) {
    *group = environment->head[GROUP];
    if (environment->cells->types[0] == FAILURE || operation == VALUE || operation == FINAL)
      give(context, environment, result, aggregate_failed[operation]);
  } else {
    sqlite3_result_error(context, aggregate_failed[operation], -1);
  }
  close_scope(environment, &scope);
}

static void call_step(sqlite3_context *context, int count, sqlite3_value **values) {
  call_aggregate(context, STEP, count, values);
}

static void call_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
  call_aggregate(context, INVERSE, count, values);
}

static void call_value(sqlite3_context *context) {
  call_aggregate(context, VALUE, 0, NULL);
}

static void call_final(sqlite3_context *context) {
  call_aggregate(context, FINAL, 0, NULL);
}

enum sort { SCALAR, AGGREGATE, WINDOW };

// createFunction(connection, sort, name, narg, flags, function or null, integers)
static napi_value create_function(napi_env env, napi_callback_info info) {
  napi_value args[7], result = NULL;
  struct environment *environment = call_of(env, info, 7, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &result);
  struct callback *callback = NULL;
  napi_valuetype type = napi_null;
  if (connection == NULL) return result;
  int sort = int_of(env, args[1]), narg = int_of(env, args[3]), flags = int_of(env, args[4]) | SQLITE_UTF8;
  napi_typeof(env, args[5], &type);
  char *name = text_of(env, args[2], NULL);
  if (type != napi_null) callback = new_callback(environment, args[5]);
  if (callback != NULL) callback->reading.integers = (enum integers)int_of(env, args[6]);
  int code = SQLITE_NOMEM;
  // SQLite frees the callback, also when it fails.
  if (name == NULL || (callback == NULL && type != napi_null)) free_callback(callback);
  else if (callback == NULL)
    code = sqlite3_create_function_v2(connection->db, name, narg, flags, NULL, NULL, NULL, NULL, NULL);
  else if (sort == SCALAR)
    code = sqlite3_create_function_v2(connection->db, name, narg, flags, callback, call_scalar, NULL, NULL,
                                      free_callback);
  else if (sort == AGGREGATE)
    code = sqlite3_create_function_v2(connection->db, name, narg, flags, callback, NULL, call_step,
                                      call_final, free_callback);
  else
    code = sqlite3_create_window_function(connection->db, name, narg, flags, callback, call_step, call_final,
                                          call_value, call_inverse, free_callback);
  if (code != SQLITE_OK) result = refuse_code(environment, connection->db, code);
  leave(connection);
  free(name);
  return result;
}

void export_functions(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "createFunction", create_function);
}
