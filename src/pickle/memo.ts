import { ensureRoom, MOST_ITEMS } from "../bytes/limits.ts";
import { ChunkedList } from "./chunked-list.ts";

/** Stands where nothing was stored. */
const NOTHING = Symbol("nothing");
/** Indices that leave this many out are in order still: Python 2 begins with 1. */
const WIDEST_GAP = 1;

/**
 * What a pickle has stored for later, by index. Indices that come in order live in a list; one that leaps ahead
 * costs a map entry, never a list of its size (CVE-2018-20406). The map has texts for keys, as the hashes of numbers
 * can be foreseen, and indices crafted to collide.
 */
export class ReadMemo {
  #near = new ChunkedList();
  /** Few pickles need it. */
  #far: Map<string, unknown> | undefined;
  #size = 0;

  /** How many values are stored. */
  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return index < this.#near.length
      ? this.#near.at(index) !== NOTHING
      : (this.#far?.has(farKey(index)) ?? false);
  }

  /** What was stored at an index, `undefined` for nothing. */
  get(index: number): unknown {
    if (index >= this.#near.length) return this.#far?.get(farKey(index));
    const value = this.#near.at(index);
    return value === NOTHING ? undefined : value;
  }

  /** Throws `RangeError` where the runtime could not hold more. */
  set(index: number, value: unknown): void {
    const near = this.#near;
    if (index - near.length > WIDEST_GAP) {
      this.#far ??= new Map();
      const before = this.#far.size;
      this.#far.set(farKey(index), value);
      this.#size += this.#far.size - before;
      return;
    }
    while (index > near.length) this.#extend(NOTHING);
    if (index === near.length) this.#extend(value);
    else this.#replace(index, value);
  }

  /** Stores a value at an index, if that is the next one and in order; `false` for any other. */
  append(value: unknown, index: number): boolean {
    const near = this.#near;
    if (index !== near.length || index >= MOST_ITEMS || this.#far !== undefined) return false;
    near.push(value);
    this.#size += 1;
    return true;
  }

  clear(): void {
    this.#near = new ChunkedList();
    this.#far = undefined;
    this.#size = 0;
  }

  *entries(): Generator<[number, unknown]> {
    for (let index = 0; index < this.#near.length; index += 1) {
      const value = this.#near.at(index);
      if (value !== NOTHING) yield [index, value];
    }
    for (const [key, value] of this.#far ?? []) yield [Number(key.slice(1)), value];
  }

  #replace(index: number, value: unknown): void {
    if (this.#near.at(index) === NOTHING) this.#size += 1;
    this.#near.replace(index, value);
  }

  /** Makes the list one longer. What was stored there, far away before, gives way to a value and takes the place of nothing. */
  #extend(value: unknown): void {
    const index = this.#near.length;
    ensureRoom(index + 1);
    this.#near.push(value);
    if (value !== NOTHING) this.#size += 1;
    if (this.#far !== undefined) this.#fetch(index, value, this.#far);
  }

  #fetch(index: number, value: unknown, far: Map<string, unknown>): void {
    const key = farKey(index);
    if (!far.has(key)) return;
    if (value === NOTHING) this.#near.replace(index, far.get(key));
    else this.#size -= 1;
    far.delete(key);
    if (far.size === 0) this.#far = undefined;
  }
}

function farKey(index: number): string {
  return `i${index}`;
}
