/** The objects that later ones can refer to, in the order in which they began (CPython: `RFILE.refs`). */
export class References {
  readonly #values: unknown[] = [];
  /** Whether each was read in the exact profile: kept only where there are both. */
  readonly #exact: boolean[] | undefined;

  /** @param isMixed Whether some objects are read in the exact profile and others are not. */
  constructor(isMixed: boolean) {
    this.#exact = isMixed ? [] : undefined;
  }

  /** Keeps an object, or what stands for it while it is being read; returns its index. */
  add(value: unknown, exact: boolean): number {
    this.#exact?.push(exact);
    return this.#values.push(value) - 1;
  }

  /** Puts an object that is complete in the place of what stood for it. */
  complete(index: number, value: unknown): void {
    this.#values[index] = value;
  }

  /** `undefined` for an index that there is not. */
  get(index: number): unknown {
    return this.#values[index];
  }

  /** Whether the object at an index was read in this profile. */
  isOf(index: number, exact: boolean): boolean {
    return this.#exact === undefined || this.#exact[index] === exact;
  }
}
