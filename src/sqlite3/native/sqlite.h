// SQLite, as an extension meets it: a table of routines that only ever grows at its end, so each has its
// place for good.
#ifndef PANTRY_SQLITE_H
#define PANTRY_SQLITE_H

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef struct sqlite3_context sqlite3_context;
typedef struct sqlite3_value sqlite3_value;
typedef struct sqlite3_blob sqlite3_blob;
typedef struct sqlite3_backup sqlite3_backup;
typedef struct sqlite3_mutex sqlite3_mutex;
typedef struct sqlite3_module sqlite3_module;
typedef long long sqlite3_int64;
typedef unsigned long long sqlite3_uint64;

typedef void (*sqlite_routine)(void);
typedef void (*sqlite_call)(sqlite3_context *, int, sqlite3_value **);
typedef void (*sqlite_result)(sqlite3_context *);
typedef void (*sqlite_destroy)(void *);
typedef int (*sqlite_compare)(void *, int, const void *, int, const void *);
typedef int (*sqlite_authorize)(void *, int, const char *, const char *, const char *, const char *);
typedef int (*sqlite_trace)(unsigned, void *, void *, void *);

extern const sqlite_routine *sqlite_routines;

#define ROUTINE(place, result, ...) ((result (*)(__VA_ARGS__))sqlite_routines[place])

#define sqlite3_aggregate_context ROUTINE(0, void *, sqlite3_context *, int)
#define sqlite3_bind_double ROUTINE(3, int, sqlite3_stmt *, int, double)
#define sqlite3_bind_int64 ROUTINE(5, int, sqlite3_stmt *, int, sqlite3_int64)
#define sqlite3_bind_null ROUTINE(6, int, sqlite3_stmt *, int)
#define sqlite3_bind_parameter_count ROUTINE(7, int, sqlite3_stmt *)
#define sqlite3_bind_parameter_name ROUTINE(9, const char *, sqlite3_stmt *, int)
#define sqlite3_column_count ROUTINE(22, int, sqlite3_stmt *)
#define sqlite3_column_decltype ROUTINE(25, const char *, sqlite3_stmt *, int)
#define sqlite3_column_name ROUTINE(30, const char *, sqlite3_stmt *, int)
#define sqlite3_column_value ROUTINE(39, sqlite3_value *, sqlite3_stmt *, int)
#define sqlite3_errmsg ROUTINE(53, const char *, sqlite3 *)
#define sqlite3_finalize ROUTINE(57, int, sqlite3_stmt *)
#define sqlite3_free ROUTINE(58, void, void *)
#define sqlite3_get_autocommit ROUTINE(60, int, sqlite3 *)
#define sqlite3_interruptx ROUTINE(64, void, sqlite3 *)
#define sqlite3_last_insert_rowid ROUTINE(65, sqlite3_int64, sqlite3 *)
#define sqlite3_libversion ROUTINE(66, const char *, void)
#define sqlite3_progress_handler ROUTINE(75, void, sqlite3 *, int, int (*)(void *), void *)
#define sqlite3_reset ROUTINE(77, int, sqlite3_stmt *)
#define sqlite3_result_double ROUTINE(79, void, sqlite3_context *, double)
#define sqlite3_result_error ROUTINE(80, void, sqlite3_context *, const char *, int)
#define sqlite3_result_int64 ROUTINE(83, void, sqlite3_context *, sqlite3_int64)
#define sqlite3_result_null ROUTINE(84, void, sqlite3_context *)
#define sqlite3_set_authorizer ROUTINE(91, int, sqlite3 *, sqlite_authorize, void *)
#define sqlite3_step ROUTINE(94, int, sqlite3_stmt *)
#define sqlite3_user_data ROUTINE(101, void *, sqlite3_context *)
#define sqlite3_value_blob ROUTINE(102, const void *, sqlite3_value *)
#define sqlite3_value_bytes ROUTINE(103, int, sqlite3_value *)
#define sqlite3_value_double ROUTINE(105, double, sqlite3_value *)
#define sqlite3_value_int64 ROUTINE(107, sqlite3_int64, sqlite3_value *)
#define sqlite3_value_text ROUTINE(109, const unsigned char *, sqlite3_value *)
#define sqlite3_value_type ROUTINE(113, int, sqlite3_value *)
#define sqlite3_prepare_v2 ROUTINE(116, int, sqlite3 *, const char *, int, sqlite3_stmt **, const char **)
#define sqlite3_clear_bindings ROUTINE(118, int, sqlite3_stmt *)
#define sqlite3_create_module_v2                                                                             \
  ROUTINE(119, int, sqlite3 *, const char *, const sqlite3_module *, void *, sqlite_destroy)
#define sqlite3_blob_bytes ROUTINE(121, int, sqlite3_blob *)
#define sqlite3_blob_close ROUTINE(122, int, sqlite3_blob *)
#define sqlite3_blob_open                                                                                    \
  ROUTINE(123, int, sqlite3 *, const char *, const char *, const char *, sqlite3_int64, int, sqlite3_blob **)
#define sqlite3_blob_read ROUTINE(124, int, sqlite3_blob *, void *, int, int)
#define sqlite3_blob_write ROUTINE(125, int, sqlite3_blob *, const void *, int, int)
#define sqlite3_create_collation_v2                                                                          \
  ROUTINE(126, int, sqlite3 *, const char *, int, void *, sqlite_compare, sqlite_destroy)
#define sqlite3_mutex_enter ROUTINE(131, void, sqlite3_mutex *)
#define sqlite3_mutex_leave ROUTINE(133, void, sqlite3_mutex *)
#define sqlite3_result_error_nomem ROUTINE(137, void, sqlite3_context *)
#define sqlite3_result_error_toobig ROUTINE(138, void, sqlite3_context *)
#define sqlite3_extended_result_codes ROUTINE(150, int, sqlite3 *, int)
#define sqlite3_limit ROUTINE(151, int, sqlite3 *, int, int)
#define sqlite3_backup_finish ROUTINE(155, int, sqlite3_backup *)
#define sqlite3_backup_init ROUTINE(156, sqlite3_backup *, sqlite3 *, const char *, sqlite3 *, const char *)
#define sqlite3_backup_pagecount ROUTINE(157, int, sqlite3_backup *)
#define sqlite3_backup_remaining ROUTINE(158, int, sqlite3_backup *)
#define sqlite3_backup_step ROUTINE(159, int, sqlite3_backup *, int)
#define sqlite3_create_function_v2                                                                           \
  ROUTINE(162, int, sqlite3 *, const char *, int, int, void *, sqlite_call, sqlite_call, sqlite_result,      \
          sqlite_destroy)
#define sqlite3_db_config ROUTINE(163, int, sqlite3 *, int, ...)
#define sqlite3_db_mutex ROUTINE(164, sqlite3_mutex *, sqlite3 *)
#define sqlite3_extended_errcode ROUTINE(166, int, sqlite3 *)
#define sqlite3_stmt_status ROUTINE(170, int, sqlite3_stmt *, int, int)
#define sqlite3_errstr ROUTINE(183, const char *, int)
#define sqlite3_stmt_busy ROUTINE(184, int, sqlite3_stmt *)
#define sqlite3_stmt_readonly ROUTINE(185, int, sqlite3_stmt *)
#define sqlite3_bind_blob64                                                                                  \
  ROUTINE(193, int, sqlite3_stmt *, int, const void *, sqlite3_uint64, sqlite_destroy)
#define sqlite3_bind_text64                                                                                  \
  ROUTINE(194, int, sqlite3_stmt *, int, const char *, sqlite3_uint64, sqlite_destroy, unsigned char)
#define sqlite3_load_extension ROUTINE(196, int, sqlite3 *, const char *, const char *, char **)
#define sqlite3_malloc64 ROUTINE(197, void *, sqlite3_uint64)
#define sqlite3_result_blob64                                                                                \
  ROUTINE(201, void, sqlite3_context *, const void *, sqlite3_uint64, sqlite_destroy)
#define sqlite3_result_text64                                                                                \
  ROUTINE(202, void, sqlite3_context *, const char *, sqlite3_uint64, sqlite_destroy, unsigned char)
#define sqlite3_trace_v2 ROUTINE(214, int, sqlite3 *, unsigned, sqlite_trace, void *)
#define sqlite3_expanded_sql ROUTINE(215, char *, sqlite3_stmt *)
#define sqlite3_create_window_function                                                                       \
  ROUTINE(239, int, sqlite3 *, const char *, int, int, void *, sqlite_call, sqlite_result, sqlite_result,    \
          sqlite_call, sqlite_destroy)
#define sqlite3_changes64 ROUTINE(253, sqlite3_int64, sqlite3 *)
#define sqlite3_total_changes64 ROUTINE(254, sqlite3_int64, sqlite3 *)
#define sqlite3_deserialize                                                                                  \
  ROUTINE(262, int, sqlite3 *, const char *, unsigned char *, sqlite3_int64, sqlite3_int64, unsigned)
#define sqlite3_serialize ROUTINE(263, unsigned char *, sqlite3 *, const char *, sqlite3_int64 *, unsigned)

enum {
  SQLITE_OK = 0,
  SQLITE_ERROR = 1,
  SQLITE_DENY = 1,
  SQLITE_BUSY = 5,
  SQLITE_LOCKED = 6,
  SQLITE_NOMEM = 7,
  SQLITE_INTERRUPT = 9,
  SQLITE_TOOBIG = 18,
  SQLITE_MISUSE = 21,
  SQLITE_ROW = 100,
  SQLITE_DONE = 101,
  SQLITE_OK_LOAD_PERMANENTLY = 256,

  SQLITE_INTEGER = 1,
  SQLITE_FLOAT = 2,
  SQLITE_TEXT = 3,
  SQLITE_BLOB = 4,
  SQLITE_NULL = 5,

  SQLITE_UTF8 = 1,
  SQLITE_TRACE_STMT = 1,
  SQLITE_LIMIT_WORKER_THREADS = 11,
  SQLITE_STMTSTATUS_REPREPARE = 5,
  SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION = 1005,
  SQLITE_DESERIALIZE_FREEONCLOSE = 1,
  SQLITE_DESERIALIZE_RESIZEABLE = 2,
};

// What SQLite does with memory that it is given: nothing, since it lasts; or copy it.
#define SQLITE_STATIC ((sqlite_destroy)0)
#define SQLITE_TRANSIENT ((sqlite_destroy) - 1)

#endif
