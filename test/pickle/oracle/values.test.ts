import { dumps, PicklingError } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { describeEachPython, protocolsOf } from "../../oracle/each-python.ts";
import { SEEN } from "./seen.ts";

class Unregistered {}

/** What no Python could make sense of, and the word of the error that says why. */
const REFUSED: readonly (readonly [value: unknown, reason: string])[] = [
  [() => 1, "code, not data"],
  [Unregistered, "Unregistered is code"],
  [new Unregistered(), "not registered"],
  [Symbol("s"), "symbol"],
  [Promise.resolve(), "promise"],
  [new WeakMap(), "weak"],
  [/a/, "RegExp"],
  [new DataView(new ArrayBuffer(1)), "DataView"],
  [new ArrayBuffer(1), "ArrayBuffer"],
  [Object(1), "Number object"],
  [new Set([[]]), "cannot hash"],
  [new Set([{}]), "cannot hash"],
  [
    new Map<unknown, unknown>([
      [1, "int"],
      [true, "bool"],
    ]),
    "for the same",
  ],
  [new Date(Number.NaN), "invalid Date"],
  [new Date(253402300800000), "years 1 to 9999"],
];

describe("what Python has nothing for", () => {
  it.each(REFUSED)("is refused, with the path to it and the reason: %s", (value, reason) => {
    for (const protocol of [0, 2, 5]) {
      expect(() => dumps({ here: [value] }, { protocol })).toThrow(PicklingError);
      expect(() => dumps({ here: [value] }, { protocol })).toThrow(reason);
      expect(() => dumps({ here: [value] }, { protocol })).toThrow("value.here[0]");
    }
  });
});

describeEachPython("a JavaScript value", (python, oracle) => {
  for (const protocol of protocolsOf(python)) {
    it(`is in protocol ${protocol} what the table says`, async () => {
      const rows = SEEN.map((seen) => ({
        data: dumps(seen.value, { ...seen.options, protocol }),
        source: python.short === "2.7" ? seen.python2[protocol < 2 ? 0 : 1] : seen.python,
      })).filter(({ source }) => source !== null);
      const sources = rows.map(({ source }) => source as string);
      // In the highest protocol, which can write all of it.
      const wanted = await oracle().evaluate(sources, python.protocol);
      const verdicts = await oracle().compare(rows.map(({ data }, at) => [wanted[at] as Uint8Array, data]));
      const wrong = verdicts.flatMap((verdict, at) =>
        verdict === null ? [] : [`${sources[at]}: ${verdict}`],
      );
      expect(wrong).toEqual([]);
    });
  }
});
