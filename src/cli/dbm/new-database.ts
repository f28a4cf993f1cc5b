import { type Database, DbmError, type Format, open } from "../../dbm/index.ts";
import { type Found, find } from "../../dbm/which.ts";
import { type FileSystem, hostFiles } from "../../files/index.ts";
import { printable } from "../../python/printable.ts";
import { EXIT, Failure } from "../failure.ts";
import { host, paths } from "../host.ts";
import { filesOf, stemOf } from "./databases.ts";

/** How a database is made. */
export interface NewDatabase {
  /** Default: that of `open`. */
  readonly format: Format | undefined;
  /** Whether what is there is replaced. */
  readonly replaces: boolean;
  /** The permissions of its files. Default: those of `open`. */
  readonly mode?: number | undefined;
}

/** Makes sure that the place of a database is free, or that nobody is writing to what is replaced. */
export function makeWay(path: string, { format, replaces }: NewDatabase): void {
  const files = hostFiles();
  const isThere = (one: string) => find(one, files) !== undefined || files.status(one) !== undefined;
  const old = oldAt(path, format, files);
  if (!old && !isThere(path) && !isThere(stemOf(path, format))) return;
  if (!replaces) {
    const advice = "--replace puts the new one in its place";
    throw new Failure(`${printable(path)}: it exists already; ${advice}`, EXIT.unreadable);
  }
  try {
    if (old) open(old.path, { flag: "w" }).close();
  } catch (error) {
    // What is broken may be replaced.
    if (!(error instanceof DbmError) || error.code === "locked") throw error;
  }
}

/**
 * Makes a database beside its place, and puts it there once it is complete, on the disk, and has as many keys as `fill` answers. What is there
 * stays until then, and stays if anything fails.
 *
 * @returns How many keys it has.
 */
export function makeDatabase(
  path: string,
  { format, mode }: NewDatabase,
  fill: (database: Database) => number,
): number {
  const files = hostFiles();
  const unique = `${host.pid}-${Math.random().toString(36).slice(2, 10)}`;
  const name = `.${paths.basename(path).slice(0, 100)}.${unique}.tmp`;
  const temporary = paths.join(paths.dirname(path), name);
  const options = { ...(format && { format }), ...(mode !== undefined && { mode }) };
  let made = format;
  try {
    const database = open(temporary, { ...options, flag: "n" });
    made = database.format;
    const count = closing(database, fill);
    verify(temporary, count);
    settle(temporary, path, made, files);
    return count;
  } catch (error) {
    if (!(error instanceof DbmError)) throw error;
    // Nobody knows it by this name.
    const message = error.message.replaceAll(temporary, path);
    throw new DbmError(message, error.code, { cause: error, path });
  } finally {
    for (const file of made ? filesOf(temporary, made, files) : []) files.remove(file);
  }
}

/** The database that a new one replaces. */
function oldAt(path: string, format: Format | undefined, files: FileSystem): Found | undefined {
  const found = [path, stemOf(path, format)].map((one) => find(one, files));
  return found.find((one) => typeof one === "object");
}

function closing(database: Database, fill: (database: Database) => number): number {
  try {
    const count = fill(database);
    database.sync();
    return count;
  } finally {
    database.close();
  }
}

function verify(path: string, count: number): void {
  const database = open(path);
  try {
    if (database.size === count) return;
    throw new Failure(`${printable(path)}: it has ${database.size} keys, not ${count}`, EXIT.bad);
  } finally {
    database.close();
  }
}

/** Gives the new files their names. At no time is there a mixture of the old and the new. */
function settle(temporary: string, path: string, format: Format, files: FileSystem): void {
  const stem = stemOf(path, format);
  const found = oldAt(path, format, files);
  const old = found ? filesOf(found.path, found.format, files) : [];
  const fresh = filesOf(temporary, format, files);
  const names = fresh.map((file) => `${stem}${file.slice(temporary.length)}`);
  const others = old.filter((file) => !names.includes(file));
  // One file takes the place of one in one step. Of several, the last is the one that makes them a database: it goes first.
  const isOneStep = others.length === old.length || (names.length === 1 && old.length === 1);
  if (!isOneStep) for (const file of old.toReversed()) files.remove(file);
  for (const [i, file] of fresh.entries()) files.rename(file, names[i] as string);
  if (isOneStep) for (const file of others.toReversed()) files.remove(file);
  files.syncFolder(stem);
}
