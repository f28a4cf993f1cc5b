import type { DumpSettings } from "./dump-options.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";
import type { Scalars } from "./scalars.ts";
import type { WriteMemo } from "./write-memo.ts";

/**
 * Writes values that hold no others, and whatever is in the memo: all that needs no task. Most of a pickle are such values,
 * so the numbers of a list are written without a call for each.
 */
export class SimpleValues {
  /** Leave all values to others. */
  isOff = false;
  readonly #out: FramedWriter;
  readonly #memo: WriteMemo;
  readonly #scalars: Scalars;
  readonly #exact: boolean;
  /** Whether a bigint is told apart from a number, by a byte more than it needs. */
  readonly #marksBigints: boolean;
  readonly #isText: boolean;

  constructor(out: FramedWriter, memo: WriteMemo, scalars: Scalars, settings: DumpSettings) {
    const { exact, plain, protocol } = settings;
    this.#out = out;
    this.#memo = memo;
    this.#scalars = scalars;
    this.#exact = exact;
    this.#marksBigints = !exact && !plain && protocol >= 2;
    this.#isText = protocol === 0;
  }

  /** Writes such a value behind a boundary; `false` for another, or when it is time to pause. */
  save(value: unknown): boolean {
    return !this.isOff && this.#out.boundary() && this.write(value);
  }

  /** Writes such a value; `false` for another. */
  write(value: unknown): boolean {
    switch (typeof value) {
      case "string":
        this.string(value);
        return true;
      case "number":
        this.#number(value);
        return true;
      case "object":
        if (value !== null) return this.#memo.recall(value);
        this.#out.u8(op.NONE);
        return true;
      case "boolean":
        this.#scalars.boolean(value);
        return true;
      case "bigint":
        this.#bigint(value);
        return true;
      default:
        return false;
    }
  }

  /** Writes items in a row, from one index to before another. The index of the first that `save` would not write. */
  saveRow(items: readonly unknown[], from: number, to: number): number {
    if (this.isOff) return from;
    const out = this.#out;
    const isBinary = !this.#isText;
    const exact = this.#exact;
    let { bytes, view, length, limit } = out;
    for (let i = from; i < to; i += 1) {
      const item = items[i];
      if (typeof item !== "number" || !isBinary) {
        out.length = length;
        if (!this.save(item)) return i;
        ({ bytes, view, length, limit } = out);
        continue;
      }
      if (length >= limit) {
        out.length = length;
        if (!out.boundary()) return i;
        ({ bytes, view, length, limit } = out);
      }
      if (!exact && (item | 0) === item && !Object.is(item, -0)) {
        if ((item & 0xff) === item) {
          bytes[length] = op.BININT1;
          bytes[length + 1] = item;
          length += 2;
        } else if ((item & 0xffff) === item) {
          bytes[length] = op.BININT2;
          view.setUint16(length + 1, item, true);
          length += 3;
        } else {
          bytes[length] = op.BININT;
          view.setInt32(length + 1, item, true);
          length += 5;
        }
      } else if (exact || !Number.isSafeInteger(item) || item === 0) {
        bytes[length] = op.BINFLOAT;
        view.setFloat64(length + 1, item);
        length += 9;
      } else {
        out.length = length;
        this.#scalars.integer(item);
        ({ bytes, view, length, limit } = out);
      }
    }
    out.length = length;
    return to;
  }

  /** The same for tuples, which are short. (V8 reads items of few kinds of arrays fast in one place.) */
  saveTuple(items: readonly unknown[], from: number): number {
    for (let i = from; i < items.length; i += 1) if (!this.save(items[i])) return i;
    return items.length;
  }

  /** The same for the fields of an object; their names and values are counted alike. */
  saveFields(object: object, names: readonly string[], from: number, to: number): number {
    for (let i = from; i < to; i += 1) {
      const name = names[i >> 1] as string;
      if ((i & 1) === 0 && !this.save(name)) return i;
      i |= 1;
      if (!this.save((object as Record<string, unknown>)[name])) return i;
    }
    return to;
  }

  /** A str, by its value. */
  string(value: string): void {
    const memo = this.#memo;
    if (memo.recallString(value)) return;
    this.#scalars.text(value);
    memo.keepString(value);
  }

  #number(value: number): void {
    const isInteger = !this.#exact && Number.isSafeInteger(value) && !Object.is(value, -0);
    if (isInteger) this.#scalars.integer(value);
    else this.#scalars.float(value);
  }

  #bigint(value: bigint): void {
    // In the natural profile a small int is read as a number, unless it is a byte longer than it needs to be.
    if (this.#marksBigints && Number.isSafeInteger(Number(value))) this.#scalars.long(value, true);
    else this.#scalars.bigint(value);
  }
}
