import { loads } from "pantry/pickle";
import {
  Complex,
  DateTime,
  Decimal,
  equal,
  Float,
  FrozenSet,
  Global,
  Instance,
  type InstanceParts,
  OrderedDict,
  PersistentId,
  Python2String,
  PythonException,
  SimpleNamespace,
  TimeZone,
  Tuple,
} from "pantry/python";
import { describe, expect, it } from "vitest";
import { COMPARABLE, EXACT_ONLY, UNHASHABLE } from "./comparable.ts";
import { itAsksPython } from "./judge.ts";

const item = new Global("shop", "Item");

describe("equal()", () => {
  itAsksPython("agrees with Python's == about all pairs of many values", async (oracle) => {
    const sources = [...COMPARABLE, ...UNHASHABLE];
    const pickles = await oracle.evaluate(sources, 5);
    const pairs = pickles.flatMap((one) => pickles.map((other) => [one, other] as const));
    const verdicts = await oracle.equal(pairs);
    const natural = pickles.map((data) => loads(data));
    const exact = pickles.map((data) => loads(data, { exact: true }));
    const again = pickles.map((data) => loads(data, { exact: true }));
    const wrong: string[] = [];
    for (const [at, verdict] of verdicts.entries()) {
      const [i, j] = [Math.floor(at / pickles.length), at % pickles.length];
      const found = [equal(natural[i], natural[j]), equal(exact[i], again[j]), equal(natural[i], exact[j])];
      if (found.some((one) => one !== (verdict === null)))
        wrong.push(`${sources[i]} == ${sources[j]}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  itAsksPython(
    "tells surrogates that Python keeps apart from a character, in the exact profile",
    async (oracle) => {
      const values = (await oracle.evaluate(EXACT_ONLY, 4)).map((data) => loads(data, { exact: true }));
      expect(values.map((value) => values.map((other) => equal(value, other)))).toEqual([
        [true, false, false],
        [false, true, false],
        [false, false, true],
      ]);
    },
  );

  itAsksPython(
    "finds random graphs equal to themselves, and to another only when Python does",
    async (oracle) => {
      for (const kind of ["values", "exact"] as const) {
        const pickles = await oracle.generate(40_000, 400, 5, kind);
        const verdicts = await oracle.equal(
          pickles.map((data, index) => [data, pickles.at(index - 1) ?? data]),
        );
        for (const [index, data] of pickles.entries()) {
          const before = pickles.at(index - 1) ?? data;
          expect(
            equal([loads(data, { exact: true })], [loads(data, { exact: true })]),
            `graph ${index}`,
          ).toBe(true);
          expect(equal([loads(data)], [loads(data)]), `graph ${index}, natural`).toBe(true);
          if (kind === "values")
            expect(equal(loads(data), loads(before)), `${index} and before`).toBe(verdicts[index] === null);
        }
      }
    },
  );

  it("takes a NaN for unequal, and for equal within a container", () => {
    for (const nan of [
      Number.NaN,
      new Float(Number.NaN),
      new Complex(0, Number.NaN),
      new Decimal("NaN"),
      new Decimal("sNaN"),
    ]) {
      expect(equal(nan, nan)).toBe(false);
      expect(equal([nan], [nan])).toBe(true);
    }
    expect(equal([Number.NaN], [new Float(Number.NaN)])).toBe(true);
    expect(equal([new Complex(0, Number.NaN)], [new Complex(0, Number.NaN)])).toBe(true);
    expect(equal([new Complex(1, Number.NaN)], [new Complex(0, Number.NaN)])).toBe(false);
    expect(equal([new Decimal("NaN")], [Number.NaN])).toBe(false);
    expect(equal([new Decimal("sNaN1")], [new Decimal("sNaN2")])).toBe(false);
    expect(equal(new Set([new Float(Number.NaN)]), new Set([Number.NaN]))).toBe(true);
  });

  it("tells instances apart by their class and every part", () => {
    const parts: InstanceParts = {
      args: new Tuple(1),
      kwargs: new Map([["k", 1]]),
      state: { a: [1] },
      items: [1],
      entries: [[1, 2]],
      form: "new",
      stateSetter: item,
      later: [{ operation: "append", items: [1] }],
    };
    expect(
      equal(new Instance(item, parts), new Instance(new Global("shop", "Item"), structured(parts))),
    ).toBe(true);
    const others: InstanceParts[] = [
      { ...parts, args: new Tuple(2) },
      { ...parts, kwargs: new Map([["k", 2]]) },
      { ...parts, state: { a: [2] } },
      { ...parts, state: undefined },
      { ...parts, items: [2] },
      { ...parts, entries: [[1, 3]] },
      { ...parts, form: "call" },
      { ...parts, stateSetter: undefined },
      { ...parts, later: [{ operation: "add", items: [1] }] },
      { ...parts, later: undefined },
    ];
    for (const other of others)
      expect(equal(new Instance(item, parts), new Instance(item, other))).toBe(false);
    expect(equal(new Instance(item), new Instance(new Global("shop", "Money")))).toBe(false);
    expect(equal(new Instance(item, { state: null }), new Instance(item))).toBe(false);
    expect(equal(new PythonException(item, new Tuple(1)), new PythonException(item, new Tuple(2)))).toBe(
      false,
    );
    expect(
      equal(new PythonException(item, new Tuple(1), 1), new PythonException(item, new Tuple(1), 1)),
    ).toBe(true);
    expect(equal(new PersistentId([1]), new PersistentId([1]))).toBe(true);
    expect(equal(new PersistentId([1]), new PersistentId([2]))).toBe(false);
  });

  it("compares instances that are members or keys", () => {
    const members = (): unknown[] => [
      new Instance(item, { state: 1 }),
      new Tuple(new Instance(item, { state: 2 })),
      3,
    ];
    expect(equal(new Set(members()), new FrozenSet(members()))).toBe(true);
    expect(
      equal(new Set(members()), new Set([...members().slice(1), new Instance(item, { state: 9 })])),
    ).toBe(false);
    const keyed = (value: number): Map<unknown, unknown> =>
      new Map([[new Instance(item, { state: 1 }), value]]);
    expect(equal(keyed(1), keyed(1))).toBe(true);
    expect(equal(keyed(1), keyed(2))).toBe(false);
  });

  it("compares objects of the program by class and fields, and JavaScript's values by what they stand for", () => {
    class Point {
      x: unknown;
      constructor(x: unknown) {
        this.x = x;
      }
    }
    class Pile extends Array<unknown> {
      label = "";
    }
    expect(equal(new Point([1]), new Point([true]))).toBe(true);
    expect(equal(new Point(1), new Point(2))).toBe(false);
    expect(equal(new Point(1), { x: 1 })).toBe(false);
    expect(equal(Pile.of(1), Pile.of(1))).toBe(true);
    expect(equal(Pile.of(1), Pile.of(2))).toBe(false);
    expect(equal(Pile.of(1), Object.assign(Pile.of(1), { label: "b" }))).toBe(false);
    expect(equal(new Date(0), new DateTime(1970, 1, 1, 0, 0, 0, 0, TimeZone.utc))).toBe(true);
    expect(equal(new Date(1), new Date(0))).toBe(false);
    expect(equal(new Error("a", { cause: [1] }), new Error("a", { cause: [1n] }))).toBe(true);
    expect(equal(new Error("a"), new Error("b"))).toBe(false);
    expect(equal(new Error("a"), new TypeError("a"))).toBe(false);
    expect(equal(undefined, null)).toBe(true);
    expect(equal(Point, Point)).toBe(true);
    expect(equal(Point, Pile)).toBe(false);
    expect(equal(new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2)))).toBe(false);
    expect(equal(new Python2String(Uint8Array.of(97)), "a")).toBe(false);
    expect(equal(new SimpleNamespace([["a", 1]]), { a: 1 })).toBe(false);
  });

  it("compares time zones that only Python knows by their parts", () => {
    const at = (zone: string): DateTime =>
      new DateTime(2024, 1, 2, 3, 4, 5, 6, new Instance(item, { args: new Tuple(zone) }));
    expect(equal(at("Paris"), at("Paris"))).toBe(true);
    expect(equal(at("Paris"), at("Rome"))).toBe(false);
    expect(equal(new Map([[at("Paris"), 1]]), new Map([[at("Rome"), 1]]))).toBe(false);
  });

  it("ends cycles", () => {
    const loop = (last: unknown): unknown => {
      const list: unknown[] = [];
      list.push(list, { list }, last);
      return list;
    };
    expect(equal(loop(1), loop(1))).toBe(true);
    expect(equal(loop(1), loop(2))).toBe(false);
    const ordered = (): unknown => {
      const dict = new OrderedDict<string, unknown>();
      return dict.set("self", dict);
    };
    expect(equal(ordered(), ordered())).toBe(true);
  });

  it("compares what is shared once, at any depth", () => {
    const bomb = (last: unknown): unknown => {
      let value: unknown = [last];
      for (let i = 0; i < 300_000; i += 1) value = i % 2 === 0 ? [value, value] : new Tuple(value, value);
      return value;
    };
    expect(equal(bomb(1), bomb(1))).toBe(true);
    expect(equal(bomb(1), bomb(2))).toBe(false);
  });
});

function structured(parts: InstanceParts): InstanceParts {
  return { ...parts, args: new Tuple(1), state: { a: [1] }, later: [{ operation: "append", items: [1] }] };
}
