import { expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import type { Draw, Findings } from "../../oracle/cross-version.ts";
import { marshalledForPython, sameMarshalled } from "./cross-version.ts";
import type { MarshalOracle } from "./marshal-oracle.ts";

const SEEDS_OF_A_VERSION = 100_000;

/** The tests of one Python. */
export function testRandomGraphs(oracle: () => MarshalOracle): void {
  const inEachVersion = async (check: (draw: Draw) => Promise<Findings>, share: number) => {
    for (let version = 0; version <= oracle().version; version += 1) {
      const draw = { seed: version * SEEDS_OF_A_VERSION, count: CASES, protocol: version };
      const { count, problems } = await check(draw);
      expect(problems).toEqual([]);
      expect(count).toBeGreaterThan(CASES * share);
    }
  };

  it("mean the same, read exactly and written; before version 3 in the same bytes", () =>
    inEachVersion((draw) => sameMarshalled(oracle(), draw, true), 0.9));

  it("mean the same, read naturally and written", () =>
    inEachVersion((draw) => sameMarshalled(oracle(), draw, false), 0.9));

  it("of JavaScript values are to it what the guide to types says", () =>
    inEachVersion((draw) => marshalledForPython(oracle(), draw), 0.1));
}
