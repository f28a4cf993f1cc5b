import { dumps, loads } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf, PROTOCOLS } from "./literals.ts";

/** What only JavaScript tells apart, and is given back as it was. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  "a Map that could be taken for an object": [
    new Map(),
    new Map([["a", 1]]),
    new Map([["", new Map([["b", new Map()]])]]),
    new Map(Array.from({ length: 1001 }, (_, i) => [`key ${i}`, i])),
    new Map<unknown, unknown>([...Array.from({ length: 1000 }, (_, i) => [`${i}`, i] as const), [1, "last"]]),
  ],
  "any other Map": [
    new Map([[1, "a"]]),
    new Map<unknown, unknown>([
      ["a", 1],
      [1, "a"],
    ]),
    new Map<unknown, unknown>([
      [1, "a"],
      ["a", 1],
    ]),
    new Map<unknown, unknown>([
      [null, 1],
      [new Tuple(1, 2), 2],
      [new Date(0), 3],
    ]),
    new Map<unknown, unknown>([...Array.from({ length: 1500 }, (_, i) => [i, i] as const), ["last", 1]]),
  ],
  undefined: [
    undefined,
    [undefined, null, undefined],
    { a: undefined, b: null },
    new Tuple(undefined),
    new Map([[1, undefined]]),
    new Map([[undefined, 1]]),
    new Set([undefined]),
  ],
  dates: [
    new Date(0),
    new Date(-1),
    new Date("0001-01-01T00:00:00Z"),
    new Date("9999-12-31T23:59:59.999Z"),
    new Date("2024-02-29T12:34:56.789Z"),
    [new Date(1), new Date(1)],
  ],
  "typed arrays": [
    Int8Array.of(-128, 127),
    Uint8ClampedArray.of(0, 255),
    Int16Array.of(-1, 1),
    Uint16Array.of(65_535),
    Int32Array.of(-(2 ** 31)),
    Uint32Array.of(2 ** 32 - 1),
    BigInt64Array.of(-(2n ** 63n)),
    BigUint64Array.of(2n ** 64n - 1n),
    Float32Array.of(0.5, -0, Number.NaN),
    Float64Array.of(0.1, Number.NEGATIVE_INFINITY),
    new Float64Array(),
  ],
};

const ERRORS: readonly Error[] = [
  new Error("plain"),
  new TypeError("wrong type"),
  new RangeError("too far"),
  new SyntaxError("unexpected"),
  new ReferenceError("x is not defined"),
  new EvalError(""),
  new URIError("bad"),
  new Error("outer", { cause: new TypeError("inner") }),
  new Error("of anything", { cause: undefined }),
  new AggregateError([new Error("one"), "two"], "several"),
  Object.assign(new Error("fields"), { code: "E_CODE", when: new Date(0) }),
];

describe("what only JavaScript tells apart", () => {
  for (const [kind, values] of Object.entries(VALUES)) {
    it(`comes back as it was: ${kind}`, () => {
      for (const protocol of PROTOCOLS) {
        for (const value of values)
          expect(loads(dumps({ value }, { protocol })), `protocol ${protocol}`).toStrictEqual({ value });
      }
    });
  }

  it("comes back as it was: errors of each kind", () => {
    for (const protocol of PROTOCOLS) {
      for (const error of ERRORS) {
        const copy = loads<Error>(dumps(error, { protocol }));
        expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(error));
        expect(copy).toStrictEqual(error);
        expect(copy.message).toBe(error.message);
        expect(copy.cause).toStrictEqual(error.cause);
        expect(Object.hasOwn(copy, "cause")).toBe(Object.hasOwn(error, "cause"));
        expect(Object.keys(copy)).toEqual(Object.keys(error));
      }
    }
  });

  it("comes back as it was: a hole in an array, as undefined", () => {
    const holes = [1];
    holes[2] = 3;
    for (const protocol of PROTOCOLS)
      expect(loads(dumps(holes, { protocol }))).toStrictEqual([1, undefined, 3]);
  });

  it("keeps its order: a Map that begins with a thousand strings", () => {
    const map = new Map<unknown, unknown>(Array.from({ length: 1000 }, (_, i) => [`${1000 - i}`, i]));
    map.set(1, "last");
    for (const protocol of PROTOCOLS)
      expect([...loads<typeof map>(dumps(map, { protocol }))]).toEqual([...map]);
  });

  it("is shared where it was shared", () => {
    const date = new Date(5);
    const map = new Map([["a", date]]);
    const error = new Error("one");
    const array = Int16Array.of(1);
    for (const protocol of PROTOCOLS) {
      const copy = loads<unknown[]>(dumps([date, map, error, array, date, map, error, array], { protocol }));
      expect(copy.slice(4).every((value, i) => value === copy[i])).toBe(true);
      expect((copy[1] as Map<string, Date>).get("a")).toBe(copy[0]);
    }
  });

  it("may hold itself: a Map, an error's cause", () => {
    const map = new Map<string, unknown>();
    map.set("self", map);
    const error = new Error("round");
    error.cause = [error];
    for (const protocol of PROTOCOLS) {
      const copy = loads<typeof map>(dumps(map, { protocol }));
      expect(copy).toBeInstanceOf(Map);
      expect(copy.get("self")).toBe(copy);
      const round = loads<Error>(dumps(error, { protocol }));
      expect((round.cause as Error[])[0]).toBe(round);
    }
  });

  it("is written as a call that every Python has", () => {
    const options = { protocol: 3 };
    expect(opcodesOf(new Map(), options)).toBe("cbuiltins\ndict\nq\0)Rq\x01");
    expect(opcodesOf(new Map([["a", 1]]), options)).toBe(
      "cbuiltins\ndict\nq\0)Rq\x01X\x01\0\0\0aq\x02K\x01s",
    );
    expect(opcodesOf(undefined, options)).toBe("cbuiltins\nsum\nq\0)N\x86q\x01Rq\x02");
    expect(opcodesOf(new Map([[1, 2]]), options)).toBe("}q\0K\x01K\x02s");
  });

  it("is not told apart in the exact profile", () => {
    const exact = { exact: true };
    expect(loads(dumps(new Map([["a", 1n]])), exact)).toBeInstanceOf(Instance);
    expect(loads(dumps(new Map([["a", 1n]]), exact), exact)).toStrictEqual(new Map([["a", 1n]]));
    expect(loads(dumps([undefined], exact), exact)).toStrictEqual([null]);
  });

  it("takes no other call for it", () => {
    const sum = new Instance(new Global("builtins", "sum"), { args: new Tuple([1], null) });
    expect(loads(dumps(sum))).toStrictEqual(sum);
    const dict = new Instance(new Global("builtins", "dict"), { args: new Tuple([new Tuple("a", 1)]) });
    expect(loads(dumps(dict))).toStrictEqual(dict);
  });
});
