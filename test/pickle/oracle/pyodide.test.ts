import { dumps, loads } from "pantry/pickle";
import { PythonArray } from "pantry/python";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { exactMeaning, naturalMeaning } from "../../oracle/cross-version.ts";
import { protocolsOf, withOracle } from "../../oracle/each-python.ts";
import { type Pair, PYODIDE } from "../../oracle/oracle.ts";
import { testRandomGraphs } from "./random-graphs.ts";
import { SEEN } from "./seen.ts";

const SEEDS_OF_A_PROTOCOL = 100_000;
/** On a 32-bit machine, which this one is, an array of "l" is not what it is elsewhere. */
const ROWS = SEEN.filter(({ value }) => !(value instanceof PythonArray && value.typecode === "l"));

// It comes with the tests' dependencies, so that a machine without any Python has a judge too.
describe("CPython 3.14, as WebAssembly", () => {
  withOracle(PYODIDE, (python, oracle) => {
    it("is that version", async () => {
      const [version] = await oracle().evaluate(["'%d.%d.%d' % sys.version_info[:3]"], python.protocol);
      expect(loads(version as Uint8Array)).toBe(python.version);
    });

    for (const protocol of protocolsOf(python)) {
      it(`reads every JavaScript value in protocol ${protocol} as the table says`, async () => {
        const wanted = await oracle().evaluate(
          ROWS.map((seen) => seen.python),
          python.protocol,
        );
        const pairs = ROWS.map((seen, at): Pair => {
          return [wanted[at] as Uint8Array, dumps(seen.value, { ...seen.options, protocol })];
        });
        const verdicts = await oracle().compare(pairs);
        expect(list(verdicts, (at) => ROWS[at]?.python)).toEqual([]);
      });

      it(`is read exactly, and written in the same meaning, from protocol ${protocol}`, async () => {
        const draw = { seed: protocol * SEEDS_OF_A_PROTOCOL, count: CASES, protocol };
        const { problems } = await exactMeaning(oracle(), draw, protocolsOf(python));
        expect(problems).toEqual([]);
      });

      it(`is read naturally, and written with nothing else lost, from protocol ${protocol}`, async () => {
        const draw = { seed: protocol * SEEDS_OF_A_PROTOCOL, count: CASES, protocol };
        const { problems } = await naturalMeaning(oracle(), draw, protocolsOf(python));
        expect(problems).toEqual([]);
      });
    }

    describe("random graphs", () => testRandomGraphs(python, oracle));
  });
});

function list(verdicts: readonly (string | null)[], nameOf: (index: number) => string | undefined): string[] {
  return verdicts.flatMap((verdict, index) => (verdict === null ? [] : [`${nameOf(index)}: ${verdict}`]));
}
