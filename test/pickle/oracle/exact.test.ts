import { dumps, loads } from "pantry/pickle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { exactElsewhere, exactMeaning } from "../../oracle/cross-version.ts";
import { describeEachPython, PYTHONS, protocolsOf } from "../../oracle/each-python.ts";
import { Oracle, type Pair, type Python } from "../../oracle/oracle.ts";

const EXACT = { exact: true };
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

/** In protocols 0 and 1 these are made of a list or dict, through which they hold themselves on several ways. */
const IN_THEMSELVES: readonly string[] = [
  "(lambda b: b.extend([[b], [b], {1: b}, [[b], 5]]) or b)(shop.Basket())",
  "(lambda b, c: (b.extend([[b, c], [c, [b]], 7]), c.extend([[b], [c], 8]), b)[2])(shop.Basket(), shop.Basket())",
  "(lambda c: c.update(a=[c], b=[c, [c]], c=3) or c)(shop.Catalog())",
  "(lambda b, o: (o.update(a=[b], b=[o, b], c=[o]), b.extend([[o], [b], o]), b)[2])(shop.Basket(), collections.OrderedDict())",
];

describeEachPython("an object that holds itself through the arguments of a call", (python, oracle) => {
  it("is made of all of them in every protocol", async () => {
    for (const protocol of protocolsOf(python)) {
      const pickles = await oracle().evaluate(IN_THEMSELVES, protocol);
      for (const target of protocolsOf(python)) {
        const pairs = pickles.map(
          (data): Pair => [data, dumps(loads(data, EXACT), { ...EXACT, protocol: target })],
        );
        expect(await oracle().compare(pairs)).toEqual(IN_THEMSELVES.map(() => null));
      }
    }
  });
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
