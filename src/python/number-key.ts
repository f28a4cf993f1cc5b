import type { Fraction } from "./fraction.ts";

// Python compares its numbers by their exact values, whatever their types. So a number's key is its value in one
// canonical form: the nearest number of JavaScript where that is exact (as for most), else hexadecimal digits for an
// integer, digits and an exponent of ten for what has them, and a fraction in lowest terms for the rest.

/** Above this many decimal digits an integer is keyed by them: a `Decimal` may have more than there is memory for. */
const MOST_DIGITS = 5000;
const LONGEST_INTEGER = 10n ** BigInt(MOST_DIGITS);
/** No double has more significant decimal digits, or a smaller exponent of ten. */
const DOUBLE_DIGITS = 767;
const DOUBLE_EXPONENT = -1074;
const FINITE = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]\d+))?$/;

/** The key of an integer. */
export function integerKey(value: bigint): number | string {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (Number.isFinite(number) && BigInt(number) === value) return number;
  if (value < LONGEST_INTEGER && value > -LONGEST_INTEGER) return `i${value.toString(16)}`;
  return decimalDigits(value < 0n ? "-" : "", String(value < 0n ? -value : value), 0n);
}

/** The key of a fraction. */
export function fractionKey({ numerator, denominator }: Fraction): number | string {
  if (denominator === 1n) return integerKey(numerator);
  const digits = decimalOf(numerator, denominator);
  return digits === undefined ? `q${numerator.toString(16)}/${denominator.toString(16)}` : digits;
}

/** The key of a decimal by its text as Python writes it; `undefined` for a NaN. */
export function decimalKey(text: string): number | string | undefined {
  if (text.endsWith("Infinity"))
    return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const match = FINITE.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", part = "", power = "0"] = match;
  const digits = (whole + part).replace(/^0+/, "");
  if (digits === "") return 0;
  const exponent = BigInt(power) - BigInt(part.length);
  const [significant, scale] = withoutZeros(digits, exponent);
  if (scale >= 0n && BigInt(significant.length) + scale <= BigInt(MOST_DIGITS))
    return integerKey(BigInt(sign + significant) * 10n ** scale);
  if (scale >= 0n) return `d${sign}${significant}e${scale}`;
  return fractionalKey(sign, significant, scale);
}

/** A number that is no integer, of digits without zeros at their end. */
function fractionalKey(sign: string, digits: string, exponent: bigint): number | string {
  const key = `${sign}${digits}e${exponent}`;
  if (digits.length > DOUBLE_DIGITS || exponent < BigInt(DOUBLE_EXPONENT)) return `d${key}`;
  const nearest = Number(key);
  const possible = nearest !== 0 && Number.isFinite(nearest);
  return possible && sameValue(nearest, BigInt(sign + digits), 10n ** -exponent) ? nearest : `d${key}`;
}

/** Whether a double is exactly `numerator / denominator`. */
function sameValue(double: number, numerator: bigint, denominator: bigint): boolean {
  let scaled = double;
  let twos = 0n;
  // Scaling by two is exact; the steps are large where the number is small.
  while (!Number.isInteger(scaled)) {
    const step = Math.abs(scaled) < 2 ** -400 ? 400 : 1;
    scaled *= 2 ** step;
    twos += BigInt(step);
  }
  return BigInt(scaled) * denominator === numerator << twos;
}

function decimalDigits(sign: string, digits: string, exponent: bigint): string {
  const [significant, scale] = withoutZeros(digits, exponent);
  return `d${sign}${significant}e${scale}`;
}

function withoutZeros(digits: string, exponent: bigint): [digits: string, exponent: bigint] {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end -= 1;
  return [digits.slice(0, end), exponent + BigInt(digits.length - end)];
}

/** The key of a fraction whose decimal digits end, as those of every double and `Decimal` do. */
function decimalOf(numerator: bigint, denominator: bigint): number | string | undefined {
  // Taking factors out takes quadratic time; no decimal that long is worth it.
  if (denominator > LONGEST_INTEGER) return undefined;
  let rest = denominator;
  let twos = 0n;
  let fives = 0n;
  while ((rest & 1n) === 0n) {
    rest >>= 1n;
    twos += 1n;
  }
  while (rest % 5n === 0n) {
    rest /= 5n;
    fives += 1n;
  }
  if (rest !== 1n) return undefined;
  const places = twos > fives ? twos : fives;
  const scaled = (numerator * 10n ** places) / denominator;
  const [digits, exponent] = withoutZeros(String(scaled < 0n ? -scaled : scaled), -places);
  return fractionalKey(scaled < 0n ? "-" : "", digits, exponent);
}
