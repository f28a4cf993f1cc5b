import type { Connection } from "./connection.ts";
import { ProgrammingError } from "./errors.ts";
import type { Autocommit, IsolationLevel } from "./transactions.ts";
import type { Integers } from "./values.ts";
import { lossOf } from "./well-formed.ts";

/** How a database is opened. */
export interface ConnectOptions {
  /** Seconds to wait for a lock before OperationalError "database is locked"; 5. */
  readonly timeout?: number;
  /** Which columns are converted: `PARSE_DECLTYPES`, `PARSE_COLNAMES`, or both added; 0. */
  readonly detectTypes?: number;
  /** How transactions begin of themselves before rows are changed; `""`, as `"DEFERRED"`. `null`: never. */
  readonly isolationLevel?: IsolationLevel | null;
  /** Accepted, and means nothing: a connection cannot leave its thread. */
  readonly checkSameThread?: boolean;
  /** A subclass of `Connection` to make; `Connection`. */
  readonly factory?: new (
    database: string | Uint8Array | URL,
    options: ConnectOptions,
  ) => Connection;
  /** How many statements are kept prepared; 128. */
  readonly cachedStatements?: number;
  /** Whether a `database` that begins with `file:` is a URI, with `?mode=ro` and the like; `false`. */
  readonly uri?: boolean;
  /** How transactions begin and end, as PEP 249 has it; `LEGACY_TRANSACTION_CONTROL`, which leaves it to `isolationLevel`. */
  readonly autocommit?: Autocommit;
  /** How INTEGER is read; `"auto"`. */
  readonly integers?: Integers;
  /** Whether nothing can be written, and the file must be there; `false`. */
  readonly readOnly?: boolean;
  /** Whether SQL is kept from what would spoil the file, such as writing to `sqlite_schema`; `false`. For files from elsewhere. */
  readonly defensive?: boolean;
  /** Whether views and triggers of the file may call functions that are not harmless; `true`. `false` for files from elsewhere. */
  readonly trustedSchema?: boolean;
}

/** What SQLite opens, and whether it is a URI. */
export interface Location {
  readonly location: string;
  readonly uri: boolean;
}

/** @throws TypeError for what is neither path nor URL of a file, and for NUL in it. */
export function locationOf(database: string | Uint8Array | URL, uri: boolean): Location {
  const found =
    database instanceof Uint8Array ? ofBytes(database, uri) : { location: ofText(database, uri), uri };
  const loss = lossOf(found.location);
  if (loss !== undefined) throw new ProgrammingError(loss);
  if (found.location.includes("\0")) throw new TypeError("embedded null byte");
  return found;
}

function ofText(database: string | URL, uri: boolean): string {
  if (typeof database === "string") return database;
  if (!(database instanceof URL)) throw new TypeError(`database must be a path, not ${typeof database}`);
  if (database.protocol !== "file:")
    throw new TypeError(`database must be a path or a URL of a file, not ${database}`);
  return uri ? database.href : decodeURIComponent(database.pathname);
}

/** A path that is no UTF-8 can be told as a URI only. */
function ofBytes(database: Uint8Array, uri: boolean): Location {
  try {
    return { location: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(database), uri };
  } catch {
    const percent = (byte: number) => (byte === 0x2f ? "/" : `%${byte.toString(16).padStart(2, "0")}`);
    return { location: `file:${Array.from(database, percent).join("")}`, uri: true };
  }
}
