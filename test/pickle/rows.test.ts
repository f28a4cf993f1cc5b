import { dumps, loads, Pickler, type PicklingError } from "pantry/pickle";
import { FrozenSet, Global, Instance, OrderedDict, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { inPieces } from "./pieces.ts";

/** Deeper than calls go, and than calls go twice. */
const DEPTHS = [1, 2, 62, 63, 64, 65, 66, 127, 128, 129, 200, 1000];

/** Each holds one value, and others before and after it. */
const HOLDERS: Readonly<Record<string, (inner: unknown, depth: number) => unknown>> = {
  "a list": (inner, depth) => [depth, inner, "after"],
  "an object": (inner, depth) => ({ before: depth, inner, after: null }),
  "an object of one field": (inner) => ({ inner }),
  "an object of many fields": (inner, depth) => ({
    ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, depth])),
    inner,
    after: null,
  }),
  "a Map": (inner, depth) =>
    new Map<unknown, unknown>([
      [depth, inner],
      [-1, "after"],
    ]),
  "a tuple": (inner, depth) => new Tuple(depth, inner, "after"),
  "a long tuple": (inner, depth) => new Tuple(depth, inner, "after", 1, 2),
  "a dict with an order": (inner, depth) =>
    new OrderedDict<unknown, unknown>([
      [depth, inner],
      [-1, "after"],
    ]),
  "a call": (inner, depth) =>
    new Instance(new Global("a", "b"), { args: new Tuple(depth, inner), state: "after" }),
  "a state": (inner, depth) => new Instance(new Global("a", "b"), { args: new Tuple(depth), state: inner }),
};

function nest(hold: (inner: unknown, depth: number) => unknown, depth: number, core: unknown): unknown {
  let value = core;
  for (let i = 0; i < depth; i += 1) value = hold(value, i);
  return value;
}

describe("values within values", () => {
  for (const [name, hold] of Object.entries(HOLDERS)) {
    it(`are written alike by calls and by tasks: ${name}`, () => {
      for (const depth of DEPTHS) {
        const value = nest(hold, depth, ["core"]);
        for (const protocol of [0, 2, 5]) {
          const bytes = dumps(value, { protocol });
          // Who is asked about each value is asked by tasks and calls alike; a pause after each byte leaves tasks alone.
          expect(dumps(value, { protocol, persistentId: () => undefined })).toEqual(bytes);
          expect(inPieces(value, { protocol }, 1)).toEqual(bytes);
        }
      }
    });
  }

  it("are written deeper than calls could go, with somebody who is asked about each", () => {
    for (const hold of [(inner: unknown) => [inner], (inner: unknown) => ({ inner })]) {
      const value = nest(hold, 100_000, "core");
      expect(dumps(value, { persistentId: () => undefined })).toEqual(dumps(value));
    }
  });

  it("are found by the path in an error, however deep", () => {
    for (const depth of DEPTHS) {
      const value = nest((inner) => [1, { inner }], depth >> 1, new Map([[7, new Tuple(0, Symbol("no"))]]));
      let path = "";
      try {
        dumps(value);
      } catch (error) {
        ({ path } = error as PicklingError);
      }
      const steps = "[1].inner".repeat(depth >> 1);
      if (depth < 40) expect(path).toBe(`value${steps}.get(7)[1]`);
      else expect(path).toMatch(/^value(\[1\]\.inner){10}…(\[1\]\.inner){9}\.get\(7\)\[1\]$/);
    }
  });

  it("may hold themselves at any depth", () => {
    for (const depth of DEPTHS) {
      const list: unknown[] = [];
      const tuple = new Tuple<unknown>(1, list);
      list.push(tuple);
      const copy = loads<unknown[]>(dumps(nest((inner) => [inner], depth, tuple)));
      let inner: unknown = copy;
      for (let i = 0; i < depth; i += 1) inner = (inner as unknown[])[0];
      const [, again] = inner as [number, unknown[]];
      expect(again[0]).toBe(inner);
    }
  });

  it("are read as they were when the row came to them", () => {
    const set = new FrozenSet([new Tuple(1, new Tuple(2, "a")), new Tuple(3, new Tuple(4, "a"))]);
    expect(loads(dumps([set, set]))).toEqual([set, set]);
  });
});

describe("names of fields", () => {
  it("are referred to, wherever they stand", () => {
    const rows = [
      { a: 1, b: 2 },
      { a: 1, b: 2 },
      { b: 1, a: 2 },
      { c: { a: 1 }, a: 2 },
      { a: "b", b: "a" },
    ];
    const bytes = dumps(rows);
    expect(loads(bytes)).toEqual(rows);
    for (const name of ["a", "b", "c"])
      expect(
        [...bytes].filter(
          (byte, i) => byte === name.charCodeAt(0) && bytes[i - 1] === 1 && bytes[i - 2] === 0x8c,
        ),
      ).toHaveLength(1);
  });

  it("are forgotten with the pickle that could not be written", () => {
    const pickler = new Pickler();
    expect(() => pickler.dump([{ a: 1 }, { a: Symbol("no") }])).toThrow("value[1].a");
    expect(loads(pickler.dump([{ a: 1 }]))).toEqual([{ a: 1 }]);
  });

  it("are none of those that all objects inherit", () => {
    const value = { own: 1, deeper: { own: 2 } };
    const bytes = dumps(value);
    // No assertion in here: it would meet the field, too.
    let again: Uint8Array;
    Object.assign(Object.prototype, { inherited: 3 });
    try {
      again = dumps(value);
    } finally {
      Reflect.deleteProperty(Object.prototype, "inherited");
    }
    expect(again).toEqual(bytes);
  });
});
