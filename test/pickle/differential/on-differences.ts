import { expect, it } from "vitest";
import type { Oracle } from "../../oracle/oracle.ts";
import { DIFFERENCES } from "./differences.ts";
import { differenceOf } from "./explanation.ts";
import { caseOf, judge } from "./judge.ts";

/** Tests that what is written down as a difference from a Python is one, and that nothing else is. */
export function testDifferences(short: string, oracle: () => Oracle): void {
  const rowsOf = async (examples: readonly string[]): Promise<unknown[]> => {
    const cases = examples.map((text) => caseOf(text));
    const { disagreements } = await judge(oracle(), cases);
    return disagreements.map((found) => differenceOf(found)?.row);
  };

  it.for(DIFFERENCES.filter(({ from }) => from(short)))("differs: $row", async ({ row, examples }) => {
    expect(await rowsOf(examples)).toEqual(examples.map(() => row));
  });

  it.for(DIFFERENCES.filter(({ from }) => !from(short)))(
    "does not differ: $row",
    async ({ row, examples }) => {
      expect(await rowsOf(examples)).not.toContain(row);
    },
  );
}
