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
  char *schema = text_of(env, args[1], NULL), *table = text_of(env, args[2], NULL), *column = text_of(env, args[3], NULL);
  struct blob *blob = calloc(1, sizeof *blob);
  enter(connection);
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

// What SQLite says itself of an offset out of range is "SQL logic error".
static napi_value finish(struct environment *environment, struct blob *blob, int code, napi_value result) {
  return code == SQLITE_OK ? result : refuse_code(environment, blob->handle.connection->db, code);
}

// readBlob(blob, offset, length): an ArrayBuffer
static napi_value read_blob(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct blob *blob = use(environment, args[0], BLOB, &result);
  int32_t offset = -1, length = -1;
  void *bytes;
  if (blob == NULL) return result;
  napi_get_value_int32(env, args[1], &offset);
  napi_get_value_int32(env, args[2], &length);
  int size = sqlite3_blob_bytes(blob->blob);
  if (length < 0 || length > size) length = size + 1 > 0 && length < 0 ? 0 : size;
  if (napi_create_arraybuffer(env, (size_t)length, &bytes, &result) != napi_ok)
    return refuse(environment, SQLITE_NOMEM, sqlite3_errstr(SQLITE_NOMEM));
  return finish(environment, blob, sqlite3_blob_read(blob->blob, bytes, length, offset), result);
}

// writeBlob(blob, offset, bytes)
static napi_value write_blob(napi_env env, napi_callback_info info) {
  napi_value args[3], result;
  struct environment *environment = call_of(env, info, 3, args);
  struct blob *blob = use(environment, args[0], BLOB, &result);
  int32_t offset = -1;
  size_t length = 0;
  void *bytes = NULL;
  if (blob == NULL) return result;
  napi_get_value_int32(env, args[1], &offset);
  napi_get_typedarray_info(env, args[2], NULL, &length, &bytes, NULL, NULL);
  if (length > INT_MAX) return refuse(environment, SQLITE_TOOBIG, sqlite3_errstr(SQLITE_TOOBIG));
  return finish(environment, blob, sqlite3_blob_write(blob->blob, bytes, (int)length, offset), NULL);
}

// closeBlob(blob)
static napi_value close_blob(napi_env env, napi_callback_info info) {
  napi_value args[1], refusal;
  struct environment *environment = call_of(env, info, 1, args);
  struct blob *blob = use(environment, args[0], BLOB, &refusal);
  if (blob == NULL) return refusal;
  close_handle(&blob->handle);
  return NULL;
}

void export_blob(struct environment *environment, napi_value exports) {
  export_function(environment, exports, "openBlob", open_blob);
  export_function(environment, exports, "readBlob", read_blob);
  export_function(environment, exports, "writeBlob", write_blob);
  export_function(environment, exports, "closeBlob", close_blob);
}
