import { Database } from "../database.ts";
import type { HashSign } from "./hash.ts";
import type { ByteOrder, LayoutName } from "./layout.ts";
import type { GnuStore } from "./store.ts";

/** A database of GDBM that is open: a `Database` that also tells of the file what Python's does not. */
export class GnuDatabase extends Database {
  readonly #store: GnuStore;

  /** A database in a store, which is closed together with it. */
  constructor(store: GnuStore) {
    super(store);
    this.#store = store;
  }

  /** How the file is laid out: by the machine that made it. */
  get layout(): LayoutName {
    return this.#store.table.header.layout.name;
  }

  /** The byte order of the file. */
  get byteOrder(): ByteOrder {
    return this.#store.table.header.layout.byteOrder;
  }

  /** How large its blocks are, in bytes. */
  get blockSize(): number {
    return this.#store.table.header.blockSize;
  }

  /** Whether it has the header that counts synchronizations. */
  get numsync(): boolean {
    return this.#store.table.header.layout.numsync;
  }

  /** Whether bytes of keys are hashed as signed or unsigned numbers; keys are read to find out. */
  get hashSign(): HashSign {
    return this.#store.table.hashSign;
  }
}
