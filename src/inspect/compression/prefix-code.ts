import { damaged } from "./output.ts";

/** Codes up to this long are found in one look. */
const FAST_BITS = 10;
const LONGEST = 15;

/** A canonical prefix code as deflate has them: no code longer than 15 bits, the first bit of a code lowest. */
export class PrefixCode {
  /** For the next bits the symbol above and the length in the low four bits; 0 where the code is longer. */
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  readonly #counts = new Uint16Array(LONGEST + 1);
  /** The symbols by length of code, then by number. */
  readonly #symbols: Uint16Array;

  /** A code from the lengths of its codes; 0 is a symbol without one. Throws `Stopped` where there are too many. */
  constructor(lengths: Uint8Array) {
    const counts = this.#counts;
    for (const length of lengths) counts[length] = (counts[length] as number) + 1;
    counts[0] = 0;
    const firsts = new Uint16Array(LONGEST + 2);
    const starts = new Uint16Array(LONGEST + 2);
    for (let length = 1; length <= LONGEST; length += 1) {
      const count = counts[length] as number;
      if ((firsts[length] as number) + count > 1 << length) throw damaged("more codes than fit");
      firsts[length + 1] = ((firsts[length] as number) + count) << 1;
      starts[length + 1] = (starts[length] as number) + count;
    }
    this.#symbols = new Uint16Array(starts[LONGEST + 1] as number);
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue;
      const place = starts[length] as number;
      const code = firsts[length] as number;
      this.#symbols[place] = symbol;
      starts[length] = place + 1;
      firsts[length] = code + 1;
      if (length <= FAST_BITS) this.#spread(reversed(code, length), length, symbol);
    }
  }

  /** The symbol whose code the bits begin with, times 16, plus the length of its code; 0 where there is none. */
  find(bits: number): number {
    return (this.#fast[bits & ((1 << FAST_BITS) - 1)] as number) || this.#search(bits);
  }

  #spread(code: number, length: number, symbol: number): void {
    for (let i = code; i < 1 << FAST_BITS; i += 1 << length) this.#fast[i] = (symbol << 4) | length;
  }

  /** Bit by bit: of each length, the codes are consecutive numbers. */
  #search(bits: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST; length += 1) {
      code |= (bits >>> (length - 1)) & 1;
      const count = this.#counts[length] as number;
      if (code - first < count) return ((this.#symbols[index + code - first] as number) << 4) | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reversed(code: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i += 1) value |= ((code >>> i) & 1) << (length - 1 - i);
  return value;
}
