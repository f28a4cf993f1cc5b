// Numbers written as text, with the grammar and the complaints of Python's int() and float() for bytes. They take more
// than picklers write: spaces around, underscores between digits.

import { decodeLatin1 } from "../bytes/index.ts";
import { repr } from "../python/index.ts";
import { Complaint } from "./errors.ts";

/** How much of a literal Python quotes, in bytes first and then in characters. */
const QUOTED = 200;
const FLOAT = /^[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf|infinity|nan)$/i;
/** Any integer of so many decimal digits is a safe one. */
const SAFE_DIGITS = 15;
const BITS_OF_HEX = 4;
const DIGITS_OF_BIT: number = Math.log10(2);
const STRAY_UNDERSCORE = /(?<![0-9])_|_(?![0-9])/;

/** `int(line)`. Throws `Complaint` for other text, and for more digits than may be. */
export function integerLiteral(line: Uint8Array, maxDigits: number): number | bigint {
  const plain = plainInteger(line, maxDigits);
  if (plain !== undefined) return plain;
  // To Python's parser a NUL is the end; only afterwards it sees that the text goes on.
  const nul = line.indexOf(0);
  const text = trimmed(nul < 0 ? line : line.subarray(0, nul));
  const digits = countDigits(text);
  if (digits > maxDigits) {
    throw new Complaint(
      `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${digits} digits; ` +
        "use sys.set_int_max_str_digits() to increase the limit",
      "limit",
    );
  }
  if (digits < 0 || nul >= 0) {
    const quoted = repr(line.subarray(0, QUOTED)).slice(0, QUOTED);
    throw new Complaint(`invalid literal for int() with base 10: ${quoted}`);
  }
  const source = decodeLatin1(text).replaceAll("_", "");
  return narrow(BigInt(source.startsWith("+") ? source.slice(1) : source));
}

/** An integer as picklers write it, of so few digits that a number holds it; `undefined` for other text. (With it a pickle of INTs takes two fifths of the time.) */
function plainInteger(line: Uint8Array, maxDigits: number): number | undefined {
  const isNegative = line[0] === 0x2d;
  const start = isNegative ? 1 : 0;
  const digits = line.length - start;
  if (digits === 0 || digits > SAFE_DIGITS || digits > maxDigits) return undefined;
  let value = 0;
  for (let i = start; i < line.length; i += 1) {
    const byte = line[i] as number;
    if (byte < 0x30 || byte > 0x39) return undefined;
    value = value * 10 + byte - 0x30;
  }
  return isNegative ? 0 - value : value;
}

/** `float(line)`. Throws `Complaint` for other text. What is too great is infinite. */
export function floatLiteral(line: Uint8Array): number {
  let text = decodeLatin1(trimmed(line)).toLowerCase();
  if (text.includes("_") && !STRAY_UNDERSCORE.test(text)) text = text.replaceAll("_", "");
  if (!FLOAT.test(text)) throw new Complaint(`could not convert string to float: ${repr(line)}`);
  if (text.endsWith("nan")) return Number.NaN;
  if (text.includes("inf")) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** Throws `Complaint` for an integer that Python would not write out in decimal digits. */
export function ensureDigits(value: bigint, maxDigits: number): void {
  const magnitude = value < 0n ? -value : value;
  // Hexadecimal takes linear time, decimal more: what is far from the limit is told by the number of its bits.
  const bits = magnitude.toString(16).length * BITS_OF_HEX;
  if (bits * DIGITS_OF_BIT < maxDigits) return;
  if ((bits - BITS_OF_HEX) * DIGITS_OF_BIT < maxDigits && String(magnitude).length <= maxDigits) return;
  throw new Complaint(
    `Exceeds the limit (${maxDigits} digits) for integer string conversion; ` +
      "use sys.set_int_max_str_digits() to increase the limit",
    "limit",
  );
}

/** A number where it is a safe integer. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** How many digits an integer has, with a sign before them and single underscores between; -1 for anything else. */
function countDigits(text: Uint8Array): number {
  const first = text[0];
  let digits = 0;
  let wasDigit = false;
  for (let i = first === 0x2b || first === 0x2d ? 1 : 0; i < text.length; i += 1) {
    const byte = text[i] as number;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && !(byte === 0x5f && wasDigit)) return -1;
    if (isDigit) digits += 1;
    wasDigit = isDigit;
  }
  return wasDigit ? digits : -1;
}

function trimmed(line: Uint8Array): Uint8Array {
  let start = 0;
  let end = line.length;
  while (start < end && isSpace(line[start] as number)) start += 1;
  while (end > start && isSpace(line[end - 1] as number)) end -= 1;
  return line.subarray(start, end);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
