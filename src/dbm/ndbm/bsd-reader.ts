import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { type Header, readHeader } from "./bsd-header.ts";
import { hashOf, sizeOfPair } from "./bsd-layout.ts";
import { BsdPages } from "./bsd-pages.ts";
import { BsdWalk } from "./bsd-walk.ts";
import type { FileTotals, HashReader, Shape } from "./hash-format.ts";
import { isShadowed, Survey } from "./survey.ts";
import type { Table } from "./table.ts";

/** Reads hash files of BSD's db 1.85, of any page size and byte order. */
export class BsdReader implements HashReader {
  readonly shape: Shape;
  readonly table: Table;
  readonly obstacle = undefined;
  readonly #path: string;
  readonly #header: Header;
  readonly #pages: BsdPages;
  #totals: FileTotals | undefined;

  constructor(file: DatabaseFile) {
    this.#path = file.path;
    this.#header = readHeader(file);
    this.#pages = new BsdPages(file, this.#header);
    this.shape = this.#header;
    this.table = this.#header.table;
  }

  get totals(): FileTotals {
    this.#totals ??= this.#count();
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
    for (const walk = new BsdWalk(this.#pages, bucket); walk.next(); ) {
      const key = walk.key();
      if (!isShadowed(this, key, bucket)) yield key;
    }
  }

  *entries(bucket: number, fresh = true): IterableIterator<[key: Bytes, value: Bytes]> {
    for (const walk = new BsdWalk(this.#pages, bucket); walk.next(); ) {
      const key = walk.key(fresh);
      if (!isShadowed(this, key, bucket)) yield [key, walk.value(fresh)];
    }
  }

  #find(key: Uint8Array): BsdWalk | undefined {
    const walk = new BsdWalk(this.#pages, this.table.bucketOf(hashOf(key)));
    while (walk.next()) if (walk.isKey(key)) return walk;
    return undefined;
  }

  #count(): FileTotals {
    const survey = new Survey();
    for (let bucket = 0; bucket <= this.table.last; bucket++) {
      for (const walk = new BsdWalk(this.#pages, bucket); walk.next(); ) {
        survey.bytes += this.sizeOf(walk.keyLength, walk.valueLength);
        if (this.table.bucketOf(walk.hash()) === bucket) survey.count += 1;
        else
          survey.addStray([walk.key(), walk.value()], this, walk.place * this.#header.pageSize, this.#path);
      }
    }
    return survey;
  }
}
