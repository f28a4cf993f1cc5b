// Node-API (https://nodejs.org/api/n-api.html), the part of it that the helper calls. Its ABI is stable.
#ifndef PANTRY_HOST_H
#define PANTRY_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct napi_handle_scope__ *napi_handle_scope;
typedef struct napi_callback_info__ *napi_callback_info;

typedef enum { napi_ok = 0 } napi_status;
typedef enum {
  napi_null = 1,
  napi_boolean = 2,
  napi_number = 3,
  napi_string = 4,
  napi_external = 8
} napi_valuetype;
typedef enum { napi_uint8_array = 1 } napi_typedarray_type;

typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *data, void *hint);

napi_status napi_get_cb_info(napi_env, napi_callback_info, size_t *count, napi_value *args, napi_value *self,
                             void **data);
napi_status napi_create_function(napi_env, const char *name, size_t length, napi_callback, void *data,
                                 napi_value *);
napi_status napi_call_function(napi_env, napi_value self, napi_value function, size_t count,
                               const napi_value *args, napi_value *);
napi_status napi_get_and_clear_last_exception(napi_env, napi_value *);

napi_status napi_get_undefined(napi_env, napi_value *);
napi_status napi_get_null(napi_env, napi_value *);
napi_status napi_create_double(napi_env, double, napi_value *);
napi_status napi_create_string_latin1(napi_env, const char *, size_t length, napi_value *);
napi_status napi_create_string_utf8(napi_env, const char *, size_t length, napi_value *);
napi_status napi_create_array(napi_env, napi_value *);
napi_status napi_create_arraybuffer(napi_env, size_t length, void **data, napi_value *);
napi_status napi_create_typedarray(napi_env, napi_typedarray_type, size_t length, napi_value buffer,
                                   size_t offset, napi_value *);
napi_status napi_create_external(napi_env, void *data, napi_finalize, void *hint, napi_value *);

napi_status napi_typeof(napi_env, napi_value, napi_valuetype *);
napi_status napi_get_value_double(napi_env, napi_value, double *);
napi_status napi_get_value_int32(napi_env, napi_value, int32_t *);
napi_status napi_get_value_bool(napi_env, napi_value, bool *);
napi_status napi_get_value_bigint_int64(napi_env, napi_value, int64_t *, bool *lossless);
napi_status napi_get_value_string_utf8(napi_env, napi_value, char *, size_t room, size_t *length);
napi_status napi_get_value_external(napi_env, napi_value, void **data);
napi_status napi_get_arraybuffer_info(napi_env, napi_value, void **data, size_t *length);
napi_status napi_get_typedarray_info(napi_env, napi_value, napi_typedarray_type *, size_t *length,
                                     void **data, napi_value *buffer, size_t *offset);

napi_status napi_get_element(napi_env, napi_value array, uint32_t index, napi_value *);
napi_status napi_set_element(napi_env, napi_value array, uint32_t index, napi_value);
napi_status napi_set_named_property(napi_env, napi_value object, const char *name, napi_value);
napi_status napi_get_array_length(napi_env, napi_value array, uint32_t *);

napi_status napi_create_reference(napi_env, napi_value, uint32_t count, napi_ref *);
napi_status napi_delete_reference(napi_env, napi_ref);
napi_status napi_get_reference_value(napi_env, napi_ref, napi_value *);
napi_status napi_open_handle_scope(napi_env, napi_handle_scope *);
napi_status napi_close_handle_scope(napi_env, napi_handle_scope);
napi_status napi_add_env_cleanup_hook(napi_env, void (*)(void *), void *);

#define NAPI_AUTO_LENGTH SIZE_MAX
#define EXPORTED __attribute__((visibility("default")))

#endif
