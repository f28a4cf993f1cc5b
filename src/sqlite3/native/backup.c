#include "helper.h"

#include <stdlib.h>

// It belongs to the source, and by its twin to the target: when either is closed, it is finished.
struct backup {
  struct handle handle;
  struct handle twin;
  sqlite3_backup *backup;
};

static void release(struct handle *handle) {
  struct backup *backup = (struct backup *)handle;
  sqlite3_backup_finish(backup->backup);
  backup->twin.connection->locked -= 1;
  close_handle(&backup->twin);
}

static void release_twin(struct handle *handle) {
  close_handle(&((struct backup *)((char *)handle - offsetof(struct backup, twin)))->handle);
}

// openBackup(source, schema, target)
static napi_value open_backup(napi_env env, napi_callback_info info) {
  napi_value args[3], result = NULL;
  struct environment *environment = call_of(env, info, 3, args);
  struct connection *source = use(environment, args[0], CONNECTION, &result);
  struct connection *target = source == NULL ? NULL : use(environment, args[2], CONNECTION, &result);
  if (target == NULL) return result;
  char *schema = text_of(env, args[1], NULL);
  struct backup *backup = calloc(1, sizeof *backup);
  if (schema != NULL && backup != NULL) backup->backup = sqlite3_backup_init(target->db, "main", source->db, schema);
  free(schema);
  if (backup == NULL) return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  if (backup->backup == NULL) {
    free(backup);
    return refuse_code(environment, target->db, sqlite3_extended_errcode(target->db));
  }
  target->locked += 1; // SQLite does not check who uses it
  backup->twin = (struct handle){.kind = BACKUP, .open = true, .connection = target, .release = release_twin};
  join(&backup->twin);
  return adopt(environment, &backup->handle, BACKUP, source, release);
}

// stepBackup(backup, pages): the status is that of SQLite. Cells: how many pages remain, and there are
static napi_value step_backup(napi_env env, napi_callback_info info) {
  napi_value args[2], result = NULL;
  struct environment *environment = call_of(env, info, 2, args);
  struct backup *backup = use(environment, args[0], BACKUP, &result);
  int32_t pages = -1;
  if (backup == NULL) return result;
  napi_get_value_int32(env, args[1], &pages);
  int code = sqlite3_backup_step(backup->backup, pages);
  reset_cells(environment->cells);
  add_number(environment->cells, SQLITE_INTEGER, sqlite3_backup_remaining(backup->backup));
  add_number(environment->cells, SQLITE_INTEGER, sqlite3_backup_pagecount(backup->backup));
  return code == SQLITE_OK ? NULL : refuse(environment, code, sqlite3_errstr(code));
}

// finishBackup(backup)
static napi_value finish_backup(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct backup *backup = use(environment, args[0], BACKUP, &refusal);
  if (backup == NULL) return refusal;
  close_handle(&backup->handle);
  return NULL;
}

void export_backup(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "openBackup", open_backup);
  export_function(environment, exports, "stepBackup", step_backup);
  export_function(environment, exports, "finishBackup", finish_backup);
}
