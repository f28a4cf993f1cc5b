import type { ByteWriter } from "../bytes/index.ts";
import { FLAG_REF, REF } from "./type-codes.ts";

/**
 * The objects and strings that were written and may come again. Which of them get an index is only known at the end, and
 * an index counts those that have one; so a reference is written as the number of what it refers to among all that are
 * referred to, and mended then.
 */
export class WriteReferences {
  readonly #out: ByteWriter;
  /** The offsets of everything that gets an index, where that does not depend on whether it comes again. */
  readonly #all: number[] | undefined;
  /** Where each was written; for what is referred to the complement of its number, and so negative. */
  readonly #strings = new Map<string, number>();
  #integers: Map<bigint, number> | undefined;
  readonly #objects = new Map<object, number>();
  /** Objects within code objects, where numbers mean something else. */
  #objectsInCode: Map<object, number> | undefined;
  /** Where what is referred to was written, by its number. */
  readonly #referred: number[] = [];
  /** Where references are. */
  readonly #places: number[] = [];

  /** @param hasAll Whether everything gets an index. */
  constructor(out: ByteWriter, hasAll: boolean) {
    this.#out = out;
    this.#all = hasAll ? [] : undefined;
  }

  /** Refers to a string that was written before, or notes that it is about to be. */
  recallString(text: string): boolean {
    const number = this.#recall(this.#strings, text);
    return number >= 0 && this.#refer(number);
  }

  /** Refers to an integer that was written before, or notes that it is about to be. */
  recallInteger(value: bigint): boolean {
    this.#integers ??= new Map();
    const number = this.#recall(this.#integers, value);
    return number >= 0 && this.#refer(number);
  }

  /** Refers to an object that was written before, or notes that it is about to be. */
  recall(value: object, inCode: boolean): boolean {
    if (inCode) this.#objectsInCode ??= new Map();
    const number = this.#recall(inCode ? (this.#objectsInCode as Map<object, number>) : this.#objects, value);
    return number >= 0 && this.#refer(number);
  }

  /** The number of what was written before, or -1. */
  #recall<Key>(known: Map<Key, number>, key: Key): number {
    const found = known.get(key);
    if (found === undefined) {
      known.set(key, this.#out.length);
      this.pass();
      return -1;
    }
    if (found < 0) return ~found;
    const number = this.#referred.push(found) - 1;
    known.set(key, ~number);
    return number;
  }

  #refer(number: number): true {
    const out = this.#out;
    const start = out.reserve(5);
    out.bytes[start] = REF;
    out.setU32(start + 1, number);
    this.#places.push(start + 1);
    return true;
  }

  /** Notes a value that is about to be written and never referred to. */
  pass(): void {
    this.#all?.push(this.#out.length);
  }

  /** Marks what has an index, and mends the references. */
  finish(): void {
    const referred = this.#referred;
    if (referred.length === 0 && this.#all === undefined) return;
    const order = orderOf(referred);
    const marked = this.#all ?? order.map((number) => referred[number] as number);
    const { bytes } = this.#out;
    for (const offset of marked) bytes[offset] = (bytes[offset] as number) | FLAG_REF;
    if (referred.length === 0) return;
    const indices = indicesOf(referred, order, marked);
    const view = new DataView(bytes.buffer);
    for (const place of this.#places) {
      view.setUint32(place, indices[view.getUint32(place, true)] as number, true);
    }
  }
}

/** The numbers of some offsets, the lowest offset first. */
function orderOf(offsets: readonly number[]): number[] {
  const numbers = offsets.map((_, number) => number);
  return numbers.sort((one, other) => (offsets[one] as number) - (offsets[other] as number));
}

/** Where each of some offsets is among others, which are in order and have them all. */
function indicesOf(
  offsets: readonly number[],
  order: readonly number[],
  marked: readonly number[],
): Uint32Array {
  const indices = new Uint32Array(offsets.length);
  let index = 0;
  for (const number of order) {
    while (marked[index] !== offsets[number]) index += 1;
    indices[number] = index;
  }
  return indices;
}
