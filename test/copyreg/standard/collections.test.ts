import { describe, expect, it } from "vitest";
import { INERT, recipeFor } from "../../../src/copyreg/standard/index.ts";
import { loads } from "../../../src/pickle/index.ts";
import {
  Counter,
  DefaultDict,
  Deque,
  FrozenDict,
  Global,
  Instance,
  OrderedDict,
  Python2String,
  Tuple,
} from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

const LIST = new Global("builtins", "list");

describe("Counter", () => {
  it("is made of a dict", () => {
    expect(natural("collections Counter", { a: 3 })).toEqual(new Counter([["a", 3]]));
    expect(natural("collections Counter", new Map([[1, 2]]))).toEqual(new Counter([[1, 2]]));
    expect(exact("collections Counter", new Map([["a", 3n]]))).toEqual(new Counter([["a", 3n]]));
    expect(natural("collections Counter")).toEqual(new Counter());
  });

  it("stays a call of anything else", () => {
    expect(natural("collections Counter", ["a"])).toBe(INERT);
    expect(natural("collections Counter", new OrderedDict())).toBe(INERT);
    expect(natural("collections Counter", {}, {})).toBe(INERT);
    expect(exact("collections Counter")).toBe(INERT);
  });

  it("is written with a literal dict: no Map of strings alone in the natural profile", () => {
    const strings = new Counter([
      ["b", 1],
      ["__proto__", 2],
    ]);
    const [, [dict]] = reduced(strings, 4) as [string, [object]];
    expect(Object.getPrototypeOf(dict)).toBe(Object.prototype);
    expect(Object.entries(dict)).toEqual(Array.from(strings));
    expect(reduced(new Counter(), 4)).toEqual(["collections.Counter", [{}]]);
    expect(reduced(strings, 4, true)).toEqual(["collections.Counter", [new Map(strings)]]);
    expect(reduced(new Counter([[1, 2]]), 4)).toEqual(["collections.Counter", [new Map([[1, 2]])]]);
  });

  it("keeps the order of keys that an object would list first", () => {
    const counter = new Counter([
      ["b", 1],
      ["10", 2],
      ["2", 3],
    ]);
    const [, [dict]] = reduced(counter, 4) as [string, [Map<string, number>]];
    expect(Array.from(dict)).toEqual(Array.from(counter));
  });
});

describe("defaultdict", () => {
  it("is made of a factory, or none", () => {
    for (const read of [natural, exact]) {
      const dict = read("collections defaultdict", LIST) as DefaultDict;
      expect(dict).toBeInstanceOf(DefaultDict);
      expect(dict.defaultFactory).toBe(LIST);
      expect((read("collections defaultdict") as DefaultDict).defaultFactory).toBeNull();
    }
    const partial = new Instance(new Global("functools", "partial"));
    expect((natural("collections defaultdict", partial) as DefaultDict).defaultFactory).toBe(partial);
    expect((natural("collections defaultdict", DefaultDict) as DefaultDict).defaultFactory).toBe(DefaultDict);
  });

  it("stays a call of anything else", () => {
    expect(natural("collections defaultdict", 1)).toBe(INERT);
    expect(natural("collections defaultdict", LIST, {})).toBe(INERT);
    expect(exact("collections defaultdict", null)).toBe(INERT);
  });

  it("is written with its entries set afterwards", () => {
    expect(reduced(new DefaultDict(LIST, [[1, 2]]), 2)).toEqual([
      "collections.defaultdict",
      ["builtins.list"],
      { entries: [[1, 2]] },
    ]);
    expect(reduced(new DefaultDict(), 2)).toEqual(["collections.defaultdict", [], { entries: [] }]);
  });
});

describe("frozendict", () => {
  it("is made of a dict, or in the natural profile of nothing", () => {
    const { create } = recipeFor("builtins", "frozendict") ?? {};
    for (const isExact of [false, true]) {
      expect(create?.(new Tuple({ a: 1 }), isExact)).toStrictEqual(new FrozenDict([["a", 1]]));
      expect(create?.(new Tuple(new Map([[1, 2]])), isExact)).toStrictEqual(new FrozenDict([[1, 2]]));
      expect(create?.(new Tuple(), isExact)).toBe(INERT);
      expect(create?.(new Tuple(new FrozenDict()), isExact)).toBe(INERT);
      expect(create?.(new Tuple({}, {}), isExact)).toBe(INERT);
    }
    expect(natural("builtins frozendict", { a: 1 })).toStrictEqual(new FrozenDict([["a", 1]]));
    expect(natural("builtins frozendict")).toStrictEqual(new FrozenDict());
    expect(natural("builtins frozendict", [])).toBe(INERT);
    expect(exact("builtins frozendict", new Map())).toBe(INERT);
  });

  it("is written with a literal dict", () => {
    expect(reduced(new FrozenDict([["a", 1]]), 2)).toEqual(["new builtins.frozendict", [{ a: 1 }]]);
    expect(reduced(new FrozenDict([["2", 1]]), 2)).toEqual([
      "new builtins.frozendict",
      [new Map([["2", 1]])],
    ]);
    expect(reduced(new FrozenDict([["a", 1n]]), 2, true)).toEqual([
      "new builtins.frozendict",
      [new Map([["a", 1n]])],
    ]);
  });
});

describe("deque", () => {
  it("is made empty, with or without a limit", () => {
    expect(natural("collections deque")).toEqual(new Deque());
    expect(natural("collections deque", new Tuple(), 3)).toEqual(new Deque([], 3));
    expect(exact("collections deque", new Tuple(), 0n)).toEqual(new Deque([], 0));
  });

  it("is made of a list by Python 2", () => {
    expect(natural("collections deque", [1, 2])).toEqual(new Deque([1, 2]));
    expect(natural("collections deque", [1, 2, 3], 2)).toEqual(new Deque([2, 3], 2));
    expect(exact("collections deque", [1n, 2n])).toBe(INERT);
    expect(exact("collections deque", [], 3n)).toBe(INERT);
  });

  it("stays a call of anything else", () => {
    expect(natural("collections deque", "ab")).toBe(INERT);
    expect(natural("collections deque", new Tuple(), -1)).toBe(INERT);
    expect(natural("collections deque", new Tuple(), 1.5)).toBe(INERT);
    expect(exact("collections deque", new Tuple(), true)).toBe(INERT);
    expect(exact("collections deque", new Tuple(), null)).toBe(INERT);
    expect(exact("collections deque", new Tuple(1n), 2n)).toBe(INERT);
  });

  it("is written with its items appended afterwards", () => {
    expect(reduced(new Deque([1]), 4)).toEqual(["collections.deque", [], { items: [1] }]);
    expect(reduced(new Deque([1], 2), 4)).toEqual(["collections.deque", [new Tuple(), 2], { items: [1] }]);
    expect(reduced(new Deque([1n], 2), 4, true)).toEqual([
      "collections.deque",
      [new Tuple(), 2n],
      { items: [1n] },
    ]);
  });
});

describe("OrderedDict", () => {
  it("is made empty", () => {
    expect(natural("collections OrderedDict")).toEqual(new OrderedDict());
    expect(exact("collections OrderedDict")).toEqual(new OrderedDict());
    expect(natural("collections OrderedDict", new Python2String(new Uint8Array()))).toBe(INERT);
    expect(reduced(new OrderedDict([["z", 1]]), 4)).toEqual([
      "collections.OrderedDict",
      [],
      { entries: [["z", 1]] },
    ]);
  });

  it("stays a call where its name would be lost", () => {
    const bytes = new TextEncoder().encode("cUserDict\nOrderedDict\n(tR.");
    expect(loads(bytes)).toBeInstanceOf(OrderedDict);
    expect(loads(bytes, { exact: true })).toBeInstanceOf(Instance);
  });
});
