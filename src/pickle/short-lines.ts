import { type ByteReader, decodeRawText } from "../bytes/index.ts";
import type { ArgumentDecoder } from "./parts.ts";

const NEWLINE = 0x0a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const UPPER_L = 0x4c;
const BACKSLASH = 0x5c;

/** A number of so many digits is an integer of 32 bits. */
const SHORT_DIGITS = 9;
/** A number of so many digits is a safe integer. */
const SAFE_DIGITS = 15;
/** A text of more bytes is searched for its end by the runtime. */
const LONGEST_TEXT = 255;
/** A float of more characters is none that Python writes. */
const LONGEST_FLOAT = 24;

/** All that a double holds exactly. */
const POWERS_OF_TEN: readonly number[] = /* @__PURE__ */ Array.from({ length: 23 }, (_, i) =>
  Number(`1e${i}`),
);

/**
 * Reads the lines of protocol 0 that are as short and plain as nearly all are, from the bytes, with no text made of them
 * first. Anything else, whatever is wrong included, it leaves to others. (Each kind of number has its loop over digits: a shared one
 * takes a fifth longer.)
 */
export class ShortLines {
  /** Where the line begins that comes after the one that was read last. */
  next = 0;
  readonly #args: ArgumentDecoder;
  readonly #mostDigits: number;

  constructor(args: ArgumentDecoder) {
    this.#args = args;
    this.#mostDigits = Math.min(args.maxDigits, SAFE_DIGITS);
  }

  /** An index in the memo, -1 for anything else. */
  index(bytes: Uint8Array, start: number, end: number): number {
    const last = Math.min(end, start + SHORT_DIGITS);
    let value = 0;
    let at = start;
    for (; at < last; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === start || at >= end || bytes[at] !== NEWLINE) return -1;
    this.next = at + 1;
    return value;
  }

  /**
   * A decimal integer with no needless zero or sign, NaN for anything else.
   *
   * @param isLong Whether an `L` may stand behind it.
   */
  integer(bytes: Uint8Array, start: number, end: number, isLong: boolean): number {
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    const last = Math.min(end, first + this.#mostDigits);
    let value = 0;
    let at = first;
    for (; at < last; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === first || (bytes[first] === ZERO && (at > first + 1 || isNegative))) return Number.NaN;
    if (isLong && at < end && bytes[at] === UPPER_L) at += 1;
    if (at >= end || bytes[at] !== NEWLINE) return Number.NaN;
    this.next = at + 1;
    return isNegative ? 0 - value : value;
  }

  /** A boolean of two digits, `undefined` for anything else. (Whether it crosses the end of a frame shows at the next opcode.) */
  boolean(bytes: Uint8Array, start: number): boolean | undefined {
    const digit = (bytes[start + 1] as number) - ZERO;
    if (bytes[start] !== ZERO || bytes[start + 2] !== NEWLINE || digit < 0 || digit > 1) return undefined;
    this.next = start + 3;
    return digit === 1;
  }

  /** A float with digits before and behind a point, `undefined` for anything else. */
  float(reader: ByteReader, start: number, end: number): number | undefined {
    const { bytes } = reader;
    const last = Math.min(end, start + LONGEST_FLOAT);
    let at = bytes[start] === MINUS ? start + 1 : start;
    const first = at;
    let point = 0;
    let value = 0;
    for (; at < last; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        continue;
      }
      if (bytes[at] !== POINT || point > 0 || at === first) break;
      point = at;
    }
    if (at >= last || bytes[at] !== NEWLINE || point === 0 || point === at - 1) return undefined;
    this.next = at + 1;
    if (value <= Number.MAX_SAFE_INTEGER) {
      value /= POWERS_OF_TEN[at - point - 1] as number;
      return first === start ? value : -value;
    }
    return Number(reader.shortText(start, at));
  }

  /** A `str` of raw-unicode-escape, `undefined` for anything else. */
  text(reader: ByteReader, start: number, end: number): unknown {
    const { bytes } = reader;
    const last = Math.min(end, start + LONGEST_TEXT + 1);
    let bits = 0;
    let isEscaped = false;
    let at = start;
    for (; at < last; at += 1) {
      const byte = bytes[at] as number;
      if (byte === NEWLINE) break;
      if (byte === BACKSLASH) isEscaped = true;
      bits |= byte;
    }
    if (at >= last) return undefined;
    this.next = at + 1;
    if (isEscaped || bits > 0x7f) return decodeRawText(bytes, start, at);
    reader.offset = start;
    return this.#args.text(reader, at - start);
  }
}
