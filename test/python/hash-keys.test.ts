import { loads } from "pantry/pickle";
import {
  CodePointString,
  Complex,
  Decimal,
  Float,
  Fraction,
  FrozenSet,
  Global,
  Instance,
  Int,
  Long,
  PersistentId,
  Python2String,
  Tuple,
} from "pantry/python";
import { describe, expect, it } from "vitest";
import { HashKeys } from "../../src/python/hash-keys.ts";
import { COMPARABLE, UNHASHABLE } from "./comparable.ts";
import { itAsksPython } from "./judge.ts";

describe("HashKeys", () => {
  itAsksPython("gives two values the same key exactly when Python says they are equal", async (oracle) => {
    const pickles = await oracle.evaluate(COMPARABLE, 5);
    const pairs = pickles.flatMap((one) => pickles.map((other) => [one, other] as const));
    const verdicts = await oracle.equal(pairs);
    for (const exact of [true, false]) {
      const keys = new HashKeys();
      const [left, right] = [0, 1].map(() => pickles.map((data) => keys.key(loads(data, { exact }))));
      expect(left).not.toContain(undefined);
      const wrong = verdicts.flatMap((verdict, at) => {
        const [i, j] = [Math.floor(at / pickles.length), at % pickles.length];
        return (left?.[i] === right?.[j]) === (verdict === null)
          ? []
          : [`${COMPARABLE[i]} and ${COMPARABLE[j]}`];
      });
      expect(wrong).toEqual([]);
    }
  });

  itAsksPython("merges the keys of a dict that Python merges", async (oracle) => {
    const entries = COMPARABLE.map((source, index) => `(${source}, ${index})`);
    const [data = new Uint8Array()] = await oracle.evaluate([`sorted(dict([${entries}]).values())`], 5);
    const merged = loads<number[]>(data);
    const keys = new HashKeys();
    const last = new Map(
      (await oracle.evaluate(COMPARABLE, 5)).map((pickle, index) => [keys.key(loads(pickle)), index]),
    );
    expect([...last.values()].sort((a, b) => a - b)).toEqual(merged);
  });

  itAsksPython("has no key for what Python cannot hash", async (oracle) => {
    const keys = new HashKeys();
    for (const data of await oracle.evaluate(UNHASHABLE, 5)) {
      expect(keys.key(loads(data))).toBeUndefined();
      expect(keys.key(new Tuple(1, new Tuple(loads(data))))).toBeUndefined();
    }
    expect(keys.key(new Decimal("sNaN"))).toBeUndefined();
    expect(keys.key(new Map())).toBeUndefined();
  });

  it("takes the boxes for what is in them", () => {
    const keys = new HashKeys();
    const ones = [1, 1n, true, new Float(1), new Int(1n), new Long(1n), new Decimal("1.0"), new Complex(1)];
    expect(new Set(ones.map((one) => keys.key(one))).size).toBe(1);
    expect(keys.key(new CodePointString([97]))).toBe(keys.key("a"));
    expect(keys.key(new CodePointString([0xd83d, 0xde00]))).not.toBe(keys.key("😀"));
    expect(keys.key(new Python2String(Uint8Array.of(97)))).not.toBe(keys.key("a"));
    expect(keys.key(undefined)).toBe(keys.key(null));
  });

  it("keys by identity what Python hashes by identity", () => {
    const keys = new HashKeys();
    class Point {}
    const item = new Global("shop", "Item");
    for (const make of [
      () => new Instance(item),
      () => new Point(),
      () => () => 0,
      () => new Error("e"),
      () => new Float(Number.NaN),
      () => new Decimal("NaN"),
    ]) {
      const one = make();
      const key = keys.key(one);
      expect(keys.key(one)).toBe(key);
      expect(keys.key(make())).not.toBe(key);
      expect(keys.key(new Tuple(one))).toBe(keys.key(new Tuple(one)));
      expect(keys.key(new Tuple(make()))).not.toBe(keys.key(new Tuple(one)));
    }
    expect(keys.key(Number.NaN)).toBe(keys.key(Number.NaN));
    expect(keys.key(new PersistentId("a"))).toBe(keys.key(new PersistentId("a")));
  });

  it("never takes parts of one kind for those of another", () => {
    const keys = new HashKeys();
    const values = [
      "1",
      1,
      new Tuple(1),
      new FrozenSet([1]),
      new Tuple("1"),
      new Tuple("1", ""),
      new Tuple("1,"),
      "s1",
      "None",
      null,
      "nan",
      Number.NaN,
      new Tuple(new Tuple(1)),
      new FrozenSet([new Tuple(1)]),
      new Tuple(new FrozenSet([1])),
    ];
    expect(new Set(values.map((value) => keys.key(value))).size).toBe(values.length);
  });

  it("takes two equal members of a FrozenSet for one", () => {
    const keys = new HashKeys();
    expect(keys.key(new FrozenSet([new Tuple(1), new Tuple(1n)]))).toBe(
      keys.key(new FrozenSet([new Tuple(1)])),
    );
  });

  it("looks at what is shared once, at any depth", () => {
    const keys = new HashKeys();
    const bomb = (): unknown => {
      let value: unknown = new Tuple();
      for (let i = 0; i < 100_000; i += 1)
        value = i % 3 === 0 ? new FrozenSet([value]) : new Tuple(value, value);
      return value;
    };
    expect(keys.key(bomb())).toBe(keys.key(bomb()));
  });

  it("has no key for a tuple in itself", () => {
    const loop: unknown[] = new Tuple();
    loop.push(loop);
    expect(new HashKeys().key(loop)).toBeUndefined();
  });

  it("does not work out decimals that no memory holds", () => {
    const keys = new HashKeys();
    const texts = ["1E+999999999999999999", "1E-999999999999999999", "12E+999999999999999998"];
    expect(new Set(texts.map((text) => keys.key(new Decimal(text)))).size).toBe(3);
    expect(keys.key(new Fraction(1n, 10n ** 6000n))).toBe(keys.key(new Fraction(1n, 10n ** 6000n)));
  });
});
