import { Dice } from "../test/pickletools/mutants.ts";

/**
 * Dice with a memory of 128 bits (sfc32). An input is made by a dozen throws: those of a memory of 32 bits are too few to bring all of them
 * about.
 */
export class LongDice extends Dice {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    super(seed);
    this.#state = Uint32Array.of(seed, 0x9e3779b9, 0x243f6a88, 1);
    for (let turn = 0; turn < 16; turn += 1) this.#next();
  }

  override below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  #next(): number {
    const state = this.#state;
    const [a, b, c, count] = state as unknown as [number, number, number, number];
    const sum = (a + b + count) >>> 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    state[3] = count + 1;
    return sum;
  }
}
