import { dumps, loads, PicklingError } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { PYTHONS, withOracle } from "../oracle/each-python.ts";
import { codeOf, evaluate, rowsBelow } from "./tables.ts";

const PAGE = "docs/guide/types.md";
const fromPython = rowsBelow(PAGE, "From Python");
const fromJavaScript = rowsBelow(PAGE, "From JavaScript");
const refused = rowsBelow(PAGE, "What is refused");

/** Up to 3.10 a fraction was another call. */
const python = PYTHONS.findLast(({ protocol, short }) => protocol === 5 && !/^3\.([0-9]|10)$/.test(short));

describe("the tables of the guide to types", () => {
  it("are found", () => {
    expect(fromPython.length).toBeGreaterThan(40);
    expect(fromJavaScript.length).toBeGreaterThan(30);
    expect(refused.length).toBeGreaterThan(15);
  });

  for (const [value, , back] of fromJavaScript) {
    it(`say what comes back of ${value}`, () => {
      expect(loads(dumps(evaluate(codeOf(value) as string)))).toStrictEqual(evaluate(codeOf(back) as string));
    });
  }

  for (const [value, code, reason] of refused) {
    const isMissing = /^`new (Float16Array)/.test(value as string) && !("Float16Array" in globalThis);
    it.skipIf(isMissing)(`say why ${value} is refused`, () => {
      const refusal = refusalOf(evaluate(codeOf(value) as string));
      expect(refusal.code).toBe(codeOf(code));
      expect(refusal.message).toContain(reason);
    });
  }

  if (python) withOracle(python, (_, oracle) => askPython(oracle));
  // The values in JavaScript were evaluated above without one.
  else it.skip("no Python 3.11 or later is on this machine, so none was asked", () => {});

  function askPython(oracle: Parameters<Parameters<typeof withOracle>[1]>[1]): void {
    for (const [source, natural, exact, remarks] of fromPython) {
      it(`say what Python's ${source} is`, async () => {
        const [data] = (await oracle().evaluate([codeOf(source) as string], 5)) as [Uint8Array];
        const values = { natural: loads(data), exact: loads(data, { exact: true }) };
        expect(values.natural).toStrictEqual(evaluate(codeOf(natural) as string));
        if (codeOf(exact)) expect(values.exact).toStrictEqual(evaluate(codeOf(exact) as string));
        expect(await oracle().compare([[data, dumps(values.exact, { exact: true })]])).toEqual([null]);
        if (remarks?.includes("natural joins them")) return;
        expect(await oracle().compareNatural([[data, dumps(values.natural)]], 5, 5)).toEqual([null]);
      });
    }

    for (const [value, seen] of fromJavaScript) {
      it(`say what Python gets for ${value}`, async () => {
        const data = dumps(evaluate(codeOf(value) as string));
        expect(await oracle().represent([data])).toEqual([codeOf(seen)]);
      });
    }
  }
});

function refusalOf(value: unknown): PicklingError {
  try {
    dumps(value);
  } catch (error) {
    if (error instanceof PicklingError) return error;
    throw error;
  }
  throw new Error("it was written");
}
