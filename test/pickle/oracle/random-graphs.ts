import { expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import {
  type Draw,
  type Findings,
  OF_ONE_MIND,
  sameApart,
  sameBytes,
  seenByPython,
} from "../../oracle/cross-version.ts";
import { protocolsOf } from "../../oracle/each-python.ts";
import type { Oracle, Python } from "../../oracle/oracle.ts";

const SEEDS_OF_A_PROTOCOL = 100_000;

/** The tests of one Python. */
export function testRandomGraphs(python: Python, oracle: () => Oracle): void {
  const inEachProtocol = async (check: (draw: Draw) => Promise<Findings>) => {
    for (const protocol of protocolsOf(python)) {
      const draw = { seed: protocol * SEEDS_OF_A_PROTOCOL, count: CASES, protocol };
      const { count, problems } = await check(draw);
      expect(problems).toEqual([]);
      expect(count).toBeGreaterThan(CASES / 2);
    }
  };

  if (OF_ONE_MIND.includes(python.short))
    it("are written in the very bytes of its C pickler, where those are a matter of the value alone", () =>
      inEachProtocol((draw) => sameBytes(oracle(), draw)));

  it("mean the same where a part of them has persistent ids, or is in buffers outside", () =>
    inEachProtocol((draw) => sameApart(oracle(), draw)));

  it("of JavaScript values are to it what the guide to types says", () =>
    inEachProtocol((draw) => seenByPython(oracle(), draw)));

  it("of exact values are to it what the guide to types says", () =>
    inEachProtocol((draw) => seenByPython(oracle(), draw, true)));
}
