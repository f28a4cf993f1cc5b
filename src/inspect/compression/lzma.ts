import { damaged, type Output, truncated } from "./output.ts";

const STATES = 12;
/** The first state in which the last thing was no literal. */
const AFTER_MATCH = 7;
const POSITIONS = 16;
const SHORTEST_MATCH = 2;
const SLOT_BITS = 6;
/** Slots of distances: below the first all is in the slot, from the last on low bits are coded on their own. */
const FIRST_MODEL = 4;
const LAST_MODEL = 14;
const EVEN = 1024;

/** How contexts are chosen: the three numbers in the first byte of LZMA's properties. */
export interface LzmaProperties {
  /** High bits of the byte before that count for a literal. */
  readonly literalContext: number;
  /** Low bits of the position that count for a literal, and for all else. */
  readonly literalPosition: number;
  readonly position: number;
}

export function lzmaProperties(byte: number): LzmaProperties {
  if (byte >= 9 * 5 * 5) throw damaged("impossible properties of LZMA");
  return {
    literalContext: byte % 9,
    literalPosition: Math.floor(byte / 9) % 5,
    position: Math.floor(byte / 45),
  };
}

/** Decodes LZMA: literals and matches in a range code whose probabilities adapt. */
export class LzmaDecoder {
  offset = 0;
  /** Where the dictionary begins in the output. */
  origin = 0;
  readonly #input: Uint8Array;
  readonly #output: Output;
  #properties: LzmaProperties = { literalContext: 0, literalPosition: 0, position: 0 };
  #literals = new Uint16Array(0);
  #models = new Models();
  #state = 0;
  /** The last four distances, less one each, the last first. */
  #distance = 0;
  #distance1 = 0;
  #distance2 = 0;
  #distance3 = 0;
  #range = 0;
  #code = 0;
  /** What is left of a match that the last run did not finish. */
  #pending = 0;

  constructor(input: Uint8Array, output: Output) {
    this.#input = input;
    this.#output = output;
  }

  /** Forgets what was learned; with properties, those count from here on. */
  reset(properties: LzmaProperties = this.#properties): void {
    this.#properties = properties;
    this.#literals = new Uint16Array(0x300 << (properties.literalContext + properties.literalPosition)).fill(
      EVEN,
    );
    this.#models = new Models();
    this.#state = 0;
    this.#distance = this.#distance1 = this.#distance2 = this.#distance3 = 0;
  }

  /** Begins a range code at an offset. */
  start(offset: number): void {
    if (offset + 5 > this.#input.length) throw truncated();
    this.offset = offset + 1;
    this.#range = 0xffffffff;
    this.#code = 0;
    for (let i = 0; i < 4; i += 1) this.#code = this.#code * 256 + this.#next();
  }

  /** Decodes until the output has that length. Returns whether the mark of the end was met before. */
  run(until: number): boolean {
    const output = this.#output;
    while (output.length < until) {
      if (this.#pending > 0) {
        this.#copy(until);
        continue;
      }
      const place = (output.length - this.origin) & ((1 << this.#properties.position) - 1);
      const models = this.#models;
      const state = this.#state;
      if (this.#bit(models.isMatch, state * POSITIONS + place) === 0) this.#literal();
      else if (this.#bit(models.isRepeated, state) === 1) this.#repeat(place);
      else if (this.#match(place)) return true;
    }
    return false;
  }

  #literal(): void {
    const { literalContext, literalPosition } = this.#properties;
    const output = this.#output;
    const length = output.length - this.origin;
    const before = length > 0 ? (output.bytes[output.length - 1] as number) : 0;
    const low = (length & ((1 << literalPosition) - 1)) << literalContext;
    const base = 0x300 * (low + (before >> (8 - literalContext)));
    let symbol = 1;
    if (this.#state >= AFTER_MATCH) {
      let guess = this.#byteAt(this.#distance);
      while (symbol < 0x100) {
        const expected = (guess >> 7) & 1;
        guess <<= 1;
        const bit = this.#bit(this.#literals, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literals, base + symbol);
    output.reserve(1);
    output.bytes[output.length++] = symbol & 0xff;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** A match at one of the last four distances. */
  #repeat(place: number): void {
    const models = this.#models;
    const state = this.#state;
    if (this.#bit(models.isOlder, state) === 0) {
      if (this.#bit(models.isLong, state * POSITIONS + place) === 0) {
        this.#state = state < AFTER_MATCH ? 9 : 11;
        this.#begin(1);
        return;
      }
    } else {
      this.#recall(this.#bit(models.isOlder2, state) === 0 ? 1 : 2 + this.#bit(models.isOlder3, state));
    }
    this.#state = state < AFTER_MATCH ? 8 : 11;
    this.#begin(this.#length(models.repeatLengths, place));
  }

  /** A match at a distance of its own. Returns whether it is the mark of the end. */
  #match(place: number): boolean {
    const models = this.#models;
    this.#state = this.#state < AFTER_MATCH ? 7 : 10;
    const length = this.#length(models.lengths, place);
    const slots = Math.min(length - SHORTEST_MATCH, 3) << SLOT_BITS;
    const slot = this.#tree(models.slots, slots, SLOT_BITS);
    const distance = slot < FIRST_MODEL ? slot : this.#farDistance(slot);
    if (distance === 0xffffffff) return true;
    this.#recall(3);
    this.#distance = distance;
    this.#begin(length);
    return false;
  }

  /** Makes one of the last four distances the last, and those after it older. */
  #recall(index: number): void {
    const distance = index === 1 ? this.#distance1 : index === 2 ? this.#distance2 : this.#distance3;
    if (index === 3) this.#distance3 = this.#distance2;
    if (index >= 2) this.#distance2 = this.#distance1;
    this.#distance1 = this.#distance;
    this.#distance = distance;
  }

  #farDistance(slot: number): number {
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < LAST_MODEL) return base + this.#reversedTree(this.#models.nearBits, base - slot, bits);
    let direct = 0;
    for (let i = 4; i < bits; i += 1) direct = direct * 2 + this.#evenBit();
    return base + direct * 16 + this.#reversedTree(this.#models.alignBits, 0, 4);
  }

  #length(models: LengthModels, place: number): number {
    if (this.#bit(models.choice, 0) === 0) return SHORTEST_MATCH + this.#tree(models.low, place << 3, 3);
    if (this.#bit(models.choice, 1) === 0)
      return SHORTEST_MATCH + 8 + this.#tree(models.middle, place << 3, 3);
    return SHORTEST_MATCH + 16 + this.#tree(models.high, 0, 8);
  }

  #begin(length: number): void {
    if (this.#distance >= this.#output.length - this.origin) throw damaged("a match before the beginning");
    this.#pending = length;
  }

  #copy(until: number): void {
    const output = this.#output;
    const count = Math.min(this.#pending, until - output.length);
    const distance = this.#distance + 1;
    output.reserve(count);
    const { bytes } = output;
    const stop = output.length + count;
    if (distance === 1) bytes.fill(bytes[output.length - 1] as number, output.length, stop);
    else for (let to = output.length; to < stop; to += 1) bytes[to] = bytes[to - distance] as number;
    output.length = stop;
    this.#pending -= count;
  }

  #byteAt(distance: number): number {
    const { bytes, length } = this.#output;
    if (distance >= length - this.origin) throw damaged("a match before the beginning");
    return bytes[length - distance - 1] as number;
  }

  #tree(models: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i += 1) symbol = (symbol << 1) | this.#bit(models, base + symbol);
    return symbol - (1 << bits);
  }

  #reversedTree(models: Uint16Array, base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i += 1) {
      const bit = this.#bit(models, base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  #bit(models: Uint16Array, index: number): 0 | 1 {
    const model = models[index] as number;
    const bound = (this.#range >>> 11) * model;
    const isOne = this.#code >= bound;
    if (isOne) {
      this.#range -= bound;
      this.#code -= bound;
      models[index] = model - (model >> 5);
    } else {
      this.#range = bound;
      models[index] = model + ((2048 - model) >> 5);
    }
    this.#normalize();
    return isOne ? 1 : 0;
  }

  #evenBit(): 0 | 1 {
    this.#range = this.#range >>> 1;
    const isOne = this.#code >= this.#range;
    if (isOne) this.#code -= this.#range;
    this.#normalize();
    return isOne ? 1 : 0;
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#next()) >>> 0;
  }

  #next(): number {
    const byte = this.#input[this.offset];
    if (byte === undefined) throw truncated();
    this.offset += 1;
    return byte;
  }
}

class LengthModels {
  readonly choice: Uint16Array = models(2);
  readonly low: Uint16Array = models(POSITIONS << 3);
  readonly middle: Uint16Array = models(POSITIONS << 3);
  readonly high: Uint16Array = models(256);
}

/** The probabilities of all bits but those of literals. */
class Models {
  readonly isMatch: Uint16Array = models(STATES * POSITIONS);
  readonly isRepeated: Uint16Array = models(STATES);
  readonly isOlder: Uint16Array = models(STATES);
  readonly isOlder2: Uint16Array = models(STATES);
  readonly isOlder3: Uint16Array = models(STATES);
  readonly isLong: Uint16Array = models(STATES * POSITIONS);
  readonly slots: Uint16Array = models(4 << SLOT_BITS);
  readonly nearBits: Uint16Array = models(128);
  readonly alignBits: Uint16Array = models(16);
  readonly lengths: LengthModels = new LengthModels();
  readonly repeatLengths: LengthModels = new LengthModels();
}

function models(count: number): Uint16Array {
  return new Uint16Array(count).fill(EVEN);
}
