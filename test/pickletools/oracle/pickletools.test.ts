import { dumps } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { describePython313 } from "../../oracle/each-python.ts";
import { readFixtures } from "../../runtimes/fixtures.ts";
import { Dice, mutated, scrambled } from "../mutants.ts";
import { differences } from "./differences.ts";

const PROTOCOLS = [0, 1, 2, 3, 4, 5];
const GRAPHS = 8 * CASES;
const MUTANTS = 100 * CASES;
const SMALL = 3000;

const fixtures = readFixtures().map(({ pickle }) => pickle);

describePython313("dis(), genops() and optimize() do as those of CPython 3.13", (oracle) => {
  it("with every fixture", async () => {
    expect(fixtures.length).toBeGreaterThan(1000);
    expect(await differences(oracle(), fixtures)).toEqual([]);
  });

  for (const protocol of PROTOCOLS) {
    it(`with random graphs of protocol ${protocol}`, async () => {
      const pickles = await oracle().generate(protocol * 7_000_000, GRAPHS, protocol, "exact");
      expect(await differences(oracle(), pickles)).toEqual([]);
    });
  }

  it("with fixtures that were changed in a few bytes", async () => {
    const dice = new Dice(1);
    const small = fixtures.filter(({ length }) => length < SMALL);
    const mutants = Array.from({ length: MUTANTS }, () => mutated(dice.pick(small), dice));
    expect(await differences(oracle(), mutants)).toEqual([]);
  });

  it("with opcodes at random", async () => {
    const dice = new Dice(2);
    const scrambles = Array.from({ length: MUTANTS }, () => scrambled(dice));
    expect(await differences(oracle(), scrambles)).toEqual([]);
  });

  it("with what is as long as a frame, or nearly", async () => {
    const sizes = [
      65_524, 65_528, 65_529, 65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 65_536, 65_537, 131_072,
    ];
    const pickles = sizes.flatMap((size) => {
      const rows = Array.from({ length: size / 50 }, (_, index) => [index, "x".repeat(size % 50)]);
      return [new Uint8Array(size), [1, "x".repeat(size), 2], rows].map((value) =>
        dumps(value, { protocol: 4 }),
      );
    });
    expect(await differences(oracle(), pickles)).toEqual([]);
  });
});

describe("the pickles made up here", () => {
  it("are the same at every run", () => {
    const [first, second] = [new Dice(3), new Dice(3)].map((dice) => [
      scrambled(dice),
      mutated(Uint8Array.of(1, 2, 3), dice),
    ]);
    expect(first).toEqual(second);
  });
});
