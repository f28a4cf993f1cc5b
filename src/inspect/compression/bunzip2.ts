import { BZIP2, hasBytes } from "../magic.ts";
import { damaged, type Output, truncated } from "./output.ts";

const BLOCK_MAGIC = 0x314159265359;
const END_MAGIC = 0x177245385090;
const LONGEST_CODE = 20;
/** Symbols that share one choice of code. */
const GROUP = 50;
const FIRST_TABLE = 4096;
const CRC_TABLE = crcTable();

export function isBzip2(bytes: Uint8Array, offset: number = 0): boolean {
  const level = bytes[offset + 3] ?? 0;
  return hasBytes(bytes, BZIP2, offset) && level >= 0x31 && level <= 0x39;
}

/**
 * Decodes the bzip2 streams that begin at `start`, one after the other, and returns the offset behind the last. Yields
 * after every block. Throws `Stopped`. Sums that are not right are told, and do not stop it.
 */
export function* bunzip2(
  input: Uint8Array,
  start: number,
  output: Output,
  warn: (message: string, offset: number) => void,
): Generator<void, number> {
  const block = new Block();
  let offset = start;
  while (isBzip2(input, offset)) {
    const size = ((input[offset + 3] as number) - 0x30) * 100_000;
    const bits = new Bits(input, offset + 4);
    for (;;) {
      const at = bits.offset;
      const magic = bits.take(24) * 2 ** 24 + bits.take(24);
      const sum = bits.take(16) * 2 ** 16 + bits.take(16);
      if (magic === END_MAGIC) break;
      if (magic !== BLOCK_MAGIC) throw damaged("neither a block nor the end");
      block.read(bits, size);
      if (block.write(output) !== sum) warn("The CRC-32 of a bzip2 block does not match.", at);
      yield;
    }
    offset = bits.offset;
  }
  return offset;
}

/** A cursor over bits, the highest of a byte first. */
class Bits {
  offset: number;
  readonly #input: Uint8Array;
  #hold = 0;
  #count = 0;

  constructor(input: Uint8Array, offset: number) {
    this.#input = input;
    this.offset = offset;
  }

  /** The next bits as a number; 24 at most. */
  take(count: number): number {
    while (this.#count < count) {
      const byte = this.#input[this.offset];
      if (byte === undefined) throw truncated();
      this.offset += 1;
      this.#hold = (this.#hold << 8) | byte;
      this.#count += 8;
    }
    this.#count -= count;
    return (this.#hold >>> this.#count) & ((1 << count) - 1);
  }
}

/** A prefix code, the first bit of a code highest. */
class Code {
  /** For each length the number behind its last code, and what leads from a code to the place of its symbol. */
  readonly #ends = new Int32Array(LONGEST_CODE + 1);
  readonly #shifts = new Int32Array(LONGEST_CODE + 1);
  readonly #symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    let place = 0;
    let code = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code <<= 1;
      this.#shifts[length] = place - code;
      for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        if (lengths[symbol] === length) this.#symbols[place++] = symbol;
      }
      code = place - (this.#shifts[length] as number);
      this.#ends[length] = code;
    }
  }

  read(bits: Bits): number {
    let code = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code = (code << 1) | bits.take(1);
      if (code < (this.#ends[length] as number))
        return this.#symbols[code + (this.#shifts[length] as number)] as number;
    }
    throw damaged("bits that are no code");
  }
}

/** One block: the bytes in the order of their sorted rotations, and the way through them. */
class Block {
  /** A byte in the low eight bits; above them, once the block is read, the place of the one after it. */
  #table = new Uint32Array(0);
  #size = 0;
  #length = 0;
  #origin = 0;

  /** Reads a block of that many bytes at most. */
  read(bits: Bits, size: number): void {
    this.#size = size;
    if (bits.take(1) === 1) throw damaged("a randomised block, which nothing has written since 1997");
    this.#origin = bits.take(24);
    const bytes = usedBytes(bits);
    const codes = readCodes(bits, bytes.length + 2);
    this.#fill(bits, codes, bytes);
    if (this.#origin >= this.#length) throw damaged("a block that begins outside itself");
    this.#link();
  }

  /** Undoes the moving to the front and the counting of repetitions. */
  #fill(bits: Bits, { codes, choices }: Codes, front: Uint8Array): void {
    const end = front.length + 1;
    let length = 0;
    let weight = 1;
    for (let group = 0; ; group += 1) {
      const code = codes[choices[group] ?? -1];
      if (!code) throw damaged("more symbols than choices of code");
      for (let i = 0; i < GROUP; i += 1) {
        const symbol = code.read(bits);
        if (symbol === end) {
          this.#length = length;
          return;
        }
        const run = symbol < 2 ? weight << symbol : 1;
        weight = symbol < 2 ? 2 * weight : 1;
        if (symbol > 1) {
          const byte = front[symbol - 1] as number;
          front.copyWithin(1, 0, symbol - 1);
          front[0] = byte;
        }
        if (run > this.#size - length) throw damaged("more bytes than a block has");
        this.#reserve(length + run);
        this.#table.fill(front[0] as number, length, length + run);
        length += run;
      }
    }
  }

  /** There can be very many blocks that are small: the table is as large as one needed it. */
  #reserve(length: number): void {
    if (length <= this.#table.length) return;
    const table = new Uint32Array(Math.min(this.#size, Math.max(2 * length, FIRST_TABLE)));
    table.set(this.#table);
    this.#table = table;
  }

  /** Finds, for each byte of the sorted rotations, which one follows it. */
  #link(): void {
    const table = this.#table;
    const places = new Uint32Array(256);
    for (let i = 0; i < this.#length; i += 1) {
      const byte = (table[i] as number) & 0xff;
      places[byte] = (places[byte] as number) + 1;
    }
    let sum = 0;
    for (let byte = 0; byte < 256; byte += 1) {
      const count = places[byte] as number;
      places[byte] = sum;
      sum += count;
    }
    for (let i = 0; i < this.#length; i += 1) {
      const byte = (table[i] as number) & 0xff;
      const place = places[byte] as number;
      places[byte] = place + 1;
      table[place] = ((table[place] as number) | (i << 8)) >>> 0;
    }
  }

  /** Undoes the first step of all: four equal bytes, then how many more. Returns the sum of what was written. */
  write(output: Output): number {
    const table = this.#table;
    let place = (table[this.#origin] as number) >>> 8;
    let crc = -1;
    let before = -1;
    let equal = 0;
    for (let left = this.#length; left > 0; left -= 1) {
      const entry = table[place] as number;
      const byte = entry & 0xff;
      place = entry >>> 8;
      const times = equal === 4 ? byte : 1;
      const value = equal === 4 ? before : byte;
      equal = equal === 4 ? 0 : byte === before ? equal + 1 : 1;
      before = equal === 0 ? -1 : byte;
      output.reserve(times);
      output.bytes.fill(value, output.length, output.length + times);
      output.length += times;
      for (let i = 0; i < times; i += 1)
        crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ value) & 0xff] as number);
    }
    return ~crc >>> 0;
  }
}

/** The bytes that occur in a block, by value: a map of sixteen maps. */
function usedBytes(bits: Bits): Uint8Array {
  const rows = bits.take(16);
  const bytes: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.take(16);
    for (let column = 0; column < 16; column += 1)
      if (columns & (0x8000 >> column)) bytes.push(16 * row + column);
  }
  if (bytes.length === 0) throw damaged("a block of no bytes");
  return Uint8Array.from(bytes);
}

interface Codes {
  readonly codes: readonly Code[];
  /** For each group of symbols the number of its code. */
  readonly choices: Uint8Array;
}

function readCodes(bits: Bits, symbols: number): Codes {
  const count = bits.take(3);
  const choices = new Uint8Array(bits.take(15));
  if (count < 2 || count > 6 || choices.length === 0) throw damaged("an impossible number of codes");
  const front = Uint8Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < choices.length; i += 1) {
    let index = 0;
    while (bits.take(1) === 1) index += 1;
    const choice = front[index];
    if (choice === undefined) throw damaged("a choice of no code");
    front.copyWithin(1, 0, index);
    front[0] = choice;
    choices[i] = choice;
  }
  return { codes: Array.from({ length: count }, () => readCode(bits, symbols)), choices };
}

function readCode(bits: Bits, symbols: number): Code {
  const lengths = new Uint8Array(symbols);
  let length = bits.take(5);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    for (; bits.take(1) === 1; ) length += bits.take(1) === 1 ? -1 : 1;
    if (length < 1 || length > LONGEST_CODE) throw damaged("an impossible length of code");
    lengths[symbol] = length;
  }
  return new Code(lengths);
}

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
    return crc;
  });
}
