import { FileError, type FileSystem, hostFiles } from "../../files/index.ts";
import { type Connection, connect } from "../../sqlite3/index.ts";
import { Database } from "../database.ts";
import { DbmError } from "../errors.ts";
import { attempt as attemptFiles } from "../file.ts";
import { checkedFlag, type Flag, type OpenOptions } from "../options.ts";
import { attempt, dbmErrorOf, primaryCode } from "./errors.ts";
import { uriOf } from "./location.ts";
import { requireTable } from "./schema.ts";
import { BUILD_TABLE, HAS_KEY, TABLES } from "./statements.ts";
import { SqliteStore } from "./store.ts";

const SQLITE_READONLY = 8;
const SQLITE_CANTOPEN = 14;

/** Whether this runtime has SQLite, which this format needs. */
export function isAvailable(): boolean {
  try {
    connect(":memory:").close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens a database of Python's `dbm.sqlite3`: one table in a file of SQLite, which the runtime must have. The flag is `r` by default.
 *
 * Each change is a transaction, which is on the disk when the method returns; `batch` makes one of many. Others may read meanwhile; if they
 * write, one waits for up to five seconds.
 *
 * A file that SQLite cannot read because its place may not be written is read as what nobody changes meanwhile, as long as there is no log
 * beside it, which somebody who writes would have.
 *
 * @throws {DbmError} `not-found` without a file and with the flags `r` and `w`; `unavailable` where there is no SQLite, and with `files` that are
 * not the host's; `malformed` for a file of another kind, and for one that has code in its table: a view, computed columns, or a trigger when
 * it is to be written; `locked`, …
 *
 * @example
 * ```ts
 * import { isAvailable, open } from "pantry/dbm/sqlite3";
 *
 * if (isAvailable()) {
 *   using database = open("/tmp/pantry-example.db", { flag: "n" });
 *   database.batch(() => {
 *     database.set("key", "value").set("other", Uint8Array.of(0, 255));
 *   });
 *   if (database.size !== 2) throw new Error("both are there");
 * }
 * ```
 */
export function open(path: string, options: OpenOptions = {}): Database {
  const flag = checkedFlag(options.flag ?? "r");
  const files = ofHost(path, options.files);
  prepare(files, path, flag, options.mode ?? 0o666);
  const connection = flag === "r" ? openForReading(files, path) : openForWriting(path, flag);
  return new Database(new SqliteStore(connection, path, flag === "r"));
}

/** The files of the host: SQLite opens no others. */
export function ofHost(path: string, files: FileSystem = hostFiles()): FileSystem {
  if (files === hostFiles()) return files;
  throw new DbmError(`Cannot open ${path}: SQLite opens no files but those of the host`, "unavailable", {
    path,
  });
}

/** Opens a file that is there for reading alone. */
export function openForReading(files: FileSystem, path: string): Connection {
  const connection = openUntrusted(files, path);
  return attempt(path, () => asked(connection, () => probe(connection, path, false)));
}

/** The same, but its table is not looked at yet. */
export function openUntrusted(files: FileSystem, path: string): Connection {
  try {
    return begun(uriOf(path, "ro"));
  } catch (error) {
    const code = primaryCode(error);
    const isPlace = code === SQLITE_READONLY || code === SQLITE_CANTOPEN;
    if (!isPlace || hasLog(files, path)) throw dbmErrorOf(error, path);
    return attempt(path, () => begun(uriOf(path, "ro", true)));
  }
}

/** It is only with the first question that SQLite reads the file. */
function begun(uri: string): Connection {
  return asked(connected(uri), (connection) => connection.execute(TABLES).fetchall());
}

/** Asks for a table of keys and values that has no code in it. */
function probe(connection: Connection, path: string, writable: boolean): void {
  requireTable(connection, path, writable);
  connection.execute(HAS_KEY, [new Uint8Array()]).fetchone();
}

function openForWriting(path: string, flag: Flag): Connection {
  return attempt(path, () =>
    asked(connected(uriOf(path, flag === "w" ? "rw" : "rwc")), (connection) => {
      setLog(connection);
      // Python's table has no constraints but on NULL; those that a file brings are code of its own.
      connection.execute("PRAGMA ignore_check_constraints = on");
      if (flag !== "w") connection.execute(BUILD_TABLE);
      probe(connection, path, true);
    }),
  );
}

/** A connection after its first questions, which is closed if one of them fails. */
function asked(connection: Connection, questions: (connection: Connection) => void): Connection {
  try {
    questions(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function connected(uri: string): Connection {
  return connect(uri, { uri: true, autocommit: true, trustedSchema: false });
}

/** As in Python, it does not matter if that is not possible: it only makes things faster. */
function setLog(connection: Connection): void {
  try {
    connection.execute("PRAGMA journal_mode = wal").fetchone();
  } catch (error) {
    if (primaryCode(error) === undefined) throw error;
  }
}

/** Makes the file, or makes it anew. A file that is there is not opened, since to close it would end the locks that SQLite has on it. */
function prepare(files: FileSystem, path: string, flag: Flag, mode: number): void {
  const status = attemptFiles(() => files.status(path));
  if (status && !status.isFile) throw new DbmError(`Cannot open ${path}: it is no file`, "system", { path });
  if (flag === "r" || flag === "w") {
    if (status) return;
    throw new DbmError(`Cannot open ${path}: no such file`, "not-found", { path });
  }
  if (flag === "n" && status) {
    // What belongs to the old file must not be taken for part of the new one.
    for (const suffix of ["", "-wal", "-shm", "-journal"]) attemptFiles(() => files.remove(path + suffix));
  } else if (status) return;
  attemptFiles(() => create(files, path, mode));
}

function create(files: FileSystem, path: string, mode: number): void {
  try {
    files.open(path, { writable: true, create: "new", mode }).close();
  } catch (error) {
    // Another program was faster.
    if (!(error instanceof FileError && error.code === "EEXIST")) throw error;
  }
}

/** Whether somebody writes, or was killed when he wrote. */
function hasLog(files: FileSystem, path: string): boolean {
  const size = (suffix: string) => attemptFiles(() => files.status(path + suffix))?.size ?? 0;
  return size("-wal") > 0 || size("-journal") > 0;
}
