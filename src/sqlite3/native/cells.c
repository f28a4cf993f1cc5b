#include "helper.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

// Beyond this a text is a string of its own: what is cut from a string keeps the whole of it alive.
enum { SHORT_TEXT = 1024 };

struct cells *new_cells(int room) {
  struct cells *cells = calloc(1, sizeof *cells);
  double *numbers = malloc((size_t)room * (sizeof(double) + sizeof(int32_t) + 1));
  if (cells == NULL || numbers == NULL) {
    free(cells);
    free(numbers);
    return NULL;
  }
  cells->numbers = numbers;
  cells->ends = (int32_t *)(numbers + room);
  cells->types = (uint8_t *)(cells->ends + room);
  cells->room = room;
  return cells;
}

void free_cells(struct cells *cells) {
  if (cells == NULL) return;
  free(cells->numbers);
  free(cells->text);
  free(cells);
}

void reset_cells(struct cells *cells) {
  cells->count = 0;
  cells->text_length = 0;
  cells->text_units = 0;
  cells->listed_length = 0;
  cells->list = NULL;
  cells->listed = 0;
}

bool add_number(struct cells *cells, int type, double number) {
  cells->types[cells->count] = (uint8_t)type;
  cells->numbers[cells->count++] = number;
  return true;
}

bool is_safe(sqlite3_int64 integer) {
  return integer > -(1LL << 53) && integer < 1LL << 53;
}

// Fails for an integer that must be a number and is too big to be one.
bool add_integer(struct cells *cells, sqlite3_int64 integer, enum integers integers) {
  if (integers != ALWAYS_BIG && is_safe(integer)) return add_number(cells, SQLITE_INTEGER, (double)integer);
  if (integers == NEVER_BIG) return false;
  memcpy(&cells->numbers[cells->count], &integer, sizeof integer);
  cells->types[cells->count++] = BIG_INTEGER;
  return true;
}

bool list_value(struct environment *environment, struct cells *cells, napi_value value) {
  napi_env env = environment->env;
  if (cells->list == NULL && napi_create_array(env, &cells->list) != napi_ok) return false;
  return napi_set_element(env, cells->list, ++cells->listed, value) == napi_ok;
}

static int add_listed(struct environment *environment, struct cells *cells, int type, napi_value value,
                      size_t length) {
  if (!list_value(environment, cells, value)) return SQLITE_NOMEM;
  cells->ends[cells->count] = (int32_t)cells->listed;
  cells->types[cells->count++] = (uint8_t)type;
  cells->listed_length += length;
  return SQLITE_OK;
}

static int add_bytes(struct environment *environment, struct cells *cells, int type, const void *bytes,
                     size_t length) {
  napi_env env = environment->env;
  napi_value buffer, array;
  void *copy;
  if (napi_create_arraybuffer(env, length, &copy, &buffer) != napi_ok) return SQLITE_NOMEM;
  if (length > 0) memcpy(copy, bytes, length);
  if (napi_create_typedarray(env, napi_uint8_array, length, buffer, 0, &array) != napi_ok)
    return SQLITE_NOMEM;
  return add_listed(environment, cells, type, array, length);
}

static bool reserve_text(struct cells *cells, size_t length) {
  size_t needed = cells->text_length + length;
  if (needed <= cells->text_room) return true;
  size_t room = needed < 4096 ? 4096 : 2 * needed;
  char *text = realloc(cells->text, room);
  if (text == NULL) return false;
  cells->text = text;
  cells->text_room = room;
  return true;
}

static napi_status create_text(napi_env env, const char *text, size_t length, bool is_ascii,
                               napi_value *value) {
  if (is_ascii) return napi_create_string_latin1(env, text, length, value);
  return napi_create_string_utf8(env, text, length, value);
}

static int add_text(struct environment *environment, struct cells *cells, const char *text, size_t length) {
  int64_t units = utf16_length((const unsigned char *)text, length);
  if (units < 0) return NOT_UTF8;
  if (length > SHORT_TEXT) {
    napi_value string, thrown;
    if (create_text(environment->env, text, length, units == (int64_t)length, &string) == napi_ok)
      return add_listed(environment, cells, LONG_TEXT, string, length);
    napi_get_and_clear_last_exception(environment->env, &thrown);
    return SQLITE_TOOBIG;
  }
  if (!reserve_text(cells, length)) return SQLITE_NOMEM;
  if (length > 0) memcpy(cells->text + cells->text_length, text, length);
  cells->text_length += length;
  cells->numbers[cells->count] = cells->text_units;
  cells->text_units += (int32_t)units;
  cells->ends[cells->count] = cells->text_units;
  cells->types[cells->count++] = SQLITE_TEXT;
  return SQLITE_OK;
}

// SQLite asks for the length after the bytes, which it may have converted.
int add_blob(struct environment *environment, struct cells *cells, sqlite3_value *value) {
  const void *bytes = sqlite3_value_blob(value);
  size_t length = (size_t)sqlite3_value_bytes(value);
  return bytes == NULL && length > 0 ? SQLITE_NOMEM
                                     : add_bytes(environment, cells, SQLITE_BLOB, bytes, length);
}

// Gives SQLITE_OK, another of its codes, NOT_SAFE or NOT_UTF8.
int add_value(struct environment *environment, struct cells *cells, sqlite3_value *value,
              const struct reading *reading) {
  switch (sqlite3_value_type(value)) {
  case SQLITE_INTEGER:
    return add_integer(cells, sqlite3_value_int64(value), reading->integers) ? SQLITE_OK : NOT_SAFE;
  case SQLITE_FLOAT:
    add_number(cells, SQLITE_FLOAT, sqlite3_value_double(value));
    return SQLITE_OK;
  case SQLITE_TEXT: {
    const char *text = (const char *)sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (text == NULL) return SQLITE_NOMEM;
    if (reading->text_as_bytes) return add_bytes(environment, cells, TEXT_BYTES, text, length);
    return add_text(environment, cells, text, length);
  }
  case SQLITE_BLOB:
    return add_blob(environment, cells, value);
  default:
    add_number(cells, SQLITE_NULL, 0);
    return SQLITE_OK;
  }
}

// What goes with the cells: the text, or an array of it and what is listed, or NULL if there is neither.
bool finish_cells(struct environment *environment, struct cells *cells, napi_value *result) {
  napi_env env = environment->env;
  napi_value text = NULL;
  *result = cells->list;
  if (cells->text_length > 0) {
    bool is_ascii = (size_t)cells->text_units == cells->text_length;
    if (create_text(env, cells->text, cells->text_length, is_ascii, &text) != napi_ok) return false;
    if (cells->list == NULL) *result = text;
    else if (napi_set_element(env, cells->list, 0, text) != napi_ok) return false;
  }
  return true;
}
