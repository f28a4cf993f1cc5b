import * as copyreg from "pantry/copyreg";
import { dumps, loads, Pickler } from "pantry/pickle";
import { FrozenSet, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { collectGarbage } from "./engine.ts";

const shared = [1, "text"];

class Nested {}
class Failing {}

copyreg.register(Nested, "tests.Nested", { reduce: () => [dumps([shared, shared])] });
copyreg.register(Failing, "tests.Failing", {
  reduce: () => {
    throw new Error("on purpose");
  },
});

describe("one dumps after the other", () => {
  it("refers to nothing of the one before", () => {
    const value = { shared, again: shared, name: "name" };
    const first = dumps(value);
    for (let i = 0; i < 3; i += 1) expect(dumps(value)).toEqual(first);
    expect(loads(first)).toEqual(value);
  });

  it("may begin within another", () => {
    const inner = dumps([shared, shared]);
    const bytes = dumps([shared, new Nested(), shared]);
    expect(bytes).toEqual(new Pickler().dump([shared, new Nested(), shared]));
    expect(Buffer.from(bytes).includes(Buffer.from(inner))).toBe(true);
  });

  it("is as good as new after one that failed, at any depth", () => {
    for (const culprit of [Symbol("no"), new Failing()]) {
      const value = { list: [shared, { deep: new Tuple(shared, "text", 7) }, new FrozenSet([1])] };
      const bytes = dumps(value);
      let bad: unknown = culprit;
      for (let depth = 0; depth < 200; depth += 1) {
        bad = depth % 2 === 0 ? [shared, bad] : { shared, bad };
        expect(() => dumps(bad)).toThrow();
      }
      expect(dumps(value)).toEqual(bytes);
    }
  });

  it("keeps to the options given", () => {
    const registry = new copyreg.Registry();
    class Point {
      x = 1;
    }
    registry.register(Point, "tests.Point");
    expect(() => dumps(new Point())).toThrow("not registered");
    const bytes = dumps(new Point(), { registry });
    expect(() => dumps(new Point())).toThrow("not registered");
    expect(dumps(new Point(), { registry })).toEqual(bytes);
    const value = [1, 1n, new Map([["a", undefined]])];
    const each = [0, 1, 2, 3, 4, 5].flatMap((protocol) =>
      [{}, { exact: true }, { plain: true }, { portable: false }, { fixImports: false }].map((more) => ({
        protocol,
        ...more,
      })),
    );
    const apart = each.map((options) => new Pickler(options).dump(value));
    expect(each.map((options) => dumps(value, options))).toEqual(apart);
    expect(each.toReversed().map((options) => dumps(value, options))).toEqual(apart.toReversed());
  });

  it("keeps nothing alive", async () => {
    const gone = (() => {
      const set = new FrozenSet([new Tuple(1, 2)]);
      const values: object[] = [
        { a: 1 },
        [1],
        new Map<unknown, unknown>([[set, 1]]),
        new Set([set]),
        new Tuple(1),
        set,
      ];
      dumps(values);
      dumps(values.at(-1));
      for (const bad of values) expect(() => dumps([bad, { bad }, Symbol("no")])).toThrow();
      return values.map((value) => new WeakRef(value));
    })();
    await collectGarbage(() => !gone.some((value) => value.deref()));
    expect(gone.filter((value) => value.deref())).toEqual([]);
  });
});
