/** The formats of databases, by the names of Python's modules in `dbm`. */
export type Format = "sqlite3" | "gnu" | "ndbm" | "dumb";

/** Which entry is meant, in the order of keys: one at an end; or the nearest one after a key, before it, or from it on. */
export type Seek = "first" | "last" | "after" | "before" | "from";

/** Bytes that nobody else holds. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What a format has to do; a `Database` does the rest. Keys and values are bytes. What is given is not kept, and what is answered is not
 * kept either: each side may change its bytes later.
 *
 * A store that was opened for reading is never asked to change anything, though it has batches; one that is closed is asked nothing.
 */
export interface Store {
  /** Which format it is. */
  readonly format: Format;
  /** The file, or the first of the files, that the database is in. */
  readonly path: string;
  /** Whether it was opened for reading alone. */
  readonly readOnly: boolean;
  /** How many keys there are. */
  size(): number;
  /** The value of a key; `undefined` where the key is not there. */
  get(key: Uint8Array): Bytes | undefined;
  /** Whether the key is there. */
  has(key: Uint8Array): boolean;
  /** Gives a key a value. */
  set(key: Uint8Array, value: Uint8Array): void;
  /** `false` where the key was not there. */
  delete(key: Uint8Array): boolean;
  /** Removes all keys. */
  clear(): void;
  /**
   * The keys, in an order of the format's own. Changes meanwhile are allowed: what is there throughout comes exactly once, and
   * what is deleted before its turn does not come.
   */
  keys(): IterableIterator<Bytes>;
  /** Keys with their values, likewise. */
  entries(): IterableIterator<[key: Bytes, value: Bytes]>;
  /** The first key in the order of `keys`; `undefined` where there is none. */
  firstkey(): Bytes | undefined;
  /** The key after this one; `undefined` at the end, and where this one is not there. */
  nextkey(key: Uint8Array): Bytes | undefined;
  /** The entry that is there. Only formats that keep keys in the order of their bytes have it. */
  seek?(where: Seek, key?: Uint8Array): [key: Bytes, value: Bytes] | undefined;
  /** From now on, changes may wait in memory (or in a transaction) until `endBatch`. Batches do not nest. */
  beginBatch(): void;
  /** Writes what waits. With `failed`, a format that can take the changes of the batch back does so. */
  endBatch(failed: boolean): void;
  /** Returns when all changes are on the disk. */
  sync(): void;
  /** Makes the file as small as it can be. */
  reorganize(): void;
  /** Writes what waits, and lets go of the files; whatever fails, they are let go of. */
  close(): void;
}
