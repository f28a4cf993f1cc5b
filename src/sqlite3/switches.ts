// What `getlimit` and `setlimit` take (https://sqlite.org/c3ref/c_limit_attached.html), and what `getconfig` and `setconfig` take
// (https://sqlite.org/c3ref/c_dbconfig_defensive.html).

/** Limit: bytes in a text, BLOB or row. */
export const SQLITE_LIMIT_LENGTH = 0;
/** Limit: bytes in a statement. */
export const SQLITE_LIMIT_SQL_LENGTH = 1;
/** Limit: columns in a table, index, view, result, SET, GROUP BY or ORDER BY. */
export const SQLITE_LIMIT_COLUMN = 2;
/** Limit: how deep an expression is nested. */
export const SQLITE_LIMIT_EXPR_DEPTH = 3;
/** Limit: SELECTs in a compound one. */
export const SQLITE_LIMIT_COMPOUND_SELECT = 4;
/** Limit: instructions in a prepared statement. */
export const SQLITE_LIMIT_VDBE_OP = 5;
/** Limit: arguments of a function. */
export const SQLITE_LIMIT_FUNCTION_ARG = 6;
/** Limit: attached databases. */
export const SQLITE_LIMIT_ATTACHED = 7;
/** Limit: bytes in a pattern of LIKE or GLOB. */
export const SQLITE_LIMIT_LIKE_PATTERN_LENGTH = 8;
/** Limit: the highest number of a parameter. */
export const SQLITE_LIMIT_VARIABLE_NUMBER = 9;
/** Limit: how deep triggers cause each other. */
export const SQLITE_LIMIT_TRIGGER_DEPTH = 10;
/** Limit: threads that help with one statement. */
export const SQLITE_LIMIT_WORKER_THREADS = 11;
/** Limit: how deep the parser's stack is; only newer SQLites know it. */
export const SQLITE_LIMIT_PARSER_DEPTH = 12;
/** Limit: the size of the schema; only newer SQLites know it. */
export const SQLITE_LIMIT_SCHEMA = 13;
/** Limit: statements in a trigger; only newer SQLites know it. */
export const SQLITE_LIMIT_TRIGGER_STEPS = 14;
/** Switch: foreign keys are enforced. */
export const SQLITE_DBCONFIG_ENABLE_FKEY = 1002;
/** Switch: triggers run. */
export const SQLITE_DBCONFIG_ENABLE_TRIGGER = 1003;
/** Switch: SQL may register a tokenizer for FTS3 by its address. */
export const SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER = 1004;
/** Switch: extensions may be loaded, by the program but not by SQL. */
export const SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION = 1005;
/** Switch: no checkpoint when the connection closes. */
export const SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE = 1006;
/** Switch: a plan does not depend on the values of parameters. */
export const SQLITE_DBCONFIG_ENABLE_QPSG = 1007;
/** Switch: EXPLAIN QUERY PLAN shows the statements of triggers too. */
export const SQLITE_DBCONFIG_TRIGGER_EQP = 1008;
/** Switch: VACUUM empties the database, however damaged it is. */
export const SQLITE_DBCONFIG_RESET_DATABASE = 1009;
/** Switch: SQL cannot damage the database file on purpose. */
export const SQLITE_DBCONFIG_DEFENSIVE = 1010;
/** Switch: the schema can be written like a table. */
export const SQLITE_DBCONFIG_WRITABLE_SCHEMA = 1011;
/** Switch: ALTER TABLE RENAME does as before SQLite 3.26. */
export const SQLITE_DBCONFIG_LEGACY_ALTER_TABLE = 1012;
/** Switch: a text may stand in double quotes in SELECT, INSERT, UPDATE and DELETE. */
export const SQLITE_DBCONFIG_DQS_DML = 1013;
/** Switch: a text may stand in double quotes in CREATE. */
export const SQLITE_DBCONFIG_DQS_DDL = 1014;
/** Switch: views can be used. */
export const SQLITE_DBCONFIG_ENABLE_VIEW = 1015;
/** Switch: new databases can be read by SQLites before 3.3. */
export const SQLITE_DBCONFIG_LEGACY_FILE_FORMAT = 1016;
/** Switch: the schema may use functions that are not known to be harmless. */
export const SQLITE_DBCONFIG_TRUSTED_SCHEMA = 1017;
/** Switch: statements measure how their loops run; only newer SQLites know it. */
export const SQLITE_DBCONFIG_STMT_SCANSTATUS = 1018;
/** Switch: tables are read from their end where no order is asked for; only newer SQLites know it. */
export const SQLITE_DBCONFIG_REVERSE_SCANORDER = 1019;
/** Switch: ATTACH may make a new file; only newer SQLites know it. */
export const SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE = 1020;
/** Switch: ATTACH may open a file for writing; only newer SQLites know it. */
export const SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE = 1021;
/** Switch: SQL may have comments; only newer SQLites know it. */
export const SQLITE_DBCONFIG_ENABLE_COMMENTS = 1022;
