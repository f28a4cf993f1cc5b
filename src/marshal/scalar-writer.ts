import { type ByteWriter, encodeCodePointsInto } from "../bytes/index.ts";
import { encodeLong } from "../bytes/long.ts";
import { percentG17 } from "../python/float-text.ts";
import type { CodePointString, Complex } from "../python/index.ts";
import * as code from "./type-codes.ts";

const SHORT = 0xff;
const DIGIT_BITS = 15;
const DIGIT_MASK = 0x7fff;
const DIGIT_LIMIT = 0x8000;
/** From this version on floats are binary, from that on strings are told apart by what is in them. */
export const BINARY_FLOATS = 2;
/** Bytes of a float. */
const LONGEST_NUMBER = 9;
const INTERNED_STRINGS = 3;
const SHORT_STRINGS = 4;
const SHORT_TUPLES = 4;

/** Writes numbers, texts and the beginnings of tuples in the way of a version. */
export class ScalarWriter {
  readonly #out: ByteWriter;
  readonly #version: number;

  constructor(out: ByteWriter, version: number) {
    this.#out = out;
    this.#version = version;
  }

  /** A safe integer. */
  integer(value: number): void {
    if (value === (value | 0)) {
      const start = this.#out.reserve(5);
      this.#out.bytes[start] = code.INT;
      this.#out.setU32(start + 1, value);
    } else {
      this.#safeLong(value);
    }
  }

  /** As `long`, with arithmetic of numbers. */
  #safeLong(value: number): void {
    const out = this.#out;
    out.u8(code.LONG);
    const start = out.reserve(4);
    let count = 0;
    for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / DIGIT_LIMIT)) {
      out.u16(rest % DIGIT_LIMIT);
      count += 1;
    }
    out.setU32(start, value < 0 ? -count : count);
  }

  /**
   * Writes numbers and `null` in a row, from one index to before another; floats must be binary. The index of the first item
   * that is something else.
   */
  row(items: readonly unknown[], from: number, to: number, exact: boolean): number {
    const out = this.#out;
    let { bytes, view, length } = out;
    let index = from;
    for (; index < to; index += 1) {
      const item = items[index];
      if (typeof item !== "number" && item !== null) break;
      if (length + LONGEST_NUMBER > bytes.length) {
        out.length = length;
        out.ensure(LONGEST_NUMBER);
        ({ bytes, view } = out);
      }
      if (item === null) {
        bytes[length] = code.NONE;
        length += 1;
      } else if (!exact && (item | 0) === item && !Object.is(item, -0)) {
        bytes[length] = code.INT;
        view.setInt32(length + 1, item, true);
        length += 5;
      } else if (exact || !Number.isSafeInteger(item) || item === 0) {
        bytes[length] = code.BINARY_FLOAT;
        view.setFloat64(length + 1, item, true);
        length += 9;
      } else {
        out.length = length;
        this.#safeLong(item);
        ({ bytes, view, length } = out);
      }
    }
    out.length = length;
    return index;
  }

  bigint(value: bigint): void {
    const number = Number(value);
    if (Number.isSafeInteger(number)) this.integer(number);
    else this.long(value);
  }

  /** Digits of 15 bits, with their number before them, which has the sign. */
  long(value: bigint): void {
    const out = this.#out;
    out.u8(code.LONG);
    const start = out.reserve(4);
    const count = this.#digits(encodeLong(value < 0n ? -value : value));
    out.setU32(start, value < 0n ? -count : count);
  }

  #digits(bytes: Uint8Array): number {
    const out = this.#out;
    let waiting = 0;
    let bits = 0;
    let count = 0;
    let written = 0;
    const write = (digit: number): void => {
      out.u16(digit);
      written += 1;
      if (digit !== 0) count = written;
    };
    for (const byte of bytes) {
      waiting |= byte << bits;
      bits += 8;
      if (bits < DIGIT_BITS) continue;
      write(waiting & DIGIT_MASK);
      waiting >>>= DIGIT_BITS;
      bits -= DIGIT_BITS;
    }
    write(waiting);
    // The last digits may be zeros, which the format does not allow.
    out.length -= 2 * (written - count);
    return count;
  }

  /** A 64-bit integer of Python 2. */
  int64(value: bigint): void {
    this.#out.u8(code.INT64);
    this.#out.u32(Number(BigInt.asUintN(32, value)));
    this.#out.u32(Number(BigInt.asUintN(32, value >> 32n)));
  }

  float(value: number): void {
    if (this.#version >= BINARY_FLOATS) {
      this.#out.u8(code.BINARY_FLOAT);
      this.#out.f64le(value);
    } else {
      this.#out.u8(code.FLOAT);
      this.#floatText(value);
    }
  }

  complex({ real, imag }: Complex): void {
    if (this.#version >= BINARY_FLOATS) {
      this.#out.u8(code.BINARY_COMPLEX);
      this.#out.f64le(real);
      this.#out.f64le(imag);
    } else {
      this.#out.u8(code.COMPLEX);
      this.#floatText(real);
      this.#floatText(imag);
    }
  }

  #floatText(value: number): void {
    const text = percentG17(value);
    this.#out.u8(text.length);
    this.#out.latin1(text);
  }

  /** The beginning of a tuple of so many items; returns its type code. */
  tuple(length: number): number {
    if (this.#version >= SHORT_TUPLES && length <= SHORT) {
      this.#out.pair(code.SMALL_TUPLE, length);
      return code.SMALL_TUPLE;
    }
    this.#out.u8(code.TUPLE);
    this.#out.u32(length);
    return code.TUPLE;
  }

  bytes(bytes: Uint8Array): void {
    this.sized(code.STRING, bytes);
  }

  /** A type code, a size in four bytes, and the bytes. */
  sized(type: number, bytes: Uint8Array): void {
    this.#out.u8(type);
    this.#out.u32(bytes.length);
    this.#out.raw(bytes);
  }

  text(text: string, isInterned: boolean): void {
    if (this.#version < SHORT_STRINGS) this.#unicode(text, isInterned && this.#version >= INTERNED_STRINGS);
    else if (text.length > SHORT) this.#longText(text, isInterned);
    else if (!this.#shortAscii(text, isInterned)) this.#unicode(text, isInterned);
  }

  /** Writes a short text if it is plain ASCII, else nothing. */
  #shortAscii(text: string, isInterned: boolean): boolean {
    const out = this.#out;
    const { length } = text;
    out.ensure(length + 2);
    const { bytes } = out;
    let at = out.length;
    bytes[at++] = isInterned ? code.SHORT_ASCII_INTERNED : code.SHORT_ASCII;
    bytes[at++] = length;
    for (let i = 0; i < length; i += 1) {
      const character = text.charCodeAt(i);
      if (character > 0x7f) return false;
      bytes[at++] = character;
    }
    out.length = at;
    return true;
  }

  /** Whether it is ASCII shows when it is written. */
  #longText(text: string, isInterned: boolean): void {
    const out = this.#out;
    const start = out.length;
    this.#unicode(text, isInterned);
    if (out.length - start - 5 === text.length)
      out.bytes[start] = isInterned ? code.ASCII_INTERNED : code.ASCII;
  }

  #unicode(text: string, isInterned: boolean): void {
    const out = this.#out;
    out.u8(isInterned ? code.INTERNED : code.UNICODE);
    const start = out.reserve(4);
    out.utf8(text);
    out.setU32(start, out.length - start - 4);
  }

  codePoints({ codePoints }: CodePointString): void {
    const bytes = new Uint8Array(codePoints.length * 4);
    const length = encodeCodePointsInto(codePoints, bytes, 0);
    this.sized(code.UNICODE, bytes.subarray(0, length));
  }
}
