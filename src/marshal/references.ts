/** What stands in the table where an object was begun that nothing may refer to before it is complete. */
const PENDING: unique symbol = Symbol("pending");

/** The objects that later ones can refer to, in the order in which they began (CPython: `RFILE.refs`). */
export class References {
  readonly #values: unknown[] = [];
  /** Whether each was read in the exact profile: kept only where there are both. */
  readonly #exact: boolean[] | undefined;
  /** The indices of containers that are being read, the outermost first. */
  readonly #open: number[] = [];

  /** @param isMixed Whether some objects are read in the exact profile and others are not. */
  constructor(isMixed: boolean) {
    this.#exact = isMixed ? [] : undefined;
  }

  /** Keeps an object that is complete. */
  add(value: unknown, exact: boolean): void {
    this.#values.push(value);
    this.#exact?.push(exact);
  }

  /** Keeps a container that is being read, or a place for one that may not be referred to yet; returns its index. */
  begin(value: unknown, isPending: boolean, exact: boolean): number {
    const index = this.#values.length;
    this.add(isPending ? PENDING : value, exact);
    this.#open.push(index);
    return index;
  }

  /** Says that the container begun last is complete, and that it is this value. */
  end(index: number, value: unknown): void {
    this.#open.pop();
    this.#values[index] = value;
  }

  /** Puts another value in the place of one that is being read. */
  replace(index: number, value: unknown): void {
    this.#values[index] = value;
  }

  /** Whether there is something at an index that may be referred to. */
  has(index: number): boolean {
    return index >= 0 && index < this.#values.length && this.#values[index] !== PENDING;
  }

  get(index: number): unknown {
    return this.#values[index];
  }

  /** Whether the object at an index was read in this profile. */
  isOf(index: number, exact: boolean): boolean {
    return this.#exact === undefined || this.#exact[index] === exact;
  }

  /** Whether the container at an index is still being read. */
  isOpen(index: number): boolean {
    let low = 0;
    let high = this.#open.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#open[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return this.#open[low] === index;
  }
}
