import { malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { type Header, readHeader } from "./bsd-header.ts";
import { hashOf, sizeOfPair } from "./bsd-layout.ts";
import { BsdPages } from "./bsd-pages.ts";
import { BsdWalk } from "./bsd-walk.ts";
import type { HashReader, Shape, Totals } from "./hash-format.ts";
import type { Table } from "./table.ts";

/** Reads hash files of BSD's db 1.85, of any page size and byte order. */
export class BsdReader implements HashReader {
  readonly shape: Shape;
  readonly table: Table;
  readonly obstacle = undefined;
  readonly #file: DatabaseFile;
  readonly #header: Header;
  readonly #pages: BsdPages;
  #totals: Totals | undefined;

  constructor(file: DatabaseFile) {
    this.#file = file;
    this.#header = readHeader(file);
    this.#pages = new BsdPages(file, this.#header);
    this.shape = this.#header;
    this.table = this.#header.table;
  }

  get totals(): Totals {
    this.#totals ??= this.#measure();
    return this.#totals;
  }

  sizeOf(key: number, value: number): number {
    const size = sizeOfPair(key, value);
    return size > this.#header.pageSize ? 0 : size;
  }

  hash(key: Uint8Array): number {
    return hashOf(key);
  }

  get(key: Uint8Array): Bytes | undefined {
    return this.#find(key)?.value();
  }

  has(key: Uint8Array): boolean {
    return this.#find(key) !== undefined;
  }

  *keys(bucket: number): IterableIterator<Bytes> {
    const walk = new BsdWalk(this.#pages, bucket);
    while (walk.next()) yield this.#keyAt(walk, bucket);
  }

  *entries(bucket: number): IterableIterator<[key: Bytes, value: Bytes]> {
    const walk = new BsdWalk(this.#pages, bucket);
    while (walk.next()) yield [this.#keyAt(walk, bucket), walk.value()];
  }

  #find(key: Uint8Array): BsdWalk | undefined {
    const walk = new BsdWalk(this.#pages, this.table.bucketOf(hashOf(key)));
    while (walk.next()) if (walk.isKey(key)) return walk;
    return undefined;
  }

  /** The key of a pair, which nobody would find in another bucket than its own. */
  #keyAt(walk: BsdWalk, bucket: number): Bytes {
    const key = walk.key();
    if (this.table.bucketOf(hashOf(key)) === bucket) return key;
    const offset = walk.place * this.#header.pageSize;
    throw malformed("a pair", offset, "its key belongs in another bucket", this.#file.path);
  }

  #measure(): Totals {
    let count = 0;
    let bytes = 0;
    for (let bucket = 0; bucket <= this.table.last; bucket++) {
      for (const walk = new BsdWalk(this.#pages, bucket); walk.next(); count++)
        bytes += this.sizeOf(walk.keyLength, walk.valueLength);
    }
    return { count, bytes };
  }
}
