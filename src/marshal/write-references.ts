import type { ByteWriter } from "../bytes/index.ts";
import { FLAG_REF, REF } from "./type-codes.ts";

/**
 * The objects and strings that were written and may come again. Which of them get an index is only known at the end, and
 * an index counts those that have one; so a reference is written as the number of what it refers to among all that were
 * noted, and mended then.
 */
export class WriteReferences {
  readonly #out: ByteWriter;
  /** Whether everything gets an index, which then is its number. */
  readonly #hasAll: boolean;
  /** The number of each. */
  readonly #strings = new Map<string, number>();
  readonly #objects = new Map<object, number>();
  #integers: Map<bigint, number> | undefined;
  /** Objects within code objects, where numbers mean something else. */
  #objectsInCode: Map<object, number> | undefined;
  /** Where each was written, by its number. */
  readonly #offsets: number[] = [];
  /** Where references are that have to be mended. */
  readonly #places: number[] = [];

  /** @param hasAll Whether everything gets an index. */
  constructor(out: ByteWriter, hasAll: boolean) {
    this.#out = out;
    this.#hasAll = hasAll;
  }

  /** Refers to a string that was written before, or notes that it is about to be. */
  recallString(text: string): boolean {
    const number = this.#strings.get(text);
    if (number !== undefined) return this.#refer(number);
    this.#strings.set(text, this.#note());
    return false;
  }

  /** Refers to an integer that was written before, or notes that it is about to be. */
  recallInteger(value: bigint): boolean {
    this.#integers ??= new Map();
    const number = this.#integers.get(value);
    if (number !== undefined) return this.#refer(number);
    this.#integers.set(value, this.#note());
    return false;
  }

  /** Refers to an object that was written before, or notes that it is about to be. */
  recall(value: object, inCode: boolean): boolean {
    if (inCode) this.#objectsInCode ??= new Map();
    const objects = inCode ? (this.#objectsInCode as Map<object, number>) : this.#objects;
    const number = objects.get(value);
    if (number !== undefined) return this.#refer(number);
    objects.set(value, this.#note());
    return false;
  }

  #note(): number {
    return this.#offsets.push(this.#out.length) - 1;
  }

  #refer(number: number): true {
    const out = this.#out;
    const start = out.reserve(5);
    const { bytes } = out;
    bytes[start] = REF;
    out.setU32(start + 1, number);
    if (!this.#hasAll) {
      const offset = this.#offsets[number] as number;
      bytes[offset] = (bytes[offset] as number) | FLAG_REF;
      this.#places.push(start + 1);
    }
    return true;
  }

  /** Notes a value that is about to be written and never referred to. */
  pass(): void {
    if (this.#hasAll) this.#offsets.push(this.#out.length);
  }

  /** Marks what has an index, and mends the references. */
  finish(): void {
    const { bytes, view } = this.#out;
    if (this.#hasAll) {
      for (const offset of this.#offsets) bytes[offset] = (bytes[offset] as number) | FLAG_REF;
    } else if (this.#places.length > 0) {
      const indices = this.#indices(bytes);
      for (const place of this.#places)
        view.setUint32(place, indices[view.getUint32(place, true)] as number, true);
    }
  }

  /** The index of each that has one, by its number. */
  #indices(bytes: Uint8Array): Uint32Array {
    const offsets = this.#offsets;
    const indices = new Uint32Array(offsets.length);
    let index = 0;
    for (let number = 0; number < offsets.length; number += 1) {
      indices[number] = index;
      index += (bytes[offsets[number] as number] as number) >> 7;
    }
    return indices;
  }
}
