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

  readonly real: number;
  readonly imag: number;

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

  readonly value: number;

  constructor(value: number) {
    super();
    this.value = number(value, "value");
  }

  override valueOf(): number {
    return this.value;
  }
}

/** A Python 2 `long` whose value would fit an `int`; longer ones are plain integers. */
export class Long extends PythonObject {
  static {
    brand(Long.prototype, "Long");
  }

  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = bigint(value);
  }

  override toString(): string {
    return String(this.value);
  }

  override valueOf(): bigint {
    return this.value;
  }
}

/** A Python 2 `int` wider than 32 bits, as 64-bit machines had them; an integer of that size is else a `long`. */
export class Int extends PythonObject {
  static {
    brand(Int.prototype, "Int");
  }

  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = bigint(value);
  }

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
