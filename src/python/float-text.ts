/**
 * The text of a float as Python's `repr()` has it: `1.0`, `1e+16`, `1e-05`, `-0.0`, `inf`, `nan`.
 *
 * Both languages write the fewest digits that read back as the same number; they differ in when an exponent is used,
 * and in how.
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  return value.toExponential().replace(/([+-])(\d)$/, "$10$2");
}

const FLOAT = /^[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)$/i;

/** A float as Python's `float()` reads it, with no space and no underscore; infinite where it overflows, `undefined` for other text. */
export function parseFloatText(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined;
  const lower = text.toLowerCase();
  if (lower.endsWith("nan")) return Number.NaN;
  if (lower.includes("n")) return lower.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(lower);
}

const DIGITS = 17;
/** Digits enough to tell a tie: no double ends in a 5 with so many zeros behind it but where it is one. */
const MANY_DIGITS = 100;

/** A float as `%.17g` writes it, which reads back as the same number. */
export function percentG17(value: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa = "", power = ""] = roundedToEven(value).split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/^-|\./g, "").replace(/0+$/, "");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= DIGITS) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const rest = digits.slice(exponent + 1);
  return sign + whole + (rest && `.${rest}`);
}

/** 17 digits with an exponent. JavaScript rounds a tie up, C to the even digit. */
function roundedToEven(value: number): string {
  const rounded = value.toExponential(DIGITS - 1);
  const [mantissa = ""] = value.toExponential(MANY_DIGITS).split("e");
  const digits = mantissa.replace(/^-|\./g, "");
  const isTie = /^50*$/.test(digits.slice(DIGITS)) && Number(digits[DIGITS - 1]) % 2 === 0;
  if (!isTie) return rounded;
  const sign = value < 0 ? "-" : "";
  return `${sign}${digits[0]}.${digits.slice(1, DIGITS)}e${rounded.split("e")[1]}`;
}
