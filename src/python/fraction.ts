import { brand, PythonObject } from "./python-object.ts";

/**
 * Python's `fractions.Fraction`, in lowest terms, its denominator positive.
 *
 * ```ts
 * import { Fraction } from "pantry/python";
 *
 * if (String(new Fraction(2n, -4n)) !== "-1/2") throw new Error("not in lowest terms");
 * ```
 */
export class Fraction extends PythonObject {
  static {
    brand(Fraction.prototype, "Fraction");
  }

  /** The number above the line, which has the sign. */
  readonly numerator: bigint;
  /** The number below the line, from 1 on. */
  readonly denominator: bigint;

  /**
   * `numerator / denominator`, brought to lowest terms.
   *
   * @throws TypeError for what is not a bigint.
   * @throws RangeError for a denominator of 0.
   */
  constructor(numerator: bigint, denominator: bigint = 1n) {
    super();
    if (typeof numerator !== "bigint" || typeof denominator !== "bigint") {
      throw new TypeError("numerator and denominator must be bigints");
    }
    if (denominator === 0n) throw new RangeError("denominator must not be 0");
    const divisor = greatestCommonDivisor(numerator, denominator);
    const sign = denominator < 0n ? -1n : 1n;
    this.numerator = (sign * numerator) / divisor;
    this.denominator = (sign * denominator) / divisor;
  }

  /** `1/2`, or `3` when the denominator is 1. */
  override toString(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left < 0n ? -left : left;
}
