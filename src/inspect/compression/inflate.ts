import { damaged, type Output, truncated } from "./output.ts";
import { PrefixCode } from "./prefix-code.ts";

/** Deflate is decoded here and not by the platform, whose streams say neither where the data ended nor what came before a fault. */

/** Bytes between two places where the caller may pause. */
const STEP = 2 ** 20;
const END_OF_BLOCK = 256;
const LONGEST_MATCH = 258;
/** The order in which the lengths of the code of code lengths are stored. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
const [LENGTH_BASES, LENGTH_BITS] = ladder(28, 4, 3);
const [DISTANCE_BASES, DISTANCE_BITS] = ladder(30, 2, 1);
LENGTH_BASES[28] = LONGEST_MATCH;

const FIXED_LITERALS = new PrefixCode(
  Uint8Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
);
const FIXED_DISTANCES = new PrefixCode(new Uint8Array(30).fill(5));

/**
 * Decodes the raw deflate stream that begins at `start`, and returns the offset behind it. Yields after every
 * mebibyte or so. Throws `Stopped`.
 */
export function* inflate(input: Uint8Array, start: number, output: Output): Generator<void, number> {
  const inflater = new Inflater(input, start, output);
  while (!inflater.isDone) {
    inflater.run(output.length + STEP);
    yield;
  }
  return inflater.offset;
}

class Inflater {
  isDone = false;
  readonly #input: Uint8Array;
  readonly #output: Output;
  /** Where its own output begins: matches reach no further back. */
  readonly #origin: number;
  #offset: number;
  /** Bits that were read from the input and not used yet, the next one lowest. */
  #hold = 0;
  #count = 0;
  #isLast = false;
  /** What is left of a stored block. */
  #stored = 0;
  #literals: PrefixCode | undefined;
  #distances: PrefixCode = FIXED_DISTANCES;

  constructor(input: Uint8Array, start: number, output: Output) {
    this.#input = input;
    this.#offset = start;
    this.#output = output;
    this.#origin = output.length;
  }

  /** Behind the last byte that was used. */
  get offset(): number {
    return this.#offset - (this.#count >> 3);
  }

  /** Goes on until the output has that length, a block ends, or all is decoded. */
  run(until: number): void {
    if (this.#literals) this.#decode(this.#literals, until);
    else if (this.#stored > 0) this.#copy();
    else this.#begin();
  }

  #begin(): void {
    if (this.#isLast) {
      this.isDone = true;
      return;
    }
    this.#isLast = this.#bits(1) === 1;
    const kind = this.#bits(2);
    if (kind === 3) throw damaged("a block of no known kind");
    if (kind === 0) this.#beginStored();
    else if (kind === 1) [this.#literals, this.#distances] = [FIXED_LITERALS, FIXED_DISTANCES];
    else this.#readCodes();
  }

  #beginStored(): void {
    this.#bits(this.#count & 7);
    const length = this.#bits(16);
    if (this.#bits(16) !== (length ^ 0xffff)) throw damaged("a stored block whose lengths differ");
    this.#offset = this.offset;
    this.#hold = 0;
    this.#count = 0;
    this.#stored = length;
  }

  #copy(): void {
    const piece = this.#input.subarray(this.#offset, this.#offset + this.#stored);
    this.#output.append(piece);
    this.#offset += piece.length;
    if (piece.length < this.#stored) throw truncated();
    this.#stored = 0;
  }

  #readCodes(): void {
    const literals = this.#bits(5) + 257;
    const distances = this.#bits(5) + 1;
    const count = this.#bits(4) + 4;
    const orders = new Uint8Array(19);
    for (const symbol of LENGTH_ORDER.slice(0, count)) orders[symbol] = this.#bits(3);
    const code = new PrefixCode(orders);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw damaged("a code length that repeats nothing");
      const value = symbol === 16 ? (lengths[i - 1] as number) : 0;
      const times =
        symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
      if (i + times > lengths.length) throw damaged("more code lengths than codes");
      lengths.fill(value, i, i + times);
      i += times;
    }
    this.#literals = new PrefixCode(lengths.subarray(0, literals));
    this.#distances = new PrefixCode(lengths.subarray(literals));
  }

  #bits(count: number): number {
    while (this.#count < count) {
      const byte = this.#input[this.#offset];
      if (byte === undefined) throw truncated();
      this.#offset += 1;
      this.#hold |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol(code: PrefixCode): number {
    while (this.#count < 15 && this.#offset < this.#input.length) {
      this.#hold |= (this.#input[this.#offset++] as number) << this.#count;
      this.#count += 8;
    }
    const entry = code.find(this.#hold);
    const length = entry & 15;
    if (entry === 0) throw this.#count < 15 ? truncated() : damaged("bits that are no code");
    if (length > this.#count) throw truncated();
    this.#hold >>>= length;
    this.#count -= length;
    return entry >> 4;
  }

  /** The hot loop: everything it touches is a local. */
  #decode(literals: PrefixCode, until: number): void {
    const input = this.#input;
    const end = input.length;
    const output = this.#output;
    const distances = this.#distances;
    let offset = this.#offset;
    let hold = this.#hold;
    let count = this.#count;
    let { bytes, length } = output;
    try {
      while (length < until) {
        // Behind the end zeros come in, and are noticed as soon as one is used.
        while (count <= 24) {
          hold |= (offset < end ? (input[offset] as number) : 0) << count;
          offset += 1;
          count += 8;
        }
        const entry = literals.find(hold);
        if (entry === 0) throw offset > end ? truncated() : damaged("bits that are no code");
        hold >>>= entry & 15;
        count -= entry & 15;
        if (offset - (count >> 3) > end) throw truncated();
        const symbol = entry >> 4;
        if (symbol < END_OF_BLOCK) {
          if (length === bytes.length) {
            output.length = length;
            output.reserve(1);
            bytes = output.bytes;
          }
          bytes[length++] = symbol;
          continue;
        }
        if (symbol === END_OF_BLOCK) {
          this.#literals = undefined;
          return;
        }
        if (symbol > 285) throw damaged("a length that is none");
        const lengthBits = LENGTH_BITS[symbol - 257] as number;
        const run = (LENGTH_BASES[symbol - 257] as number) + (hold & ((1 << lengthBits) - 1));
        hold >>>= lengthBits;
        count -= lengthBits;
        while (count <= 24) {
          hold |= (offset < end ? (input[offset] as number) : 0) << count;
          offset += 1;
          count += 8;
        }
        const far = distances.find(hold);
        if (far === 0) throw offset > end ? truncated() : damaged("bits that are no code");
        hold >>>= far & 15;
        count -= far & 15;
        if (far >> 4 > 29) throw damaged("a distance that is none");
        while (count <= 24) {
          hold |= (offset < end ? (input[offset] as number) : 0) << count;
          offset += 1;
          count += 8;
        }
        const distanceBits = DISTANCE_BITS[far >> 4] as number;
        const distance = (DISTANCE_BASES[far >> 4] as number) + (hold & ((1 << distanceBits) - 1));
        hold >>>= distanceBits;
        count -= distanceBits;
        if (offset - (count >> 3) > end) throw truncated();
        if (distance > length - this.#origin) throw damaged("a match before the beginning");
        if (length + run > bytes.length) {
          output.length = length;
          output.reserve(run);
          bytes = output.bytes;
        }
        const stop = length + run;
        // Runs of one byte are what makes output long: filling is several times as fast as copying.
        if (distance === 1) bytes.fill(bytes[length - 1] as number, length, stop);
        else
          for (let from = length - distance, to = length; to < stop; ) bytes[to++] = bytes[from++] as number;
        length = stop;
      }
    } finally {
      output.length = length;
      this.#offset = offset;
      this.#hold = hold;
      this.#count = count;
    }
  }
}

/** Bases that grow by powers of two: the first `flat` need no extra bits, then `flat / 2`… share each number of them. */
function ladder(count: number, step: number, first: number): [Uint16Array, Uint8Array] {
  const bases = new Uint16Array(count + 1);
  const bits = new Uint8Array(count + 1);
  let base = first;
  for (let i = 0; i < count; i += 1) {
    bits[i] = Math.max(0, Math.floor(i / step) - 1);
    bases[i] = base;
    base += 2 ** (bits[i] as number);
  }
  return [bases, bits];
}
