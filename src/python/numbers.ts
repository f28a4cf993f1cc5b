import { brand, PythonObject } from "./python-object.ts";

/**
 * Python's `complex`.
 *
 * ```ts
 * import { Complex } from "pantry/python";
 *
 * if (String(new Complex(1, -2)) !== "(1-2j)") throw new Error("not a complex");
 * ```
 */
export class Complex extends PythonObject {
  static {
    brand(Complex.prototype, "Complex");
  }

  /** The real part. */
  readonly real: number;
  /** The imaginary part. */
  readonly imag: number;

  /**
   * `real + imag j`.
   *
   * @throws TypeError for a part that is not a number.
   */
  constructor(real: number, imag: number = 0) {
    super();
    this.real = number(real, "real");
    this.imag = number(imag, "imag");
  }
}

/**
 * A number that is a Python `float` whatever its value: `new Float(1)` is `1.0`, where the number `1` is an `int`.
 * A reader makes one where a plain number could not hold the difference (a `-0.0` as the key of a dict).
 *
 * ```ts
 * import { Float } from "pantry/python";
 *
 * if (String(new Float(1)) !== "1.0" || new Float(1).valueOf() !== 1) throw new Error("not a float");
 * ```
 */
export class Float extends PythonObject {
  static {
    brand(Float.prototype, "Float");
  }

  /** The number itself. */
  readonly value: number;

  /**
   * The float of this value.
   *
   * @throws TypeError for what is not a number.
   */
  constructor(value: number) {
    super();
    this.value = number(value, "value");
  }

  /** The number itself, so that it can be reckoned with. */
  override valueOf(): number {
    return this.value;
  }
}

/**
 * A Python 2 `long` whose value would fit an `int` of 32 bits; greater ones are plain bigints. Only the exact
 * profile reads one.
 */
export class Long extends PythonObject {
  static {
    brand(Long.prototype, "Long");
  }

  /** The integer itself. */
  readonly value: bigint;

  /**
   * The long of this value, whose size is not checked.
   *
   * @throws TypeError for what is not a bigint.
   */
  constructor(value: bigint) {
    super();
    this.value = bigint(value);
  }

  /** What Python 2's `str()` gives: the digits, without the `L` of its `repr()`. */
  override toString(): string {
    return String(this.value);
  }

  /** The integer itself, so that it can be reckoned with. */
  override valueOf(): bigint {
    return this.value;
  }
}

/**
 * A Python 2 `int` wider than 32 bits, as 64-bit machines had them; a plain bigint of that size is Python 2's
 * `long`. Only the exact profile reads one.
 */
export class Int extends PythonObject {
  static {
    brand(Int.prototype, "Int");
  }

  /** The integer itself. */
  readonly value: bigint;

  /**
   * The int of this value, whose size is not checked.
   *
   * @throws TypeError for what is not a bigint.
   */
  constructor(value: bigint) {
    super();
    this.value = bigint(value);
  }

  /** The integer itself, so that it can be reckoned with. */
  override valueOf(): bigint {
    return this.value;
  }
}

function number(value: number, name: string): number {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number, not ${typeof value}`);
  return value;
}

function bigint(value: bigint): bigint {
  if (typeof value !== "bigint") throw new TypeError(`value must be a bigint, not ${typeof value}`);
  return value;
}
