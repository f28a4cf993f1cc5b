import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { exactElsewhere, exactMeaning } from "../../oracle/cross-version.ts";
import { describeEachPython, PYTHONS, protocolsOf } from "../../oracle/each-python.ts";
import { Oracle, type Python } from "../../oracle/oracle.ts";

/** Other protocols, other graphs. */
const SEEDS_OF_A_PROTOCOL = 100_000;
const OTHER_SEEDS = 50_000;

describeEachPython("exact reading and writing", (python, oracle) => {
  for (const protocol of protocolsOf(python)) {
    it(`keeps the meaning of what it writes in protocol ${protocol}, in every protocol`, async () => {
      const draw = { seed: seedOf(python, protocol), count: CASES, protocol };
      const { problems } = await exactMeaning(oracle(), draw, protocolsOf(python));
      expect(problems).toEqual([]);
    });
  }
});

describe("what was read exactly from one Python", () => {
  let oracles: readonly Oracle[] = [];
  beforeAll(() => {
    oracles = PYTHONS.map((python) => new Oracle(python));
  });
  afterAll(() => {
    for (const oracle of oracles) oracle.close();
  });

  it("needs two Pythons", (context) => {
    if (PYTHONS.length < 2) context.skip("no other Python on this machine, so none was asked");
  });

  for (const [index, python] of PYTHONS.entries()) {
    it(`means to every other Python what the pickle of Python ${python.short} means to it`, async () => {
      const writer = oracles[index] as Oracle;
      const found: string[] = [];
      for (const protocol of protocolsOf(python)) {
        const seed = seedOf(python, protocol) + OTHER_SEEDS;
        const draw = { seed, count: Math.ceil(CASES / 4), protocol };
        const readers = oracles.filter((other) => other !== writer && other.python.protocol >= protocol);
        // Each turn is another protocol.
        const differences = readers.map(async (reader, turn) => {
          const target = (protocol + turn) % (reader.python.protocol + 1);
          return (await exactElsewhere(writer, draw, reader, target)).problems;
        });
        found.push(...(await Promise.all(differences)).flat());
      }
      expect(found).toEqual([]);
    });
  }
});

function seedOf(python: Python, protocol: number): number {
  return Number(python.short.replace(".", "")) * 1000 + protocol * SEEDS_OF_A_PROTOCOL;
}
