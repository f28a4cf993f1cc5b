#include "statement.h"

#include <stdlib.h>
#include <string.h>

// Text and bytes up to this size are bound from memory that belongs to the statement.
enum { SMALL = 4096 };

// Makes room for text and bytes to be bound.
static bool reserve(struct statement *statement, size_t room) {
  if (room <= statement->bound_room) return true;
  room = room < 256 ? 256 : 2 * room;
  char *bound = realloc(statement->bound, room);
  if (bound == NULL) return false;
  statement->bound = bound;
  statement->bound_room = room;
  return true;
}

// Copies what is small behind what the statement has, whose place and length then stand in the cell; binds
// what is not.
static int take_value(struct environment *environment, struct statement *statement, int index,
                      napi_value value, size_t *used) {
  struct cells *cells = environment->cells;
  napi_env env = environment->env;
  size_t length = 0;
  if (cells->types[index] == SQLITE_TEXT) {
    size_t room = 3 * (size_t)cells->numbers[index] + 1;
    if (room > 3 * SMALL) {
      char *text = text_of(env, value, &length);
      cells->types[index] = 0;
      if (text == NULL) return SQLITE_NOMEM;
      return sqlite3_bind_text64(statement->stmt, index + 1, text, length, free, SQLITE_UTF8);
    }
    if (!reserve(statement, *used + room)) return SQLITE_NOMEM;
    if (napi_get_value_string_utf8(env, value, statement->bound + *used, room, &length) != napi_ok)
      return SQLITE_MISUSE;
  } else {
    void *bytes = NULL;
    if (napi_get_typedarray_info(env, value, NULL, &length, &bytes, NULL, NULL) != napi_ok)
      return SQLITE_MISUSE;
    if (length > SMALL) {
      void *copy = malloc(length);
      cells->types[index] = 0;
      if (copy == NULL) return SQLITE_NOMEM;
      memcpy(copy, bytes, length);
      return sqlite3_bind_blob64(statement->stmt, index + 1, copy, length, free);
    }
    if (!reserve(statement, *used + length)) return SQLITE_NOMEM;
    if (length > 0) memcpy(statement->bound + *used, bytes, length);
  }
  cells->numbers[index] = (double)*used;
  cells->ends[index] = (int32_t)length;
  *used += length;
  return SQLITE_OK;
}

static int bind_cell(struct statement *statement, const struct cells *cells, int index) {
  sqlite3_stmt *stmt = statement->stmt;
  double number = cells->numbers[index];
  sqlite3_int64 integer;
  switch (cells->types[index]) {
  case SQLITE_INTEGER:
    return sqlite3_bind_int64(stmt, index + 1, (sqlite3_int64)number);
  case BIG_INTEGER:
    memcpy(&integer, &cells->numbers[index], sizeof integer);
    return sqlite3_bind_int64(stmt, index + 1, integer);
  case SQLITE_FLOAT:
    return sqlite3_bind_double(stmt, index + 1, number);
  case SQLITE_TEXT:
    return sqlite3_bind_text64(stmt, index + 1, statement->bound + (size_t)number,
                               (sqlite3_uint64)cells->ends[index], SQLITE_STATIC, SQLITE_UTF8);
  case SQLITE_BLOB:
    return sqlite3_bind_blob64(stmt, index + 1, statement->bound + (size_t)number,
                               (sqlite3_uint64)cells->ends[index], SQLITE_STATIC);
  case SQLITE_NULL:
    return sqlite3_bind_null(stmt, index + 1);
  default:
    return SQLITE_OK; // bound already
  }
}

// Binds the cells; `values` has their text and bytes.
int bind_all(struct environment *environment, struct statement *statement, int count, napi_value values) {
  const struct cells *cells = environment->cells;
  size_t used = 0;
  napi_value value;
  if (count < sqlite3_bind_parameter_count(statement->stmt)) sqlite3_clear_bindings(statement->stmt);
  for (int index = 0; index < count; index += 1) {
    if (cells->types[index] != SQLITE_TEXT && cells->types[index] != SQLITE_BLOB) continue;
    if (!reserve(statement, used + 1)) return SQLITE_NOMEM;
    napi_get_element(environment->env, values, (uint32_t)index, &value);
    int code = take_value(environment, statement, index, value, &used);
    if (code != SQLITE_OK) return code;
  }
  for (int index = 0; index < count; index += 1) {
    int code = bind_cell(statement, cells, index);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}
