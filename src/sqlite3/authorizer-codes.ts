// What an authorizer is asked, with what is told besides, and what it may answer besides SQLITE_OK
// (https://sqlite.org/c3ref/c_alter_table.html).

/** CREATE INDEX: the index, its table. */
export const SQLITE_CREATE_INDEX = 1;
/** Answer: the statement fails. */
export const SQLITE_DENY = 1;
/** CREATE TABLE: the table. */
export const SQLITE_CREATE_TABLE = 2;
/** Answer: the column is read as NULL, or the action left out. */
export const SQLITE_IGNORE = 2;
/** CREATE INDEX for a temporary table: the index, its table. */
export const SQLITE_CREATE_TEMP_INDEX = 3;
/** CREATE TEMP TABLE: the table. */
export const SQLITE_CREATE_TEMP_TABLE = 4;
/** CREATE TEMP TRIGGER: the trigger, its table. */
export const SQLITE_CREATE_TEMP_TRIGGER = 5;
/** CREATE TEMP VIEW: the view. */
export const SQLITE_CREATE_TEMP_VIEW = 6;
/** CREATE TRIGGER: the trigger, its table. */
export const SQLITE_CREATE_TRIGGER = 7;
/** CREATE VIEW: the view. */
export const SQLITE_CREATE_VIEW = 8;
/** DELETE: the table. */
export const SQLITE_DELETE = 9;
/** DROP INDEX: the index, its table. */
export const SQLITE_DROP_INDEX = 10;
/** DROP TABLE: the table. */
export const SQLITE_DROP_TABLE = 11;
/** DROP INDEX for a temporary table: the index, its table. */
export const SQLITE_DROP_TEMP_INDEX = 12;
/** DROP TABLE for a temporary table: the table. */
export const SQLITE_DROP_TEMP_TABLE = 13;
/** DROP TRIGGER for a temporary trigger: the trigger, its table. */
export const SQLITE_DROP_TEMP_TRIGGER = 14;
/** DROP VIEW for a temporary view: the view. */
export const SQLITE_DROP_TEMP_VIEW = 15;
/** DROP TRIGGER: the trigger, its table. */
export const SQLITE_DROP_TRIGGER = 16;
/** DROP VIEW: the view. */
export const SQLITE_DROP_VIEW = 17;
/** INSERT: the table. */
export const SQLITE_INSERT = 18;
/** PRAGMA: its name, its argument or `null`. */
export const SQLITE_PRAGMA = 19;
/** A column is read: the table, the column. */
export const SQLITE_READ = 20;
/** SELECT. */
export const SQLITE_SELECT = 21;
/** A transaction begins or ends: BEGIN, COMMIT or ROLLBACK. */
export const SQLITE_TRANSACTION = 22;
/** UPDATE: the table, the column. */
export const SQLITE_UPDATE = 23;
/** ATTACH: the file. */
export const SQLITE_ATTACH = 24;
/** DETACH: the schema. */
export const SQLITE_DETACH = 25;
/** ALTER TABLE: the schema, the table. */
export const SQLITE_ALTER_TABLE = 26;
/** REINDEX: the index. */
export const SQLITE_REINDEX = 27;
/** ANALYZE: the table. */
export const SQLITE_ANALYZE = 28;
/** CREATE VIRTUAL TABLE: the table, its module. */
export const SQLITE_CREATE_VTABLE = 29;
/** DROP TABLE for a virtual table: the table, its module. */
export const SQLITE_DROP_VTABLE = 30;
/** A function is called: `null`, the function. */
export const SQLITE_FUNCTION = 31;
/** A savepoint begins or ends: BEGIN, RELEASE or ROLLBACK, the savepoint. */
export const SQLITE_SAVEPOINT = 32;
/** A common table refers to itself. */
export const SQLITE_RECURSIVE = 33;
