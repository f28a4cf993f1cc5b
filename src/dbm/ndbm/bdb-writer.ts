import type { DatabaseFile } from "../file.ts";
import {
  FILL_FACTOR,
  groupOf,
  HASH_CHECK,
  hashOf,
  IDENTITY_SIZE,
  ITEM,
  isLarge,
  LARGE_LENGTH,
  LARGE_PAGE,
  LARGE_SIZE,
  META,
  PAGE,
  PAGE_TYPE,
  sizeOfItem,
  VERSION,
} from "./bdb-layout.ts";
import { bucketsOf } from "./distribution.ts";
import type { Entry, EntrySource, Totals } from "./hash-format.ts";
import { HASH_MAGIC } from "./magic.ts";
import { PageStream } from "./page-stream.ts";
import { bitsOf, Table } from "./table.ts";

/** How full the pages of buckets are on average, at the most: then few buckets need a second one. */
const FILLING = 0.8;

/**
 * Writes a hash file of Berkeley DB: the first page, a page for each bucket, then the other pages that buckets and large items need. The
 * entries of a bucket, of the table before or of this one, are in memory while they are written.
 */
export class BdbWriter {
  readonly #source: EntrySource;
  readonly #pageSize: number;
  readonly #little: boolean;
  readonly #table: Table;
  readonly #bucketPages: PageStream;
  readonly #otherPages: PageStream;
  /** The number of the next other page. */
  #next: number;
  /** The page that is filled, its items, and where the last of them begins. */
  readonly #page: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #items = 0;
  #free = 0;

  constructor(file: DatabaseFile, source: EntrySource) {
    this.#source = source;
    this.#pageSize = source.shape.pageSize;
    this.#little = source.shape.littleEndian;
    this.#table = new Table(bucketsFor(source.totals, this.#pageSize));
    this.#bucketPages = new PageStream(file, this.#pageSize);
    this.#otherPages = new PageStream(file, this.#pageSize);
    this.#next = this.#table.last + 2;
    this.#page = new Uint8Array(this.#pageSize);
    this.#view = new DataView(this.#page.buffer);
  }

  write(): void {
    for (const [bucket, entries] of bucketsOf(this.#source, this.#table, hashOf))
      this.#writeBucket(bucket, entries);
    this.#bucketPages.flush();
    this.#otherPages.flush();
    this.#writeMeta();
    this.#bucketPages.flush();
  }

  /** Fills the page of a bucket, and as many more as it needs. */
  #writeBucket(bucket: number, entries: Entry[]): void {
    let number = bucket + 1;
    let stream = this.#bucketPages;
    let hasLarge = false;
    this.#begin(number, 0);
    for (const [key, value] of entries.sort((a, b) => this.#compare(a[0], b[0]))) {
      const large = this.#isLarge(key);
      // Berkeley DB itself loses large keys where one goes on as a small one in the same page does.
      if (
        this.#items > 0 &&
        (large !== hasLarge ||
          sizeOfItem(key.length, this.#pageSize) + sizeOfItem(value.length, this.#pageSize) > this.#space())
      ) {
        const next = this.#take();
        this.#view.setUint32(PAGE.next, next, this.#little);
        stream.put(number, this.#page);
        stream = this.#otherPages;
        this.#begin(next, number);
        number = next;
      }
      hasLarge = large;
      this.#add(key);
      this.#add(value);
    }
    stream.put(number, this.#page);
  }

  /** Begins with a page of a bucket, after another or as its first one. */
  #begin(number: number, previous: number): void {
    this.#page.fill(0);
    this.#view.setUint32(PAGE.number, number, this.#little);
    this.#view.setUint32(PAGE.previous, previous, this.#little);
    this.#view.setUint8(PAGE.type, PAGE_TYPE.hash);
    this.#items = 0;
    this.#free = this.#pageSize;
    this.#view.setUint16(PAGE.highFree, this.#free, this.#little);
  }

  #space(): number {
    return this.#free - PAGE.items - 2 * this.#items;
  }

  /** Adds a key or a value to the page. */
  #add(bytes: Uint8Array): void {
    const large = this.#isLarge(bytes);
    this.#free -= large ? LARGE_SIZE : bytes.length + 1;
    if (large) {
      this.#page[this.#free] = ITEM.large;
      this.#view.setUint32(this.#free + LARGE_PAGE, this.#writeLarge(bytes), this.#little);
      this.#view.setUint32(this.#free + LARGE_LENGTH, bytes.length, this.#little);
    } else {
      this.#page[this.#free] = ITEM.data;
      this.#page.set(bytes, this.#free + 1);
    }
    this.#view.setUint16(PAGE.items + 2 * this.#items, this.#free, this.#little);
    this.#items += 1;
    this.#view.setUint16(PAGE.entries, this.#items, this.#little);
    this.#view.setUint16(PAGE.highFree, this.#free, this.#little);
  }

  /** Writes a large item to pages of its own, one after the other; answers the first. */
  #writeLarge(bytes: Uint8Array): number {
    const room = this.#pageSize - PAGE.items;
    const first = this.#next;
    const page = new Uint8Array(this.#pageSize);
    const view = new DataView(page.buffer);
    view.setUint8(PAGE.type, PAGE_TYPE.overflow);
    view.setUint16(PAGE.entries, 1, this.#little);
    for (let offset = 0; offset < bytes.length; offset += room) {
      const part = bytes.subarray(offset, offset + room);
      const number = this.#take();
      const isLast = offset + room >= bytes.length;
      view.setUint32(PAGE.number, number, this.#little);
      view.setUint32(PAGE.previous, number === first ? 0 : number - 1, this.#little);
      view.setUint32(PAGE.next, isLast ? 0 : number + 1, this.#little);
      view.setUint16(PAGE.highFree, part.length, this.#little);
      page.set(part, PAGE.items);
      page.fill(0, PAGE.items + part.length);
      this.#otherPages.put(number, page);
    }
    return first;
  }

  #writeMeta(): void {
    const { last, highMask, lowMask } = this.#table;
    this.#page.fill(0);
    const set = (offset: number, value: number) => this.#view.setUint32(offset, value, this.#little);
    // The sequence number of a file whose changes no log has.
    set(4, 1);
    set(META.magic, HASH_MAGIC);
    set(META.version, VERSION);
    set(META.pageSize, this.#pageSize);
    this.#view.setUint8(META.type, PAGE_TYPE.meta);
    set(META.lastPage, this.#next - 1);
    crypto.getRandomValues(this.#page.subarray(META.identity, META.identity + IDENTITY_SIZE));
    set(META.maxBucket, last);
    set(META.highMask, highMask);
    set(META.lowMask, lowMask);
    set(META.fillFactor, FILL_FACTOR);
    // It counts from one.
    set(META.elements, this.#source.totals.count + 1);
    set(META.hashCheck, HASH_CHECK);
    // The pages of all buckets are one after the other, from page 1 on.
    for (let group = 0; group <= groupOf(last); group++) set(META.spares + 4 * group, 1);
    this.#bucketPages.put(0, this.#page);
  }

  #take(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  #isLarge(bytes: Uint8Array): boolean {
    return isLarge(bytes.length, this.#pageSize);
  }

  /** The order in which Berkeley DB looks for keys: small ones first; those that begin alike by length, of small ones the longer first. */
  #compare(a: Uint8Array, b: Uint8Array): number {
    const large = this.#isLarge(a);
    if (large !== this.#isLarge(b)) return large ? 1 : -1;
    const length = Math.min(a.length, b.length);
    for (let index = 0; index < length; index++) {
      const difference = (a[index] as number) - (b[index] as number);
      if (difference !== 0) return difference;
    }
    return large ? a.length - b.length : b.length - a.length;
  }
}

/** A power of two: none of them is split halfway, so all of them are as full. */
function bucketsFor({ count, bytes }: Totals, pageSize: number): number {
  const buckets = Math.max(2, Math.ceil(count / FILL_FACTOR), Math.ceil(bytes / (FILLING * pageSize)));
  return 2 ** bitsOf(buckets);
}
