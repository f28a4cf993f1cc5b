// What the files of the helper share. The helper is at once an addon of the runtime and an extension of the
// SQLite inside it. JavaScript holds the handles; a call of it gives a status, and what it reads and writes
// lies in one shared buffer.
#ifndef PANTRY_HELPER_H
#define PANTRY_HELPER_H

#include "host.h"
#include "sqlite.h"

// Which meaning of the shared buffer and of the calls this is: it changes with them, here and in
// `engine/helper.ts`, since the one side of another version would write past the end of the other.
enum { LAYOUT = 1 };

// The shared buffer: a head of 32-bit words, then for each cell a number of 8 bytes, a word and a byte for
// its type. A text lies in the one string that a call gives, from the number to the word; the word is the
// place of what is listed after it.
enum { STATUS, ROWS, COLUMNS, GENERATION, OPERATION, GROUP, COUNTERS = 8, HEAD_WORDS = 14 };

// From COUNTERS on, numbers of 8 bytes: what a connection has counted when a statement has made a step. A rowid
// that is no safe integer is NaN.
enum { CHANGES, LAST_ROWID, IN_TRANSACTION };

// The types of cells beyond SQLite's own five. Blobs and long texts are listed.
enum { BIG_INTEGER = 6, LONG_TEXT = 7, TEXT_BYTES = 8, FAILURE = 9 };

// The statuses beyond SQLite's own, which are never negative.
enum { PROGRAMMING_ERROR = -1, OPERATIONAL_ERROR = -2, DATA_ERROR = -3, TOO_FEW_CELLS = -4 };

enum integers { AUTO, ALWAYS_BIG, NEVER_BIG };

// How values of SQLite are read.
struct reading {
  enum integers integers;
  bool text_as_bytes;
};

// What a value that cannot be read is to blame for; anything else is a result code.
enum { NOT_SAFE = -1, NOT_UTF8 = -2 };

enum operation { STEP, INVERSE, VALUE, FINAL };

// The scope of what many callbacks in one step make of JavaScript's values. To open one costs as much as the
// call.
struct scope {
  napi_handle_scope scope;
  int calls;
};

// One for each thread that runs JavaScript.
struct environment {
  napi_env env; // NULL once it has ended
  int holders;
  int quiet; // above 0 while no JavaScript may be run, which is for ever once the thread ends
  napi_ref buffer;
  int32_t *head;
  struct cells *cells; // those of the shared buffer
  struct cells *spare; // some of our own, for the rows of a batch
  struct scope *scope; // that of the step whose callback would be called now
  bool miscompared;    // a collation has failed in that step
  struct connection *connections;
};

// Cells in the making, and the text that belongs to them.
struct cells {
  double *numbers;
  int32_t *ends;
  uint8_t *types;
  int room;
  int count;
  char *text;
  size_t text_length;
  size_t text_room;
  int32_t text_units; // its length in JavaScript
  size_t listed_length;
  napi_value list; // an array whose first element is left for the text; NULL without any
  uint32_t listed;
};

// What JavaScript holds is one of these: it is closed when it is told to, when its connection is, or when it
// is collected.
enum kind { CONNECTION = 1, STATEMENT, BLOB, BACKUP };

struct handle {
  enum kind kind;
  bool open;
  struct connection *connection;
  struct handle *previous, *next;
  struct handle *next_orphan;
  void (*release)(struct handle *);
};

struct connection {
  struct handle handle;
  sqlite3 *db;
  sqlite3_mutex *mutex;
  struct environment *environment;
  napi_ref database; // what opened it, and must not be collected before the handles are
  int holders;
  int depth;              // calls of SQLite that are under way and may call back
  int locked;             // above 0 while SQLite must be left alone
  bool collates;          // JavaScript compares texts
  bool hushed;            // the helper asks something for itself, of which nobody is told
  struct handle *orphans; // collected while the connection was at work
  struct handle *children;
  struct callback *authorizer, *progress, *trace;
  struct connection *previous, *next;
};

// A function of JavaScript, which its connection's object keeps alive: with a weak reference, a circle
// through the function can be collected.
struct callback {
  struct environment *environment;
  struct connection *connection; // of hooks and collations, which end with it
  napi_ref function;
  struct reading reading;
};

// host.c: reading what JavaScript gives, answering, and calling it
struct environment *call_of(napi_env, napi_callback_info, size_t count, napi_value *args);
napi_value refuse(struct environment *, int status, const char *message);
napi_value refuse_code(struct environment *, sqlite3 *, int code);
napi_value text_value(napi_env, const char *text);
char *text_of(napi_env, napi_value, size_t *length);
int int_of(napi_env, napi_value);
void export_function(struct environment *, napi_value exports, const char *name, napi_callback);
bool call_script(struct environment *, napi_ref function, size_t count, const napi_value *args,
                 napi_value *result);
bool open_scope(struct environment *, struct scope *own);
void close_scope(struct environment *, struct scope *own);
struct callback *new_callback(struct environment *, napi_value function);
void free_callback(void *callback);
void hold_environment(struct environment *);
void drop_environment(struct environment *);

// handle.c: the life of what JavaScript holds
void *use(struct environment *, napi_value, enum kind, napi_value *refusal);
napi_value adopt(struct environment *, struct handle *, enum kind, struct connection *,
                 void (*release)(struct handle *));
void join(struct handle *);
void enter(struct connection *);
void leave(struct connection *);
void close_handle(struct handle *);
void close_all(struct environment *);

// cells.c
void reset_cells(struct cells *);
void free_cells(struct cells *);
struct cells *new_cells(int room);
bool add_number(struct cells *, int type, double number);
bool is_safe(sqlite3_int64 integer);
bool add_integer(struct cells *, sqlite3_int64, enum integers);
int add_value(struct environment *, struct cells *, sqlite3_value *, const struct reading *);
int add_blob(struct environment *, struct cells *, sqlite3_value *);
bool list_value(struct environment *, struct cells *, napi_value);
bool finish_cells(struct environment *, struct cells *, napi_value *result);

// statement.c
bool is_busy(const struct handle *statement);

// utf8.c
int64_t utf16_length(const unsigned char *bytes, size_t length);

// The natives of each file.
void export_connection(struct environment *, napi_value exports);
void export_statement(struct environment *, napi_value exports);
void export_rows(struct environment *, napi_value exports);
void export_functions(struct environment *, napi_value exports);
void export_hooks(struct environment *, napi_value exports);
void export_blob(struct environment *, napi_value exports);
void export_backup(struct environment *, napi_value exports);
sqlite3 *take_opened(void); // module.c

#endif
