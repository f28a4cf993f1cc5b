import { Cursor } from "./cursor.ts";
import { DbmError } from "./errors.ts";
import { bytesOf, type Input } from "./input.ts";
import { RefusingStore } from "./refusing-store.ts";
import type { Bytes, Format, Store } from "./store.ts";

/**
 * Keys and values, both bytes, that are kept in files: a `Map` with Python's names beside those of JavaScript. Text is taken for its UTF-8; what
 * comes back is always bytes. `open` of each module makes one.
 *
 * Once it is closed, whatever it is asked raises a `DbmError` with the code `closed`; what would change one that was opened for reading,
 * one with the code `read-only`.
 */
export class Database implements Iterable<[key: Bytes, value: Bytes]> {
  /** Which of Python's modules writes such files. */
  readonly format: Format;
  /** The file, or the first of the files, that it is in. */
  readonly path: string;
  /** Whether it was opened for reading alone. */
  readonly readOnly: boolean;
  /** What is asked, and what changes are asked of. */
  #store: Store;
  #writable: Store;
  #batches = 0;
  #syncs = false;

  /** A database in a store, which is closed together with it. */
  constructor(store: Store) {
    this.format = store.format;
    this.path = store.path;
    this.readOnly = store.readOnly;
    this.#store = store;
    this.#writable = store.readOnly ? new RefusingStore(store, "read-only") : store;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#store.size();
  }

  /** The value of a key, or `undefined`. */
  get(key: Input): Bytes | undefined {
    return this.#store.get(bytesOf(key, "key"));
  }

  /** Whether the key is there. */
  has(key: Input): boolean {
    return this.#store.has(bytesOf(key, "key"));
  }

  /** Gives a key a value. */
  set(key: Input, value: Input): this {
    this.#writable.set(bytesOf(key, "key"), bytesOf(value, "value"));
    return this;
  }

  /** Removes a key and its value. `false` where it was not there. */
  delete(key: Input): boolean {
    return this.#writable.delete(bytesOf(key, "key"));
  }

  /** Removes all keys. */
  clear(): void {
    this.#writable.clear();
  }

  /** The keys, in an order of the format's own. One may change the database meanwhile, as with a `Map`. */
  keys(): IterableIterator<Bytes> {
    return this.#whileOpen(this.#store, this.#store.keys());
  }

  /** The values, in the order of their keys. */
  values(): IterableIterator<Bytes> {
    return secondOf(this.entries());
  }

  /** Keys with their values. */
  entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    return this.#whileOpen(this.#store, this.#store.entries());
  }

  /** Keys with their values. */
  [Symbol.iterator](): IterableIterator<[key: Bytes, value: Bytes]> {
    return this.entries();
  }

  /** Calls a function with each value and its key. */
  forEach(callback: (value: Bytes, key: Bytes, database: this) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** The first key, in the order of `keys`; `undefined` where there is none. */
  firstkey(): Bytes | undefined {
    return this.#store.firstkey();
  }

  /** The key after this one, in the order of `keys`; `undefined` at the end, and where this one is not there. */
  nextkey(key: Input): Bytes | undefined {
    return this.#store.nextkey(bytesOf(key, "key"));
  }

  /**
   * Something that goes through the entries in the order of the bytes of their keys, both ways. Only `sqlite3` keeps them in an order.
   *
   * @throws {DbmError} `unsupported` in the other formats.
   */
  cursor(): Cursor {
    if (this.#store instanceof RefusingStore) this.#store.seek();
    if (!this.#store.seek)
      throw new DbmError(`Cannot go through ${this.path} in order: ${this.format} has none`, "unsupported", {
        path: this.path,
      });
    return new Cursor(() => this.#store as Required<Store>);
  }

  /** The value of a key, which is given this one first if it has none. Default: an empty value. */
  setdefault(key: Input, value: Input = ""): Bytes {
    const bytes = bytesOf(key, "key");
    const found = this.#store.get(bytes);
    if (found !== undefined) return found;
    const fresh = Uint8Array.from(bytesOf(value, "value"));
    this.#writable.set(bytes, fresh);
    return fresh;
  }

  /** Removes a key; answers the value it had, or `undefined`. */
  pop(key: Input): Bytes | undefined {
    const bytes = bytesOf(key, "key");
    const value = this.#store.get(bytes);
    this.#writable.delete(bytes);
    return value;
  }

  /** Removes the first key; answers it with its value, or `undefined` where there is none. */
  popitem(): [key: Bytes, value: Bytes] | undefined {
    const key = this.#store.firstkey();
    const value = key && this.#store.get(key);
    if (key === undefined || value === undefined) return undefined;
    this.#writable.delete(key);
    return [key, value];
  }

  /** Gives keys values, in one batch: pairs (a `Map`, another database) or an object with names. */
  update(entries: Iterable<readonly [Input, Input]> | Readonly<Record<string, Input>>): this {
    return this.setMany(
      Symbol.iterator in entries ? (entries as Iterable<[Input, Input]>) : Object.entries(entries),
    );
  }

  /** Gives many keys values, in one batch. */
  setMany(entries: Iterable<readonly [Input, Input]>): this {
    this.batch(() => {
      for (const [key, value] of entries) this.set(key, value);
    });
    return this;
  }

  /**
   * Calls a function, and writes what it changes all at once when it is done, which is far faster: in `sqlite3` as one transaction, in the other
   * formats with as few writes as possible. If it throws, `sqlite3` takes its changes back; the others keep what was changed until then.
   * A batch within a batch belongs to the outer one.
   *
   * To read in a batch is faster in `sqlite3` as well, also where the database was opened for reading: one sees what there was at the first question,
   * whatever others write meanwhile.
   *
   * @returns What the function returns; it cannot be a promise.
   */
  batch<T>(fn: () => T): T {
    if (this.#batches === 0) this.#store.beginBatch();
    this.#batches += 1;
    let result: T;
    try {
      result = fn();
      if (typeof (result as { then?: unknown } | undefined)?.then === "function")
        throw new TypeError("a batch cannot wait: its function returned a promise");
    } catch (error) {
      try {
        this.#leaveBatch(true);
      } catch {
        // What made the batch fail is the error to tell.
      }
      throw error;
    }
    this.#leaveBatch(false);
    return result;
  }

  /** Returns when all changes are on the disk; within a batch, they will be at its end. */
  sync(): void {
    if (this.#batches > 0) this.#syncs = true;
    else this.#store.sync();
  }

  /** Makes the file as small as it can be. It cannot be done within a batch. */
  reorganize(): void {
    if (this.#batches > 0) throw new TypeError("a database cannot be reorganized within a batch");
    this.#writable.reorganize();
  }

  /** Writes what waits, and lets go of the files. A second time does nothing. */
  close(): void {
    const store = this.#store;
    if (store instanceof RefusingStore) return;
    const closed = new RefusingStore(store, "closed");
    this.#store = closed;
    this.#writable = closed;
    try {
      if (this.#batches > 0) store.endBatch(false);
    } finally {
      this.#syncs = false;
      store.close();
    }
  }

  /** Closes it, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** What a store yields, until the database is closed: to go on is an error then, whatever the store still has in memory. */
  *#whileOpen<T>(store: Store, items: Iterable<T>): IterableIterator<T> {
    if (this.#store !== store) this.#store.keys();
    for (const item of items) {
      yield item;
      if (this.#store !== store) this.#store.keys();
    }
  }

  #leaveBatch(failed: boolean): void {
    this.#batches -= 1;
    if (this.#batches > 0) return;
    const syncs = this.#syncs;
    this.#syncs = false;
    this.#store.endBatch(failed);
    if (syncs) this.#store.sync();
  }
}

function* secondOf(entries: Iterable<[Bytes, Bytes]>): IterableIterator<Bytes> {
  for (const [, value] of entries) yield value;
}
