import { open } from "../dbm/index.ts";
import { EntryCodec } from "./entry-codec.ts";
import type { ShelfOpenOptions } from "./options.ts";
import { Shelf } from "./shelf.ts";

/** A shelf in a file, or in the files of its format: what `open` makes. */
export class DbfilenameShelf<V = unknown, Given = V> extends Shelf<V, Given> {
  /** Opens the database, as `open` does. */
  constructor(path: string, options: ShelfOpenOptions<V, Given> = {}) {
    // What is wrong with the options is told before there is a file, and before one is made anew.
    new EntryCodec(options);
    super(open(path, { ...options, flag: options.flag ?? "c" }), options);
  }
}
