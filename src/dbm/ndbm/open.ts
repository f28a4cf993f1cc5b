import { type FileSystem, hostFiles } from "../../files/index.ts";
import { Database } from "../database.ts";
import { DbmError } from "../errors.ts";
import { attempt, DatabaseFile } from "../file.ts";
import { openStore } from "../gnu/open.ts";
import { checkedFlag, type Flag, type OpenOptions } from "../options.ts";
import { replaceFile } from "../replacement.ts";
import type { Store } from "../store.ts";
import { BDB_HASH } from "./bdb-format.ts";
import { formatOf, writeEmpty } from "./formats.ts";
import type { Library } from "./hash-format.ts";
import { isPair, pairFile } from "./pair.ts";
import { RewrittenStore } from "./rewritten-store.ts";

/** A database of one of the libraries that Python's `dbm.ndbm` is built with. */
export class NdbmDatabase extends Database {
  /** The library whose files it is in: what Python says in `dbm.ndbm.library`, except that it says "Berkeley DB" on macOS, too. */
  readonly library: Library;

  /** A database in a store of that library. */
  constructor(store: Store, library: Library) {
    super(store);
    this.library = library;
  }
}

/** How often a file that is replaced just then is looked for. */
const ATTEMPTS = 10;

/**
 * Opens a database of `dbm.ndbm`: a file `path.db` of Berkeley DB or, as on macOS and FreeBSD, of BSD's db 1.85; or the files `path.pag` and
 * `path.dir` of GNU gdbm. A new one is of Berkeley DB. The flag says what may be done: `r`, the default, reads; `w` writes what is there; `c`
 * creates it besides where it is missing; `n` begins a new one.
 *
 * Changes to a `.db` file are in memory until `sync` or `close` writes it anew, which needs as much space on the disk again; then they are
 * on the disk, all of them. As with the libraries, what was not written when a program ends is lost; unlike with them, the file is
 * always whole.
 *
 * @throws {DbmError} `not-found` where there is none, `locked` where another program of this package writes to it, `malformed`, …
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { open } from "pantry/dbm/ndbm";
 *
 * const files = new MemoryFiles(); // Without this option: the files of the host.
 * {
 *   using database = open("aliases", { flag: "c", files });
 *   database.set("root", "admin@example.org");
 * }
 * using database = open("aliases", { files });
 * if (new TextDecoder().decode(database.get("root")) !== "admin@example.org") throw new Error("it is kept");
 * if (database.library !== "Berkeley DB") throw new Error("a new one is in its format");
 * ```
 */
export function open(
  path: string,
  { flag = "r", mode = 0o666, files = hostFiles() }: OpenOptions = {},
): NdbmDatabase {
  const checked = checkedFlag(flag);
  if (isPair(path, files)) {
    const store = openStore(pairFile(path), { flag: checked, mode, files }, "ndbm");
    return new NdbmDatabase(store, "GNU gdbm");
  }
  const file = openFile(`${path}.db`, checked, mode, files);
  try {
    const format = formatOf(file);
    return new NdbmDatabase(new RewrittenStore(files, file, format, checked === "r"), format.library);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Opens the file as a flag says; for writing, locked, and surely the one that has this path. */
function openFile(path: string, flag: Flag, mode: number, files: FileSystem): DatabaseFile {
  if (flag === "r") return DatabaseFile.open(files, path);
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    const status = attempt(() => files.status(path));
    if (status === undefined) {
      if (flag === "w") return DatabaseFile.open(files, path, { writable: true });
      return begin(path, mode, files, true);
    }
    const file = lockedFile(path, files);
    if (file === undefined) continue;
    if (flag !== "n" && (flag === "w" || status.size > 0)) return file;
    try {
      return begin(path, file.status().mode, files, false);
    } finally {
      file.close();
    }
  }
  throw new DbmError(`Cannot open ${path}: other programs replace it all the time`, "locked", { path });
}

/** Opens and locks a file that is there; `undefined` where it was replaced meanwhile. */
function lockedFile(path: string, files: FileSystem): DatabaseFile | undefined {
  const file = DatabaseFile.open(files, path, { writable: true });
  try {
    file.lock("exclusive");
    if (attempt(() => files.status(path))?.identity === file.status().identity) return file;
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return undefined;
}

/** Writes a database without entries, in the place of another or where there is none. */
function begin(path: string, mode: number, files: FileSystem, masked: boolean): DatabaseFile {
  return replaceFile(files, path, (file) => writeEmpty(BDB_HASH, file), { mode, masked, locked: true });
}
