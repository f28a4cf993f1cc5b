import type { CodePointString, Float, Int, Kind, Long, Python2String } from "../python/index.ts";
import type { DumpSettings } from "./dump-options.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";
import type { Scalars } from "./scalars.ts";
import type { WriteMemo } from "./write-memo.ts";

/** Writes values that hold no others, and whatever is in the memo: most of a pickle. */
export class SimpleValues {
  readonly #out: FramedWriter;
  readonly #memo: WriteMemo;
  readonly #scalars: Scalars;
  readonly #exact: boolean;
  /** Whether a bigint is told apart from a number, by a byte more than it needs. */
  readonly #marksBigints: boolean;

  constructor(out: FramedWriter, memo: WriteMemo, scalars: Scalars, settings: DumpSettings) {
    const { exact, plain, protocol } = settings;
    this.#out = out;
    this.#memo = memo;
    this.#scalars = scalars;
    this.#exact = exact;
    this.#marksBigints = !exact && !plain && protocol >= 2;
  }

  /** Writes such a value; `false` for another. */
  write(value: unknown): boolean {
    // Not by a `switch`, for which V8 looks up the name of the type first.
    if (typeof value === "string") this.string(value);
    else if (typeof value === "number") this.#number(value);
    else if (value === null) this.#out.u8(op.NONE);
    else if (typeof value === "object") return this.#memo.recall(value);
    else if (typeof value === "boolean") this.#scalars.boolean(value);
    else if (typeof value === "bigint") this.#bigint(value);
    else return false;
    return true;
  }

  /** A str, by its value. */
  string(value: string): void {
    const memo = this.#memo;
    if (memo.recallString(value)) return;
    this.#scalars.text(value);
    memo.keepString(value);
  }

  /** The name of a field, which the memo has not. */
  name(name: string, position: number): void {
    this.#scalars.text(name);
    this.#memo.keepName(name, position);
  }

  /** A value in a box, which is a scalar to Python. `false` for another kind. */
  boxed(value: object, kind: Kind): boolean {
    switch (kind) {
      case "Float":
        this.#scalars.float((value as Float).value);
        return true;
      case "Long":
        this.#scalars.long((value as Long).value);
        return true;
      case "Int":
        this.#scalars.intText((value as Int).value);
        return true;
      case "CodePointString":
        this.#scalars.codePoints(value as CodePointString);
        this.#memo.keep(value);
        return true;
      case "Python2String":
        this.#scalars.python2String(value as Python2String);
        this.#memo.keep(value);
        return true;
      default:
        return false;
    }
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
