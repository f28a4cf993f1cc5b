import { expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import {
  type Draw,
  type Findings,
  isOfOneMind,
  sameApart,
  sameBytes,
  seenByPython,
} from "../../oracle/cross-version.ts";
import { protocolsOf } from "../../oracle/each-python.ts";
import type { Oracle, Python } from "../../oracle/oracle.ts";

const SEEDS_OF_A_PROTOCOL = 100_000;

/** The tests of one Python. */
export function testRandomGraphs(python: Python, oracle: () => Oracle): void {
  const all = protocolsOf(python);
  const inEachProtocol = async (check: (draw: Draw) => Promise<Findings>, protocols = all) => {
    for (const protocol of protocols) {
      const draw = { seed: protocol * SEEDS_OF_A_PROTOCOL, count: CASES, protocol };
      const { count, problems } = await check(draw);
      expect(problems).toEqual([]);
      expect(count).toBeGreaterThan(CASES / 2);
    }
  };

  const alike = all.filter((protocol) => isOfOneMind(python, protocol));
  if (alike.length > 0)
    it("are written in the very bytes of its C pickler, where those are a matter of the value alone", () =>
      inEachProtocol((draw) => sameBytes(oracle(), draw), alike));

  it("mean the same where a part of them has persistent ids, or is in buffers outside", () =>
    inEachProtocol((draw) => sameApart(oracle(), draw)));

  it("of JavaScript values are to it what the guide to types says", () =>
    inEachProtocol((draw) => seenByPython(oracle(), draw)));

  it("of exact values are to it what the guide to types says", () =>
    inEachProtocol((draw) => seenByPython(oracle(), draw, true)));
}
