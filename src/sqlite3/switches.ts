// What `getlimit` and `setlimit` take (https://sqlite.org/c3ref/c_limit_attached.html), and what `getconfig` and `setconfig` take
// (https://sqlite.org/c3ref/c_dbconfig_defensive.html).

export const SQLITE_LIMIT_LENGTH = 0;
export const SQLITE_LIMIT_SQL_LENGTH = 1;
export const SQLITE_LIMIT_COLUMN = 2;
export const SQLITE_LIMIT_EXPR_DEPTH = 3;
export const SQLITE_LIMIT_COMPOUND_SELECT = 4;
export const SQLITE_LIMIT_VDBE_OP = 5;
export const SQLITE_LIMIT_FUNCTION_ARG = 6;
export const SQLITE_LIMIT_ATTACHED = 7;
export const SQLITE_LIMIT_LIKE_PATTERN_LENGTH = 8;
export const SQLITE_LIMIT_VARIABLE_NUMBER = 9;
export const SQLITE_LIMIT_TRIGGER_DEPTH = 10;
export const SQLITE_LIMIT_WORKER_THREADS = 11;
export const SQLITE_DBCONFIG_ENABLE_FKEY = 1002;
export const SQLITE_DBCONFIG_ENABLE_TRIGGER = 1003;
export const SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER = 1004;
export const SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION = 1005;
export const SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE = 1006;
export const SQLITE_DBCONFIG_ENABLE_QPSG = 1007;
export const SQLITE_DBCONFIG_TRIGGER_EQP = 1008;
export const SQLITE_DBCONFIG_RESET_DATABASE = 1009;
export const SQLITE_DBCONFIG_DEFENSIVE = 1010;
export const SQLITE_DBCONFIG_WRITABLE_SCHEMA = 1011;
export const SQLITE_DBCONFIG_LEGACY_ALTER_TABLE = 1012;
export const SQLITE_DBCONFIG_DQS_DML = 1013;
export const SQLITE_DBCONFIG_DQS_DDL = 1014;
export const SQLITE_DBCONFIG_ENABLE_VIEW = 1015;
export const SQLITE_DBCONFIG_LEGACY_FILE_FORMAT = 1016;
export const SQLITE_DBCONFIG_TRUSTED_SCHEMA = 1017;
