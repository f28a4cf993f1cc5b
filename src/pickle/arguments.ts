import {
  type ByteReader,
  type DecodingErrors,
  decodeCodePoints,
  decodeLatin1,
  decodeRawText,
  decodeRawUnicodeEscape,
  decodeText,
  decodeUtf8,
  type Encoding,
  EndOfBytes,
  fromCodePoints,
  hasEscape,
  hasSurrogatePair,
} from "../bytes/index.ts";
import { knownText, offerText } from "../bytes/known-texts.ts";
import { decodeLong, decodeSmallLong, isShortest } from "../bytes/long.ts";
import { ByteArray, CodePointString, Int, Long, Python2String } from "../python/index.ts";
import { BOX_COST, BYTES_COST } from "./costs.ts";
import { lenientFloat, lenientInteger } from "./lenient-numbers.ts";
import type { ArgumentDecoder, Fail } from "./parts.ts";
import {
  betweenQuotes,
  floatText,
  indexText,
  integerText,
  unescaped,
  upToPrintable,
} from "./text-arguments.ts";

/** How the arguments of opcodes become values. */
export interface ArgumentSettings {
  readonly exact: boolean;
  /** How a Python 2 `str` is decoded: left as it is (`"python2"`), kept as bytes, or decoded. */
  readonly encoding: Encoding | "bytes" | "python2";
  readonly errors: DecodingErrors;
  readonly copyBytes: boolean;
  readonly maxDigits: number;
  /** Whether to take what only some of CPython's readers do. */
  readonly lenient?: boolean;
}

/** So few bytes, as those of dates, are copied faster one by one. */
const SHORT_COPY = 32;

/** The integers that `BININT1` has: to take one of these costs a fifth of making it. */
const SMALL_INTS: readonly bigint[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, value) =>
  BigInt(value),
);

const WRONG_ESCAPE = "an escape in the text is cut short or out of range";

/** Decodes the arguments of opcodes to values, in the profile asked for. */
export class Arguments implements ArgumentDecoder {
  readonly #settings: ArgumentSettings;
  readonly #exact: boolean;
  readonly #fail: Fail;
  readonly #spend: (bytes: number) => void;

  /** @param spend Counts memory about to be taken. */
  constructor(settings: ArgumentSettings, fail: Fail, spend: (bytes: number) => void) {
    this.#settings = settings;
    this.#exact = settings.exact;
    this.#fail = fail;
    this.#spend = spend;
  }

  get maxDigits(): number {
    return this.#settings.maxDigits;
  }

  /** A length that a signed field gives. */
  length(length: number): number {
    if (length < 0) throw this.#fail(`a length cannot be negative: ${length}`, "bad-argument");
    return length;
  }

  index(line: Uint8Array): number {
    const index = indexText(line) ?? this.#lenientIndex(line);
    if (index === undefined) throw this.#fail("a decimal index expected", "bad-argument");
    return index;
  }

  /** A module or a name: a line of UTF-8 that is not empty. */
  name(line: Uint8Array): string {
    if (line.length === 0) throw this.#fail("an empty line for a name", "bad-argument");
    const text = decodeUtf8(line) ?? (this.#settings.lenient ? decodeLatin1(line) : undefined);
    if (text === undefined) throw this.#fail("a line of UTF-8 expected", "bad-argument");
    return text;
  }

  /** A persistent id: a line of ASCII. */
  id(line: Uint8Array): string {
    if (line.every((byte) => byte < 0x80)) return decodeLatin1(line);
    if (this.#settings.lenient) return decodeUtf8(line) ?? decodeLatin1(line);
    throw this.#fail("a persistent id of ASCII expected", "bad-argument");
  }

  small(value: number): number | bigint {
    if (!this.#exact) return value;
    return value >= 0 && value < SMALL_INTS.length ? (SMALL_INTS[value] as bigint) : BigInt(value);
  }

  /** `INT`: a decimal integer, or a boolean of exactly two digits. */
  int(line: Uint8Array): unknown {
    if (line.length === 2 && line[0] === 0x30 && (line[1] === 0x30 || line[1] === 0x31))
      return line[1] === 0x31;
    const value = this.#decimal(line);
    if (line.length === 2 && (value === 0n || value === 1n) && !endsWithSpace(line))
      return this.#oddBoolean(value);
    if (!this.#exact) return narrow(value);
    if (isInt32(value)) return value;
    this.#spend(BOX_COST);
    return new Int(value);
  }

  /** `LONG`: a decimal integer and, nearly always, an `L`. */
  longText(line: Uint8Array): unknown {
    const value = this.#decimal(line[line.length - 1] === 0x4c ? line.subarray(0, -1) : line);
    return this.#exact ? this.#boxed(value) : narrow(value);
  }

  /** `LONG1` and `LONG4`. */
  long(reader: ByteReader, length: number): unknown {
    const bytes = reader.take(length);
    if (this.#exact) return this.#boxed(decodeLong(bytes));
    // A byte more than needed is how a small JavaScript bigint was written; CPython never writes one.
    if (!isShortest(bytes)) return decodeLong(bytes);
    return bytes.length <= 6 ? decodeSmallLong(bytes) : narrow(decodeLong(bytes));
  }

  float(line: Uint8Array): number {
    const value = floatText(line) ?? (this.#settings.lenient ? lenientFloat(line) : undefined);
    if (value === undefined) throw this.#fail("a float expected", "bad-argument");
    return value;
  }

  /** As `text`, for one that is probably the key of a dict. */
  key(reader: ByteReader, length: number): unknown {
    const { bytes, offset } = reader;
    const end = offset + length;
    if (length === 0 || end > bytes.length) return this.text(reader, length);
    const known = knownText(bytes, offset, end);
    if (known !== undefined) {
      reader.offset = end;
      return known;
    }
    const text = this.text(reader, length);
    if (typeof text === "string") offerText(bytes, offset, end, text);
    return text;
  }

  /** A `str` of so many bytes of UTF-8, surrogates allowed. */
  text(reader: ByteReader, length: number): unknown {
    const start = reader.offset;
    const end = start + length;
    if (end > reader.bytes.length) throw new EndOfBytes(length, reader.left);
    reader.offset = end;
    const text = reader.shortText(start, end) ?? decodeUtf8(reader.bytes, start, end);
    return text === undefined ? this.#surrogates(decodeCodePoints(reader.bytes.subarray(start, end))) : text;
  }

  /** A `str` of raw-unicode-escape. */
  unicode(line: Uint8Array): unknown {
    if (!hasEscape(line)) return decodeLatin1(line);
    return decodeRawText(line, 0, line.length) ?? this.#unusual(line);
  }

  /** A `str` with surrogates, escapes of backslashes or errors in it. */
  #unusual(line: Uint8Array): unknown {
    const codePoints = decodeRawUnicodeEscape(line);
    if (!Array.isArray(codePoints)) throw this.#fail(WRONG_ESCAPE, "bad-argument");
    return this.#surrogates(codePoints);
  }

  #surrogates(codePoints: readonly number[] | undefined): unknown {
    if (codePoints === undefined) throw this.#fail("the text is not UTF-8", "bad-argument");
    return this.#exact && hasSurrogatePair(codePoints)
      ? new CodePointString(codePoints)
      : fromCodePoints(codePoints);
  }

  /** `STRING`: the bytes of a quoted literal. */
  quoted(line: Uint8Array): Uint8Array {
    const text = betweenQuotes(this.#settings.lenient ? upToPrintable(line) : line);
    if (text === undefined) throw this.#fail("a quoted string literal expected", "bad-argument");
    const bytes = unescaped(text);
    if (bytes === undefined) throw this.#fail(WRONG_ESCAPE, "bad-argument");
    return bytes;
  }

  /** A `str` of Python 2. */
  string(bytes: Uint8Array): unknown {
    const { encoding, errors } = this.#settings;
    if (encoding === "python2" || encoding === "bytes") this.#spend(BYTES_COST + BOX_COST);
    if (encoding === "python2") return new Python2String(bytes.slice());
    if (encoding === "bytes") return bytes.slice();
    const text = decodeText(bytes, encoding, errors);
    if (text === undefined) {
      throw this.#fail(
        `a Python 2 str that is not ${encoding}: set the option "encoding" to "latin1", "utf-8" or "bytes"`,
        "bad-argument",
      );
    }
    return text;
  }

  bytes(reader: ByteReader, length: number): Uint8Array {
    const start = reader.skip(length);
    this.#spend(BYTES_COST);
    return this.#settings.copyBytes
      ? copyOf(reader.bytes, start, length)
      : reader.bytes.subarray(start, start + length);
  }

  bytearray(reader: ByteReader, length: number): ByteArray {
    const view = reader.take(length);
    this.#spend(BYTES_COST);
    return new ByteArray(view);
  }

  /** Python 3 writes a value of 32 bits in another way, Python 2 writes its `long` so. */
  #boxed(value: bigint): bigint | Long {
    if (!isInt32(value)) return value;
    this.#spend(BOX_COST);
    return new Long(value);
  }

  /** The C reader takes `+1`, `-0` and ` 1` for booleans, for they have two characters. */
  #oddBoolean(value: bigint): boolean {
    if (!this.#settings.lenient)
      throw this.#fail(
        "a decimal integer expected, and some readers take this for a boolean",
        "bad-argument",
      );
    return value === 1n;
  }

  #decimal(line: Uint8Array): bigint {
    const { maxDigits, lenient } = this.#settings;
    const text = plainInteger(line);
    const digits = text ?? (lenient ? line : undefined);
    if (digits === undefined) throw this.#fail("a decimal integer expected", "bad-argument");
    if (digits.length > maxDigits + 1)
      throw this.#fail(`${digits.length} digits, the limit is ${maxDigits}`, "limit");
    const value = text === undefined ? lenientInteger(line, maxDigits) : BigInt(text);
    if (value === undefined) throw this.#fail("an integer expected", "bad-argument");
    return value;
  }

  #lenientIndex(line: Uint8Array): number | undefined {
    const { lenient, maxDigits } = this.#settings;
    const index = lenient ? Number(lenientInteger(line, maxDigits) ?? Number.NaN) : undefined;
    return index !== undefined && index >= 0 && Number.isSafeInteger(index) ? index : undefined;
  }
}

function copyOf(bytes: Uint8Array, start: number, length: number): Uint8Array<ArrayBuffer> {
  if (length > SHORT_COPY) return bytes.slice(start, start + length) as Uint8Array<ArrayBuffer>;
  const copy = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) copy[i] = bytes[start + i] as number;
  return copy;
}

/** Where a space is behind a number, the C reader does not count its characters: it is an int. */
function endsWithSpace(line: Uint8Array): boolean {
  const last = line[line.length - 1] as number;
  return last === 0x20 || (last >= 0x09 && last <= 0x0d);
}

/** With a zero in front some readers take an integer for octal. */
function plainInteger(line: Uint8Array): string | undefined {
  const text = integerText(line);
  return text !== undefined && /^-?0[0-9]/.test(text) ? undefined : text;
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isInt32(value: bigint): boolean {
  return value >= -0x80000000n && value <= 0x7fffffffn;
}
