import type { Bytes } from "../store.ts";
import { FIRST_OFFSET, hashOf, MARK } from "./bsd-layout.ts";
import type { BsdPages, Page } from "./bsd-pages.ts";

/** Bytes in a page, a part of a key or of a value. */
interface Part {
  /** The page, by its number. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/**
 * A walk through the pairs of a bucket: those in its page, and in the pages that are linked to it. A large pair has pages of its own
 * in that chain, which goes on after them. All of them are met, also those that its own library loses when it lists what it has.
 */
export class BsdWalk {
  readonly #pages: BsdPages;
  readonly #bucket: number;
  readonly #visited = new Set<number>();
  #page: Page | undefined;
  /** The slot of the key. */
  #index = -1;
  #key: Part[] = [];
  #value: Part[] = [];

  constructor(pages: BsdPages, bucket: number) {
    this.#pages = pages;
    this.#bucket = bucket;
    this.#page = pages.first(bucket);
  }

  /** Goes to the next pair; `false` where there is none. */
  next(): boolean {
    const pages = this.#pages;
    this.#index += 2;
    while (this.#page !== undefined && this.#index < this.#page.count) {
      const page = this.#page;
      const index = this.#index;
      const mark = pages.slot(page, index + 1);
      if (mark >= FIRST_OFFSET) {
        this.#readPair(page, index, mark);
        return true;
      }
      if (mark !== MARK.link) {
        this.#readLarge(page);
        return true;
      }
      this.#page = this.#follow(page, index);
      this.#index = 1;
    }
    return false;
  }

  /** Where the pair is: its page, by its number. */
  get place(): number {
    return (this.#key[0] ?? this.#value[0])?.number ?? 0;
  }

  /** How many bytes the pair's key has. */
  get keyLength(): number {
    return lengthOf(this.#key);
  }

  /** How many bytes the pair's value has. */
  get valueLength(): number {
    return lengthOf(this.#value);
  }

  /** Whether the pair has pages of its own. */
  get isLarge(): boolean {
    return this.#index < 0;
  }

  /** Whether the pair's key is this one. */
  isKey(key: Uint8Array): boolean {
    if (lengthOf(this.#key) !== key.length) return false;
    let at = 0;
    for (const { number, start, end } of this.#key) {
      const { bytes } = this.#pages.get(number);
      for (let offset = start; offset < end; offset++) if (bytes[offset] !== key[at++]) return false;
    }
    return true;
  }

  /** The hash of the pair's key. */
  hash(): number {
    let hash = 0;
    for (const { number, start, end } of this.#key)
      hash = hashOf(this.#pages.get(number).bytes, start, end, hash);
    return hash;
  }

  /** The pair's key, as fresh bytes or, where that can be, as a part of its page. */
  key(fresh = true): Bytes {
    return this.#join(this.#key, fresh);
  }

  /** The pair's value, likewise. */
  value(fresh = true): Bytes {
    return this.#join(this.#value, fresh);
  }

  /** Pairs are one before the other, the first at the end of the page, each with its key after its value. */
  #readPair(page: Page, index: number, start: number): void {
    const pages = this.#pages;
    const middle = pages.slot(page, index);
    const end = index === 1 ? pages.header.pageSize : pages.slot(page, index - 1);
    if (start < pages.endOfSlots(page) || start > middle || middle > end)
      throw pages.wrong(page, index, "a pair", `it cannot be at ${start}, its key at ${middle}`);
    this.#key = [{ number: page.number, start: middle, end }];
    this.#value = [{ number: page.number, start, end: middle }];
  }

  #readLarge(first: Page): void {
    if (this.#index !== 1)
      throw this.#pages.wrong(first, this.#index, "a large pair", "it does not begin its page");
    this.#key = [];
    this.#value = [];
    let page = first;
    while (this.#markOf(page) === MARK.partialKey) {
      this.#key.push(this.#partOf(page));
      page = this.#follow(page, 3);
    }
    if (page.count === 2) {
      this.#page = this.#readValue(page);
    } else {
      this.#key.push(this.#partOf(page));
      this.#page =
        this.#markOf(page) === MARK.fullKey ? this.#readValueAfter(page) : this.#readValueBeside(page);
      if (this.#bucket === 0 && this.#markOf(first) === MARK.fullKey && !this.#isKeyOfBucket())
        this.#value.unshift(...this.#key.splice(0));
    }
    // The next pair is at the beginning of the page that comes next.
    this.#index = -1;
  }

  /** Its library writes no key for a large value of the empty key, which is in bucket 0: what looks like a key then belongs in another one. */
  #isKeyOfBucket(): boolean {
    return this.#pages.header.table.bucketOf(this.hash()) === this.#bucket;
  }

  /** The value of a large key that ends in the page before. */
  #readValueAfter(last: Page): Page | undefined {
    const page = this.#follow(last, 3);
    const mark = page.count === 0 ? MARK.link : this.#pages.slot(page, 2);
    // Its library writes no page for an empty value when the key fills its last page.
    return mark === MARK.fullKey || mark === MARK.fullKeyAndData ? this.#readValue(page) : page;
  }

  /** The value that begins in the page where the key ends. If it is all there, a free byte says so. */
  #readValueBeside(page: Page): Page | undefined {
    const pages = this.#pages;
    const [start, end] = [pages.slot(page, 4), pages.slot(page, 1)];
    if (page.count !== 4 || start < pages.endOfSlots(page) || start > end)
      throw pages.wrong(page, 4, "a large value", `it cannot be at ${start}`);
    this.#value.push({ number: page.number, start, end });
    const next = this.#follow(page, 3);
    return pages.slot(page, 5) === 0 ? this.#readValue(next) : next;
  }

  /** What is left of a value, from this page on; answers the page after it, if there is one. */
  #readValue(first: Page): Page | undefined {
    let page = first;
    for (;;) {
      const mark = this.#markOf(page);
      this.#value.push(this.#partOf(page));
      if (mark === MARK.fullKeyAndData) return page.count === 2 ? undefined : this.#follow(page, 3);
      if (mark !== MARK.fullKey)
        throw this.#pages.wrong(page, 2, "a large value", "there is a part of a key");
      page = this.#follow(page, 3);
    }
  }

  #markOf(page: Page): number {
    const mark = page.count === 2 || page.count === 4 ? this.#pages.slot(page, 2) : MARK.link;
    if (mark === MARK.link || mark >= FIRST_OFFSET)
      throw this.#pages.wrong(page, 2, "a part of a large pair", "the page is not one of a large pair");
    return mark;
  }

  #partOf(page: Page): Part {
    const pages = this.#pages;
    const [start, end] = [pages.slot(page, 1), pages.header.pageSize];
    if (start < pages.endOfSlots(page) || start > end)
      throw pages.wrong(page, 1, "a part of a large pair", `it cannot be at ${start}`);
    return { number: page.number, start, end };
  }

  #follow(page: Page, slot: number): Page {
    if (page.count < slot)
      throw this.#pages.wrong(page, 0, "a large pair", "there is no page after this one");
    return this.#pages.follow(page, slot, this.#bucket, this.#visited);
  }

  /** No more bytes than the pages have that were read. */
  #join(parts: readonly Part[], fresh: boolean): Bytes {
    const [only] = parts;
    if (only && parts.length === 1 && !fresh)
      return this.#pages.get(only.number).bytes.subarray(only.start, only.end);
    const bytes = new Uint8Array(lengthOf(parts));
    let filled = 0;
    for (const { number, start, end } of parts) {
      bytes.set(this.#pages.get(number).bytes.subarray(start, end), filled);
      filled += end - start;
    }
    return bytes;
  }
}

function lengthOf(parts: readonly Part[]): number {
  let length = 0;
  for (const { start, end } of parts) length += end - start;
  return length;
}
