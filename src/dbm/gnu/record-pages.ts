import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";

/** How much is read at once. (A call takes 3 µs, and 16 KiB 0.7 µs more than 4 KiB.) */
export const PAGE_SIZE = 16384;
/** So many pages are held: 32 MiB. */
const MAX_PAGES = 2048;

/**
 * What was read last of the records of a file that nobody else writes. A record is a few dozen bytes and a call of the system costs as much as
 * copying a page, so random reads took 5 to 10 times as long without. It is right about records alone, since only they are written through it.
 */
export class RecordPages {
  readonly #file: DatabaseFile;
  readonly #pages = new Map<number, Bytes>();

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  /** Fills the first bytes of `bytes` with what is there, if it lies in pages that can be held; else answers `false`. */
  fill(bytes: Uint8Array, size: number, address: number): boolean {
    for (let done = 0; done < size; ) {
      const start = (address + done) % PAGE_SIZE;
      const count = Math.min(PAGE_SIZE - start, size - done);
      const page = this.page(address + done);
      if (page.length < start + count) return false;
      bytes.set(page.subarray(start, start + count), done);
      done += count;
    }
    return true;
  }

  /** Notes what was just written. */
  wrote(bytes: Uint8Array, address: number): void {
    for (let done = 0; done < bytes.length; ) {
      const start = (address + done) % PAGE_SIZE;
      const count = Math.min(PAGE_SIZE - start, bytes.length - done);
      const number = Math.floor((address + done) / PAGE_SIZE);
      const page = this.#pages.get(number);
      if (page && page.length < start + count) this.#pages.delete(number);
      else page?.set(bytes.subarray(done, done + count), start);
      done += count;
    }
  }

  /** The page that this address is in, as far as the file goes. It is right until the next question. */
  page(address: number): Bytes {
    const number = Math.floor(address / PAGE_SIZE);
    const known = this.#pages.get(number);
    if (known) return known;
    const bytes = this.#spare();
    const length = this.#file.readSome(bytes, number * PAGE_SIZE);
    const page = length === PAGE_SIZE ? bytes : bytes.slice(0, length);
    this.#pages.set(number, page);
    return page;
  }

  /** Room for a page: that of the page which was read first when there are enough. */
  #spare(): Bytes {
    if (this.#pages.size < MAX_PAGES) return new Uint8Array(PAGE_SIZE);
    const [first] = this.#pages;
    if (!first) return new Uint8Array(PAGE_SIZE);
    this.#pages.delete(first[0]);
    return first[1].length === PAGE_SIZE ? first[1] : new Uint8Array(PAGE_SIZE);
  }
}
