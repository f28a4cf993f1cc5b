#include "helper.h"

#include <limits.h>
#include <stdlib.h>

struct blob {
  struct handle handle;
  sqlite3_blob *blob;
};

static void release(struct handle *handle) {
  sqlite3_blob_close(((struct blob *)handle)->blob);
}

// openBlob(connection, schema, table, column, rowid, writable); cell 0 is the length
static napi_value open_blob(napi_env env, napi_callback_info info) {
  napi_value args[6], result = NULL;
  struct environment *environment = call_of(env, info, 6, args);
  struct connection *connection = use(environment, args[0], CONNECTION, &result);
  int64_t rowid = 0;
  bool lossless, writable = false;
  if (connection == NULL) return result;
  napi_get_value_bigint_int64(env, args[4], &rowid, &lossless);
  napi_get_value_bool(env, args[5], &writable);
  char *schema = text_of(env, args[1], NULL), *table = text_of(env, args[2], NULL),
       *column = text_of(env, args[3], NULL);
  struct blob *blob = calloc(1, sizeof *blob);
  int code = SQLITE_NOMEM;
  if (schema != NULL && table != NULL && column != NULL && blob != NULL)
    code = sqlite3_blob_open(connection->db, schema, table, column, rowid, writable, &blob->blob);
  if (code == SQLITE_OK) {
    reset_cells(environment->cells);
    add_number(environment->cells, SQLITE_INTEGER, sqlite3_blob_bytes(blob->blob));
    result = adopt(environment, &blob->handle, BLOB, connection, release);
  } else {
    result = refuse_code(environment, connection->db, code);
    free(blob);
  }
  leave(connection);
  free(schema);
  free(table);
  free(column);
  return result;
}

// readBlob(blob, offset, length): an ArrayBuffer
static napi_value read_blob(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct blob *blob = use(environment, args[0], BLOB, &result);
  void *bytes;
  if (blob == NULL) return result;
  struct connection *connection = blob->handle.connection;
  int offset = int_of(env, args[1]), length = int_of(env, args[2]);
  int code = SQLITE_ERROR;
  if (length >= 0 && length <= sqlite3_blob_bytes(blob->blob)) {
    code = SQLITE_NOMEM;
    if (napi_create_arraybuffer(env, (size_t)length, &bytes, &result) == napi_ok)
      code = sqlite3_blob_read(blob->blob, bytes, length, offset);
  }
  if (code != SQLITE_OK) result = refuse_code(environment, connection->db, code);
  leave(connection);
  return result;
}

// writeBlob(blob, offset, bytes)
static napi_value write_blob(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct blob *blob = use(environment, args[0], BLOB, &result);
  size_t length = 0;
  void *bytes = NULL;
  if (blob == NULL) return result;
  struct connection *connection = blob->handle.connection;
  int code = SQLITE_MISUSE;
  if (napi_get_typedarray_info(env, args[2], NULL, &length, &bytes, NULL, NULL) == napi_ok)
    code = length > INT_MAX ? SQLITE_TOOBIG
                            : sqlite3_blob_write(blob->blob, bytes, (int)length, int_of(env, args[1]));
  result = code == SQLITE_OK ? NULL : refuse_code(environment, connection->db, code);
  leave(connection);
  return result;
}

// closeBlob(blob)
static napi_value close_blob(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct blob *blob = use(environment, args[0], BLOB, &refusal);
  if (blob == NULL) return refusal;
  close_handle(&blob->handle);
  leave(blob->handle.connection);
  return NULL;
}

void export_blob(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "openBlob", open_blob);
  export_function(environment, exports, "readBlob", read_blob);
  export_function(environment, exports, "writeBlob", write_blob);
  export_function(environment, exports, "closeBlob", close_blob);
}
