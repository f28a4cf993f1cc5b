/**
 * Databases in files of GDBM, as Python's `dbm.gnu` has them: read and written in place, in whichever layout and byte order they have.
 *
 * @module
 */
export type { Input } from "../input.ts";
export type { Bytes } from "../store.ts";
export { type CheckOptions, check } from "./check.ts";
export { GnuDatabase } from "./database.ts";
export { type Dump, type ReadDumpOptions, readDump } from "./dump.ts";
export { dumpAscii } from "./dump-ascii.ts";
export { dumpBinary, type LengthForm } from "./dump-binary.ts";
export type { DumpHeader, Entries } from "./dump-header.ts";
export type { GnuFlag } from "./flags.ts";
export type { HashSign } from "./hash.ts";
export type { ByteOrder, LayoutName } from "./layout.ts";
export { type GnuOpenOptions, open } from "./open.ts";
export { type RecoverOptions, type RecoveryFailure, type RecoveryReport, recover } from "./recover.ts";
export { stat } from "./stat.ts";
