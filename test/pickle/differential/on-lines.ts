import { expect, it } from "vitest";
import type { Oracle } from "../../oracle/oracle.ts";
import { unexplained } from "./explanation.ts";
import { caseOf, judge } from "./judge.ts";
import { LINES } from "./lines.ts";

/** Tests that every line of text is taken, or refused, as a Python does. */
export function testLines(oracle: () => Oracle): void {
  it.for(LINES)("reads, or refuses, every line as we do: %s", async ([, pickles]) => {
    const { disagreements, counts } = await judge(
      oracle(),
      pickles.map((text) => caseOf(text)),
    );
    expect(unexplained(disagreements)).toEqual([]);
    // Both what is read and what is refused has been seen.
    expect(counts.value).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  });
}
