import type { OrderedDict, ShelfCursor, ShelfEntry } from "./dict.ts";
import type { ShelfOptions } from "./options.ts";
import { Shelf } from "./shelf.ts";

/**
 * A shelf whose keys have an order, in which one can go both ways: of a database of `sqlite3`, which orders keys by their bytes. At the ends one is answered
 * `undefined`, and stays. Others may change the database meanwhile.
 *
 * @example
 * ```ts
 * import { isAvailable, open } from "pantry/dbm/sqlite3";
 * import { BsdDbShelf } from "pantry/shelve";
 *
 * if (isAvailable()) {
 *   const database = open("/tmp/pantry-example-shelf.db", { flag: "n" });
 *   using shelf = new BsdDbShelf<number>(database);
 *   shelf.set("pear", 2).set("apple", 1);
 *   if (shelf.setLocation("banana")?.[0] !== "pear") throw new Error("the first key after it");
 *   if (shelf.previous()?.[1] !== 1) throw new Error("the one before");
 * }
 * ```
 */
export class BsdDbShelf<V = unknown, Given = V> extends Shelf<V, Given> {
  readonly #ordered: OrderedDict;
  readonly #cursor: ShelfCursor;

  /**
   * A shelf of what is given, which is closed together with it.
   *
   * @throws what `Shelf` throws.
   * @throws {DbmError} `unsupported` for a database of a format that has no order.
   */
  constructor(dict: OrderedDict, options: ShelfOptions<V, Given> = {}) {
    super(dict, options);
    this.#ordered = dict;
    this.#cursor = dict.cursor();
  }

  /** Goes to the entry of this key, or to the first one after it. */
  setLocation(key: string): [key: string, value: V] | undefined {
    const bytes = this.encode(key);
    return this.#go((cursor) => cursor.setLocation(bytes));
  }

  /** Goes to the first entry. */
  first(): [key: string, value: V] | undefined {
    return this.#go((cursor) => cursor.first());
  }

  /** Goes to the last entry. */
  last(): [key: string, value: V] | undefined {
    return this.#go((cursor) => cursor.last());
  }

  /** Goes to the entry after this one; to the first one in the beginning. */
  next(): [key: string, value: V] | undefined {
    return this.#go((cursor) => cursor.next());
  }

  /** Goes to the entry before this one; to the last one in the beginning. */
  previous(): [key: string, value: V] | undefined {
    return this.#go((cursor) => cursor.previous());
  }

  #go(move: (cursor: ShelfCursor) => ShelfEntry | undefined): [key: string, value: V] | undefined {
    // A closed shelf has another dict, which refuses.
    const isOpen = this.dict === this.#ordered;
    const entry = move(isOpen ? this.#cursor : (this.dict as OrderedDict).cursor());
    return entry && this.entryOf(entry);
  }
}
