import { sqliteError } from "../errors.ts";
import { SQLITE_CANTOPEN } from "../result-codes.ts";
import type { NodeDatabase, NodeSqlite } from "./node-sqlite.ts";
import { type NodeError, translated } from "./plain-errors.ts";
import type { OpenOptions } from "./port.ts";

/** The most that a 32-bit integer holds. */
const LONGEST_TIMEOUT = 0x7fffffff;

/**
 * Opens a database as CPython does, where `node:sqlite` has other defaults.
 *
 * @param extensible Whether it can load extensions at once.
 * @throws OperationalError for what cannot be opened.
 */
export function openDatabase(
  sqlite: NodeSqlite,
  path: string,
  options: OpenOptions,
  extensible = false,
): NodeDatabase {
  // A path that begins with `file:` would be a URI always.
  const place = !options.uri && path.startsWith("file:") ? `./${path}` : path;
  const open = (allowExtension: boolean) =>
    new sqlite.DatabaseSync(place, {
      readOnly: options.readOnly,
      timeout: Math.min(Math.max(Math.trunc(options.timeout), 0), LONGEST_TIMEOUT),
      enableForeignKeyConstraints: false,
      enableDoubleQuotedStringLiterals: true,
      defensive: false,
      allowExtension,
    });
  try {
    return extensible ? open(true) : (withExtensions(sqlite, open) ?? open(false));
  } catch (error) {
    // Deno has no more than a message.
    if (typeof (error as NodeError).errcode === "number") throw translated(error);
    throw sqliteError(SQLITE_CANTOPEN, "unable to open database file", { cause: error });
  }
}

/** A database that can load extensions once it is allowed; `undefined` where that cannot be, or could not be kept off. */
function withExtensions(
  sqlite: NodeSqlite,
  open: (allowExtension: boolean) => NodeDatabase,
): NodeDatabase | undefined {
  if (sqlite.DatabaseSync.prototype.enableLoadExtension === undefined) return undefined;
  try {
    const database = open(true);
    database.enableLoadExtension?.(false);
    return database;
  } catch (error) {
    if ((error as NodeError).code === "ERR_LOAD_SQLITE_EXTENSION") return undefined;
    throw error;
  }
}
