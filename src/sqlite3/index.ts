/**
 * Python's `sqlite3`: DB-API 2.0 (PEP 249) on the SQLite of the runtime. It needs `node:sqlite`, which Node 22.16, Bun and Deno have, and
 * does more with Pantry's helper, which `npx pantry sqlite --build-helper` makes.
 *
 * @module
 */
export { type Adapted, type AdaptedType, adapt, PrepareProtocol, registerAdapter } from "./adapters.ts";
export * from "./authorizer-codes.ts";
export type { BackupOptions } from "./backup.ts";
export { Blob, type BlobOptions, SEEK_CUR, SEEK_END, SEEK_SET } from "./blob.ts";
export {
  type AggregateClass,
  type CallbackReport,
  enableCallbackTracebacks,
  type SqlResult,
  type WindowClass,
} from "./callbacks.ts";
export { completeStatement } from "./complete-statement.ts";
export { connect } from "./connect.ts";
export { Connection } from "./connection.ts";
export { type Converter, registerConverter } from "./converters.ts";
export { Cursor } from "./cursor.ts";
export type { CursorFactory } from "./cursor-factory.ts";
export { Binary, Date, DateFromTicks, Time, TimeFromTicks, Timestamp, TimestampFromTicks } from "./dates.ts";
export type { Authorizer } from "./engine/port.ts";
export type { ErrorAttributes } from "./error-attributes.ts";
export {
  DatabaseError,
  DataError,
  type ErrorDetails,
  IntegrityError,
  InterfaceError,
  InternalError,
  NotSupportedError,
  OperationalError,
  ProgrammingError,
  SqliteError as Error,
  SqliteWarning as Warning,
} from "./errors.ts";
export type { FunctionOptions } from "./functions.ts";
export { apilevel, paramstyle, sqliteVersion, sqliteVersionInfo, threadsafety } from "./module.ts";
export type { ConnectOptions } from "./options.ts";
export type { Parameters } from "./parameters.ts";
export { PARSE_COLNAMES, PARSE_DECLTYPES } from "./parse-flags.ts";
export * from "./result-codes.ts";
export {
  type ColumnDescription,
  type Described,
  type Description,
  dictRow,
  Row,
  type RowFactory,
  type RowValues,
} from "./row.ts";
export type { TextFactory } from "./session.ts";
export * from "./switches.ts";
export { type Autocommit, type IsolationLevel, LEGACY_TRANSACTION_CONTROL } from "./transactions.ts";
export type { Integers, SqlInput, SqlRow, SqlValue } from "./values.ts";
