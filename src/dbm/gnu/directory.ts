import { malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import { Block } from "./block.ts";
import type { Header } from "./header.ts";
import type { Layout } from "./layout.ts";

/** How much of the directory is read at once, and how many such pages are held. */
const PAGE_SIZE = 65536;
const MAX_PAGES = 128;

/** The directory: where the bucket is, for each value of the first bits of a hash. It is read as far as it is needed. */
export class Directory {
  readonly #file: DatabaseFile;
  readonly #header: Header;
  readonly #layout: Layout;
  readonly #pages = new Map<number, Block>();
  /** Which entries were changed: from here */
  #changedFrom: number = Number.POSITIVE_INFINITY;
  /** to here. */
  #changedTo = 0;

  constructor(file: DatabaseFile, header: Header) {
    this.#file = file;
    this.#header = header;
    this.#layout = header.layout;
  }

  /** How many entries there are. */
  get length(): number {
    return 2 ** this.#header.directoryBits;
  }

  /** Where the bucket of an index is. */
  at(index: number): number {
    const byte = index * this.#layout.offsetSize;
    const address = this.#layout.offset(this.#page(byte).view, byte % PAGE_SIZE);
    const { blockSize, bucketSize, directory, directorySize } = this.#header;
    const end = address + bucketSize;
    const inside = address >= blockSize && Number.isSafeInteger(end);
    if (inside && (end <= directory || address >= directory + directorySize)) return address;
    const offset = directory + byte;
    throw malformed("the directory", offset, `a bucket cannot be at ${address}`, this.#file.path);
  }

  /** Lets a range of indices have another bucket. */
  fill(from: number, to: number, address: number): void {
    const { offsetSize } = this.#layout;
    for (let index = from; index < to; index += 1) {
      const byte = index * offsetSize;
      const page = this.#page(byte);
      this.#layout.setOffset(page.view, byte % PAGE_SIZE, address);
      page.touch(byte % PAGE_SIZE, (byte % PAGE_SIZE) + offsetSize);
    }
    this.#changedFrom = Math.min(this.#changedFrom, from);
    this.#changedTo = Math.max(this.#changedTo, to);
  }

  /**
   * Makes a copy that is indexed with one bit more, and goes on with it. It is written there at once, where nothing looks before the header on
   * the disk says so.
   */
  double(address: number): void {
    const { offsetSize } = this.#layout;
    const { length } = this;
    const perPage = PAGE_SIZE / offsetSize / 2;
    for (let from = 0; from < length; from += perPage) {
      const count = Math.min(perPage, length - from);
      const doubled = new Uint8Array(count * 2 * offsetSize);
      for (let index = 0; index < count; index += 1) {
        const byte = (from + index) * offsetSize;
        const entry = this.#page(byte).bytes.subarray(byte % PAGE_SIZE, (byte % PAGE_SIZE) + offsetSize);
        doubled.set(entry, index * 2 * offsetSize);
        doubled.set(entry, (index * 2 + 1) * offsetSize);
      }
      this.#file.write(doubled, address + from * 2 * offsetSize);
    }
    this.#header.setDirectory(address, this.#header.directoryBits + 1);
    this.#pages.clear();
    this.#settle();
  }

  /** Writes what was changed: all of it at once, so that no one finds a part. */
  write(): void {
    if (this.#changedTo <= this.#changedFrom) return;
    const { offsetSize } = this.#layout;
    const bytes = new Uint8Array((this.#changedTo - this.#changedFrom) * offsetSize);
    const start = this.#changedFrom * offsetSize;
    for (let done = 0; done < bytes.length; ) {
      const at = (start + done) % PAGE_SIZE;
      const part = this.#page(start + done).bytes.subarray(at, at + bytes.length - done);
      bytes.set(part, done);
      done += part.length;
    }
    this.#file.write(bytes, this.#header.directory + start);
    for (const page of this.#pages.values()) page.settle();
    this.#settle();
  }

  #settle(): void {
    this.#changedFrom = Number.POSITIVE_INFINITY;
    this.#changedTo = 0;
  }

  #page(byte: number): Block {
    const number = Math.floor(byte / PAGE_SIZE);
    const known = this.#pages.get(number);
    if (known) return known;
    const { directory, directorySize } = this.#header;
    const start = number * PAGE_SIZE;
    const length = Math.min(PAGE_SIZE, directorySize - start);
    const page = new Block(directory + start, this.#file.read(directory + start, length, "the directory"));
    this.#evict();
    this.#pages.set(number, page);
    return page;
  }

  #evict(): void {
    if (this.#pages.size < MAX_PAGES) return;
    for (const [number, page] of this.#pages) {
      if (page.isChanged) continue;
      this.#pages.delete(number);
      return;
    }
  }
}
