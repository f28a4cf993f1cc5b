import type { FileSystem } from "../../files/index.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes, Format, Store } from "../store.ts";
import { HASH_BITS } from "./layout.ts";
import { reorganize } from "./reorganize.ts";
import { type BucketEntry, GnuTable, type TableOptions } from "./table.ts";
import { Toll } from "./toll.ts";

/** How a file of GDBM is kept open. */
export interface GnuStoreOptions extends TableOptions {
  readonly format: Format;
  readonly files: FileSystem;
  readonly readOnly: boolean;
  readonly syncs: boolean;
  /** Whether the file is locked, and so is one that takes its place. */
  readonly locks: boolean;
}

/** A file of GDBM as what a `Database` asks. */
export class GnuStore implements Store {
  readonly format: Format;
  readonly path: string;
  readonly readOnly: boolean;
  readonly #options: GnuStoreOptions;
  #table: GnuTable;
  #batching = false;
  /** Whether something was changed that may not be on the disk yet. */
  #changed = false;

  constructor(file: DatabaseFile, options: GnuStoreOptions) {
    this.format = options.format;
    this.path = file.path;
    this.readOnly = options.readOnly;
    this.#options = options;
    this.#table = new GnuTable(file, options);
  }

  /** The table behind it. */
  get table(): GnuTable {
    return this.#table;
  }

  size(): number {
    return this.#table.size();
  }

  get(key: Uint8Array): Bytes | undefined {
    return this.#table.get(key);
  }

  has(key: Uint8Array): boolean {
    return this.#table.has(key);
  }

  set(key: Uint8Array, value: Uint8Array): void {
    this.#changed = true;
    this.#table.set(key, value);
    this.#settle();
  }

  delete(key: Uint8Array): boolean {
    this.#changed = true;
    const deleted = this.#table.delete(key);
    if (deleted) this.#settle();
    return deleted;
  }

  clear(): void {
    this.#changed = true;
    this.#table.clear();
    this.#settle();
  }

  keys(): IterableIterator<Bytes> {
    return this.#walk(({ key }) => key);
  }

  entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    return this.#walk((entry, table) => {
      const value = table ? table.valueOf(entry) : this.#table.get(entry.key);
      return value && [entry.key, value];
    });
  }

  firstkey(): Bytes | undefined {
    return this.#table.firstFrom(0);
  }

  nextkey(key: Uint8Array): Bytes | undefined {
    return this.#table.after(key);
  }

  beginBatch(): void {
    this.#batching = true;
    this.#table.wait();
  }

  endBatch(): void {
    this.#batching = false;
    this.#table.release();
    this.#settle();
  }

  sync(): void {
    if (this.readOnly) return;
    this.#table.sync(true);
    this.#changed = false;
  }

  reorganize(): void {
    const { hashSign, file: old } = this.#table;
    const { files, inPlace = false, locks } = this.#options;
    const onReplaced = (file: DatabaseFile): void => {
      this.#table = new GnuTable(file, { ...this.#options, hashSign });
      this.#changed = false;
      old.close();
    };
    reorganize(files, this.#table, { hashSign, inPlace, locks, onReplaced });
  }

  close(): void {
    const { file } = this.#table;
    try {
      if (!this.readOnly && this.#changed) this.#table.sync(false);
    } finally {
      file.close();
    }
  }

  /** With the flag `s`, a change is on the disk when it is done. */
  #settle(): void {
    if (this.#options.syncs && !this.#batching) this.#table.sync(false);
  }

  /**
   * What is made of the keys that are there: bucket by bucket in the order of the hashes, which splitting does not
   * change. A bucket's keys are those from when it was reached; each is looked for again once anything has changed, and has no table then.
   */
  *#walk<T>(make: (entry: BucketEntry, table: GnuTable | undefined) => T | undefined): IterableIterator<T> {
    const toll = new Toll();
    for (let hash = 0; hash < 2 ** HASH_BITS; ) {
      const table = this.#table;
      const { version } = table;
      const { entries, next } = table.keysFrom(hash, toll);
      for (const entry of entries) {
        const isSame = table === this.#table && version === table.version;
        if (!isSame && !this.#table.has(entry.key)) continue;
        const made = make(entry, isSame ? table : undefined);
        if (made !== undefined) yield made;
      }
      hash = next;
    }
  }
}
