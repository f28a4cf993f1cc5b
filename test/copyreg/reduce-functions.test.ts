import { type ReduceValue, Registry } from "pantry/copyreg";
import { dumps, loads, PicklingError } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf } from "../pickle/literals.ts";

class Thing {
  name = "thing";
}
const MAKE = new Global("shop", "make");

/** The options with which a `Thing` is taken apart so. */
function reducedTo(value: ReduceValue) {
  const registry = new Registry();
  registry.pickle(Thing, () => value);
  return { registry, protocol: 2 };
}

describe("reduce functions", () => {
  const GOOD: readonly (readonly [name: string, value: ReduceValue, opcodes: string])[] = [
    ["a name", "shop.things", "cshop\nthings\nq\0"],
    [
      "a nested name",
      "shop:Thing.One",
      "c__builtin__\ngetattr\nq\0cshop\nThing\nX\x03\0\0\0Oneq\x01\x86Rq\x02",
    ],
    ["two parts", [MAKE, [1]], "cshop\nmake\nq\0K\x01\x85q\x01Rq\x02"],
    ["a tuple of arguments", [MAKE, new Tuple(1)], "cshop\nmake\nq\0K\x01\x85q\x01Rq\x02"],
    ["three parts: a state", [MAKE, [], { a: 1 }], "cshop\nmake\nq\0)Rq\x01}q\x02X\x01\0\0\0aq\x03K\x01sb"],
    ["four: items", [MAKE, [], null, [1, 2]], "cshop\nmake\nq\0)Rq\x01(K\x01K\x02e"],
    ["five: entries", [MAKE, [], null, null, new Map([[1, 2]])], "cshop\nmake\nq\0)Rq\x01K\x01K\x02s"],
    [
      "six: a function that sets the state",
      [MAKE, [], 5, null, null, new Global("shop", "restore")],
      "cshop\nmake\nq\0)Rq\x01cshop\nrestore\nq\x02h\x01K\x05\x86R0",
    ],
    [
      "an Instance",
      new Instance(MAKE, { args: new Tuple(1), form: "new" }),
      "cshop\nmake\nq\0K\x01\x85q\x01\x81q\x02",
    ],
  ];

  for (const [name, value, opcodes] of GOOD) {
    it(`may give ${name}`, () => {
      expect(opcodesOf(new Thing(), reducedTo(value))).toBe(opcodes);
    });
  }

  it("may give generators of items and entries", () => {
    function* items(): Generator<number> {
      yield 1;
    }
    function* entries(): Generator<[string, number]> {
      yield ["a", 1];
    }
    expect(loads(dumps(new Thing(), reducedTo([MAKE, [], null, items(), entries()])))).toStrictEqual(
      new Instance(MAKE, { items: [1], entries: [["a", 1]] }),
    );
  });

  const BAD: readonly (readonly [value: unknown, reason: string])[] = [
    [5, "its reduce function must give a string, an Instance or an array"],
    [null, "its reduce function must give a string, an Instance or an array"],
    [[MAKE], "its reduce function must give 2 to 6 things, not 1"],
    [[MAKE, [], 1, null, null, null, 7], "its reduce function must give 2 to 6 things, not 7"],
    [[MAKE, 5], "the second thing its reduce function gives must be an array of arguments"],
    [
      ["shop.make", []],
      "the first thing its reduce function gives must be what Python calls, such as a Global",
    ],
    [[null, []], "the first thing its reduce function gives must be what Python calls, such as a Global"],
  ];

  it("cannot give anything else", () => {
    for (const [value, reason] of BAD)
      expect(() => dumps({ a: new Thing() }, reducedTo(value as ReduceValue))).toThrow(
        new PicklingError(reason, "value.a"),
      );
    expect(() => dumps(new Thing(), reducedTo("thing"))).toThrow('"thing" names no class');
  });

  it("may name registered classes, which are read as such", () => {
    class Copy {
      readonly name: string;
      constructor(name: string) {
        this.name = name;
      }
    }
    const registry = new Registry();
    registry.register(Copy, "shop.Copy", { reduce: ({ name }) => [name] });
    registry.pickle(Thing, ({ name }) => [Copy, [name]]);
    expect(loads(dumps(new Thing(), { registry }), { registry })).toStrictEqual(new Copy("thing"));
  });

  it("come before the registration of the class, and after those of the option", () => {
    const registry = new Registry();
    registry.register(Thing, "shop.Thing");
    registry.pickle(Thing, () => "shop.one");
    expect(opcodesOf(new Thing(), { registry, protocol: 2 })).toBe("cshop\none\nq\0");
    const dispatchTable = new Map([[Thing, () => "shop.two"]]);
    expect(opcodesOf(new Thing(), { registry, dispatchTable, protocol: 2 })).toBe("cshop\ntwo\nq\0");
  });

  it("are asked once for an object that is shared", () => {
    let count = 0;
    const registry = new Registry();
    registry.pickle(Thing, () => {
      count += 1;
      return [MAKE, []];
    });
    const thing = new Thing();
    const [first, second] = loads<unknown[]>(dumps([thing, thing], { registry }));
    expect(count).toBe(1);
    expect(first).toBe(second);
  });

  it("may throw an error of their own", () => {
    const own = new Error("my own");
    const registry = new Registry();
    registry.pickle(Thing, () => {
      throw own;
    });
    expect(() => dumps([new Thing()], { registry })).toThrow(own);
  });
});
