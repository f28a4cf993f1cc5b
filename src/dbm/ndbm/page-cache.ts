/** The bytes of pages that are kept in memory. */
const CACHE_SIZE = 16 * 1024 * 1024;

/** Pages of a file that are kept in memory: of those whose numbers leave the same remainder, the one that was asked for last. */
export class PageCache<Page extends { readonly number: number }> {
  readonly #read: (number: number) => Page;
  readonly #pages: (Page | undefined)[] = [];
  readonly #slots: number;

  /** For pages of so many bytes, which nobody changes once they are read. */
  constructor(pageSize: number, read: (number: number) => Page) {
    this.#read = read;
    this.#slots = CACHE_SIZE / pageSize;
  }

  /** The page of that number. */
  get(number: number): Page {
    const slot = number % this.#slots;
    const found = this.#pages[slot];
    if (found?.number === number) return found;
    const page = this.#read(number);
    this.#pages[slot] = page;
    return page;
  }
}
