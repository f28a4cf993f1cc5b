import {
  encodeCodePointsInto,
  encodeRawPoints,
  encodeRawText,
  RAW_BYTES_A_POINT,
  RAW_BYTES_A_UNIT,
  utf8Length,
} from "../bytes/index.ts";
import { encodeLong } from "../bytes/long.ts";
import { isLead } from "../bytes/utf8.ts";
import { floatText } from "../python/float-text.ts";
import { type CodePointString, type Python2String, repr } from "../python/index.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";

const NEWLINE = 0x0a;
/** Up to this many bytes a length is one byte. */
const SHORT = 0xff;
const LONGEST_32_BITS = 0xffff_ffff;
/** The most bytes that one UTF-16 unit takes in UTF-8. */
const BYTES_A_UNIT = 3;
/** So much of a text is escaped at once: room is made for the worst case. */
const PIECE = 4096;

/** Writes numbers, texts and bytes, in the opcodes that CPython's C pickler picks in each protocol. */
export class Scalars {
  readonly #out: FramedWriter;
  readonly #protocol: number;

  constructor(out: FramedWriter, protocol: number) {
    this.#out = out;
    this.#protocol = protocol;
  }

  boolean(value: boolean): void {
    if (this.#protocol >= 2) this.#out.u8(value ? op.NEWTRUE : op.NEWFALSE);
    else this.#out.latin1(value ? op.TRUE : op.FALSE);
  }

  /** An int from a safe integer. */
  integer(value: number): void {
    const out = this.#out;
    if (this.#protocol === 0) this.#digits(value);
    else if ((value & SHORT) === value) out.pair(op.BININT1, value);
    else if ((value | 0) === value) this.#int32(value);
    else if (this.#protocol >= 2) this.#long53(value);
    else this.#digits(value);
  }

  /** An int from a bigint. */
  bigint(value: bigint): void {
    // No other bigint is rounded to a number that small.
    const number = Number(value);
    if ((number | 0) === number) this.integer(number);
    else this.long(value);
  }

  /** An int as `LONG1`, `LONG4` or `LONG`, whatever its size; with `signByte` a byte longer than it needs to be. */
  long(value: bigint, signByte: boolean = false): void {
    const out = this.#out;
    if (this.#protocol < 2) {
      out.latin1(`L${value}L\n`);
      return;
    }
    const bytes = encodeLong(value);
    const length = bytes.length + (signByte ? 1 : 0);
    if (length <= SHORT) {
      out.pair(op.LONG1, length);
    } else {
      out.u8(op.LONG4);
      out.u32(length);
    }
    out.raw(bytes);
    if (signByte) out.u8(value < 0n ? 0xff : 0);
  }

  /** An int as `INT`, which Python 2 writes for a wide `int`. */
  intText(value: bigint): void {
    this.#out.latin1(`I${value}\n`);
  }

  float(value: number): void {
    const out = this.#out;
    if (this.#protocol > 0) {
      out.u8(op.BINFLOAT);
      out.f64(value);
    } else {
      // In pieces: as one text, which has to be put together first, it takes half again as long.
      out.u8(op.FLOAT);
      out.latin1(floatText(value));
      out.u8(NEWLINE);
    }
  }

  /** A str. */
  text(text: string): void {
    if (this.#protocol === 0) this.#rawText(text);
    else if (text.length * BYTES_A_UNIT <= SHORT) this.#shortText(text);
    else this.#longText(text, utf8Length(text));
  }

  /** A str whose code points no JavaScript string can hold apart. */
  codePoints({ codePoints }: CodePointString): void {
    if (this.#protocol === 0) {
      this.#rawPoints(codePoints);
      return;
    }
    const bytes = new Uint8Array(codePoints.length * 4);
    const length = encodeCodePointsInto(codePoints, bytes, 0);
    this.#sized(
      bytes.subarray(0, length),
      this.#protocol >= 4 ? op.SHORT_BINUNICODE : undefined,
      op.BINUNICODE,
    );
  }

  /** A Python 2 str. */
  python2String({ bytes }: Python2String): void {
    if (this.#protocol === 0) this.#out.latin1(`S${repr(bytes).slice(1)}\n`);
    else this.#sized(bytes, op.SHORT_BINSTRING, op.BINSTRING);
  }

  /** bytes, from protocol 3 on. */
  bytes(bytes: Uint8Array): void {
    this.#sized(bytes, op.SHORT_BINBYTES, op.BINBYTES, this.#protocol >= 4 ? op.BINBYTES8 : undefined);
  }

  /** A bytearray, in protocol 5. */
  bytearray(bytes: Uint8Array): void {
    const out = this.#out;
    out.enter(bytes.length);
    out.u8(op.BYTEARRAY8);
    out.u64(bytes.length);
    out.raw(bytes);
    out.leave(bytes.length);
  }

  #digits(value: number): void {
    if ((value | 0) === value && this.#protocol === 0) this.#out.line(op.INT, value);
    else this.#out.latin1(`L${value}L\n`);
  }

  #int32(value: number): void {
    const out = this.#out;
    if (value >= 0 && value <= 0xffff) {
      out.u8(op.BININT2);
      out.u16(value);
    } else {
      out.u8(op.BININT);
      out.u32(value);
    }
  }

  /** An integer of 33 to 54 bits, without a detour through a bigint. */
  #long53(value: number): void {
    const high = Math.floor(value / 2 ** 32);
    const length = 5 + (fits(high, 0x80) ? 0 : fits(high, 0x8000) ? 1 : 2);
    const out = this.#out;
    out.pair(op.LONG1, length);
    out.u32(value >>> 0);
    for (let i = 4; i < length; i += 1) out.u8((high >> ((i - 4) * 8)) & SHORT);
  }

  #rawText(text: string): void {
    const out = this.#out;
    out.u8(op.UNICODE);
    for (let from = 0; from < text.length; ) {
      const to = cutBefore(text, from + PIECE);
      out.ensure((to - from) * RAW_BYTES_A_UNIT);
      out.length = encodeRawText(text, from, to, out.bytes, out.length);
      from = to;
    }
    out.u8(NEWLINE);
  }

  #rawPoints(codePoints: readonly number[]): void {
    const out = this.#out;
    out.u8(op.UNICODE);
    out.ensure(codePoints.length * RAW_BYTES_A_POINT);
    out.length = encodeRawPoints(codePoints, out.bytes, out.length);
    out.u8(NEWLINE);
  }

  /** A text of 255 bytes at most: the length is filled in once it is known. */
  #shortText(text: string): void {
    const out = this.#out;
    const header = this.#protocol >= 4 ? 2 : 5;
    const opcode = this.#protocol >= 4 ? op.SHORT_BINUNICODE : op.BINUNICODE;
    const start = out.length;
    out.ensure(header + text.length * BYTES_A_UNIT);
    out.length = start + header;
    out.utf8(text);
    const { bytes } = out;
    bytes[start] = opcode;
    bytes[start + 1] = out.length - start - header;
    if (header > 2) bytes.fill(0, start + 2, start + 5);
  }

  #longText(text: string, size: number): void {
    const out = this.#out;
    out.enter(size);
    this.#header(size, this.#protocol >= 4 ? op.SHORT_BINUNICODE : undefined, op.BINUNICODE);
    out.utf8(text);
    out.leave(size);
  }

  #sized(bytes: Uint8Array, short: number | undefined, usual: number, long?: number): void {
    const out = this.#out;
    out.enter(bytes.length);
    this.#header(bytes.length, short, usual, long);
    out.raw(bytes);
    out.leave(bytes.length);
  }

  /** An opcode and a length: in one byte, four or eight, where there is an opcode for that. */
  #header(size: number, short: number | undefined, usual: number, long?: number): void {
    const out = this.#out;
    if (short !== undefined && size <= SHORT) {
      out.pair(short, size);
    } else if (size <= LONGEST_32_BITS) {
      out.u8(usual);
      out.u32(size);
    } else if (long !== undefined) {
      out.u8(long);
      out.u64(size);
    } else {
      throw new RangeError("4 GiB or more in one value need protocol 4");
    }
  }
}

/** Where a text can be cut, at an index or one before: a pair of surrogates is left whole. */
function cutBefore(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return isLead(text.charCodeAt(at - 1)) ? at - 1 : at;
}

/** Whether a signed integer is from -limit to limit - 1. */
function fits(value: number, limit: number): boolean {
  return value >= -limit && value < limit;
}
