import { dumps, loads } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { naturalMeaning } from "../../oracle/cross-version.ts";
import { describeEachPython, PYTHONS, protocolsOf } from "../../oracle/each-python.ts";
import { Oracle } from "../../oracle/oracle.ts";

// Natural reading and writing loses what JavaScript people do not tell apart, and no more: `Natural` in `compare.py`
// says what that is, and the judge wants everything else as it was, sharing and order included. Of the graphs that
// have classes and functions only the standard library's come here: the others stay inert, in both profiles alike.

const KINDS = ["plain", "values"] as const;
const SEEDS_OF_A_PROTOCOL = 100_000;

describeEachPython(
  "natural reading and writing",
  (python, oracle) => {
    for (const protocol of protocolsOf(python)) {
      it(`keeps the meaning of what it writes in protocol ${protocol}, in every protocol`, async () => {
        const found: string[] = [];
        for (const kind of KINDS) {
          const seed = Number(python.short.replace(".", "")) * 1000 + protocol * SEEDS_OF_A_PROTOCOL;
          const draw = { seed, count: Math.ceil(CASES / 2), protocol };
          found.push(...(await naturalMeaning(oracle(), draw, protocolsOf(python), kind)).problems);
        }
        expect(found).toEqual([]);
      });

      it(`settles at once: what was read in protocol ${protocol} is written the same again`, async () => {
        const seed = Number(python.short.replace(".", "")) * 1000 + protocol * SEEDS_OF_A_PROTOCOL;
        const pickles = await oracle().generate(seed, Math.ceil(CASES / 2), protocol, "values");
        for (const data of pickles) {
          for (const target of protocolsOf(python)) {
            const once = dumps(loads(data), { protocol: target });
            expect(dumps(loads(once), { protocol: target })).toEqual(once);
          }
        }
      });
    }
  },
  PYTHONS.filter(({ short }) => short !== "2.7"),
);

describe("natural reading of Python 2", () => {
  it("gives Python 3 what Python 3 itself reads from the pickle", async (context) => {
    const [writer, reader] = [PYTHONS.find(({ short }) => short === "2.7"), PYTHONS.at(-1)];
    if (!writer || !reader || writer === reader) return context.skip("no Python 2.7 and 3 on this machine");
    const [former, present] = [new Oracle(writer), new Oracle(reader)];
    const found: string[] = [];
    for (const protocol of protocolsOf(writer)) {
      for (const kind of KINDS) {
        const draw = { seed: protocol * SEEDS_OF_A_PROTOCOL, count: CASES, protocol };
        found.push(...(await naturalMeaning(former, draw, protocolsOf(reader), kind, present)).problems);
      }
    }
    former.close();
    present.close();
    expect(found).toEqual([]);
  });
});
