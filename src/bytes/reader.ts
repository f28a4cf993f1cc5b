import { int32At, uint32At } from "./little-endian.ts";
import { ShortTexts } from "./short-texts.ts";

/**
 * Thrown when fewer bytes are left than a read needs. A reader of a stream may fetch more and try again.
 */
export class EndOfBytes extends Error {
  /** How many bytes the read needs, counted from where it began; one more than there are when that is unknown. */
  readonly expected: number;
  /** How many bytes are left there. */
  readonly left: number;

  constructor(expected: number, left: number) {
    super(`${expected} ${expected === 1 ? "byte" : "bytes"} expected, ${left} left`);
    this.name = "EndOfBytes";
    this.expected = expected;
    this.left = left;
  }
}

const NEWLINE = 0x0a;
/** To make a view of the bytes takes as long as ten doubles do by way of `scratch`. */
const WORTH_A_VIEW = 4096;
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/**
 * A cursor over bytes: one method for each kind of field, each checked against what is left. Integers are little-endian.
 */
export class ByteReader {
  /** What is read; it is not copied. */
  readonly bytes: Uint8Array;
  /** Where the next read begins, in bytes. */
  offset = 0;
  #view: DataView | undefined;
  #texts: ShortTexts | undefined;
  /** The last line that was found, which may be read again when the one after it had no end yet. */
  #foundStart = -1;
  #foundEnd = -1;
  /** The line that had no end yet, and how far it was searched. */
  #lineStart = -1;
  #searched = 0;

  /** A cursor at the beginning of these bytes. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** A view of the bytes, if there are so many that it is worth making. */
  get view(): DataView | undefined {
    if (this.#view === undefined && this.bytes.length >= WORTH_A_VIEW)
      this.#view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return this.#view;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.offset;
  }

  /** An unsigned byte. */
  u8(): number {
    const value = this.bytes[this.offset];
    if (value === undefined) throw new EndOfBytes(1, 0);
    this.offset += 1;
    return value;
  }

  /** An unsigned 16-bit integer. */
  u16(): number {
    const start = this.skip(2);
    return (this.bytes[start] as number) | ((this.bytes[start + 1] as number) << 8);
  }

  /** An unsigned 32-bit integer. */
  u32(): number {
    return uint32At(this.bytes, this.skip(4));
  }

  /** A signed 32-bit integer. */
  i32(): number {
    return int32At(this.bytes, this.skip(4));
  }

  /** An unsigned 64-bit integer. Above 2^53 the number is rounded, which serves as a length nothing can have. */
  u64(): number {
    const start = this.skip(8);
    return uint32At(this.bytes, start) + uint32At(this.bytes, start + 4) * 2 ** 32;
  }

  /** A big-endian double, the byte order of `BINFLOAT`. */
  f64(): number {
    return this.doubleAt(this.skip(8));
  }

  /** A little-endian double, the byte order of marshal. */
  f64le(): number {
    const start = this.skip(8);
    this.#view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    return this.#view.getFloat64(start, true);
  }

  /** The big-endian double at an offset, without a look at what is left, nor a move. */
  doubleAt(start: number): number {
    const { bytes, view } = this;
    if (view !== undefined) return view.getFloat64(start);
    scratch.setInt32(0, int32At(bytes, start), true);
    scratch.setInt32(4, int32At(bytes, start + 4), true);
    return scratch.getFloat64(0);
  }

  /** Moves on by so many bytes; returns where they begin. */
  skip(length: number): number {
    const start = this.offset;
    if (length > this.bytes.length - start) throw new EndOfBytes(length, this.left);
    this.offset = start + length;
    return start;
  }

  /** The text of bytes that are ASCII throughout; `undefined` for others, and for a text that is not short. */
  shortText(start: number, end: number): string | undefined {
    this.#texts ??= new ShortTexts(this.bytes);
    return this.#texts.ascii(start, end);
  }

  /** The next `length` bytes as a view of the input. */
  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  /** The bytes up to the next newline, as a view of the input; the newline is consumed and left out. */
  line(): Uint8Array {
    const start = this.offset;
    return this.bytes.subarray(start, this.skipLine());
  }

  /** Moves behind the next newline; returns where it is. */
  skipLine(): number {
    const start = this.offset;
    const end = start === this.#foundStart ? this.#foundEnd : this.#endOfLine(start);
    this.offset = end + 1;
    return end;
  }

  /** Lets lines that were searched for in `other` not be searched again; their bytes are here, moved by `shift`. */
  resumeSearch(other: ByteReader, shift: number): void {
    this.#foundStart = other.#foundStart + shift;
    this.#foundEnd = other.#foundEnd + shift;
    this.#lineStart = other.#lineStart + shift;
    this.#searched = other.#searched + shift;
  }

  #endOfLine(start: number): number {
    const end = this.bytes.indexOf(NEWLINE, start === this.#lineStart ? this.#searched : start);
    if (end < 0) {
      this.#lineStart = start;
      this.#searched = this.bytes.length;
      throw new EndOfBytes(this.left + 1, this.left);
    }
    this.#foundStart = start;
    this.#foundEnd = end;
    return end;
  }
}
