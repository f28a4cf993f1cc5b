import { bytesOf, type Input } from "./input.ts";
import type { Bytes, Seek, Store } from "./store.ts";

/** What can be asked where an entry is. */
type Seeker = Required<Pick<Store, "seek">>;

/**
 * Goes through the entries of a database in the order of its keys, both ways. At the ends one is answered `undefined`, and stays. Changes meanwhile are
 * allowed: it knows nothing but the key where it is, and that may be gone.
 */
export class Cursor {
  readonly #store: () => Seeker;
  #key: Bytes | undefined;

  /** A cursor in what that function answers: a store, or what refuses in its place. */
  constructor(store: () => Seeker) {
    this.#store = store;
  }

  /** Goes to the first entry, and answers it; `undefined` where there is none. */
  first(): [key: Bytes, value: Bytes] | undefined {
    return this.#go("first");
  }

  /** Goes to the last entry, and answers it; `undefined` where there is none. */
  last(): [key: Bytes, value: Bytes] | undefined {
    return this.#go("last");
  }

  /** Goes to the entry after this one; to the first one in the beginning. */
  next(): [key: Bytes, value: Bytes] | undefined {
    return this.#key ? this.#go("after", this.#key) : this.first();
  }

  /** Goes to the entry before this one; to the last one in the beginning. */
  previous(): [key: Bytes, value: Bytes] | undefined {
    return this.#key ? this.#go("before", this.#key) : this.last();
  }

  /** Goes to the entry of this key, or to the first one after it. */
  setLocation(key: Input): [key: Bytes, value: Bytes] | undefined {
    return this.#go("from", bytesOf(key, "key"));
  }

  #go(where: Seek, key?: Uint8Array): [key: Bytes, value: Bytes] | undefined {
    const entry = this.#store().seek(where, key);
    // Whoever has got the key may change its bytes.
    if (entry) this.#key = entry[0].slice();
    return entry;
  }
}
