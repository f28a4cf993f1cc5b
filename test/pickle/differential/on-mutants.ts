import { expect, it } from "vitest";
import type { Oracle, Python } from "../../oracle/oracle.ts";
import { type Dice, mutated, scrambled } from "../../pickletools/mutants.ts";
import { edited, programsOf } from "./edits.ts";
import { tally, unexplained } from "./explanation.ts";
import { type Case, judge, UNJUDGED } from "./judge.ts";
import { countFor, diceFor, ENCODINGS, LONG, LONGEST, SEED, SHOWN, writtenFor } from "./seeds.ts";
import { soup } from "./soup.ts";

/** As many are made up before they are judged. */
const PORTION = 10_000;
const GRAPHS = 20;
/** How a pickle is counted of which nothing can be said. */
const UNKNOWN: readonly string[] = [...UNJUDGED, "uncertain"];

/** Tests that a Python and we agree about pickles that nobody wrote, apart from what is written down. */
export function testMutants(python: Python, oracle: () => Oracle): void {
  const count = countFor(python);
  const own = writtenFor(python);

  /** Judges pickles that are made with dice of their own; at least such a part of them has a value to both. */
  const expectAgreement = async (
    sort: number,
    least: number,
    make: (dice: Dice) => Uint8Array,
  ): Promise<void> => {
    const dice = diceFor(sort);
    const counts: Record<string, number> = {};
    const rows: Record<string, number> = {};
    const mistakes: string[] = [];
    for (let left = count; left > 0; left -= PORTION) {
      const cases = Array.from(
        { length: Math.min(left, PORTION) },
        (): Case => ({ bytes: make(dice), encoding: dice.pick(ENCODINGS) }),
      );
      const found = await judge(oracle(), cases);
      add(counts, found.counts);
      add(rows, tally(found.disagreements));
      mistakes.push(...unexplained(found.disagreements));
    }
    console.info(`Python ${python.short}, ${count} pickles:`, counts, rows);
    expect(mistakes.slice(0, SHOWN)).toEqual([]);
    expect(counts.value ?? 0).toBeGreaterThan(least * count);
    expect(counts.refused ?? 0).toBeGreaterThan(0.03 * count);
    for (const kind of UNKNOWN) expect(counts[kind] ?? 0, kind).toBeLessThan(0.03 * count);
  };

  /** Random graphs of every protocol, as that Python writes them. */
  const graphs = async (): Promise<Uint8Array[]> => {
    const found: Uint8Array[] = [];
    for (let protocol = 0; protocol <= python.protocol; protocol += 1)
      found.push(...(await oracle().generate(SEED * 1000 + protocol, GRAPHS, protocol)));
    return found.filter(({ length }) => length < LONGEST);
  };

  it(
    "agrees on pickles of Pythons that were changed in a few bytes",
    () => expectAgreement(1, 0.05, (dice) => mutated(dice.pick(own), dice)),
    LONG,
  );

  it(
    "agrees on pickles of Pythons with other opcodes and arguments, and two of them spliced",
    async () => {
      const programs = programsOf([...own, ...(await graphs())]);
      await expectAgreement(2, 0.1, (dice) => edited(programs, dice));
    },
    LONG,
  );

  it(
    "agrees on programs that were made up of what fits the stack",
    () => expectAgreement(3, 0.6, (dice) => soup(dice, dice.below(python.protocol + 1))),
    LONG,
  );

  it("agrees on opcodes at random", () => expectAgreement(4, 0.005, scrambled), LONG);
}

function add(sums: Record<string, number>, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
}
