import { dumps, loads } from "pantry/marshal";
import { describe, expect, it } from "vitest";
import { ENDLESS, GRAPHS, PLAIN, SLICES, sourcesFor } from "./expressions.ts";
import { withPyodide } from "./marshal-oracle.ts";
import { testRandomGraphs } from "./random-graphs.ts";

const PYTHON = "3.14";
const NEWEST = 5;

// It comes with the tests' dependencies, so that a machine without any Python has a judge too.
describe("CPython 3.14, as WebAssembly", () => {
  withPyodide((oracle) => {
    for (const exact of [true, false]) {
      it(`marshals what is read ${exact ? "exactly" : "naturally"} and written in the same meaning`, async () => {
        const sources = sourcesFor(PYTHON, [...PLAIN, ...GRAPHS, ...ENDLESS, ...SLICES]);
        const given = await oracle().marshal(sources, NEWEST);
        const made = given.map(({ bytes }) => dumps(loads(bytes, { exact }), { exact, version: NEWEST }));
        const verdicts = await oracle().judge(sources, made, true, exact ? "exact" : "natural");
        expect(verdicts.flatMap((verdict, at) => (verdict ? [`${sources[at]}: ${verdict}`] : []))).toEqual(
          [],
        );
      });
    }

    describe("random graphs", () => testRandomGraphs(oracle));

    it("has no slices before version 5", async () => {
      const [slice] = await oracle().marshal(["slice(1)"], NEWEST);
      const value = loads(slice?.bytes as Uint8Array);
      for (const version of [0, 1, 2, 3, 4] as const)
        expect(() => dumps(value, { version })).toThrow(/version/);
      await expect(oracle().marshal(["slice(1)"], 4)).rejects.toThrow("unmarshallable");
    });
  });
});
