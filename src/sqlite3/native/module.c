#include "helper.h"

#include <stdlib.h>

const sqlite_routine *sqlite_routines;

// The connection that SQLite has just opened on this thread and given to its extension.
static _Thread_local sqlite3 *opened;

// What SQLite calls when it loads the helper into a connection.
EXPORTED int sqlite3_extension_init(sqlite3 *db, char **message, const sqlite_routine *routines) {
  (void)message;
  sqlite_routines = routines;
  opened = db;
  return SQLITE_OK_LOAD_PERMANENTLY;
}

sqlite3 *take_opened(void) {
  sqlite3 *db = opened;
  opened = NULL;
  return db;
}

static void end(void *data) {
  struct environment *environment = data;
  environment->quiet += 1;
  close_all(environment);
  napi_delete_reference(environment->env, environment->buffer);
  environment->env = NULL;
  drop_environment(environment);
}

// share(buffer, cells): where numbers and types are passed from now on
static napi_value share(napi_env env, napi_callback_info info) {
  napi_value args[2];
  void *data = NULL;
  struct environment *environment;
  size_t given = 2, length = 0;
  napi_get_cb_info(env, info, &given, args, NULL, (void **)&environment);
  napi_get_arraybuffer_info(env, args[0], &data, &length);
  int room = int_of(env, args[1]);
  if (data == NULL || room < 1 ||
      length < HEAD_WORDS * sizeof(int32_t) + (size_t)room * (sizeof(double) + sizeof(int32_t) + 1))
    return NULL;
  if (environment->buffer != NULL) napi_delete_reference(env, environment->buffer);
  napi_create_reference(env, args[0], 1, &environment->buffer);
  struct cells *cells = environment->cells;
  environment->head = data;
  cells->numbers = (double *)(environment->head + HEAD_WORDS);
  cells->ends = (int32_t *)(cells->numbers + room);
  cells->types = (uint8_t *)(cells->ends + room);
  cells->room = room;
  return NULL;
}

// layout()
static napi_value layout(napi_env env, napi_callback_info info) {
  napi_value value;
  (void)info;
  napi_create_double(env, LAYOUT, &value);
  return value;
}

EXPORTED int32_t node_api_module_get_api_version_v1(void) {
  return 8;
}

// What the runtime calls, once for each thread that loads the helper.
EXPORTED napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  struct environment *environment = calloc(1, sizeof *environment);
  struct cells *cells = calloc(1, sizeof *cells);
  if (environment == NULL || cells == NULL) {
    free(environment);
    free(cells);
    return exports;
  }
  environment->env = env;
  environment->cells = cells;
  environment->holders = 1;
  napi_add_env_cleanup_hook(env, end, environment);
  export_function(environment, exports, "layout", layout);
  export_function(environment, exports, "share", share);
  export_connection(environment, exports);
  export_statement(environment, exports);
  export_rows(environment, exports);
  export_functions(environment, exports);
  export_hooks(environment, exports);
  export_blob(environment, exports);
  export_backup(environment, exports);
  return exports;
}
