import type { DatabaseFile } from "../file.ts";

/** The bytes of pages that wait to be written together, at the most. */
const BUFFER_SIZE = 256 * 1024;

/** Writes pages to a file, those that come one after the other at once. */
export class PageStream {
  readonly #file: DatabaseFile;
  readonly #pageSize: number;
  #buffer: Uint8Array;
  /** The first page that waits, and how many wait. */
  #first = 0;
  #count = 0;

  constructor(file: DatabaseFile, pageSize: number) {
    this.#file = file;
    this.#pageSize = pageSize;
    this.#buffer = new Uint8Array(pageSize);
  }

  /** Writes a page, of which nothing is kept. */
  put(number: number, page: Uint8Array): void {
    const end = this.#count * this.#pageSize;
    if (number !== this.#first + this.#count || end === BUFFER_SIZE) this.flush();
    else if (end === this.#buffer.length) this.#grow();
    if (this.#count === 0) this.#first = number;
    this.#buffer.set(page, this.#count * this.#pageSize);
    this.#count += 1;
  }

  /** Writes the pages that wait. */
  flush(): void {
    if (this.#count === 0) return;
    this.#file.write(this.#buffer.subarray(0, this.#count * this.#pageSize), this.#first * this.#pageSize);
    this.#count = 0;
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#buffer.length);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
