import { FileError, type FileSystem, hostFiles } from "../files/index.ts";
import { DbmError } from "./errors.ts";
import { hasGdbmMagic } from "./gnu/magic.ts";
import { hasHashMagic } from "./ndbm/magic.ts";
import type { Format } from "./store.ts";

/** A database that is there. */
export interface Found {
  readonly format: Format;
  /** Its path as `open` takes it, without the suffixes that the format adds. */
  readonly path: string;
}

/** What `whichdb` can be told. */
export interface WhichOptions {
  /** Where the files are. Default: the host's own, `hostFiles()`. */
  readonly files?: FileSystem;
}

const SQLITE_MAGIC = "SQLite format 3\0";
/** The beginning of a file, in which every format shows itself. */
const BEGINNING = 16;

/**
 * Which format a database is in, as Python's `dbm.whichdb` tells by looking at the files. Nothing is opened or locked for it, and nothing
 * but the beginning is read. GDBM's files of every kind of machine are known, also those that Python takes for unknown; and a path may have
 * the suffix that the format adds.
 *
 * @returns The format; `""` for a file of an unknown one; `undefined` where there is no file, or none that can be read.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { whichdb } from "pantry/dbm";
 * import * as dumb from "pantry/dbm/dumb";
 *
 * const files = new MemoryFiles();
 * dumb.open("state", { files }).close();
 * if (whichdb("state", { files }) !== "dumb") throw new Error("it is");
 * if (whichdb("nothing", { files }) !== undefined) throw new Error("there is none");
 * ```
 */
export function whichdb(path: string, { files = hostFiles() }: WhichOptions = {}): Format | "" | undefined {
  const found = find(path, files);
  return typeof found === "object" ? found.format : found;
}

/** Where a database is, and in which format; `""` and `undefined` as in `whichdb`. */
export function find(path: string, files: FileSystem): Found | "" | undefined {
  return findByName(path, files) ?? findByContent(path, files) ?? (beginningOf(path, files) && ("" as const));
}

/** The error of a file that is there, and that nobody knows. */
export function unknownFormat(path: string): DbmError {
  return new DbmError(`Cannot open ${path}: nobody can tell the format of the file`, "unknown-format", {
    path,
  });
}

/** The error of a database that is not there. */
export function nothingThere(path: string, advice = ""): DbmError {
  return new DbmError(`Cannot open ${path}: there is no database${advice}`, "not-found", { path });
}

/** A database whose files have a suffix behind this path. */
function findByName(path: string, files: FileSystem): Found | undefined {
  if (beginningOf(`${path}.pag`, files) && beginningOf(`${path}.dir`, files)) return { format: "ndbm", path };
  if (isHash(beginningOf(`${path}.db`, files))) return { format: "ndbm", path };
  return isDumb(path, files) ? { format: "dumb", path } : undefined;
}

/** A database in this very file, or one whose file this is. */
function findByContent(path: string, files: FileSystem): Found | undefined {
  const beginning = beginningOf(path, files);
  if (beginning === undefined) return undefined;
  if (String.fromCharCode(...beginning) === SQLITE_MAGIC) return { format: "sqlite3", path };
  if (hasGdbmMagic(beginning)) return { format: "gnu", path };
  const stem = path.replace(/\.(?:db|dat|dir)$/, "");
  if (stem === path) return undefined;
  if (path.endsWith(".db")) return isHash(beginning) ? { format: "ndbm", path: stem } : undefined;
  return isDumb(stem, files) ? { format: "dumb", path: stem } : undefined;
}

/** Whether there are the files of `dumb`: the directory is empty, or begins with a quote. */
function isDumb(path: string, files: FileSystem): boolean {
  const directory = beginningOf(`${path}.dir`, files);
  if (directory === undefined || beginningOf(`${path}.dat`, files) === undefined) return false;
  return directory.length === 0 || directory[0] === 0x22 || directory[0] === 0x27;
}

function isHash(beginning: Uint8Array | undefined): boolean {
  return beginning !== undefined && hasHashMagic(beginning);
}

/** The first bytes of a file; `undefined` where it cannot be read. */
function beginningOf(path: string, files: FileSystem): Uint8Array | undefined {
  try {
    const file = files.open(path);
    try {
      const bytes = new Uint8Array(BEGINNING);
      return bytes.subarray(0, file.read(bytes, 0));
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
