#ifndef PANTRY_STATEMENT_H
#define PANTRY_STATEMENT_H

#include "helper.h"

struct statement {
  struct handle handle;
  sqlite3_stmt *stmt;
  bool running; // inside SQLite
  bool stepped; // and not reset since
  bool held;    // its row is still to be given
  struct reading reading;
  bool *blobs; // for each of the first columns whether it is cast to BLOB
  int blob_count;
  char *bound; // text and bytes that are bound
  size_t bound_room;
};

// statement.c
void reset_statement(struct statement *);
struct statement *use_idle(struct environment *, napi_value, napi_value *refusal);

// binding.c
int bind_all(struct environment *, struct statement *, int count, napi_value values);

#endif
