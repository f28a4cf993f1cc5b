import { decodeLatin1 } from "../../bytes/index.ts";
import type { Note } from "./line.ts";

/** What a line of the directory says. */
export interface Line {
  /** Each byte of the key as the character of the same number. */
  readonly key: string;
  readonly offset: number;
  readonly length: number;
  /** Whether the line is of the sort that has a note, and is worth nothing without. */
  readonly provisional: boolean;
  readonly note: Note | undefined;
}

/** Why a line cannot be read, and at which byte. */
export class BadLine {
  readonly reason: string;
  readonly at: number;

  constructor(reason: string, at: number) {
    this.reason = reason;
    this.at = at;
  }
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const SINGLE_QUOTE = 0x27;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const ZERO = 0x30;
const BACKSLASH = 0x5c;

/** What one character after a backslash stands for. */
const SINGLE: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["\\", 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ["a", 0x07],
  ["b", 0x08],
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
  ["v", 0x0b],
]);
/** How many digits follow. */
const HEXADECIMAL: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/**
 * Reads lines: a string literal, and a pair of numbers. Python evaluates them as literals; nothing here does, and nothing else is taken.
 * Spaces may be where Python allows them, and a comment at the end.
 */
export class LineParser {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** The line from `start` to `end`, the line feed not included; it throws a `BadLine`. */
  parse(bytes: Uint8Array, start: number, end: number): Line {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    const key = this.#string();
    this.#token(COMMA, "a comma");
    this.#token(OPEN, "a bracket");
    const offset = this.#number("the offset");
    this.#token(COMMA, "a comma");
    const length = this.#number("the length");
    if (!Number.isSafeInteger(offset + length)) throw new BadLine("no file is that large", this.#at);
    const provisional = bytes[this.#at] === SPACE;
    this.#token(CLOSE, "a closing bracket");
    return { key, offset, length, provisional, note: this.#rest(provisional) };
  }

  #string(): string {
    const quote = this.#bytes[this.#at];
    if (this.#at >= this.#end || (quote !== SINGLE_QUOTE && quote !== DOUBLE_QUOTE))
      throw new BadLine("a quote expected", this.#at);
    const start = this.#at + 1;
    for (let i = start; i < this.#end; i++) {
      const byte = this.#bytes[i];
      if (byte === BACKSLASH) return this.#escaped(quote, start, i);
      if (byte !== quote) continue;
      this.#at = i + 1;
      return decodeLatin1(this.#bytes.subarray(start, i));
    }
    throw new BadLine("the quote is not closed", this.#end);
  }

  /** A string whose first backslash is at `backslash`. */
  #escaped(quote: number, start: number, backslash: number): string {
    const text = new Uint8Array(this.#end - start);
    text.set(this.#bytes.subarray(start, backslash));
    let length = backslash - start;
    this.#at = backslash;
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at] as number;
      if (byte === quote) {
        this.#at += 1;
        return decodeLatin1(text.subarray(0, length));
      }
      if (byte === BACKSLASH) text[length] = this.#escape();
      else {
        text[length] = byte;
        this.#at += 1;
      }
      length += 1;
    }
    throw new BadLine("the quote is not closed", this.#end);
  }

  /** The byte that an escape stands for. */
  #escape(): number {
    const at = this.#at;
    if (at + 1 >= this.#end) throw new BadLine("the quote is not closed", this.#end);
    const letter = String.fromCharCode(this.#bytes[at + 1] as number);
    this.#at = at + 2;
    const code = SINGLE.get(letter);
    if (code !== undefined) return code;
    if (letter >= "0" && letter <= "7") return this.#byte(this.#digits(at + 1, 8, 1, 3), at);
    const digits = HEXADECIMAL.get(letter);
    if (digits !== undefined) return this.#byte(this.#digits(at + 2, 16, digits, digits), at);
    if (letter === "N") throw new BadLine("a character by its name is no byte", at);
    // As in Python, a backslash that means nothing is one; what follows it, too.
    this.#at = at + 1;
    return BACKSLASH;
  }

  #byte(code: number, at: number): number {
    if (code > 0xff) throw new BadLine("a character beyond U+00FF is no byte", at);
    return code;
  }

  #digits(start: number, base: 8 | 16, least: number, most: number): number {
    const end = Math.min(start + most, this.#end);
    const text = decodeLatin1(this.#bytes.subarray(start, end));
    const digits = (base === 8 ? /^[0-7]*/ : /^[\da-fA-F]*/).exec(text)?.[0] ?? "";
    if (digits.length < least)
      throw new BadLine("an escape is cut short", start + digits.length < this.#end ? start : this.#end);
    this.#at = start + digits.length;
    return Number.parseInt(digits, base);
  }

  #number(what: string): number {
    this.#skip();
    const start = this.#at;
    let value = 0;
    while (this.#at < this.#end) {
      const digit = (this.#bytes[this.#at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.#at += 1;
    }
    if (this.#at === start) throw new BadLine(`${what} expected, a number that is not negative`, start);
    if (!Number.isSafeInteger(value)) throw new BadLine("no file is that large", start);
    const letter = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    // Python 2 writes 2147483648L where its int has 32 bits.
    if (letter === 0x4c || letter === 0x6c) this.#at += 1;
    return value;
  }

  #token(byte: number, name: string): void {
    this.#skip();
    if (this.#at >= this.#end || this.#bytes[this.#at] !== byte)
      throw new BadLine(`${name} expected`, this.#at);
    this.#at += 1;
  }

  /** What follows the pair: nothing, or a comment. */
  #rest(provisional: boolean): Note | undefined {
    this.#skip();
    if (this.#at >= this.#end) return undefined;
    if (this.#bytes[this.#at] !== HASH) throw new BadLine("the end of the line expected", this.#at);
    if (!provisional) return undefined;
    const comment = decodeLatin1(this.#bytes.subarray(this.#at, Math.min(this.#end, this.#at + 24)));
    if (/^# deleted\s*$/.test(comment)) return "deleted";
    const [, crc, reused] = /^# ([\da-f]{8})( reused)?\s*$/.exec(comment) ?? [];
    return crc === undefined ? undefined : { crc: Number.parseInt(crc, 16), reused: reused !== undefined };
  }

  #skip(): void {
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte !== SPACE && byte !== TAB && byte !== CARRIAGE_RETURN) return;
    }
  }
}

/** Where the line that begins at `start` ends: at its line feed, or -1 if there is none. */
export function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  const found = bytes.indexOf(LINE_FEED, start);
  return found >= end ? -1 : found;
}
