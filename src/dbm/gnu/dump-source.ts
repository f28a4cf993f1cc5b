import { DbmError } from "../errors.ts";
import type { Bytes } from "../store.ts";

const NEWLINE = 0x0a;

/** The bytes of a dump, which come in chunks: taken in lines or in lengths, and only as far as they are asked for. */
export class DumpSource {
  readonly #chunks: Iterator<Uint8Array>;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #offset = 0;
  #line = 1;

  constructor(source: Uint8Array | Iterable<Uint8Array>) {
    this.#chunks = (source instanceof Uint8Array ? [source] : source)[Symbol.iterator]();
  }

  /** Where in the dump the next byte is. */
  get offset(): number {
    return this.#offset;
  }

  /** Which line the next byte is in, from 1. */
  get line(): number {
    return this.#line;
  }

  /** What comes next, up to so many bytes, and is not taken; fewer only at the end. */
  peek(length: number): Uint8Array {
    const parts = [this.#rest()];
    let count = this.#rest().length;
    while (count < length) {
      const chunk = this.#next();
      if (chunk === undefined) break;
      parts.push(chunk);
      count += chunk.length;
    }
    this.#keep(parts.length === 1 ? this.#rest() : joined(parts, count));
    return this.#rest().subarray(0, length);
  }

  /** The next line without its end, or `undefined` where there is none. */
  takeLine(): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    let count = 0;
    for (;;) {
      const rest = this.#rest();
      const end = rest.indexOf(NEWLINE);
      const part = rest.subarray(0, end < 0 ? rest.length : end);
      parts.push(part);
      count += part.length;
      this.#skip(end < 0 ? part.length : end + 1);
      if (end >= 0) {
        this.#line += 1;
        break;
      }
      const chunk = this.#next();
      if (chunk !== undefined) this.#keep(chunk);
      else if (count === 0) return undefined;
      else break;
    }
    const line = parts.length === 1 ? (parts[0] as Uint8Array) : joined(parts, count);
    return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  }

  /** The next bytes, exactly so many, in memory of their own; memory is taken only for what is there. */
  take(length: number, object: string): Bytes {
    const { offset } = this;
    const parts: Uint8Array[] = [];
    let count = 0;
    while (count < length) {
      const part = this.#rest().subarray(0, length - count);
      parts.push(part);
      count += part.length;
      this.#skip(part.length);
      if (count === length) break;
      const chunk = this.#next();
      if (chunk === undefined)
        throw new DbmError(
          `Cannot read ${object} at byte ${offset}: ${length} bytes expected, ${count} left`,
          "truncated",
          { offset },
        );
      this.#keep(chunk);
    }
    return joined(parts, count);
  }

  /** Whether there is nothing more. */
  atEnd(): boolean {
    return this.peek(1).length === 0;
  }

  #rest(): Uint8Array {
    return this.#bytes.subarray(this.#start);
  }

  #keep(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#start = 0;
  }

  #skip(count: number): void {
    this.#start += count;
    this.#offset += count;
  }

  #next(): Uint8Array | undefined {
    const { done, value } = this.#chunks.next();
    if (done) return undefined;
    if (!(value instanceof Uint8Array)) throw new TypeError("the chunks of a dump are Uint8Arrays");
    return value;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
