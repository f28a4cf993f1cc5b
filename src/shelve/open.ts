import type { SchemaInput, SchemaOutput, StandardSchema } from "../pickle/index.ts";
import { DbfilenameShelf } from "./dbfilename-shelf.ts";
import type { ShelfOpenOptions } from "./options.ts";

/**
 * Opens a shelf in a file, and creates it where it is missing: Python's `shelve.open`. A database that is there is opened in its own format; a new one is of
 * `sqlite3`, as in Python 3.13, unless `format` says otherwise. With SQLite, each value is on the disk when `set` returns.
 *
 * What is read from it is safe: nothing that a value names is ever called. A value that cannot be read is an error when it is asked for; the others can be.
 *
 * @throws {DbmError} what `open` of `pantry/dbm` throws: `not-found`, `locked`, …
 * @throws RangeError for a protocol, an encoding, a flag or a format that there is not.
 * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
 *
 * @example
 * ```ts
 * import { MemoryFiles } from "pantry/files";
 * import { open } from "pantry/shelve";
 *
 * const files = new MemoryFiles(); // Without this option: the files of the host.
 * {
 *   using shelf = open<Date>("state", { files });
 *   shelf.set("started", new Date(0));
 * }
 * using shelf = open<Date>("state", { files });
 * if (shelf.get("started")?.getTime() !== 0) throw new Error("it is kept");
 * ```
 */
export function open<S extends StandardSchema>(
  path: string,
  options: ShelfOpenOptions & { readonly schema: S },
): DbfilenameShelf<SchemaOutput<S>, SchemaInput<S>>;
/** As above, with no schema: values are whatever the file holds, and `V` is not checked. */
export function open<V = unknown>(path: string, options?: ShelfOpenOptions<V>): DbfilenameShelf<V>;
export function open(path: string, options: ShelfOpenOptions = {}): DbfilenameShelf {
  return new DbfilenameShelf(path, options);
}
