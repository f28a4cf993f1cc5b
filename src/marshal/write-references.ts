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
    return this.#recall(this.#strings, text);
  }

  /** Refers to an integer that was written before, or notes that it is about to be. */
  recallInteger(value: bigint): boolean {
    this.#integers ??= new Map();
    return this.#recall(this.#integers, value);
  }

  /** Refers to an object that was written before, or notes that it is about to be. */
  recall(value: object, inCode: boolean): boolean {
    if (!inCode) return this.#recall(this.#objects, value);
    this.#objectsInCode ??= new Map();
    return this.#recall(this.#objectsInCode, value);
  }

  #recall<Key>(known: Map<Key, number>, value: Key): boolean {
    const found = known.get(value);
    if (found === undefined) {
      known.set(value, this.#out.length);
      this.pass();
      return false;
    }
    const number = found < 0 ? ~found : this.#referred.push(found) - 1;
    if (found >= 0) known.set(value, ~number);
    this.#out.u8(REF);
    this.#places.push(this.#out.length);
    this.#out.u32(number);
    return true;
  }

  /** Notes a value that is about to be written and never referred to. */
  pass(): void {
    this.#all?.push(this.#out.length);
  }

  /** Marks what has an index, and mends the references. */
  finish(): void {
    const referred = this.#referred;
    const marked = this.#all ?? referred.toSorted((one, other) => one - other);
    const { bytes } = this.#out;
    for (const offset of marked) bytes[offset] = (bytes[offset] as number) | FLAG_REF;
    if (referred.length === 0) return;
    const indices = indicesOf(referred, marked);
    const view = new DataView(bytes.buffer);
    for (const place of this.#places) {
      view.setUint32(place, indices[view.getUint32(place, true)] as number, true);
    }
  }
}

/** Where each of some offsets is among others, which are in order and have them all. */
function indicesOf(offsets: readonly number[], ordered: readonly number[]): Uint32Array {
  const indices = new Uint32Array(offsets.length);
  const numbers = Array.from(offsets.keys()).sort(
    (one, other) => (offsets[one] as number) - (offsets[other] as number),
  );
  let index = 0;
  for (const number of numbers) {
    while (ordered[index] !== offsets[number]) index += 1;
    indices[number] = index;
  }
  return indices;
}
