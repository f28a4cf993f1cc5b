import { errorName } from "./error-names.ts";
import * as codes from "./result-codes.ts";

/** How an error of this room is made. */
export interface ErrorDetails extends ErrorOptions {
  /** The extended result code of SQLite, if it was SQLite that failed. */
  readonly code?: number;
}

/** An important warning, as PEP 249 wants it. Nothing here raises it. */
export class SqliteWarning extends Error {
  /** `"Warning"`. */
  override readonly name: string = "Warning";
}

/**
 * The base of all errors of this room. What SQLite itself reported has its extended result code and that code's name;
 * `cause` is what a callback of yours threw, if that is why.
 */
export class SqliteError extends Error {
  /** `"Error"`. */
  override readonly name: string = "Error";
  /** The class of the error, which is stable: as in `"OperationalError"`. */
  get code(): string {
    return this.name;
  }
  /** The extended result code of SQLite, as in 2067; `undefined` if the error did not come from SQLite. */
  readonly sqliteErrorcode: number | undefined;
  /** The name of that code, as in `"SQLITE_CONSTRAINT_UNIQUE"`. */
  readonly sqliteErrorname: string | undefined;

  /** An error of this class. */
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.sqliteErrorcode = details.code;
    this.sqliteErrorname = details.code === undefined ? undefined : errorName(details.code);
  }
}

/** The interface was used wrongly, beneath this library: SQLite's MISUSE and RANGE. */
export class InterfaceError extends SqliteError {
  /** `"InterfaceError"`. */
  override readonly name: string = "InterfaceError";
}

/** The base of the errors that the database is the reason of; itself for a file that is corrupt or no database. */
export class DatabaseError extends SqliteError {
  /** `"DatabaseError"`. */
  override readonly name: string = "DatabaseError";
}

/** The data are the problem: a value that is too big. */
export class DataError extends DatabaseError {
  /** `"DataError"`. */
  override readonly name: string = "DataError";
}

/** The operation failed, not always by a fault of the program: no such table, locked, disk full, a callback that threw. */
export class OperationalError extends DatabaseError {
  /** `"OperationalError"`. */
  override readonly name: string = "OperationalError";
}

/** A constraint was violated. */
export class IntegrityError extends DatabaseError {
  /** `"IntegrityError"`. */
  override readonly name: string = "IntegrityError";
}

/** SQLite contradicts itself. */
export class InternalError extends DatabaseError {
  /** `"InternalError"`. */
  override readonly name: string = "InternalError";
}

/** The program is wrong: parameters that do not fit, two statements at once, a connection that is closed. */
export class ProgrammingError extends DatabaseError {
  /** `"ProgrammingError"`. */
  override readonly name: string = "ProgrammingError";
}

/** The engine at hand does not have what was asked for; the message says what has. */
export class NotSupportedError extends DatabaseError {
  /** `"NotSupportedError"`. */
  override readonly name: string = "NotSupportedError";
}

/** The error that CPython raises for a result code. Its lowest byte decides, the whole code is kept. */
export function sqliteError(code: number, message: string, options: ErrorOptions = {}): SqliteError {
  const details = { ...options, code };
  switch (code & 0xff) {
    case codes.SQLITE_INTERNAL:
    case codes.SQLITE_NOTFOUND:
      return new InternalError(message, details);
    case codes.SQLITE_ERROR:
    case codes.SQLITE_PERM:
    case codes.SQLITE_ABORT:
    case codes.SQLITE_BUSY:
    case codes.SQLITE_LOCKED:
    case codes.SQLITE_NOMEM:
    case codes.SQLITE_READONLY:
    case codes.SQLITE_INTERRUPT:
    case codes.SQLITE_IOERR:
    case codes.SQLITE_FULL:
    case codes.SQLITE_CANTOPEN:
    case codes.SQLITE_PROTOCOL:
    case codes.SQLITE_EMPTY:
    case codes.SQLITE_SCHEMA:
      return new OperationalError(message, details);
    case codes.SQLITE_TOOBIG:
      return new DataError(message, details);
    case codes.SQLITE_CONSTRAINT:
    case codes.SQLITE_MISMATCH:
      return new IntegrityError(message, details);
    case codes.SQLITE_MISUSE:
    case codes.SQLITE_RANGE:
      return new InterfaceError(message, details);
    default:
      return new DatabaseError(message, details);
  }
}
