import { dumps, loads } from "pantry/pickle";
import { PythonArray } from "pantry/python";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { protocolsOf, withOracle } from "../../oracle/each-python.ts";
import { type Pair, PYODIDE } from "../../oracle/oracle.ts";
import { SEEN } from "./seen.ts";

const EXACT = { exact: true };
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
        const pickles = await oracle().generate(protocol * SEEDS_OF_A_PROTOCOL, CASES, protocol, "exact");
        for (const target of protocolsOf(python)) {
          const pairs = pickles.map((data): Pair => {
            return [data, dumps(loads(data, EXACT), { ...EXACT, protocol: target })];
          });
          expect(list(await oracle().compare(pairs), (at) => `graph ${at} as protocol ${target}`)).toEqual(
            [],
          );
        }
      });

      it(`is read naturally, and written with nothing else lost, from protocol ${protocol}`, async () => {
        const pickles = await oracle().generate(protocol * SEEDS_OF_A_PROTOCOL, CASES, protocol, "values");
        for (const target of protocolsOf(python)) {
          const pairs = pickles.map((data): Pair => [data, dumps(loads(data), { protocol: target })]);
          const verdicts = await oracle().compareNatural(pairs, target, protocol);
          expect(list(verdicts, (at) => `graph ${at} as protocol ${target}`)).toEqual([]);
        }
      });
    }
  });
});

function list(verdicts: readonly (string | null)[], nameOf: (index: number) => string | undefined): string[] {
  return verdicts.flatMap((verdict, index) => (verdict === null ? [] : [`${nameOf(index)}: ${verdict}`]));
}
