const SHIFT = 10;
const CHUNK = 2 ** SHIFT;
const MASK = CHUNK - 1;

/**
 * A list that grows in chunks: one array would be copied, and its new memory touched for the first time, again and again
 * (for 40,000 values that takes three times as long).
 */
export class ChunkedList {
  /** How many values there are. */
  length = 0;
  /** The first grows as it is filled, for short lists; the others have their length from the beginning. */
  readonly #chunks: unknown[][];
  #last: unknown[] = [];

  constructor() {
    this.#chunks = [this.#last];
  }

  /** The value at an index, which must be below the length. */
  at(index: number): unknown {
    return (this.#chunks[index >>> SHIFT] as unknown[])[index & MASK];
  }

  push(value: unknown): void {
    const index = this.length;
    if (index < CHUNK) {
      this.#last.push(value);
    } else {
      if ((index & MASK) === 0) this.#addChunk();
      this.#last[index & MASK] = value;
    }
    this.length = index + 1;
  }

  /** Puts another value in the place of one. */
  replace(index: number, value: unknown): void {
    (this.#chunks[index >>> SHIFT] as unknown[])[index & MASK] = value;
  }

  #addChunk(): void {
    this.#last = new Array(CHUNK);
    this.#chunks.push(this.#last);
  }
}
