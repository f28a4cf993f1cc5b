import { malformed } from "../errors.ts";
import type { Bytes } from "../store.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = 0x3d;
const NEWLINE = 0x0a;

/** How many bytes become a line of 76 characters. */
const LINE = 57;

const digits = /* @__PURE__ */ Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));
const values = /* @__PURE__ */ valuesOf(digits);

function valuesOf(codes: Uint8Array): Int8Array {
  const table = new Int8Array(256).fill(-1);
  codes.forEach((code, value) => {
    table[code] = value;
  });
  return table;
}

/** How long the lines of so many bytes are, newlines and all. */
export function linesLength(length: number): number {
  return 4 * Math.ceil(length / 3) + Math.ceil(length / LINE);
}

/** Bytes that become whole lines, however long the text after them: so many, or the rest. */
export const WHOLE_LINES: number = LINE * 1024;

/** Writes bytes as lines of base64 at `offset` of `target`, where there is room; answers where they end. */
export function encodeLines(bytes: Uint8Array, target: Uint8Array, offset: number): number {
  let at = offset;
  for (let start = 0; start < bytes.length; start += LINE) {
    at = encode(bytes, start, Math.min(start + LINE, bytes.length), target, at);
    target[at++] = NEWLINE;
  }
  return at;
}

function encode(bytes: Uint8Array, start: number, end: number, target: Uint8Array, offset: number): number {
  let at = offset;
  for (let i = start; i < end; i += 3) {
    const left = end - i;
    const group =
      ((bytes[i] as number) << 16) |
      ((left > 1 ? (bytes[i + 1] as number) : 0) << 8) |
      (left > 2 ? (bytes[i + 2] as number) : 0);
    target[at++] = digits[group >> 18] as number;
    target[at++] = digits[(group >> 12) & 63] as number;
    target[at++] = left > 1 ? (digits[(group >> 6) & 63] as number) : PADDING;
    target[at++] = left > 2 ? (digits[group & 63] as number) : PADDING;
  }
  return at;
}

/** Takes the lines of a value as they come, and has its bytes in the end. Memory is taken for what came, not for what was announced. */
export class Base64Decoder {
  readonly #length: number;
  #bytes: Bytes;
  #count = 0;
  #bits = 0;
  #digits = 0;
  #padding = 0;

  /** For a value of so many bytes. */
  constructor(length: number) {
    this.#length = length;
    this.#bytes = new Uint8Array(Math.min(length, 4096));
  }

  /** A line; `offset` is where it is in the dump. */
  add(line: Uint8Array, offset: number): void {
    for (let i = 0; i < line.length; i += 1) {
      const code = line[i] as number;
      const value = values[code] as number;
      if (code === PADDING) this.#padding += 1;
      else if (value < 0 || this.#padding > 0) throw malformed("dump", offset + i, "no base64");
      this.#bits = (this.#bits << 6) | (value & 63);
      this.#digits += 1;
      if (this.#digits === 4) this.#endGroup(offset + i);
    }
  }

  /** The bytes, when all lines are there; `offset` is where the last one ends. */
  end(offset: number): Bytes {
    if (this.#digits > 0) throw malformed("dump", offset, "base64 that is cut short");
    if (this.#count !== this.#length)
      throw malformed("dump", offset, `${this.#length} bytes expected, ${this.#count} found`);
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #endGroup(offset: number): void {
    const count = 3 - this.#padding;
    if (count < 1) throw malformed("dump", offset, "no base64");
    if (this.#count + count > this.#length)
      throw malformed("dump", offset, `${this.#length} bytes expected, more found`);
    if (this.#count + 3 > this.#bytes.length) this.#grow();
    for (let i = 0; i < count; i += 1) this.#bytes[this.#count + i] = this.#bits >> (16 - 8 * i);
    this.#count += count;
    this.#bits = 0;
    this.#digits = 0;
  }

  #grow(): void {
    const bytes = new Uint8Array(Math.min(2 * this.#bytes.length + 4096, this.#length));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
