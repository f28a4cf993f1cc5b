import { type Database, DbmError, type Format, open } from "../../dbm/index.ts";
import { find } from "../../dbm/which.ts";
import { type FileSystem, hostFiles } from "../../files/index.ts";
import { printable } from "../../python/printable.ts";
import { EXIT, Failure } from "../failure.ts";
import { host, paths } from "../host.ts";
import { Interruption } from "../interruption.ts";
import { filesOf, stemOf } from "./database-files.ts";
import { databaseAt, inTheWay, type Placement, place, strangerAt } from "./placement.ts";

/** Gives a new database its keys; answers how many it has. */
export type Fill = (database: Database, interruption: Interruption) => Promise<number>;

/** How a database is made. */
export interface NewDatabase {
  /** Default: that of `open`. */
  readonly format: Format | undefined;
  /** Whether what is there is replaced. */
  readonly replaces: boolean;
  /** The permissions of its files. Default: those of `open`. */
  readonly mode?: number | undefined;
  /** What one can do where the place is taken. Default: what `--replace` does. */
  readonly advice?: string;
}

const ADVICE = "--replace puts the new one in its place";

/** Makes sure that the place of a database is free, or that nobody is writing to what is replaced. */
export function makeWay(path: string, { advice = ADVICE, format, replaces }: NewDatabase): void {
  const files = hostFiles();
  if (isOneFile(format) && files.status(path)?.isFolder)
    throw new Failure(`${printable(path)}: it is a directory`, EXIT.unreadable);
  const stranger = strangerAt(path, format, files);
  if (stranger !== undefined)
    throw new Failure(`${printable(stranger)}: it exists already, and is no database`, EXIT.unreadable);
  if (!replaces && isTaken(path, format, files))
    throw new Failure(`${printable(path)}: it exists already; ${advice}`, EXIT.unreadable);
  const old = databaseAt(path, format, files);
  if (!old) return;
  try {
    const database = open(old.path, { flag: "w" });
    try {
      // SQLite tells that another writes only when there is something to write.
      database.batch(() => {});
    } finally {
      database.close();
    }
  } catch (error) {
    // What is broken may be replaced.
    if (!(error instanceof DbmError) || error.code === "locked") throw error;
  }
}

/**
 * Makes a database beside its place, and puts it there once it is complete, on the disk, and has as many keys as `fill`
 * answers. What is there stays until then, and stays if anything fails, or is interrupted.
 *
 * @returns How many keys it has.
 */
export async function makeDatabase(path: string, plan: NewDatabase, fill: Fill): Promise<number> {
  const { format, mode } = plan;
  const files = hostFiles();
  const placement = placementOf(path, format, files);
  const { fresh } = placement;
  const options = { ...(format && { format }), ...(mode !== undefined && { mode }) };
  const interruption = new Interruption();
  let made = format;
  try {
    const database = open(fresh, { ...options, flag: "n" });
    made = database.format;
    const count = await filled(database, fill, interruption);
    verify(placement, count);
    // The directory that it had before it had any keys.
    if (made === "dumb") files.remove(`${fresh}.bak`);
    makeWay(path, plan);
    await interruption.point();
    place(placement, made, files);
    return count;
  } catch (error) {
    if (!(error instanceof DbmError)) throw error;
    // Nobody knows it by this name.
    const message = error.message.replaceAll(fresh, path);
    throw new DbmError(message, error.code, { cause: error, path });
  } finally {
    for (const file of made ? filesOf(fresh, made, files) : []) files.remove(file);
    interruption.close();
  }
}

function isTaken(path: string, format: Format | undefined, files: FileSystem): boolean {
  const isThere = (one: string) => find(one, files) !== undefined || files.status(one) !== undefined;
  if (isThere(path) || isThere(stemOf(path, format))) return true;
  return inTheWay(path, format ?? "sqlite3", files).length > 0;
}

/** Whether the path of a database is that of its file. */
function isOneFile(format: Format | undefined): boolean {
  return format !== "ndbm" && format !== "dumb";
}

/** The names beside the place. A link to the only file of a database is followed. */
function placementOf(path: string, format: Format | undefined, files: FileSystem): Placement {
  const target = isOneFile(format) && files.status(path) ? files.realPath(path) : path;
  const [folder, name] = [paths.dirname(target), paths.basename(target).slice(0, 100)];
  const unique = `${host.pid}-${Math.random().toString(36).slice(2, 10)}`;
  return {
    path: target,
    fresh: paths.join(folder, `.${name}.${unique}.tmp`),
    aside: paths.join(folder, `${name}.${unique}.old`),
  };
}

async function filled(database: Database, fill: Fill, interruption: Interruption): Promise<number> {
  try {
    const count = await fill(database, interruption);
    database.sync();
    return count;
  } finally {
    database.close();
  }
}

function verify({ fresh, path }: Placement, count: number): void {
  // SQLite leaves its log beside what it only reads.
  const database = open(fresh, { flag: "w" });
  try {
    if (database.size === count) return;
    throw new Failure(`${printable(path)}: it has ${database.size} keys, not ${count}`, EXIT.bad);
  } finally {
    database.close();
  }
}
