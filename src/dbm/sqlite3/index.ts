/**
 * Python's `dbm.sqlite3`: a table of keys and values in a file of SQLite. It is the format of a new database from Python 3.13 on, and
 * needs a runtime that has SQLite: Node 22.16, Bun or Deno.
 *
 * @module
 */
export { check } from "./check.ts";
export { isAvailable, open } from "./open.ts";
export { stat } from "./stat.ts";
