#include "helper.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// The environment and the arguments of a call from JavaScript. Unless told otherwise, it ends well.
struct environment *call_of(napi_env env, napi_callback_info info, size_t count, napi_value *args) {
  void *environment;
  size_t given = count;
  napi_get_cb_info(env, info, &given, args, NULL, &environment);
  ((struct environment *)environment)->head[STATUS] = SQLITE_OK;
  return environment;
}

napi_value text_value(napi_env env, const char *text) {
  napi_value value, thrown;
  // V8 gives up the process for text that is too long and whose length it is not told.
  if (text != NULL && napi_create_string_utf8(env, text, strlen(text), &value) == napi_ok) return value;
  napi_get_and_clear_last_exception(env, &thrown);
  napi_get_null(env, &value);
  return value;
}

napi_value refuse(struct environment *environment, int status, const char *message) {
  environment->head[STATUS] = status;
  return text_value(environment->env, message);
}

napi_value refuse_code(struct environment *environment, sqlite3 *db, int code) {
  if (code == SQLITE_NOMEM || code == SQLITE_MISUSE || code == SQLITE_INTERRUPT)
    return refuse(environment, code, sqlite3_errstr(code));
  return refuse(environment, code, sqlite3_errmsg(db));
}

// A copy to be freed, which ends with a NUL; NULL if it is no string, or there is no memory.
char *text_of(napi_env env, napi_value value, size_t *length) {
  size_t size, written;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &size) != napi_ok) return NULL;
  char *text = malloc(size + 1);
  if (text == NULL) return NULL;
  napi_get_value_string_utf8(env, value, text, size + 1, &written);
  if (length != NULL) *length = written;
  return text;
}

// The integer that is nearest; 0 for what is no number.
int int_of(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number > INT_MAX ? INT_MAX : number < INT_MIN ? INT_MIN : (int)number;
}

void export_function(struct environment *environment, napi_value exports, const char *name,
                     napi_callback callback) {
  napi_value function;
  napi_create_function(environment->env, name, NAPI_AUTO_LENGTH, callback, environment, &function);
  napi_set_named_property(environment->env, exports, name, function);
}

enum { CALLS_OF_SCOPE = 64 };

// What a callback needs before it makes values: the scope of the step, or else its own. Fails where
// JavaScript must not be run.
bool open_scope(struct environment *environment, struct scope *own) {
  struct scope *scope = environment->scope != NULL ? environment->scope : own;
  own->scope = NULL;
  if (environment->quiet > 0) return false;
  if (scope->scope != NULL && scope->calls++ < CALLS_OF_SCOPE) return true;
  close_scope(environment, scope);
  scope->calls = 0;
  return napi_open_handle_scope(environment->env, &scope->scope) == napi_ok;
}

void close_scope(struct environment *environment, struct scope *scope) {
  if (scope->scope != NULL) napi_close_handle_scope(environment->env, scope->scope);
  scope->scope = NULL;
}

// Callbacks are told not to throw. Should one do it, or the thread be about to end, SQLite must not learn
// more than that it failed.
bool call_script(struct environment *environment, napi_ref function, size_t count, const napi_value *args,
                 napi_value *result) {
  napi_env env = environment->env;
  napi_value self, callback = NULL, thrown;
  struct scope *scope = environment->scope;
  if (napi_get_reference_value(env, function, &callback) != napi_ok || callback == NULL) return false;
  napi_get_undefined(env, &self);
  // It may call the helper in its turn.
  int32_t before = environment->head[STATUS];
  environment->scope = NULL;
  napi_status status = napi_call_function(env, self, callback, count, args, result);
  environment->scope = scope;
  environment->head[STATUS] = before;
  if (status != napi_ok) napi_get_and_clear_last_exception(env, &thrown);
  return status == napi_ok;
}

struct callback *new_callback(struct environment *environment, napi_value function) {
  struct callback *callback = calloc(1, sizeof *callback);
  if (callback == NULL) return NULL;
  if (napi_create_reference(environment->env, function, 0, &callback->function) != napi_ok) {
    free(callback);
    return NULL;
  }
  callback->environment = environment;
  hold_environment(environment);
  return callback;
}

void free_callback(void *data) {
  struct callback *callback = data;
  if (callback == NULL) return;
  if (callback->environment->env != NULL)
    napi_delete_reference(callback->environment->env, callback->function);
  drop_environment(callback->environment);
  free(callback);
}

void hold_environment(struct environment *environment) {
  environment->holders += 1;
}

void drop_environment(struct environment *environment) {
  if (--environment->holders > 0) return;
  free_cells(environment->spare);
  if (environment->cells != NULL) free(environment->cells->text);
  free(environment->cells);
  free(environment);
}
