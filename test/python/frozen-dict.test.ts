import { equal, FrozenDict, FrozenSet, kindOf, OrderedDict, repr, Slice, Tuple, toJson } from "pantry/python";
import { describe, expect, it } from "vitest";
import { HashKeys } from "../../src/python/hash-keys.ts";
import { Keys } from "../../src/python/keys.ts";

const AB = [
  ["a", 1],
  ["b", 2],
] as const;
const BA = [AB[1], AB[0]] as const;

describe("FrozenDict", () => {
  it("has its entries in order, the last for a key", () => {
    const dict = new FrozenDict<string, number>([...AB, ["a", 3]]);
    expect([...dict]).toEqual([
      ["a", 3],
      ["b", 2],
    ]);
    expect(new FrozenDict().size).toBe(0);
    expect([...new FrozenDict(dict)]).toEqual([...dict]);
    expect(kindOf(dict)).toBe("FrozenDict");
  });

  it("never changes", () => {
    const dict = new FrozenDict<string, number>(AB);
    expect(() => dict.set("a", 2)).toThrow(TypeError);
    expect(() => dict.delete("a")).toThrow(TypeError);
    expect(() => dict.clear()).toThrow(TypeError);
    expect(() => dict.getOrInsert("c", 2)).toThrow(TypeError);
    expect(() => dict.getOrInsertComputed("c", () => 2)).toThrow(TypeError);
    expect([...dict]).toEqual(AB);
  });

  it("is shown as Python 3.15 shows it", () => {
    expect(String(new FrozenDict())).toBe("frozendict()");
    expect(repr(new FrozenDict<unknown, unknown>([[new Tuple(1), []]]))).toBe("frozendict({(1,): []})");
    const list: unknown[] = [];
    const loop = new FrozenDict([["a", list]]);
    list.push(loop);
    expect(repr(loop)).toBe("frozendict({'a': [frozendict({...})]})");
  });

  it("is tagged JSON", () => {
    expect(toJson(new FrozenDict(AB))).toEqual({ $frozendict: AB });
    expect(JSON.stringify([new FrozenDict([[1, 0.5]])])).toBe('[{"$frozendict":[[1,0.5]]}]');
  });

  it("is equal to a dict with equal entries in any order", () => {
    const dict = new FrozenDict(AB);
    for (const other of [new FrozenDict(BA), new Map(BA), { b: 2n, a: true }, new OrderedDict(BA)]) {
      expect(equal(dict, other)).toBe(true);
      expect(equal(other, dict)).toBe(true);
    }
    for (const other of [
      new FrozenDict([AB[0]]),
      { a: 1, b: 3 },
      { a: 1, c: 2 },
      [...AB],
      new FrozenSet("ab"),
    ])
      expect(equal(dict, other)).toBe(false);
    expect(equal(new FrozenDict([["a", []]]), new FrozenDict([["a", []]]))).toBe(true);
    expect(equal(new Set([new FrozenDict(AB)]), new Set([new FrozenDict(BA)]))).toBe(true);
  });

  it("has the same key as its equals where Python can hash it", () => {
    const keys = new HashKeys();
    const key = keys.key(new FrozenDict(AB));
    expect(key).toBeDefined();
    expect(keys.key(new FrozenDict(BA))).toBe(key);
    expect(keys.key(new FrozenDict([AB[0]]))).not.toBe(key);
    expect(
      keys.key(
        new FrozenDict([
          ["a", 2],
          ["b", 1],
        ]),
      ),
    ).not.toBe(key);
    expect(keys.key(new FrozenSet(AB.map((pair) => new Tuple<unknown>(...pair))))).not.toBe(key);
    expect(keys.key(new FrozenDict([["a", []]]))).toBeUndefined();
    expect(keys.key(new FrozenDict([["a", new Map()]]))).toBeUndefined();
  });

  it("nests to any depth, and what it shares is looked at once", () => {
    const deep = (): unknown => {
      let value: unknown = null;
      for (let i = 0; i < 100_000; i += 1)
        value = new FrozenDict<unknown, unknown>([
          ["a", value],
          ["b", value],
        ]);
      return value;
    };
    const one = deep();
    const other = deep();
    expect(equal(one, other)).toBe(true);
    const keys = new HashKeys();
    expect(keys.key(one)).toBe(keys.key(other));
    expect(repr(one, { maxLength: 30 })).toBe("frozendict({'a': frozendict({…");
    expect(() => toJson(one)).not.toThrow();
  });
});

describe("Keys", () => {
  const keys = new Keys(false, false, 1000, (reason) => new Error(reason));

  it("takes a frozendict or slice for a key if all in it can be one", () => {
    for (const value of [
      new FrozenDict(AB),
      new Slice(1, new Tuple(2)),
      new Tuple(new FrozenDict(), new Slice()),
    ])
      expect(keys.key(value)).toBe(value);
    for (const value of [new FrozenDict([["a", []]]), new Slice(null, {}), new Tuple(new Slice(new Map()))])
      expect(() => keys.key(value)).toThrow("cannot be a key or a member of a set");
  });

  it("looks at what they share once", () => {
    let value: unknown = null;
    for (let i = 0; i < 300_000; i += 1)
      value =
        i % 2 === 0
          ? new Slice(value, value)
          : new FrozenDict<unknown, unknown>([
              ["a", value],
              ["b", value],
            ]);
    expect(keys.key(value)).toBe(value);
  });
});
