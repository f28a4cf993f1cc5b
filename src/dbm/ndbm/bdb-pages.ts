import { DbmError, malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { hashOf, ITEM, LARGE_LENGTH, LARGE_PAGE, LARGE_SIZE, PAGE, PAGE_TYPE } from "./bdb-layout.ts";
import { checksumOf, type Meta } from "./bdb-meta.ts";
import { PageCache } from "./page-cache.ts";
import { ReadAhead } from "./read-ahead.ts";

/** A page in memory, which nobody changes. */
export interface Page {
  readonly number: number;
  readonly bytes: Bytes;
  readonly view: DataView;
}

/** The pages of a file, of which some are kept, and the items in them. */
export class Pages {
  readonly meta: Meta;
  readonly #file: DatabaseFile;
  readonly #cache: PageCache<Page>;
  readonly #ahead: ReadAhead;
  /** By the first page of each large item that was met: where in the file it is said to be one. */
  #owners: Float64Array | undefined;

  constructor(file: DatabaseFile, meta: Meta) {
    this.#file = file;
    this.meta = meta;
    this.#cache = new PageCache(meta.pageSize, (number) => this.read(number));
    this.#ahead = new ReadAhead(file, meta.pageSize);
  }

  /** The page of that number, which is kept for the next time. */
  get(number: number): Page {
    return this.#cache.get(number);
  }

  /** The page of that number, which is read for this once, into these bytes or fresh ones. */
  read(number: number, bytes: Bytes = new Uint8Array(this.meta.pageSize)): Page {
    const { hasChecksums, littleEndian } = this.meta;
    this.#ahead.fill(bytes, number);
    const page = { number, bytes, view: new DataView(bytes.buffer) };
    if (
      hasChecksums &&
      page.view.getUint32(PAGE.checksum, littleEndian) !== checksumOf(page.view, PAGE.checksum)
    )
      throw this.wrong(page, PAGE.checksum, "the checksum of a page", "it is not that of its bytes");
    return page;
  }

  /** The number of the page that comes after one in its chain; 0 at the end. */
  next(page: Page): number {
    return this.#number(page, PAGE.next);
  }

  /**
   * How many items are in a page of a bucket, twice as many as pairs. A page comes after one other, `previous`, or none: so no page is in two
   * chains, or twice in one, and every chain ends.
   */
  count(page: Page, previous: number): number {
    const type = page.view.getUint8(PAGE.type);
    const count = page.view.getUint16(PAGE.entries, this.meta.littleEndian);
    // Pages of buckets that nothing was ever put in may never have been written.
    if (type === PAGE_TYPE.none && previous === 0 && count === 0 && this.next(page) === 0) return 0;
    if (type !== PAGE_TYPE.hash && type !== PAGE_TYPE.unsortedHash)
      throw this.wrong(page, PAGE.type, "a page", `it is not one of a bucket, but of type ${type}`);
    if (this.#number(page, PAGE.previous) !== previous)
      throw this.wrong(page, PAGE.previous, "a page", `it does not come after page ${previous}`);
    if (count % 2 !== 0 || this.meta.items + 2 * count > this.meta.pageSize)
      throw this.wrong(page, PAGE.entries, "a page", `it cannot have ${count} items`);
    return count;
  }

  /** Where an item begins. Items are one before the other, the first at the end of the page. */
  startOf(page: Page, index: number, count: number): number {
    const at = this.meta.items + 2 * index;
    const start = page.view.getUint16(at, this.meta.littleEndian);
    if (start < this.meta.items + 2 * count || start >= this.endOf(page, index))
      throw this.wrong(page, at, "a page", `item ${index} cannot be at ${start}`);
    return start;
  }

  /** Where an item ends. */
  endOf(page: Page, index: number): number {
    if (index === 0) return this.meta.pageSize;
    return page.view.getUint16(this.meta.items + 2 * index - 2, this.meta.littleEndian);
  }

  /** Whether an item, a key, is this one. */
  isKey(page: Page, start: number, end: number, key: Uint8Array): boolean {
    const { bytes } = page;
    switch (bytes[start]) {
      case ITEM.data:
        if (end - start - 1 !== key.length) return false;
        // Keys tend to begin alike.
        for (let index = key.length - 1, at = end - 1; index >= 0; index--, at--) {
          if (bytes[at] !== key[index]) return false;
        }
        return true;
      case ITEM.large: {
        if (this.#lengthOfLarge(page, start, end) !== key.length) return false;
        const large = this.#large(page, start, end);
        return large.every((byte, index) => byte === key[index]);
      }
      default:
        throw this.wrong(page, start, "a key", `it cannot be an item of kind ${bytes[start]}`);
    }
  }

  /** The hash of an item, a key. */
  hashOfKey(page: Page, start: number, end: number): number {
    if (page.bytes[start] === ITEM.data) return hashOf(page.bytes, start + 1, end);
    return hashOf(this.item(page, start, end));
  }

  /** The bytes of an item, fresh or as a part of the page. Of values that are under the same key, the first. */
  item(page: Page, start: number, end: number, fresh = true): Bytes {
    switch (page.bytes[start]) {
      case ITEM.data:
        return fresh ? page.bytes.slice(start + 1, end) : page.bytes.subarray(start + 1, end);
      case ITEM.large:
        return this.#large(page, start, end);
      case ITEM.duplicates: {
        const length = end - start < 5 ? end : page.view.getUint16(start + 1, this.meta.littleEndian);
        if (start + 5 + length > end)
          throw this.wrong(page, start, "a value", `its ${end - start} bytes cannot be those of several`);
        return page.bytes.slice(start + 3, start + 3 + length);
      }
      case ITEM.largeDuplicates:
        throw new DbmError(
          `Cannot read a value at byte ${this.#offset(page, start)}: it is a tree of values`,
          "unsupported",
          { offset: this.#offset(page, start), path: this.#file.path },
        );
      default:
        throw this.wrong(page, start, "an item", `there is none of kind ${page.bytes[start]}`);
    }
  }

  /**
   * The pages of a large item, each until the next is asked for; their lengths are those of the item together. As with buckets, a page comes after one
   * other or none; and the first one is of one item alone: so all items together are not longer than the file.
   */
  *pagesOfLarge(page: Page, start: number, end: number): IterableIterator<Page> {
    const { littleEndian, pageSize, pages } = this.meta;
    const buffer = new Uint8Array(pageSize);
    let rest = this.#lengthOfLarge(page, start, end);
    let number = page.view.getUint32(start + LARGE_PAGE, littleEndian);
    let from = start + LARGE_PAGE;
    let last = page;
    for (let previous = 0; rest > 0; previous = last.number) {
      if (number === 0 || number >= pages)
        throw this.wrong(last, from, "the number of a page", `${number} is not one of ${pages} pages`);
      if (previous === 0) this.#own(number, page, start);
      const part = this.read(number, buffer);
      if (
        part.view.getUint8(PAGE.type) !== PAGE_TYPE.overflow ||
        this.#number(part, PAGE.previous) !== previous
      )
        throw this.wrong(
          part,
          PAGE.previous,
          "a page of a large item",
          `it does not come after page ${previous}`,
        );
      const length = this.lengthOfPart(part);
      if (length === 0 || length > rest)
        throw this.wrong(
          part,
          PAGE.highFree,
          "a page of a large item",
          `it cannot have ${length} of ${rest} bytes`,
        );
      rest -= length;
      number = this.next(part);
      from = PAGE.next;
      last = part;
      yield part;
    }
  }

  /** How many bytes of a large item are in a page. */
  lengthOfPart(page: Page): number {
    return Math.min(
      page.view.getUint16(PAGE.highFree, this.meta.littleEndian),
      this.meta.pageSize - this.meta.items,
    );
  }

  /** The error of bytes in a page that cannot be. */
  wrong(page: Page, offset: number, object: string, reason: string): DbmError {
    return malformed(object, this.#offset(page, offset), reason, this.#file.path);
  }

  #large(page: Page, start: number, end: number): Bytes {
    const large = new Uint8Array(this.#lengthOfLarge(page, start, end));
    let filled = 0;
    for (const part of this.pagesOfLarge(page, start, end)) {
      const length = this.lengthOfPart(part);
      large.set(part.bytes.subarray(this.meta.items, this.meta.items + length), filled);
      filled += length;
    }
    return large;
  }

  #lengthOfLarge(page: Page, start: number, end: number): number {
    const length =
      end - start < LARGE_SIZE ? -1 : page.view.getUint32(start + LARGE_LENGTH, this.meta.littleEndian);
    if (length < 0 || length > this.meta.pages * this.meta.pageSize)
      throw this.wrong(page, start, "a large item", "it would be longer than the file, or has no length");
    return length;
  }

  /** Notes that the first page of a large item is that of the item here. */
  #own(number: number, page: Page, start: number): void {
    this.#owners ??= new Float64Array(this.meta.pages);
    const place = this.#offset(page, start);
    const owner = this.#owners[number] as number;
    if (owner !== 0 && owner !== place)
      throw this.wrong(
        page,
        start + LARGE_PAGE,
        "a large item",
        `page ${number} is that of the one at ${owner}`,
      );
    this.#owners[number] = place;
  }

  #number(page: Page, offset: number): number {
    return page.view.getUint32(offset, this.meta.littleEndian);
  }

  #offset({ number }: Page, offset: number): number {
    return number * this.meta.pageSize + offset;
  }
}
