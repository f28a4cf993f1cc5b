import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { hashOf, PAGE, sizeOfItem } from "./bdb-layout.ts";
import { type Meta, pageOf, readMeta } from "./bdb-meta.ts";
import { type Page, Pages } from "./bdb-pages.ts";
import type { FileTotals, HashReader, Shape } from "./hash-format.ts";
import { isShadowed, Survey } from "./survey.ts";
import type { Table } from "./table.ts";

/** Reads hash files of Berkeley DB, versions 7 to 9, of any page size and byte order. */
export class BdbReader implements HashReader {
  readonly shape: Shape;
  readonly table: Table;
  readonly #meta: Meta;
  readonly #pages: Pages;
  readonly #path: string;
  /** The bytes of a page, for the next who walks through a bucket. */
  #spare: Bytes | undefined;
  #totals: FileTotals | undefined;

  constructor(file: DatabaseFile) {
    this.#meta = readMeta(file);
    this.#pages = new Pages(file, this.#meta);
    this.#path = file.path;
    this.shape = this.#meta;
    this.table = this.#meta.table;
  }

  get obstacle(): string | undefined {
    return this.#meta.hasDuplicates ? "it may have several values of a key" : undefined;
  }

  get totals(): FileTotals {
    this.#totals ??= this.#count();
    return this.#totals;
  }

  sizeOf(key: number, value: number): number {
    return sizeOfItem(key, this.#meta.pageSize) + sizeOfItem(value, this.#meta.pageSize);
  }

  hash(key: Uint8Array): number {
    return hashOf(key);
  }

  get(key: Uint8Array): Bytes | undefined {
    return this.#find(key, (page, index, count) => this.#item(page, index + 1, count));
  }

  has(key: Uint8Array): boolean {
    return this.#find(key, () => true) ?? false;
  }

  *keys(bucket: number): IterableIterator<Bytes> {
    for (const { page, count } of this.#chain(bucket)) {
      for (let index = 0; index < count; index += 2) {
        const key = this.#item(page, index, count);
        if (!isShadowed(this, key, bucket)) yield key;
      }
    }
  }

  *entries(bucket: number, fresh = true): IterableIterator<[key: Bytes, value: Bytes]> {
    for (const { page, count } of this.#chain(bucket, fresh)) {
      for (let index = 0; index < count; index += 2) {
        const key = this.#item(page, index, count, fresh);
        if (!isShadowed(this, key, bucket)) yield [key, this.#item(page, index + 1, count, fresh)];
      }
    }
  }

  /** The pages of a bucket, with the number of items in each. One whose bytes are copied is there until the next is asked for. */
  *#chain(bucket: number, copied = true): IterableIterator<{ readonly page: Page; readonly count: number }> {
    const buffer = copied ? (this.#spare ?? new Uint8Array(this.#meta.pageSize)) : undefined;
    // Who walks through another bucket meanwhile needs another one.
    this.#spare = undefined;
    let previous = 0;
    try {
      for (let number = pageOf(bucket, this.#meta); number !== 0; ) {
        const page = this.#pages.read(number, buffer);
        yield { page, count: this.#pages.count(page, previous) };
        previous = number;
        number = this.#pages.next(page);
      }
    } finally {
      this.#spare = buffer;
    }
  }

  /**
   * Looks for a key in all items of its bucket, which are in an order, but not in one that can be relied on: Berkeley DB itself
   * does not find every key again that is longer than a quarter of a page and goes on where another one ends.
   */
  #find<T>(key: Uint8Array, found: (page: Page, index: number, count: number) => T): T | undefined {
    const pages = this.#pages;
    let previous = 0;
    for (let number = pageOf(this.table.bucketOf(hashOf(key)), this.#meta); number !== 0; ) {
      const page = pages.get(number);
      const count = pages.count(page, previous);
      for (let index = 0; index < count; index += 2) {
        const start = pages.startOf(page, index, count);
        if (pages.isKey(page, start, pages.endOf(page, index), key)) return found(page, index, count);
      }
      previous = number;
      number = pages.next(page);
    }
    return undefined;
  }

  #item(page: Page, index: number, count: number, fresh = true): Bytes {
    const pages = this.#pages;
    return pages.item(page, pages.startOf(page, index, count), pages.endOf(page, index), fresh);
  }

  #count(): FileTotals {
    const { pageSize, littleEndian } = this.#meta;
    const pages = this.#pages;
    const survey = new Survey();
    for (let bucket = 0; bucket <= this.table.last; bucket++) {
      for (const { page, count } of this.#chain(bucket)) {
        if (count === 0) continue;
        survey.bytes += pageSize - page.view.getUint16(PAGE.highFree, littleEndian) + 2 * count;
        for (let index = 0; index < count; index += 2) {
          const start = pages.startOf(page, index, count);
          if (this.table.bucketOf(pages.hashOfKey(page, start, pages.endOf(page, index))) === bucket) {
            survey.count += 1;
            continue;
          }
          const entry = [this.#item(page, index, count), this.#item(page, index + 1, count)] as const;
          survey.addStray(entry, this, page.number * pageSize + start, this.#path);
        }
      }
    }
    return survey;
  }
}
