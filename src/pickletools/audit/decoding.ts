import { type ByteReader, decodeLatin1, decodeUtf8 } from "../../bytes/index.ts";
import { Arguments } from "../../pickle/arguments.ts";
import { lenientFloat, lenientInteger } from "../../pickle/lenient-numbers.ts";
import type { ArgumentDecoder, Fail } from "../../pickle/parts.ts";
import { floatText, indexText, integerText, upToPrintable } from "../../pickle/text-arguments.ts";
import { repr } from "../../python/index.ts";
import type { Candidates } from "./candidates.ts";
import type { Dialect } from "./dialects.ts";
import type { Journal } from "./journal.ts";
import { LongInteger, Mutable } from "./nodes.ts";
import { WatchedReader } from "./watched-reader.ts";

/** More decimal digits than newer Pythons convert (the default of `sys.set_int_max_str_digits`). */
const MANY_DIGITS = 4300;
/** Bytes of an integer that is shown with its digits. */
const SHOWN_BYTES = 64;
const LONGEST_QUOTE = 40;
/** The first byte in UTF-8 of the characters from 0x80 to 0xbf. */
const LATIN1_LEAD = 0xc2;
/** About what a view of bytes costs in V8. */
const BYTES_COST = 200;

/** Decodes arguments as any of CPython's readers would, and notes where not all of them do. */
export class LenientArguments implements ArgumentDecoder {
  readonly #strict: Arguments;
  readonly #journal: Journal;
  readonly #candidates: Candidates;
  readonly #fail: Fail;
  readonly #spend: (bytes: number) => void;
  readonly #dialect: Dialect;
  /** What stands for indices that are no numbers, or that no number holds exactly: numbers from the far end. */
  readonly #indices = new Map<string, number>();

  constructor(
    dialect: Dialect,
    journal: Journal,
    candidates: Candidates,
    fail: Fail,
    spend: (bytes: number) => void,
  ) {
    this.#dialect = dialect;
    this.#journal = journal;
    this.#candidates = candidates;
    this.#fail = fail;
    this.#spend = spend;
    this.#strict = new Arguments(
      { exact: false, encoding: "latin1", errors: "strict", copyBytes: false, maxDigits: MANY_DIGITS },
      fail,
      spend,
    );
  }

  get maxDigits(): number {
    return this.#strict.maxDigits;
  }

  length(length: number): number {
    return this.#strict.length(length);
  }

  index(line: Uint8Array): number {
    const index = indexText(line);
    const isPlain = index !== undefined && String(index).length === line.length;
    if (!isPlain) this.#noteNumber(line);
    if (this.#dialect === "python-2-c") return this.#standIn(decodeLatin1(line));
    if (this.#dialect === "python-2") return formerIndex(line) ?? this.#standIn(decodeLatin1(line));
    if (index !== undefined) return index;
    const value = lenientInteger(line, MANY_DIGITS);
    if (value === undefined) throw this.#fail("a decimal index expected", "bad-argument");
    if (value < 0n) throw this.#fail("an index cannot be negative", "bad-argument");
    return value <= Number.MAX_SAFE_INTEGER / 2 ? Number(value) : this.#standIn(value.toString(16));
  }

  #standIn(key: string): number {
    const index = this.#indices.get(key) ?? Number.MAX_SAFE_INTEGER - this.#indices.size;
    this.#indices.set(key, index);
    return index;
  }

  name(line: Uint8Array): string {
    const text = decodeUtf8(line);
    if (text === undefined) {
      const name = decodeLatin1(line);
      this.#journal.find("name-not-utf8", name, () => ({ message: `${quote(line)} is not UTF-8`, name }));
      return name;
    }
    if (text.length !== line.length) {
      const message = `${repr(text)} is not ASCII, which Python 2 and pickletools refuse`;
      this.#journal.find("name-not-ascii", text, () => ({ message, name: text }));
    }
    return text;
  }

  id(line: Uint8Array): string {
    return decodeUtf8(line) ?? decodeLatin1(line);
  }

  small(value: number): number {
    return value;
  }

  int(line: Uint8Array): unknown {
    if (line.length === 2 && line[0] === 0x30 && (line[1] === 0x30 || line[1] === 0x31))
      return line[1] === 0x31;
    return this.#integer(line);
  }

  longText(line: Uint8Array): unknown {
    return this.#integer(line[line.length - 1] === 0x4c ? line.subarray(0, -1) : line);
  }

  long(reader: ByteReader, length: number): unknown {
    if (length <= SHOWN_BYTES) return this.#strict.long(reader, length);
    reader.take(length);
    return new LongInteger(`<int of ${length} bytes>`);
  }

  float(line: Uint8Array): number {
    return floatText(line) ?? this.#lenient(line, lenientFloat(line), "a float expected");
  }

  key(reader: ByteReader, length: number): unknown {
    return this.text(reader, length);
  }

  text(reader: ByteReader, length: number): unknown {
    const text = this.#strict.text(reader, length);
    this.#candidates.consider(reader.bytes, reader.offset - length, reader.offset);
    // Bytes that protocol 2 writes as text: those of a PROTO take two each.
    if (reader.bytes[reader.offset - length] === LATIN1_LEAD) this.#considerText(text);
    return text;
  }

  unicode(line: Uint8Array): unknown {
    const text = this.#strict.unicode(line);
    this.#considerText(text);
    return text;
  }

  /** Looks at a text whose characters are bytes. */
  #considerText(text: unknown): void {
    if (typeof text !== "string" || !/^[\0-\xff]*$/.test(text)) return;
    this.#candidates.consider(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      0,
      text.length,
    );
  }

  quoted(line: Uint8Array): Uint8Array {
    const trimmed = upToPrintable(line);
    if (trimmed.length < line.length) {
      this.#journal.find("lenient-string", "", () => ({
        message: `Not every reader takes ${quote(line)} for a string`,
      }));
    }
    return this.#strict.quoted(trimmed);
  }

  string(bytes: Uint8Array): string {
    this.#candidates.consider(bytes, 0, bytes.length);
    return decodeUtf8(bytes) ?? decodeLatin1(bytes);
  }

  bytes(reader: ByteReader, length: number): Uint8Array {
    this.#spend(BYTES_COST);
    const view = reader instanceof WatchedReader ? reader.takeBytes(length) : reader.take(length);
    this.#candidates.consider(view, 0, length);
    return view;
  }

  bytearray(reader: ByteReader, length: number): Mutable {
    return new Mutable(this.bytes(reader, length));
  }

  #integer(line: Uint8Array): number | bigint | LongInteger {
    const text = integerText(line);
    if (text === undefined)
      return this.#lenient(line, lenientInteger(line, MANY_DIGITS), "a decimal integer expected");
    // With a zero in front some readers take it for octal, and one digit with a sign for a boolean.
    if (text.length !== line.length || /^(-0|0[0-9])/.test(text)) this.#noteNumber(line);
    if (text.length <= 15) return Number(text);
    if (text.length <= MANY_DIGITS) return BigInt(text);
    this.#journal.find("long-number", "", () => ({ message: `An integer has ${text.length} digits` }));
    return new LongInteger(`<int of ${text.length} digits>`);
  }

  #lenient<T>(line: Uint8Array, value: T | undefined, reason: string): T {
    if (value === undefined) throw this.#fail(reason, "bad-argument");
    this.#noteNumber(line);
    return value;
  }

  #noteNumber(line: Uint8Array): void {
    this.#journal.find("lenient-number", "", () => ({
      message: `Not every reader takes ${quote(line)} for a number`,
    }));
  }
}

/** The number that the reader of Python 2 in Python has for a text: one that `repr` of a 32-bit number gives. */
function formerIndex(line: Uint8Array): number | undefined {
  const text = decodeLatin1(line);
  const value = Number(text) | 0;
  return String(value) === text ? value >>> 0 : undefined;
}

function quote(line: Uint8Array): string {
  return repr(Uint8Array.from(line.subarray(0, LONGEST_QUOTE)));
}
