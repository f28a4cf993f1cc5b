import { dumps, loads } from "pantry/pickle";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { exactMeaning } from "../../oracle/cross-version.ts";
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
        const pickles = await writer.generate(seed, Math.ceil(CASES / 4), protocol, "values");
        const readers = oracles.filter((other) => other !== writer && other.python.protocol >= protocol);
        const differences = readers.map((reader, turn) =>
          compareIn(reader, pickles, writer, protocol + turn),
        );
        found.push(...(await Promise.all(differences)).flat());
      }
      expect(found).toEqual([]);
    });
  }
});

/** How the pickles differ from what they become, to a Python that did not write them. Each turn is another protocol. */
async function compareIn(
  reader: Oracle,
  pickles: Uint8Array[],
  writer: Oracle,
  turn: number,
): Promise<string[]> {
  const { protocol: highest, short } = reader.python;
  const target = turn % (highest + 1);
  const pairs = pickles.map((data): Pair => [data, write(loads(data, EXACT), target)]);
  const encoding = writer.python.short === "2.7" ? "latin1" : null;
  return list(await reader.compare(pairs, encoding), `as protocol ${target} in Python ${short}`);
}

function seedOf(python: Python, protocol: number): number {
  return Number(python.short.replace(".", "")) * 1000 + protocol * SEEDS_OF_A_PROTOCOL;
}

function write(value: unknown, protocol: number): Uint8Array {
  return dumps(value, { ...EXACT, protocol });
}

/** What differs, with the graph's number. */
function list(verdicts: readonly (string | null)[], where: string): string[] {
  return verdicts.flatMap((verdict, index) =>
    verdict === null ? [] : [`graph ${index} ${where}: ${verdict}`],
  );
}
