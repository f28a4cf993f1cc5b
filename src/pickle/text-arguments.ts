// The arguments of protocol 0, which are lines of text. The grammar is that of CPython 3.14: decimal digits with a
// sign, no underscores, spaces, hexadecimal or NUL, though older readers took some of them.

import { hexDigit } from "../bytes/raw-unicode-escape.ts";
import { asciiText } from "../bytes/text.ts";
import { parseFloatText } from "../python/float-text.ts";

const INTEGER = /^[+-]?[0-9]+$/;

/** The digits of an integer, sign and all, with no needless plus; `undefined` for anything else. */
export function integerText(line: Uint8Array): string | undefined {
  const text = asciiText(line);
  if (text === undefined || !INTEGER.test(text)) return undefined;
  return text.startsWith("+") ? text.slice(1) : text;
}

/** A small non-negative decimal number, as a memo index is. */
export function indexText(line: Uint8Array): number | undefined {
  const text = integerText(line);
  if (text === undefined || text.length > 17) return undefined;
  const value = Number(text);
  return value >= 0 && Number.isSafeInteger(value) ? value : undefined;
}

/** A float as Python's `float()` reads it; `undefined` for other text and for what overflows. */
export function floatText(line: Uint8Array): number | undefined {
  const text = asciiText(line);
  const value = text === undefined ? undefined : parseFloatText(text);
  return Math.abs(value ?? 0) === Number.POSITIVE_INFINITY && !/n/i.test(text as string) ? undefined : value;
}

const ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x5c, 0x5c],
  [0x27, 0x27],
  [0x22, 0x22],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x74, 0x09],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x76, 0x0b],
  [0x61, 0x07],
]);

/** What stands between the quotes of a Python 2 string literal, the argument of `STRING`; `undefined` if it is not one. */
export function betweenQuotes(line: Uint8Array): Uint8Array | undefined {
  const { length } = line;
  const quote = line[0];
  const isQuoted = length > 1 && (quote === 0x27 || quote === 0x22) && line[length - 1] === quote;
  return isQuoted ? line.subarray(1, length - 1) : undefined;
}

/** A line up to its last printable character of ASCII: the C reader of Python 2 drops what is behind the quotes. */
export function upToPrintable(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && !isPrintable(line[end - 1] as number)) end -= 1;
  return line.subarray(0, end);
}

/** The bytes that escapes as in `bytes` literals stand for (CPython: `codecs.escape_decode`); `undefined` for a wrong one. */
export function unescaped(text: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let i = 0;
  while (i < text.length) {
    const byte = text[i++] as number;
    if (byte !== 0x5c) {
      bytes[length++] = byte;
      continue;
    }
    const next = text[i++];
    if (next === undefined) return undefined;
    const simple = ESCAPES.get(next);
    if (simple !== undefined) {
      bytes[length++] = simple;
    } else if (next >= 0x30 && next <= 0x37) {
      let value = next - 0x30;
      for (let digits = 1; digits < 3 && isOctal(text[i]); digits += 1)
        value = value * 8 + (text[i++] as number) - 0x30;
      bytes[length++] = value;
    } else if (next === 0x78) {
      const high = hexDigit(text[i] ?? 0);
      const low = hexDigit(text[i + 1] ?? 0);
      if (high === undefined || low === undefined) return undefined;
      bytes[length++] = high * 16 + low;
      i += 2;
    } else {
      bytes[length++] = 0x5c;
      bytes[length++] = next;
    }
  }
  return bytes.slice(0, length);
}

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

function isPrintable(byte: number): boolean {
  return byte > 0x20 && byte < 0x80;
}
