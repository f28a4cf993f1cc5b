import { brand, PythonObject } from "./python-object.ts";

const FINITE = /^([+-]?)(\d+)?(?:\.(\d*))?(?:E([+-]?\d+))?$/i;
const SPECIAL = /^([+-]?)(?:(inf)(?:inity)?|(s?nan)(\d*))$/i;
/** What CPython's C decimal can hold as an exponent on a 64-bit machine. */
const GREATEST_EXPONENT = 2_000_000_000_000_000_000n;

/**
 * Python's `decimal.Decimal`, by its text: as many digits as there are, `-0`, `Infinity`, `NaN` and `sNaN`
 * included. Any text that Python's `Decimal()` takes is taken, save those with spaces, underscores or digits
 * outside ASCII, and kept as Python's `str()` would write it.
 *
 * ```ts
 * import { Decimal } from "pantry/python";
 *
 * if (new Decimal("1.50").text !== "1.50" || new Decimal("15e3").text !== "1.5E+4") throw new Error("not Python's text");
 * ```
 */
export class Decimal extends PythonObject {
  static {
    brand(Decimal.prototype, "Decimal");
  }

  /** The number as Python's `str()` writes it: `1.50`, `1.5E+4`, `-Infinity`. */
  readonly text: string;

  /**
   * The decimal that a text means, such as `"-1.50"` or `"15e3"`.
   *
   * @throws TypeError for what is not a string.
   * @throws RangeError for a text that is no decimal, or an exponent beyond ±2×10¹⁸.
   */
  constructor(text: string) {
    super();
    if (typeof text !== "string") throw new TypeError(`text must be a string, not ${typeof text}`);
    this.text = canonical(text);
  }

  /** What Python's `str()` gives: the text. */
  override toString(): string {
    return this.text;
  }
}

function canonical(text: string): string {
  const special = SPECIAL.exec(text);
  if (special) {
    const [, sign, infinite, nan = "", payload = ""] = special;
    const name = infinite ? "Infinity" : `${nan.length > 3 ? "sNaN" : "NaN"}${payload.replace(/^0+/, "")}`;
    return `${sign === "-" ? "-" : ""}${name}`;
  }
  const match = FINITE.exec(text);
  const [, sign, whole = "", part = "", power = "0"] = match ?? [];
  if (!match || whole + part === "")
    throw new RangeError(`Cannot read a decimal: ${JSON.stringify(text.slice(0, 100))}`);
  const digits = (whole + part).replace(/^0+(?=\d)/, "");
  const exponent = BigInt(power.slice(0, 40)) - BigInt(part.length);
  if (exponent > GREATEST_EXPONENT || exponent < -GREATEST_EXPONENT) {
    throw new RangeError("Cannot read a decimal: its exponent is out of range");
  }
  return `${sign === "-" ? "-" : ""}${scientific(digits, exponent)}`;
}

/** The General Decimal Arithmetic's "to-scientific-string" of `digits` × 10^`exponent`. */
function scientific(digits: string, exponent: bigint): string {
  const adjusted = exponent + BigInt(digits.length - 1);
  if (exponent === 0n) return digits;
  if (exponent < 0n && adjusted >= -6n) {
    const places = Number(-exponent);
    const padded = digits.padStart(places + 1, "0");
    return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${mantissa}E${adjusted < 0n ? "-" : "+"}${adjusted < 0n ? -adjusted : adjusted}`;
}
