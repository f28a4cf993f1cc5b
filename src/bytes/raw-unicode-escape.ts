// Python's "raw-unicode-escape", the text of protocol 0: latin-1 bytes, and \uXXXX or \UXXXXXXXX for the rest.

import { decodeUnits } from "./text.ts";
import { ensureCodePoints, isLead, isTrail, SHORT_TEXT, textOfUnits, units } from "./utf8.ts";

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const UPPER_U = 0x55;

const HEX_DIGITS: Uint8Array = /* @__PURE__ */ Uint8Array.from("0123456789abcdef", (digit) =>
  digit.charCodeAt(0),
);

/** The most bytes that a UTF-16 unit takes, and that a code point does. */
export const RAW_BYTES_A_UNIT = 6;
export const RAW_BYTES_A_POINT = 10;

/**
 * Encodes a range of a text as protocol 0 does, and returns the offset behind it: besides what latin-1 lacks, a backslash,
 * NUL, newline, carriage return and Ctrl-Z are escaped too, so that the text stays on one line. (CPython:
 * `raw_unicode_escape` in `_pickle.c`.) There must be room.
 */
export function encodeRawText(
  text: string,
  from: number,
  to: number,
  target: Uint8Array,
  start: number,
): number {
  let offset = start;
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i);
    if (isPlain(unit)) {
      target[offset++] = unit;
    } else if (isLead(unit) && i + 1 < to && isTrail(text.charCodeAt(i + 1))) {
      offset = encodeEscape(text.codePointAt(i) as number, target, offset);
      i += 1;
    } else {
      offset = encodeEscape(unit, target, offset);
    }
  }
  return offset;
}

/** As `encodeRawText`, for code points: surrogates that stand side by side are encoded one by one. */
export function encodeRawPoints(codePoints: readonly number[], target: Uint8Array, start: number): number {
  let offset = start;
  for (const code of codePoints) {
    if (isPlain(code)) target[offset++] = code;
    else offset = encodeEscape(code, target, offset);
  }
  return offset;
}

/** Whether it is a byte that neither begins an escape nor could end the line somewhere. */
function isPlain(code: number): boolean {
  return code <= 0xff && code !== BACKSLASH && code !== 0 && code !== 0x0a && code !== 0x0d && code !== 0x1a;
}

function encodeEscape(code: number, target: Uint8Array, start: number): number {
  const isLong = code > 0xffff;
  target[start] = BACKSLASH;
  target[start + 1] = isLong ? UPPER_U : LOWER_U;
  let offset = start + 2;
  for (let shift = isLong ? 28 : 12; shift >= 0; shift -= 4)
    target[offset++] = HEX_DIGITS[(code >> shift) & 0xf] as number;
  return offset;
}

/** Whether bytes of raw-unicode-escape hold an escape; if not, they are latin-1. */
export function hasEscape(bytes: Uint8Array): boolean {
  return bytes.includes(BACKSLASH);
}

/**
 * The text of raw-unicode-escape in a range of bytes; `undefined` where an escape is bad, stands for a surrogate, or is
 * one of a backslash.
 */
export function decodeRawText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const room = roomFor(end - start);
  let length = 0;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] as number;
    if (byte !== BACKSLASH) {
      room[length++] = byte;
      continue;
    }
    const next = i + 1 < end ? bytes[i + 1] : 0;
    const digits = next === LOWER_U ? 4 : next === UPPER_U ? 8 : 0;
    i += 1 + digits;
    if (digits === 0 || i >= end) return undefined;
    const code = hexNumber(bytes, i - digits + 1, i + 1);
    if (code < 0 || (code & ~0x7ff) === 0xd800 || code > 0x10ffff) return undefined;
    if (code > 0xffff) {
      room[length++] = 0xd7c0 + (code >> 10);
      room[length++] = 0xdc00 | (code & 0x3ff);
    } else {
      room[length++] = code;
    }
  }
  if (room === units && length <= SHORT_TEXT) return textOfUnits(length);
  return decodeUnits(room.subarray(0, length));
}

function roomFor(length: number): Uint16Array {
  if (length <= units.length) return units;
  ensureCodePoints(length);
  return new Uint16Array(length);
}

/**
 * The code points of raw-unicode-escape, or the index of the escape that is cut short or out of range. Throws
 * `RangeError` for too many.
 */
export function decodeRawUnicodeEscape(bytes: Uint8Array): number[] | { readonly badOffset: number } {
  ensureCodePoints(bytes.length);
  const codePoints: number[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const byte = bytes[offset] as number;
    const next = bytes[offset + 1];
    if (byte !== BACKSLASH || (next !== LOWER_U && next !== UPPER_U)) {
      codePoints.push(byte);
      offset += 1;
      // "\\u" is an escaped backslash before a "u" to Python: an even run of backslashes escapes nothing.
      if (byte === BACKSLASH && next === BACKSLASH) {
        codePoints.push(BACKSLASH);
        offset += 1;
      }
      continue;
    }
    const digits = next === LOWER_U ? 4 : 8;
    const code = hexNumber(bytes, offset + 2, offset + 2 + digits);
    if (code < 0 || code > 0x10ffff) return { badOffset: offset };
    codePoints.push(code);
    offset += 2 + digits;
  }
  return codePoints;
}

/** The number that hexadecimal digits are, negative where one is none or not there. */
function hexNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i += 1) {
    const digit = hexDigit(bytes[i] as number);
    if (digit === undefined) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** The value of an ASCII hexadecimal digit. */
export function hexDigit(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}
