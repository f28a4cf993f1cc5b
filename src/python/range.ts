import { brand, PythonObject } from "./python-object.ts";

/**
 * Python's `range`, which can be iterated here too. Its numbers are numbers where they are safe integers, and
 * bigints beyond.
 *
 * ```ts
 * import { Range } from "pantry/python";
 *
 * if (Array.from(new Range(0, 10, 4)).join() !== "0,4,8") throw new Error("not every fourth");
 * ```
 */
export class Range extends PythonObject {
  static {
    brand(Range.prototype, "Range");
  }

  /** The first number, if there is any. */
  readonly start: number | bigint;
  /** Where the numbers end; it is not one of them. */
  readonly stop: number | bigint;
  /** The difference from one number to the next, never 0. */
  readonly step: number | bigint;

  /**
   * The numbers from `start` on, `step` apart, before `stop`.
   *
   * @throws TypeError for what is neither a safe integer nor a bigint.
   * @throws RangeError for a step of 0.
   */
  constructor(start: number | bigint, stop: number | bigint, step: number | bigint = 1) {
    super();
    this.start = integer(start, "start");
    this.stop = integer(stop, "stop");
    this.step = integer(step, "step");
    if (this.step === 0) throw new RangeError("step must not be 0");
  }

  /** How many numbers there are. */
  get length(): number | bigint {
    const start = BigInt(this.start);
    const step = BigInt(this.step);
    const span = step > 0n ? BigInt(this.stop) - start : start - BigInt(this.stop);
    const stride = step > 0n ? step : -step;
    return span <= 0n ? 0 : shortest((span + stride - 1n) / stride);
  }

  /** Gives the numbers one by one. */
  *[Symbol.iterator](): Generator<number | bigint, void, undefined> {
    const count = BigInt(this.length);
    const start = BigInt(this.start);
    const step = BigInt(this.step);
    for (let i = 0n; i < count; i += 1n) yield shortest(start + i * step);
  }
}

function integer(value: number | bigint, name: string): number | bigint {
  if (typeof value === "bigint") return shortest(value);
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} must be an integer, not ${value}`);
  return value === 0 ? 0 : value;
}

/** The number itself where it is safe, else the bigint. */
function shortest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
