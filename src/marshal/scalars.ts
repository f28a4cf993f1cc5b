import {
  type ByteReader,
  decodeCodePoints,
  decodeLatin1,
  decodeText,
  decodeUtf8,
  fromCodePoints,
  hasSurrogatePair,
} from "../bytes/index.ts";
import { decodeLong } from "../bytes/long.ts";
import { parseFloatText } from "../python/float-text.ts";
import { CodePointString, Complex, Int, Long, Python2String } from "../python/index.ts";
import type { LoadSettings } from "./load-options.ts";
import { isPython2 } from "./version.ts";

/** Makes an error about the object at hand. */
export type Refuse = (reason: string) => Error;

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);
/** Bytes of the first copy that those in code objects are views of. */
const SMALLEST_COPY = 256;
/** The bits of one digit of a long. */
const DIGIT_BITS = 15;
const DIGIT_LIMIT = 0x8000;
/** So many digits and a number holds them exactly. */
const SMALL_DIGITS = 3;

/** Reads numbers and texts, in the exact profile. */
export class Scalars {
  readonly #settings: LoadSettings;
  readonly #isPython2: boolean;
  readonly #refuse: Refuse;
  /** What the bytes in code objects are views of, and what that is a copy of. */
  #copy: Uint8Array<ArrayBuffer> = NO_BYTES;
  #copyStart = 0;
  #source: Uint8Array = NO_BYTES;

  constructor(settings: LoadSettings, refuse: Refuse) {
    this.#settings = settings;
    this.#isPython2 = isPython2(settings.version);
    this.#refuse = refuse;
  }

  /** A size, which the format has as a signed integer. */
  size(reader: ByteReader, of: string): number {
    const size = reader.i32();
    if (size < 0) throw this.#refuse(`${of} size out of range: ${size}`);
    return size;
  }

  int64(reader: ByteReader): bigint {
    const low = reader.u32();
    return (BigInt(reader.i32()) << 32n) | BigInt(low);
  }

  /** `TYPE_LONG`: how many digits of 15 bits, negative for a negative integer, and the digits. */
  long(reader: ByteReader): bigint | number {
    const size = reader.i32();
    if (size === -0x80000000) throw this.#refuse(`long size out of range: ${size}`);
    const count = Math.abs(size);
    const digits = reader.take(count * 2);
    if (count > 0 && digits[count * 2 - 2] === 0 && digits[count * 2 - 1] === 0)
      throw this.#refuse("unnormalized long data: its last digit is 0");
    const magnitude = count <= SMALL_DIGITS ? this.#smallMagnitude(digits) : this.#magnitude(digits);
    return size < 0 ? -magnitude : magnitude;
  }

  #smallMagnitude(digits: Uint8Array): number {
    let value = 0;
    for (let i = digits.length - 2; i >= 0; i -= 2) value = value * DIGIT_LIMIT + this.#digit(digits, i);
    return value;
  }

  /** Digits of 15 bits packed into bytes, since a hexadecimal text of those takes linear time to read. */
  #magnitude(digits: Uint8Array): bigint {
    const bytes = new Uint8Array(Math.ceil(((digits.length / 2) * DIGIT_BITS) / 8) + 1);
    let waiting = 0;
    let bits = 0;
    let offset = 0;
    for (let i = 0; i < digits.length; i += 2) {
      waiting |= this.#digit(digits, i) << bits;
      bits += DIGIT_BITS;
      while (bits >= 8) {
        bytes[offset++] = waiting;
        waiting >>>= 8;
        bits -= 8;
      }
    }
    bytes[offset] = waiting;
    try {
      return decodeLong(bytes);
    } catch (error) {
      throw this.#refuse((error as Error).message);
    }
  }

  #digit(digits: Uint8Array, offset: number): number {
    const digit = (digits[offset] as number) | ((digits[offset + 1] as number) << 8);
    if (digit >= DIGIT_LIMIT) throw this.#refuse(`digit out of range in long: ${digit}`);
    return digit;
  }

  /** `TYPE_FLOAT`: a text with its length before it. */
  floatText(reader: ByteReader): number {
    const text = decodeLatin1(reader.take(reader.u8()));
    // To C a text ends at its first NUL.
    const value = parseFloatText(text.replace(/\0.*$/s, ""));
    if (value === undefined) throw this.#refuse(`could not convert string to float: ${JSON.stringify(text)}`);
    return value;
  }

  complexText(reader: ByteReader): Complex {
    const real = this.floatText(reader);
    return new Complex(real, this.floatText(reader));
  }

  complex(reader: ByteReader): Complex {
    const real = reader.f64le();
    return new Complex(real, reader.f64le());
  }

  /** A text of UTF-8, surrogates allowed. */
  text(reader: ByteReader, length: number, exact: boolean): unknown {
    const start = reader.skip(length);
    const end = start + length;
    const text = reader.shortText(start, end) ?? decodeUtf8(reader.bytes, start, end);
    if (text !== undefined) return text;
    const codePoints = decodeCodePoints(reader.bytes.subarray(start, end));
    if (codePoints === undefined) throw this.#refuse("the text is not UTF-8");
    return exact && hasSurrogatePair(codePoints)
      ? new CodePointString(codePoints)
      : fromCodePoints(codePoints);
  }

  /** A text that is ASCII by its type; bytes above are taken for latin-1, as CPython does. */
  ascii(reader: ByteReader, length: number): string {
    const start = reader.skip(length);
    const end = start + length;
    const text = reader.shortText(start, end) ?? decodeUtf8(reader.bytes, start, end);
    // As UTF-8 it has a character for each byte only if it is ASCII.
    return text?.length === length ? text : decodeLatin1(reader.bytes.subarray(start, end));
  }

  /**
   * A copy of bytes. Those in code objects, which have several, are views of copies of larger parts: memory of their own
   * for each took a third of the time that a `.pyc` takes. Each part is twice the one before, so that little is kept of
   * what comes after the code.
   */
  bytes(reader: ByteReader, length: number, inCode: boolean): Uint8Array {
    const start = reader.skip(length);
    if (!this.#settings.copyBytes) return reader.bytes.subarray(start, start + length);
    if (!inCode) return reader.bytes.slice(start, start + length);
    if (this.#source !== reader.bytes || start + length > this.#copyStart + this.#copy.length) {
      const size = Math.max(length, 2 * this.#copy.length, SMALLEST_COPY);
      this.#source = reader.bytes;
      this.#copy = reader.bytes.slice(start, start + size);
      this.#copyStart = start;
    }
    return new Uint8Array(this.#copy.buffer, start - this.#copyStart, length);
  }

  /** A `str` of Python 2. */
  string(bytes: Uint8Array, exact: true): Python2String;
  string(bytes: Uint8Array, exact: boolean): unknown;
  string(bytes: Uint8Array, exact: boolean): unknown {
    const { strings, errors } = this.#settings;
    if (exact || strings === "python2") return new Python2String(bytes.slice());
    if (strings === "bytes") return bytes.slice();
    if (strings === "text or python2")
      return isAscii(bytes) ? decodeLatin1(bytes) : new Python2String(bytes.slice());
    const text = decodeText(bytes, strings, errors);
    if (text === undefined) throw this.#refuse(`a Python 2 str that is not ${strings}`);
    return text;
  }

  /** A number where that is safe. */
  natural(value: bigint): number | bigint {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  /** A bigint, or a box for what Python 2 tells apart. */
  exact(value: number | bigint, isLong: boolean): unknown {
    const integer = BigInt(value);
    const isShort = BigInt.asIntN(32, integer) === integer;
    if (!this.#isPython2 || isLong !== isShort) return integer;
    return isLong ? new Long(integer) : new Int(integer);
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] as number) > 0x7f) return false;
  return true;
}
