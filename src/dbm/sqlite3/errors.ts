import { NotSupportedError, Error as SqliteError } from "../../sqlite3/index.ts";
import { DbmError, type DbmErrorCode, WHEN_FULL } from "../errors.ts";

/** SQLite's primary result codes, by what they are about here. */
const CODES: ReadonlyMap<number, DbmErrorCode> = /* @__PURE__ */ new Map([
  [1, "malformed"], // SQLITE_ERROR: no such table, no such column
  [3, "system"],
  [5, "locked"],
  [6, "locked"],
  [8, "read-only"],
  [10, "system"],
  [11, "malformed"],
  [13, "system"],
  [14, "system"],
  [18, "limit"],
  [19, "malformed"], // SQLITE_CONSTRAINT: of a table that is not Python's
  [20, "malformed"],
  [26, "malformed"],
]);

const SQLITE_FULL = 13;

/** Does something with SQLite: what fails there is a `DbmError`. */
export function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw dbmErrorOf(error, path);
  }
}

/** The `DbmError` for an error of SQLite; any other error as it is. */
export function dbmErrorOf(error: unknown, path: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  if (error instanceof NotSupportedError)
    return new DbmError(error.message, "unavailable", { cause: error, path });
  const code = CODES.get((error.sqliteErrorcode ?? -1) & 0xff) ?? "system";
  // SQLite does not say at which byte of its file it gave up.
  const offset = code === "malformed" ? { offset: 0 } : {};
  return new DbmError(`Cannot use ${path}: ${reasonOf(error, code)}`, code, {
    cause: error,
    path,
    ...offset,
  });
}

function reasonOf(error: SqliteError, code: DbmErrorCode): string {
  if (code === "locked") return "another program has it locked";
  return primaryCode(error) === SQLITE_FULL ? `${error.message}; ${WHEN_FULL}` : error.message;
}

/** The primary result code of what SQLite said, if it was SQLite. */
export function primaryCode(error: unknown): number | undefined {
  const code = error instanceof SqliteError ? error.sqliteErrorcode : undefined;
  return code === undefined ? undefined : code & 0xff;
}
