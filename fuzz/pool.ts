import type { Dice } from "../test/pickletools/mutants.ts";

/** An input that did what none before it did. */
interface Member {
  readonly bytes: Uint8Array;
  /** How often others were made of it. */
  uses: number;
}

/** How many of the newest members are preferred: what was found last has been tried least. */
const NEWEST = 32;

/** The inputs that others are made of. */
export class Pool {
  readonly #members: Member[] = [];

  get size(): number {
    return this.#members.length;
  }

  add(bytes: Uint8Array): void {
    this.#members.push({ bytes, uses: 0 });
  }

  /** One of them, mostly one that was used less than another, every third time one of the newest. */
  pick(dice: Dice): Uint8Array {
    const count = this.#members.length;
    const from = dice.below(3) === 0 ? Math.max(0, count - NEWEST) : 0;
    const draw = () => this.#members[from + dice.below(count - from)] as Member;
    const [one, other] = [draw(), draw()];
    const chosen = one.uses <= other.uses ? one : other;
    chosen.uses += 1;
    return chosen.bytes;
  }
}
