// Changes of texts.
import type { Dice } from "../../test/pickletools/mutants.ts";
import type { Mutator } from "../target.ts";
import { replaced } from "./generic.ts";

const LF = 0x0a;

function linesIn(bytes: Uint8Array): [from: number, to: number][] {
  const lines: [number, number][] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(LF, from);
    const to = at < 0 ? bytes.length : at + 1;
    lines.push([from, to]);
    from = to;
  }
  return lines.length > 0 ? lines : [[0, 0]];
}

function withoutLine(bytes: Uint8Array, dice: Dice): Uint8Array {
  return replaced(bytes, ...dice.pick(linesIn(bytes)), new Uint8Array());
}

function lineAgain(bytes: Uint8Array, dice: Dice): Uint8Array {
  const lines = linesIn(bytes);
  const [at] = dice.pick(lines);
  return replaced(bytes, at, at, bytes.subarray(...dice.pick(lines)));
}

/** Another number in the place of one. */
function anotherNumber(bytes: Uint8Array, dice: Dice): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const numbers = [...text.matchAll(/-?\d+/g)];
  if (numbers.length === 0) return lineAgain(bytes, dice);
  const { index, 0: found } = dice.pick(numbers);
  const value = BigInt(found);
  const choices = [
    value + 1n,
    value - 1n,
    value * 2n,
    0n,
    -1n,
    BigInt(dice.below(5000)),
    2n ** 31n,
    2n ** 32n,
    2n ** 53n,
    2n ** 63n,
    10n ** 40n,
  ];
  return replaced(bytes, index, index + found.length, Buffer.from(String(dice.pick(choices))));
}

/** All changes that know texts of lines. */
export const LINE_MUTATORS: readonly Mutator[] = [withoutLine, lineAgain, anotherNumber, anotherNumber];
