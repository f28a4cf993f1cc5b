// The pickles that are changed, how many, and by which dice.
import { CASES } from "../../oracle/cases.ts";
import type { Python } from "../../oracle/oracle.ts";
import { Dice } from "../../pickletools/mutants.ts";
import { readFixtures } from "../../runtimes/fixtures.ts";

/** For a longer run: PANTRY_CASES=400 for 300,000 pickles and more, and others with PANTRY_SEED=2. */
export const SEED = Number(process.env.PANTRY_SEED ?? 1);
const MANY = 200 * CASES;
const FEW = 40 * CASES;
/** In milliseconds, for a longer run. */
export const LONG = 3_600_000;
/** As many mistakes are shown. */
export const SHOWN = 20;
/** Longer pickles take longer and show nothing else. */
export const LONGEST = 1000;

export const ENCODINGS: readonly string[] = ["ASCII", "latin1", "utf-8", "bytes"];
const fixtures = readFixtures().filter(({ pickle }) => pickle.length < LONGEST);

/** How many pickles of each sort a Python is asked about. */
export function countFor({ short }: Python): number {
  return short === "3.13" ? MANY : FEW;
}

/** What any Python wrote, as far as this one can read it. */
export function writtenFor({ protocol: highest }: Python): Uint8Array[] {
  return fixtures.filter(({ protocol }) => protocol <= highest).map(({ pickle }) => pickle);
}

/** Dice of their own for each sort of pickles. */
export function diceFor(sort: number): Dice {
  return new Dice(SEED * 100 + sort);
}
