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
  if (source == NULL) return result;
  struct connection *target = use(environment, args[2], CONNECTION, &result);
  if (target == NULL) {
    leave(source);
    return result;
  }
  char *schema = text_of(env, args[1], NULL);
  struct backup *backup = calloc(1, sizeof *backup);
  int code = SQLITE_NOMEM;
  if (schema != NULL && backup != NULL) {
    backup->backup = sqlite3_backup_init(target->db, "main", source->db, schema);
    code = backup->backup != NULL ? SQLITE_OK : sqlite3_extended_errcode(target->db);
  }
  if (code == SQLITE_OK) {
    target->locked += 1; // SQLite does not check who uses it
    backup->twin =
        (struct handle){.kind = BACKUP, .open = true, .connection = target, .release = release_twin};
    join(&backup->twin);
    result = adopt(environment, &backup->handle, BACKUP, source, release);
  } else {
    result = refuse_code(environment, target->db, code);
    free(backup);
  }
  free(schema);
  leave(target);
  leave(source);
  return result;
}

// stepBackup(backup, pages): the status is that of SQLite. Cells: how many pages remain, and there are
static napi_value step_backup(napi_env env, napi_callback_info info) {
  napi_value args[2], result;
  struct environment *environment = call_of(env, info, 2, args);
  struct backup *backup = use(environment, args[0], BACKUP, &result);
  if (backup == NULL) return result;
  int code = sqlite3_backup_step(backup->backup, int_of(env, args[1]));
  reset_cells(environment->cells);
  add_number(environment->cells, SQLITE_INTEGER, sqlite3_backup_remaining(backup->backup));
  add_number(environment->cells, SQLITE_INTEGER, sqlite3_backup_pagecount(backup->backup));
  result = code == SQLITE_OK ? NULL : refuse(environment, code, sqlite3_errstr(code));
  leave(backup->handle.connection);
  return result;
}

// finishBackup(backup)
static napi_value finish_backup(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct backup *backup = use(environment, args[0], BACKUP, &refusal);
  if (backup == NULL) return refusal;
  close_handle(&backup->handle);
  leave(backup->handle.connection);
  return NULL;
}

void export_backup(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "openBackup", open_backup);
  export_function(environment, exports, "stepBackup", step_backup);
  export_function(environment, exports, "finishBackup", finish_backup);
}
