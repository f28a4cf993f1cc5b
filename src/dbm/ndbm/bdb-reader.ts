import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { hashOf, PAGE, sizeOfItem } from "./bdb-layout.ts";
import { type Meta, pageOf, readMeta } from "./bdb-meta.ts";
import { type Page, Pages } from "./bdb-pages.ts";
import type { HashReader, Shape, Totals } from "./hash-format.ts";
import type { Table } from "./table.ts";

/** Reads hash files of Berkeley DB, versions 7 to 9, of any page size and byte order. */
export class BdbReader implements HashReader {
  readonly shape: Shape;
  readonly table: Table;
  readonly #meta: Meta;
  readonly #pages: Pages;
  #totals: Totals | undefined;

  constructor(file: DatabaseFile) {
    this.#meta = readMeta(file);
    this.#pages = new Pages(file, this.#meta);
    this.shape = this.#meta;
    this.table = this.#meta.table;
  }

  get obstacle(): string | undefined {
    return this.#meta.hasDuplicates ? "it may have several values of a key" : undefined;
  }

  get totals(): Totals {
    this.#totals ??= this.#measure();
    return this.#totals;
  }

  sizeOf(key: number, value: number): number {
    return sizeOfItem(key, this.#meta.pageSize) + sizeOfItem(value, this.#meta.pageSize);
  }

  hash(key: Uint8Array): number {
    return hashOf(key);
  }

  get(key: Uint8Array): Bytes | undefined {
    return this.#find(key, (page, index) => this.#item(page, index + 1));
  }

  has(key: Uint8Array): boolean {
    return this.#find(key, () => true) ?? false;
  }

  *keys(bucket: number): IterableIterator<Bytes> {
    for (const { page, count } of this.#chain(bucket, (number) => this.#pages.copy(number))) {
      for (let index = 0; index < count; index += 2) yield this.#item(page, index, count);
    }
  }

  *entries(bucket: number): IterableIterator<[key: Bytes, value: Bytes]> {
    for (const { page, count } of this.#chain(bucket, (number) => this.#pages.copy(number))) {
      for (let index = 0; index < count; index += 2)
        yield [this.#item(page, index, count), this.#item(page, index + 1, count)];
    }
  }

  /** The pages of a bucket, with the number of items in each. */
  *#chain(
    bucket: number,
    read: (number: number) => Page,
  ): IterableIterator<{ readonly page: Page; readonly count: number }> {
    let previous = 0;
    for (let number = pageOf(bucket, this.#meta); number !== 0; ) {
      const page = read(number);
      yield { page, count: this.#pages.count(page, previous) };
      previous = number;
      number = this.#pages.next(page);
    }
  }

  /**
   * Looks for a key in all items of its bucket, which are in an order, but not in one that can be relied on: Berkeley DB itself
   * does not find every key again that is longer than a quarter of a page and goes on where another one ends.
   */
  #find<T>(key: Uint8Array, found: (page: Page, index: number) => T): T | undefined {
    const pages = this.#pages;
    let previous = 0;
    for (let number = pageOf(this.table.bucketOf(hashOf(key)), this.#meta); number !== 0; ) {
      const page = pages.get(number);
      const count = pages.count(page, previous);
      for (let index = 0; index < count; index += 2) {
        const start = pages.startOf(page, index, count);
        if (pages.isKey(page, start, pages.endOf(page, index), key)) return found(page, index);
      }
      previous = number;
      number = pages.next(page);
    }
    return undefined;
  }

  #item(page: Page, index: number, count: number = index + 1): Bytes {
    const pages = this.#pages;
    return pages.item(page, pages.startOf(page, index, count), pages.endOf(page, index));
  }

  #measure(): Totals {
    const { pageSize, littleEndian } = this.#meta;
    let count = 0;
    let bytes = 0;
    for (let bucket = 0; bucket <= this.table.last; bucket++) {
      for (const { page, count: items } of this.#chain(bucket, (number) => this.#pages.header(number))) {
        if (items === 0) continue;
        count += items / 2;
        bytes += pageSize - page.view.getUint16(PAGE.highFree, littleEndian) + 2 * items;
      }
    }
    return { count, bytes };
  }
}
