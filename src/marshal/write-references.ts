import type { ByteWriter } from "../bytes/index.ts";
import { LongIntegers } from "../python/long-integers.ts";
import { firstAtLeast } from "./sorted.ts";
import { FLAG_REF, REF } from "./type-codes.ts";

/** Outside of it an integer is written once only: equal ones can be one that many share. */
const LONG_INTEGER = 2n ** 1024n;

/** What was written, and where. */
interface Numbered<Key> {
  set(key: Key, place: number): unknown;
}

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
  readonly #objects = new Map<object, number>();
  #integers: LongIntegers<number> | undefined;
  /** By their texts: numbers can be crafted to collide. */
  #floats: Map<string, number> | undefined;
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
    const found = this.#strings.get(text);
    if (found !== undefined) return this.#refer(this.#strings, text, found);
    this.#strings.set(text, this.#out.length);
    this.pass();
    return false;
  }

  /**
   * Refers to an integer that was written before, or notes that it is about to be. A reference is as long as a short one, so
   * long ones are referred to always, others where everything gets an index.
   */
  recallInteger(value: bigint | number): boolean {
    if (this.#all === undefined && !isLong(value)) return false;
    this.#integers ??= new LongIntegers();
    const integer = BigInt(value);
    const found = this.#integers.get(integer);
    if (found !== undefined) return this.#refer(this.#integers, integer, found);
    this.#integers.set(integer, this.#out.length);
    this.pass();
    return false;
  }

  /** The same for a float, which is referred to where everything gets an index. */
  recallFloat(value: number): boolean {
    if (this.#all === undefined) return false;
    // A `Map` takes the two zeros for one.
    if (value !== 0) {
      this.#floats ??= new Map();
      const text = String(value);
      const found = this.#floats.get(text);
      if (found !== undefined) return this.#refer(this.#floats, text, found);
      this.#floats.set(text, this.#out.length);
    }
    this.pass();
    return false;
  }

  /** Refers to an object that was written before, or notes that it is about to be. */
  recall(value: object, inCode: boolean): boolean {
    if (inCode) this.#objectsInCode ??= new Map();
    const objects = inCode ? (this.#objectsInCode as Map<object, number>) : this.#objects;
    const found = objects.get(value);
    if (found !== undefined) return this.#refer(objects, value, found);
    objects.set(value, this.#out.length);
    this.pass();
    return false;
  }

  #refer<Key>(known: Numbered<Key>, key: Key, found: number): true {
    let number = ~found;
    if (number < 0) {
      number = this.#referred.push(found) - 1;
      known.set(key, ~number);
    }
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
    const marked = this.#all ?? Float64Array.from(referred).sort();
    const { bytes, view } = this.#out;
    for (let i = 0; i < marked.length; i += 1) {
      const offset = marked[i] as number;
      bytes[offset] = (bytes[offset] as number) | FLAG_REF;
    }
    const indices = referred.map((offset) => firstAtLeast(marked, offset));
    for (const place of this.#places)
      view.setUint32(place, indices[view.getUint32(place, true)] as number, true);
  }
}

function isLong(value: bigint | number): boolean {
  return typeof value === "bigint" && (value >= LONG_INTEGER || value <= -LONG_INTEGER);
}
