/**
 * What a pickle has stored for later, by index. Indices that come in order live in an array; one that leaps ahead
 * costs a map entry, never an array of its size (CVE-2018-20406).
 */
export class ReadMemo {
  readonly #dense: unknown[] = [];
  readonly #sparse = new Map<number, unknown>();

  get size(): number {
    return this.#dense.length + this.#sparse.size;
  }

  has(index: number): boolean {
    return index < this.#dense.length || this.#sparse.has(index);
  }

  get(index: number): unknown {
    return index < this.#dense.length ? this.#dense[index] : this.#sparse.get(index);
  }

  set(index: number, value: unknown): void {
    if (index < this.#dense.length) {
      this.#dense[index] = value;
    } else if (index === this.#dense.length) {
      this.#dense.push(value);
      if (this.#sparse.size > 0) this.#sparse.delete(index);
    } else {
      this.#sparse.set(index, value);
    }
  }

  clear(): void {
    this.#dense.length = 0;
    this.#sparse.clear();
  }

  *entries(): Generator<[number, unknown]> {
    yield* this.#dense.entries();
    yield* this.#sparse.entries();
  }
}
