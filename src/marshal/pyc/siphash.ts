// "somepseudorandomlygeneratedbytes" as four numbers of 64 bits, the low half of each first.
const START = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
] as const;

/** How many rounds SipHash has: for each 8 bytes, and at the end. */
export type Rounds = readonly [each: number, final: number];

/** SipHash of the bytes. Its key has 128 bits, of which `key` is the lowest 32 and the others are 0. */
export function sipHash(bytes: Uint8Array, key: number, [each, final]: Rounds): Uint8Array<ArrayBuffer> {
  const state = new SipState(key);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  for (let offset = 0; offset < whole; offset += 8) {
    state.mix(view.getInt32(offset, true), view.getInt32(offset + 4, true), each);
  }
  const rest = new DataView(new ArrayBuffer(8));
  for (let offset = whole; offset < bytes.length; offset += 1) {
    rest.setUint8(offset - whole, view.getUint8(offset));
  }
  rest.setUint8(7, bytes.length);
  state.mix(rest.getInt32(0, true), rest.getInt32(4, true), each);
  return state.finish(final);
}

/** Four numbers of 64 bits, each in two halves of 32, the low one first: with `bigint` it took nine times as long. */
class SipState {
  readonly #halves = Int32Array.from(START);

  constructor(key: number) {
    this.#flip(0, key);
    this.#flip(4, key);
  }

  /** Takes in 8 bytes. */
  mix(low: number, high: number, rounds: number): void {
    this.#flip(6, low);
    this.#flip(7, high);
    this.#turn(rounds);
    this.#flip(0, low);
    this.#flip(1, high);
  }

  /** The hash, in little-endian order. */
  finish(rounds: number): Uint8Array<ArrayBuffer> {
    this.#flip(4, 0xff);
    this.#turn(rounds);
    const result = new DataView(new ArrayBuffer(8));
    for (const half of [0, 1]) {
      result.setInt32(
        4 * half,
        this.#at(half) ^ this.#at(half + 2) ^ this.#at(half + 4) ^ this.#at(half + 6),
        true,
      );
    }
    return new Uint8Array(result.buffer);
  }

  #turn(rounds: number): void {
    for (let i = 0; i < rounds; i += 1) {
      this.#step(0, 2, 13);
      this.#swap(0);
      this.#step(4, 6, 16);
      this.#step(0, 6, 21);
      this.#step(4, 2, 17);
      this.#swap(4);
    }
  }

  /** a += b; b = (b rotated left by `bits`) ^ a */
  #step(a: number, b: number, bits: number): void {
    const low = (this.#at(a) >>> 0) + (this.#at(b) >>> 0);
    const sumLow = low | 0;
    const sumHigh = (this.#at(a + 1) + this.#at(b + 1) + (low > 0xffffffff ? 1 : 0)) | 0;
    const bLow = this.#at(b);
    const bHigh = this.#at(b + 1);
    this.#halves[a] = sumLow;
    this.#halves[a + 1] = sumHigh;
    this.#halves[b] = ((bLow << bits) | (bHigh >>> (32 - bits))) ^ sumLow;
    this.#halves[b + 1] = ((bHigh << bits) | (bLow >>> (32 - bits))) ^ sumHigh;
  }

  /** Rotates by 32 bits. */
  #swap(a: number): void {
    const low = this.#at(a);
    this.#halves[a] = this.#at(a + 1);
    this.#halves[a + 1] = low;
  }

  #flip(half: number, bits: number): void {
    this.#halves[half] = this.#at(half) ^ bits;
  }

  #at(half: number): number {
    return this.#halves[half] as number;
  }
}
