import { NotSupportedError, ProgrammingError, SqliteError, sqliteError } from "../errors.ts";
import { SQLITE_ERROR, SQLITE_MISUSE } from "../result-codes.ts";

/** An error of `node:sqlite`. */
export interface NodeError extends Error {
  readonly code?: unknown;
  readonly errcode?: unknown;
}

/** The error of this room for one of `node:sqlite`. */
export function translated(error: unknown): SqliteError {
  if (error instanceof SqliteError) return error;
  if (!(error instanceof Error)) return sqliteError(SQLITE_ERROR, String(error), { cause: error });
  const { code, errcode, message }: NodeError = error;
  if (code === "ERR_INVALID_STATE") return new ProgrammingError(message);
  if (code !== "ERR_SQLITE_ERROR" || typeof errcode !== "number")
    return sqliteError(SQLITE_ERROR, message, { cause: error });
  // What SQLite refuses before it looks at it leaves no trace in the connection.
  if (errcode === 0 || errcode === SQLITE_MISUSE) return misuse();
  return sqliteError(errcode, message);
}

/** What SQLite says of arguments that it refuses. */
export function misuse(): SqliteError {
  return sqliteError(SQLITE_MISUSE, "bad parameter or other API misuse");
}

/** What only the helper can do. */
export function needsHelper(what: string): NotSupportedError {
  return new NotSupportedError(`${what} needs the helper of Pantry: npx pantry sqlite --build-helper`);
}

/** What newer runtimes can do. */
export function needsNewer(what: string): NotSupportedError {
  return new NotSupportedError(
    `${what} needs Node 24.16 or later, or the helper of Pantry: npx pantry sqlite --build-helper`,
  );
}
