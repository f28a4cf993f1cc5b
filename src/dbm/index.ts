/**
 * Python's `dbm`: keys and values, both bytes, that are kept in files. `open` takes a database of any of the formats; each format has a module of
 * its own besides: `pantry/dbm/sqlite3`, `pantry/dbm/gnu`, `pantry/dbm/ndbm` and `pantry/dbm/dumb`.
 *
 * @module
 */
export type { CallOptions } from "./abort.ts";
export { AsyncDatabase } from "./async-database.ts";
export type { AsyncStore, Entry } from "./async-store.ts";
export { type CheckOptions, check, stat } from "./check.ts";
export { Cursor } from "./cursor.ts";
export { Database } from "./database.ts";
export { DbmError, type DbmErrorCode, type DbmErrorOptions } from "./errors.ts";
export type { UpdateOptions } from "./exchange.ts";
export type { Input } from "./input.ts";
export { type AnyOpenOptions, open } from "./open.ts";
export type { Flag, OpenOptions } from "./options.ts";
export type { Problem, Statistics } from "./problem.ts";
export type { Bytes, Format, Seek, Store } from "./store.ts";
export { type WhichOptions, whichdb } from "./which.ts";
