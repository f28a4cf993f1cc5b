import { dumps, loads, MarshalValueError } from "pantry/marshal";
import { expect, it } from "vitest";
import { joined, repeated } from "../../pickle/hostile/attack.ts";
import { describeEachMarshal } from "./marshal-oracle.ts";

/** Nested containers: what is before and after the innermost value. */
const NESTS: readonly (readonly [kind: string, before: string, after: string])[] = [
  ["lists", "[\x01\0\0\0", ""],
  ["tuples", "(\x01\0\0\0", ""],
  ["values", "{N", "0"],
  ["frozensets", ">\x01\0\0\0", ""],
];

/** About the deepest nesting that CPython allows, whatever the container. */
const DEPTHS: readonly number[] = [998, 999, 1000, 1001, 1998, 1999, 2000, 2001, 2002, 4000];

describeEachMarshal(
  "nesting",
  (python, oracle) => {
    const options = { exact: true, python: python.short };

    it.for(NESTS)("of %s is read as deep as Python reads it", async ([, before, after]) => {
      const cases = DEPTHS.map((depth) => joined(repeated(before, depth), "N", repeated(after, depth)));
      const verdicts = await oracle().verdicts(cases.map((bytes) => [bytes, null]));
      expect(cases.map((bytes) => outcome(() => loads(bytes, options)))).toEqual(
        verdicts.map(([kind]) => kind),
      );
    });

    it("is written as deep as Python writes it", async () => {
      for (const depth of DEPTHS) {
        const theirs = oracle()
          .marshal([`deep(${depth})`], 2)
          .then(({ length }) => (length > 0 ? "value" : "nothing"))
          .catch((error: Error) => (error.message.includes("too deeply") ? "ValueError" : error.message));
        const value = loads(joined(repeated("(\x01\0\0\0", Math.min(depth, 1990)), "(\0\0\0\0"), options);
        let deeper = value;
        for (let i = 1990; i < depth; i += 1)
          deeper = loads<unknown[]>(joined("(\x01\0\0\0N"), options).fill(deeper);
        expect(
          outcome(() => dumps(deeper, { ...options, version: 2 })),
          `${depth}`,
        ).toBe(await theirs);
      }
    });
  },
  ["2.7", "3.8", "3.13"],
);

function outcome(run: () => unknown): string {
  try {
    run();
    return "value";
  } catch (error) {
    if (error instanceof MarshalValueError && error.code === "too-deep") return "ValueError";
    throw error;
  }
}
