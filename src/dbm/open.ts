import { hostFiles } from "../files/index.ts";
import type { Database } from "./database.ts";
import { DbmError } from "./errors.ts";
import { FORMATS } from "./formats.ts";
import { checkedFlag, type OpenOptions } from "./options.ts";
import { isAvailable } from "./sqlite3/index.ts";
import type { Format } from "./store.ts";
import { type Found, find, nothingThere, unknownFormat } from "./which.ts";

/** How a database of any format is opened. */
export interface AnyOpenOptions extends OpenOptions {
  /**
   * The format of a database that is created. One that is there is opened in its own; with another it is an error. Default: `sqlite3`, as in Python
   * 3.13; where the runtime has no SQLite, or the files are not the host's, `gnu`.
   */
  readonly format?: Format;
}

/**
 * Opens a database, whichever format it is in: Python's `dbm.open`. The flag says what may be done: `r`, the default, reads; `w` writes what is
 * there; `c` creates it besides where it is missing; `n` begins a new one. As in Python, `ndbm` adds `.db` to the path, and `dumb` has two files,
 * `.dat` and `.dir`.
 *
 * @throws {DbmError} `not-found` where there is none, `unknown-format`, `locked`, …
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { open } from "pantry/dbm";
 *
 * const files = new MemoryFiles(); // Without this option: the files of the host.
 * using database = open("cache", { flag: "c", files });
 * database.set("key", "value").set("other", Uint8Array.of(0, 255));
 * if (new TextDecoder().decode(database.get("key")) !== "value") throw new Error("it is kept");
 * if (database.size !== 2) throw new Error("both are there");
 * ```
 */
export function open(path: string, options: AnyOpenOptions = {}): Database {
  const { format, files = hostFiles() } = options;
  const flag = checkedFlag(options.flag ?? "r");
  if (format !== undefined && !Object.hasOwn(FORMATS, format))
    throw new RangeError(`format: ${Object.keys(FORMATS).join(", ")} expected, not ${format}`);
  const found = flag === "n" ? undefined : find(path, files);
  const rest = { ...options, flag, files };
  if (typeof found === "object") return FORMATS[agreed(found, format)].open(found.path, rest);
  if (found === "") throw unknownFormat(path);
  if (flag === "r" || flag === "w") throw nothingThere(path, "; the flags c and n create one");
  return FORMATS[format ?? defaultFormat(options)].open(path, rest);
}

/** The format of what was found, which must be the one that was asked for. */
function agreed({ format, path }: Found, wanted: Format | undefined): Format {
  if (wanted === undefined || wanted === format) return format;
  throw new DbmError(`Cannot open ${path}: it is a database of ${format}, not of ${wanted}`, "other-format", {
    path,
  });
}

function defaultFormat({ files }: AnyOpenOptions): Format {
  return files === undefined && isAvailable() ? "sqlite3" : "gnu";
}
