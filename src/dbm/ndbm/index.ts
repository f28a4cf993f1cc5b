/**
 * Python's `dbm.ndbm`: the databases of Berkeley DB, of BSD's db 1.85 and of GNU gdbm's files for ndbm, as the library that a Python is built
 * with has them.
 *
 * @module
 */
export { check } from "./check.ts";
export type { Library } from "./hash-format.ts";
export { NdbmDatabase, open } from "./open.ts";
export { stat } from "./stat.ts";
