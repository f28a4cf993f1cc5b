import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { withOracle } from "../../oracle/each-python.ts";
import { PYODIDE } from "../../oracle/oracle.ts";
import type { Disassembly } from "../../oracle/tools.ts";
import { readFixtures } from "../../runtimes/fixtures.ts";
import { Dice, mutated, scrambled } from "../mutants.ts";
import { difference } from "../ours.ts";
import { differences } from "./differences.ts";

const MUTANTS = 40 * CASES;
const SMALL = 3000;

// It comes with the tests' dependencies, so that a machine without any Python has a judge too.
describe("dis(), genops() and optimize() do as those of CPython 3.14, as WebAssembly", () => {
  withOracle(PYODIDE, (_, oracle) => {
    const small = readFixtures()
      .map(({ pickle }) => pickle)
      .filter(({ length }) => length < SMALL);

    it("with fixtures", async () => {
      const some = small.filter((_, index) => index % 5 === 0);
      expect(await differences(oracle(), some, differenceIn32Bits)).toEqual([]);
    });

    it("with fixtures that were changed in a few bytes, and with opcodes at random", async () => {
      const dice = new Dice(4);
      const pickles = Array.from({ length: MUTANTS }, () => [
        mutated(dice.pick(small), dice),
        scrambled(dice),
      ]);
      expect(await differences(oracle(), pickles.flat(), differenceIn32Bits)).toEqual([]);
    });
  });
});

/** To a machine of 32 bits, which this one is, fewer counts are possible at all. */
function differenceIn32Bits(wanted: Disassembly, found: Disassembly): string | undefined {
  return wanted.genops[1]?.includes("byte count > sys.maxsize") ? undefined : difference(wanted, found);
}
