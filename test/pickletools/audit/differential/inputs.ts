import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Dice, mutated } from "../../mutants.ts";
import { program } from "./programs.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/pickle");
/** Longer fixtures say nothing more. */
const LONGEST_FIXTURE = 600;

/** Programs, changed programs and changed pickles of real picklers, and some of them cut. The same seed gives the same. */
export function inputs(count: number, seed: number): Uint8Array[] {
  const dice = new Dice(seed);
  const pickles = fixtures();
  const made: Uint8Array[] = [];
  while (made.length < count) {
    const kind = dice.below(10);
    const original = kind < 8 ? program(dice) : dice.pick(pickles);
    const bytes = kind < 6 ? original : mutated(original, dice);
    made.push(dice.below(12) === 0 ? bytes.subarray(0, dice.below(bytes.length + 1)) : bytes);
  }
  return made;
}

/** Each beginning of some programs. */
export function truncations(programs: number, seed: number): Uint8Array[] {
  const dice = new Dice(seed);
  return Array.from({ length: programs }, () => program(dice)).flatMap((bytes) =>
    Array.from({ length: Math.min(bytes.length, 400) }, (_, length) => bytes.subarray(0, length)),
  );
}

function fixtures(): Uint8Array[] {
  const names = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".pickle"))
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(FIXTURES, name))))
    .filter((bytes) => bytes.length < LONGEST_FIXTURE);
}
