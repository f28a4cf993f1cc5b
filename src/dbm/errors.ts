/**
 * What an error of a database is about, for programs: stable across releases.
 *
 * | code | meaning |
 * |---|---|
 * | `not-found` | there is no database, and the flag does not let one be created |
 * | `unknown-format` | nobody can tell what kind of database it is |
 * | `other-format` | there is a database of another format than the one asked for |
 * | `unavailable` | this runtime lacks what the format needs (SQLite, `flock`) |
 * | `malformed` | the bytes of the file cannot be; `offset` says where |
 * | `truncated` | the file ends before what it refers to; `offset` says where that is |
 * | `unsupported` | a file that is right, of a kind that is not read or not written (an encrypted one, say) |
 * | `locked` | another program has it open in a way that excludes this one |
 * | `read-only` | it was opened for reading, or may not be written |
 * | `closed` | it is closed already |
 * | `limit` | a key, a value or the file would be larger than the format allows |
 * | `system` | the file system failed, or the client of a server; the cause is its error |
 * | `unconfirmed` | a server did not confirm a change as asked: it may be there or not |
 * | `conflict` | others changed the same again and again, and nothing was changed |
 */
export type DbmErrorCode =
  | "not-found"
  | "unknown-format"
  | "other-format"
  | "unavailable"
  | "malformed"
  | "truncated"
  | "unsupported"
  | "locked"
  | "read-only"
  | "closed"
  | "limit"
  | "system"
  | "unconfirmed"
  | "conflict";

/** More about an error of a database. */
export interface DbmErrorOptions extends ErrorOptions {
  /** Where in the file, in bytes from its beginning. */
  readonly offset?: number;
  /** The file that it is about. */
  readonly path?: string;
}

/** A database cannot be opened, read or written: Python's `dbm.error`. */
export class DbmError extends Error {
  /** Which kind of trouble, for programs. */
  readonly code: DbmErrorCode;
  /** Where in the file, in bytes; `undefined` when the trouble is at no place of it. */
  readonly offset: number | undefined;
  /** The file that it is about, where that is known. */
  readonly path: string | undefined;

  /** An error with that message. */
  constructor(message: string, code: DbmErrorCode, { offset, path, ...options }: DbmErrorOptions = {}) {
    super(message, options);
    this.name = "DbmError";
    this.code = code;
    this.offset = offset;
    this.path = path;
  }
}

/** What is to be said when a disk is full. */
export const WHEN_FULL = "what was there before is safe, and changes are possible again when there is space";

/** The error of bytes that cannot be: `Cannot read <object> at byte <offset>: <reason>`. */
export function malformed(object: string, offset: number, reason: string, path?: string): DbmError {
  return new DbmError(`Cannot read ${object} at byte ${offset}: ${reason}`, "malformed", {
    offset,
    ...(path !== undefined && { path }),
  });
}
