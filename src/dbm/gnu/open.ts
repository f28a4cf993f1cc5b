import { type FileSystem, hostFiles } from "../../files/index.ts";
import { DbmError } from "../errors.ts";
import { attempt, DatabaseFile } from "../file.ts";
import type { OpenOptions } from "../options.ts";
import type { Format } from "../store.ts";
import { createTable } from "./creation.ts";
import { GnuDatabase } from "./database.ts";
import { type FlagMeaning, type GnuFlag, meaningOf } from "./flags.ts";
import type { HashSign } from "./hash.ts";
import { type ByteOrder, Layout, type LayoutName } from "./layout.ts";
import { GnuStore } from "./store.ts";

/** How a database of GDBM is opened. */
export interface GnuOpenOptions extends OpenOptions<GnuFlag> {
  /**
   * The size of a block in a new file, in bytes: it becomes a power of two, 512 at least. A block holds the keys of one bucket.
   * Default: what the file system likes best, mostly 4096.
   */
  readonly blockSize?: number;
  /** Whether a new file has the header that counts how often it was synchronized. Default: `false`. */
  readonly numsync?: boolean;
  /** The byte order of a new file: only programs on a machine of that order can use it. Default: `"little"`. */
  readonly byteOrder?: ByteOrder;
  /** How a new file is laid out. Default: `"64-bit"`, as nearly every machine has it today. */
  readonly layout?: LayoutName;
  /**
   * Whether bytes of keys are hashed as signed numbers, as on x86 and Apple's machines, or unsigned, as on ARM and others under Linux. Default:
   * what the keys in the file show, and `"signed"` where none has a byte beyond ASCII.
   */
  readonly hashSign?: HashSign;
  /**
   * Whether a value is overwritten where it is, if the new one has the same size, as GDBM does. It saves space, but a program that
   * is killed in the middle of it leaves a value that is neither. Default: `false`.
   */
  readonly inPlace?: boolean;
}

const LARGEST_BLOCK = 2 ** 26;
/** How often a file is opened, when another takes its place each time before it is locked. */
const MAX_OPENINGS = 100;

/**
 * Opens a database of GDBM, as Python's `dbm.gnu.open` does. A file that was made on a machine of another kind is read and written in its own
 * layout and byte order.
 *
 * The flag is `"r"` (read, the default), `"w"` (write what is there), `"c"` (also create it) or `"n"` (always a new one), and then
 * `s` (each change is on the disk when the call returns, and a power cut damages nothing that was there, if the disk tears no write: each costs two or
 * three times `fsync`), `u` (take no lock) and `f` (nothing) as one likes. Where one program writes, no other can have the file open, in
 * any language.
 *
 * @throws {DbmError} where the file cannot be opened, is locked (`locked`), or is none of GDBM's.
 * @throws {RangeError} for a flag, a layout or a block size that there is not.
 * @example
 * ```ts
 * import { open } from "pantry/dbm/gnu";
 * import { MemoryFiles } from "pantry/files";
 *
 * const files = new MemoryFiles();
 * using database = open("ages.gdbm", { flag: "c", files });
 * database.set("Ada", "36");
 * if (new TextDecoder().decode(database.get("Ada")) !== "36") throw new Error("lost");
 * ```
 */
export function open(path: string, options: GnuOpenOptions = {}): GnuDatabase {
  return new GnuDatabase(openStore(path, options));
}

/** The store alone of such a database, under the name of another format where GDBM stands in for its library. */
export function openStore(path: string, options: GnuOpenOptions, format: Format = "gnu"): GnuStore {
  const { flag = "r", files = hostFiles(), hashSign, inPlace = false } = options;
  const meaning = meaningOf(flag);
  const layout = layoutOf(options);
  checkBlockSize(options.blockSize);
  const readOnly = meaning.kind === "r";
  const file = openLocked(files, path, meaning, options.mode);
  try {
    if (meaning.kind === "n") file.truncate(0);
    if (!readOnly && file.size() === 0) {
      createTable(file, layout, options.blockSize ?? file.status().blockSize);
      file.sync();
    }
    const { syncs, locks } = meaning;
    const store = new GnuStore(file, { format, files, readOnly, syncs, locks, hashSign, inPlace });
    if (!readOnly) ensureComplete(store, file);
    return store;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A file that is locked and has that path: another may take its place while it is waited for. */
function openLocked(
  files: FileSystem,
  path: string,
  { kind, locks }: FlagMeaning,
  mode = 0o666,
): DatabaseFile {
  const create = kind === "c" || kind === "n" ? "missing" : "never";
  for (let openings = 0; openings < MAX_OPENINGS; openings += 1) {
    const file = DatabaseFile.open(files, path, { writable: kind !== "r", create, mode });
    try {
      if (!locks) return file;
      file.lock(kind === "r" ? "shared" : "exclusive");
      const there = attempt(() => files.status(path));
      if (there?.identity === file.status().identity) return file;
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
  throw new DbmError(`Cannot open ${path}: other programs put files in its place all the time`, "locked", {
    path,
  });
}

/** A file with more in it than its header says was not written to its end: what is added could overwrite something. */
function ensureComplete(store: GnuStore, file: DatabaseFile): void {
  const { nextBlock, layout } = store.table.header;
  const size = file.size();
  if (nextBlock >= size) return;
  const message = `Cannot write ${file.path}: it ends at byte ${size}, not at ${nextBlock} as its header says; recover it first`;
  throw new DbmError(message, "malformed", { offset: layout.nextBlock, path: file.path });
}

function layoutOf({
  layout: name = "64-bit",
  byteOrder = "little",
  numsync = false,
}: GnuOpenOptions): Layout {
  if (!["64-bit", "64-bit packed", "32-bit"].includes(name))
    throw new RangeError(`layout: there is no ${name}`);
  if (byteOrder !== "little" && byteOrder !== "big")
    throw new RangeError(`byteOrder: "little" or "big" expected, not ${byteOrder}`);
  return new Layout({ name, byteOrder, numsync });
}

function checkBlockSize(size: number | undefined): void {
  if (size === undefined || (Number.isInteger(size) && size >= 0 && size <= LARGEST_BLOCK)) return;
  throw new RangeError(`blockSize: 0 to ${LARGEST_BLOCK} bytes expected, not ${size}`);
}
