// Changes of files that are made of pages and numbers in them.
import { mutationsOf } from "../../test/dbm/hostile/mutations.ts";
import type { Dice } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";

/** Shorter bytes are no file of pages. */
const SHORTEST = 16;

/** One to three numbers, bytes or parts, mostly in the beginning. */
const numbers: Mutator = (bytes, dice) => {
  if (bytes.length < SHORTEST) return bytes;
  return Object.values(mutationsOf(bytes, 1, dice.below(2 ** 30)))[0] as Uint8Array;
};

/** Changes of a file whose pages are so long. */
export function pageMutators(size: number): Mutator[] {
  const pageIn = (bytes: Uint8Array, dice: Dice) =>
    size * dice.below(Math.max(1, Math.ceil(bytes.length / size)));
  return [
    numbers,
    numbers,
    /** A number of two or four bytes in the first bytes of a page, which are its header. */
    (bytes, dice) => {
      if (bytes.length < SHORTEST) return bytes;
      const changed = bytes.slice();
      const at = Math.min(bytes.length - 4, pageIn(bytes, dice) + 2 * dice.below(32));
      const view = new DataView(changed.buffer);
      const littleEndian = dice.below(3) > 0;
      const value = dice.pick([
        0,
        1,
        2,
        size,
        size - 1,
        dice.below(64),
        dice.below(size),
        dice.below(bytes.length),
        0xffff,
        2 ** 32 - 1,
      ]);
      if (dice.below(2) === 0) view.setUint16(at, value, littleEndian);
      else view.setUint32(at, value, littleEndian);
      return changed;
    },
    /** A page in the place of another. */
    (bytes, dice) => {
      const changed = bytes.slice();
      const from = pageIn(bytes, dice);
      changed.copyWithin(pageIn(bytes, dice), from, from + size);
      return changed;
    },
    /** The file ends with a page, or one page later. */
    (bytes, dice) => {
      const end = pageIn(bytes, dice);
      return dice.below(2) === 0
        ? bytes.slice(0, end)
        : Buffer.concat([bytes, bytes.subarray(end, end + size)]);
    },
  ];
}
