import { FileError, type FileSystem, hostFiles } from "../../files/index.ts";
import { Database } from "../database.ts";
import { DbmError } from "../errors.ts";
import { attempt, DatabaseFile } from "../file.ts";
import { checkedFlag, type Flag, type OpenOptions } from "../options.ts";
import { DataFile } from "./data-file.ts";
import { readDirectory } from "./directory.ts";
import { DirectoryFile } from "./directory-file.ts";
import { DumbStore } from "./store.ts";

/** The files of a database. */
export interface Paths {
  readonly dat: string;
  readonly dir: string;
  readonly bak: string;
}

/** How often one looks again for files that another program replaces meanwhile. */
const TRIES = 5;

/** The paths of the files: the suffixes are added to whatever is given, as in Python. */
export function pathsOf(path: string): Paths {
  return { dat: `${path}.dat`, dir: `${path}.dir`, bak: `${path}.bak` };
}

/**
 * Opens a database of Python's `dbm.dumb`: values in `path.dat`, the directory of keys in `path.dir`. The flag is `c` by default, as in Python.
 *
 * What is changed is with the system when the method returns, so a process that is killed loses nothing. Python reads the changes
 * at once, too, except that a deleted key stays there for it until `sync` or `close`. If the power fails, what was there at the last `sync` is
 * there, or what was changed since. The original takes no locks; a writer here excludes other writers of Pantry.
 *
 * @throws {DbmError} `not-found` without a file and with the flags `r` and `w`; `malformed` for a directory that Python could not have written;
 * `locked` while another writes.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { open } from "pantry/dbm/dumb";
 *
 * const files = new MemoryFiles(); // Without this option: the files of the host.
 * using database = open("state", { files });
 * database.set("key", "value");
 * database.sync();
 * const directory = new TextDecoder().decode(files.readFile("state.dir"));
 * if (!directory.startsWith("'key', (0, 5")) throw new Error("the value is at byte 0, and has 5 bytes");
 * ```
 */
export function open(path: string, options: OpenOptions = {}): Database {
  const { mode = 0o666, files = hostFiles() } = options;
  const flag = checkedFlag(options.flag ?? "c");
  const paths = pathsOf(path);
  return new Database(flag === "r" ? readingStore(files, paths) : writingStore(files, paths, flag, mode));
}

/** The files for reading: the directory, and the values that it refers to. */
export function openForReading(files: FileSystem, { dat, dir }: Paths): [data: DataFile, dir: DatabaseFile] {
  const data = DatabaseFile.open(files, dat);
  let file: DatabaseFile | undefined;
  try {
    file = DatabaseFile.open(files, dir);
    refuseOneFile(data, file);
    return [new DataFile(data), file];
  } catch (error) {
    file?.close();
    data.close();
    throw error;
  }
}

/** Two names of one file would have the values and the directory written over each other. */
function refuseOneFile(data: DatabaseFile, directory: DatabaseFile): void {
  if (data.status().identity !== directory.status().identity) return;
  throw new DbmError(`Cannot open ${directory.path}: it is the same file as ${data.path}`, "malformed", {
    path: directory.path,
  });
}

function readingStore(files: FileSystem, paths: Paths): DumbStore {
  for (let tries = 1; ; tries++) {
    const [data, file] = openForReading(files, paths);
    try {
      const { index } = readDirectory(file, data);
      // Another program may have begun a new database between the one file and the other.
      if (tries === TRIES || isStill(files, data.file)) return new DumbStore(data, index, undefined);
    } catch (error) {
      data.file.close();
      throw error;
    } finally {
      file.close();
    }
    data.file.close();
  }
}

function writingStore(files: FileSystem, paths: Paths, flag: Flag, mode: number): DumbStore {
  if (flag === "n") removeAll(files, paths);
  const creates = flag !== "w";
  const data = lockedData(files, paths.dat, creates, mode);
  let file: DatabaseFile | DirectoryFile | undefined;
  try {
    if (creates) ensureDirectory(files, paths, data, mode);
    const opened = DatabaseFile.open(files, paths.dir, { writable: true });
    file = opened;
    refuseOneFile(data, opened);
    const values = new DataFile(data);
    const { index, settled, lines } = readDirectory(opened, values);
    const directory = new DirectoryFile(files, paths.dir, opened, lines);
    // It may have put a new file in the place of this one by the time that something fails.
    file = directory;
    return new DumbStore(values, index, { directory, bak: paths.bak, settled });
  } catch (error) {
    file?.close();
    data.close();
    throw error;
  }
}

/** The file of the values, locked for one who writes. */
function lockedData(files: FileSystem, path: string, creates: boolean, mode: number): DatabaseFile {
  for (let tries = 1; ; tries++) {
    const file = DatabaseFile.open(files, path, {
      writable: true,
      create: creates ? "missing" : "never",
      mode,
    });
    try {
      lock(file);
      if (tries === TRIES || isStill(files, file)) return file;
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

/** Where there are no locks, one has to do without, as Python always does. */
function lock(file: DatabaseFile): void {
  try {
    file.lock("exclusive");
  } catch (error) {
    const { cause } = error as Error;
    if (!(cause instanceof FileError && (cause.code === "ENOTSUP" || cause.code === "ENOLCK"))) throw error;
  }
}

/** Whether the name of the file is still its own. */
function isStill(files: FileSystem, file: DatabaseFile): boolean {
  return attempt(() => files.status(file.path))?.identity === file.status().identity;
}

/**
 * Makes a directory without keys where there is none. But Python, when it is killed while it writes one, leaves the one before under
 * the name `.bak`: then there are values, and it is not for us to forget them.
 */
function ensureDirectory(files: FileSystem, { dir, bak }: Paths, data: DatabaseFile, mode: number): void {
  if (attempt(() => files.status(dir))) return;
  if (data.size() > 0 && attempt(() => files.status(bak)))
    throw new DbmError(
      `Cannot open ${dir}: it is missing, but ${bak} is there, an older directory of the same values; rename it, or use the flag n`,
      "not-found",
      { path: dir },
    );
  DatabaseFile.open(files, dir, { writable: true, create: "missing", mode }).close();
  attempt(() => files.syncFolder(dir));
}

/** Without a directory there are no keys, whatever becomes of the rest; so it goes before the values do. */
function removeAll(files: FileSystem, { dat, dir, bak }: Paths): void {
  if (!attempt(() => files.status(dat))) {
    attempt(() => [files.remove(bak), files.remove(dir)]);
    return;
  }
  const old = lockedData(files, dat, false, 0);
  try {
    attempt(() => [files.remove(bak), files.remove(dir), files.syncFolder(dir), files.remove(dat)]);
  } finally {
    old.close();
  }
}
