#include "helper.h"

#include <stdlib.h>

static const char *const closed[] = {
    [CONNECTION] = "Cannot operate on a closed database.",
    [STATEMENT] = "Cannot operate on a finalized statement.",
    [BLOB] = "Cannot operate on a closed blob.",
    [BACKUP] = "Cannot operate on a finished backup.",
};

static struct handle *handle_of(struct environment *environment, napi_value value, enum kind kind) {
  void *data = NULL;
  if (napi_get_value_external(environment->env, value, &data) != napi_ok) return NULL;
  struct handle *handle = data;
  return handle->kind == kind ? handle : NULL;
}

// Enters the connection of the handle, if both may be used now; else gives NULL, and why. Nothing is
// collected meanwhile.
void *use(struct environment *environment, napi_value value, enum kind kind, napi_value *refusal) {
  struct handle *handle = handle_of(environment, value, kind);
  const char *reason = NULL;
  if (handle == NULL) reason = "Cannot use what is no handle of this kind";
  else if (!handle->connection->handle.open) reason = closed[CONNECTION];
  else if (!handle->open) reason = closed[kind];
  else if (handle->connection->locked > 0)
    reason = "Cannot use the connection inside its authorizer, progress handler or a collation, or while a "
             "backup is written to it";
  if (reason == NULL) {
    enter(handle->connection);
    return handle;
  }
  *refusal = refuse(environment, PROGRAMMING_ERROR, reason);
  return NULL;
}

static void drop_connection(struct connection *connection) {
  if (--connection->holders > 0) return;
  free_callback(connection->authorizer);
  free_callback(connection->progress);
  free_callback(connection->trace);
  drop_environment(connection->environment);
  free(connection);
}

// Has the handle closed when its connection is.
void join(struct handle *handle) {
  handle->next = handle->connection->children;
  if (handle->next != NULL) handle->next->previous = handle;
  handle->connection->children = handle;
}

// Twice is nothing.
void close_handle(struct handle *handle) {
  if (!handle->open) return;
  handle->open = false;
  if (handle->kind != CONNECTION) {
    if (handle->previous != NULL) handle->previous->next = handle->next;
    else handle->connection->children = handle->next;
    if (handle->next != NULL) handle->next->previous = handle->previous;
    handle->previous = handle->next = NULL;
  }
  handle->release(handle);
}

// Nobody can name it any more. JavaScript is not run on the way, since this may happen inside a collection.
static void bury(struct handle *handle) {
  struct connection *connection = handle->connection;
  struct environment *environment = connection->environment;
  hold_environment(environment);
  environment->quiet += 1;
  close_handle(handle);
  environment->quiet -= 1;
  drop_environment(environment);
  if (handle->kind != CONNECTION) free(handle);
  drop_connection(connection);
}

static void collected(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  struct handle *handle = data;
  if (handle->connection->depth == 0) {
    bury(handle);
    return;
  }
  handle->next_orphan = handle->connection->orphans;
  handle->connection->orphans = handle;
}

// Before and after whatever may call JavaScript back. SQLite locks this mutex in nearly all of its routines:
// for a thread that has it already, that is cheap.
void enter(struct connection *connection) {
  if (connection->depth++ == 0) sqlite3_mutex_enter(connection->mutex);
}

void leave(struct connection *connection) {
  if (--connection->depth > 0) return;
  sqlite3_mutex_leave(connection->mutex);
  if (connection->orphans == NULL) return;
  connection->holders += 1;
  while (connection->orphans != NULL) {
    struct handle *orphan = connection->orphans;
    connection->orphans = orphan->next_orphan;
    bury(orphan);
  }
  drop_connection(connection);
}

// Gives the handle to JavaScript. On failure it is closed and freed.
napi_value adopt(struct environment *environment, struct handle *handle, enum kind kind,
                 struct connection *connection, void (*release)(struct handle *)) {
  napi_value value;
  handle->kind = kind;
  handle->open = true;
  handle->connection = connection;
  handle->release = release;
  connection->holders += 1;
  if (kind != CONNECTION) join(handle);
  if (napi_create_external(environment->env, handle, collected, NULL, &value) == napi_ok) return value;
  bury(handle);
  return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
}

// The thread ends: whatever is open is closed while that is still possible.
void close_all(struct environment *environment) {
  for (struct connection *connection = environment->connections, *next; connection != NULL;
       connection = next) {
    next = connection->next;
    close_handle(&connection->handle);
  }
}
