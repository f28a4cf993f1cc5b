import { dumps, loads } from "pantry/pickle";
import {
  ByteArray,
  Complex,
  Ellipsis,
  FrozenSet,
  Global,
  Instance,
  NotImplemented,
  OrderedDict,
  PersistentId,
  Tuple,
} from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf, PROTOCOLS } from "./literals.ts";

/** Values that come back as they were. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  constants: [null, undefined, true, false],
  ints: [0, 1, -1, 255, 256, -129, 65_536, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, -(2 ** 53 - 1)],
  "wide ints": [2n ** 53n, -(2n ** 53n), 2n ** 64n, -(2n ** 2039n), 10n ** 700n],
  floats: [0.5, -0, 1e-5, 2 ** -1074, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  strings: ["", "text", "é€😀", "a\0b\n\\u0041", "\ud800", "\udc00\ud800", "x".repeat(300), "€".repeat(100)],
  bytes: [new Uint8Array(), Uint8Array.of(0, 10, 92, 255), new Uint8Array(300).fill(200)],
  bytearrays: [new ByteArray(), new ByteArray([0, 10, 255]), new ByteArray(300)],
  lists: [[], [null], [1, [2, [3]]], new Array(1001).fill("a")],
  tuples: [
    new Tuple(),
    new Tuple(1),
    new Tuple(1, "b"),
    new Tuple(1, 2, 3),
    new Tuple(1, 2, 3, new Tuple(4)),
  ],
  objects: [{}, { a: 1 }, { b: { c: [] }, "": 0, "a b": null }],
  maps: [
    new Map(),
    new Map([["a", 1]]),
    new Map<unknown, unknown>([
      [1, "a"],
      ["b", null],
    ]),
  ],
  sets: [new Set(), new Set([1]), new Set(["a", "b", null, 1.5, new Tuple(1)])],
  frozensets: [new FrozenSet(), new FrozenSet(["a", 2]), new FrozenSet([new FrozenSet([1])])],
  names: [new Global("shop.models", "Order"), new Global("builtins", "len")],
  singletons: [Ellipsis, NotImplemented],
  complexes: [new Complex(1, -2), new Complex(-0, Number.POSITIVE_INFINITY)],
  instances: [
    new Instance(new Global("shop", "Order"), { args: new Tuple(1, "x"), state: { paid: true } }),
    new Instance(new Global("shop", "Order"), { form: "new", state: null }),
    new Instance(new Global("shop", "Orders"), { items: [1, 2], entries: [["a", 1]] }),
  ],
  "ordered dicts": [
    new OrderedDict(),
    new OrderedDict([
      ["b", 1],
      ["a", 2],
    ]),
  ],
};

describe("dumps() and loads()", () => {
  for (const [kind, values] of Object.entries(VALUES)) {
    it(`give back ${kind} in every protocol`, () => {
      for (const protocol of PROTOCOLS) {
        for (const value of values) {
          expect(loads(dumps(value, { protocol })), `protocol ${protocol}`).toStrictEqual(value);
          expect(loads(dumps([value, { value }], { protocol }))).toStrictEqual([value, { value }]);
        }
      }
    });
  }

  it("give back persistent ids", () => {
    for (const protocol of [1, 2, 3, 4, 5]) {
      const id = new PersistentId(new Tuple("user", 7));
      expect(loads(dumps(id, { protocol }))).toStrictEqual(id);
    }
    expect(loads(dumps(new PersistentId("user 7"), { protocol: 0 }))).toStrictEqual(
      new PersistentId("user 7"),
    );
  });

  it("give a bigint back as a bigint from protocol 2 on, however small", () => {
    for (const value of [
      0n,
      1n,
      -1n,
      127n,
      128n,
      -128n,
      -129n,
      2n ** 31n,
      2n ** 53n - 1n,
      -(2n ** 53n - 1n),
    ]) {
      for (const protocol of [2, 3, 4, 5]) expect(loads(dumps(value, { protocol }))).toBe(value);
      for (const protocol of [0, 1]) expect(loads(dumps(value, { protocol }))).toBe(Number(value));
    }
  });

  it("take a Buffer for bytes", () => {
    const copy = loads<Uint8Array>(dumps(Buffer.from("abc")));
    expect(Object.getPrototypeOf(copy)).toBe(Uint8Array.prototype);
    expect(copy).toStrictEqual(new TextEncoder().encode("abc"));
  });

  it("read from a Buffer plain bytes", () => {
    const copy = loads<Uint8Array>(Buffer.from(dumps(Uint8Array.of(1, 2))), { bytes: "view" });
    expect(Object.getPrototypeOf(copy)).toBe(Uint8Array.prototype);
  });

  it("take an object without a prototype for a plain one", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    expect(loads(dumps(bare))).toStrictEqual({ a: 1 });
  });

  it("read what a getter gives, and keep own enumerable string keys only", () => {
    const value = Object.create(Object.prototype, {
      shown: { get: () => 5, enumerable: true },
      hidden: { value: 6, enumerable: false },
    });
    expect(loads(dumps(Object.assign(value, { [Symbol("s")]: 7 })))).toStrictEqual({ shown: 5 });
  });

  it("leave out what an array has besides its items", () => {
    expect(loads(dumps(Object.assign([1], { extra: 2 })))).toStrictEqual([1]);
  });
});

describe("loads()", () => {
  it("reads what Python wrote", () => {
    // pickle.dumps({"id": 7, "tags": ("a", b"b"), "price": 1.0, "big": 2**64, "seen": {1}}, 4)
    const text =
      "\x80\x04\x95L\0\0\0\0\0\0\0}\x94(\x8c\x02id\x94K\x07\x8c\x04tags\x94\x8c\x01a\x94C\x01b\x94\x86\x94\x8c\x05price\x94" +
      "G?\xf0\0\0\0\0\0\0\x8c\x03big\x94\x8a\t\0\0\0\0\0\0\0\0\x01\x8c\x04seen\x94\x8f\x94(K\x01\x90u.";
    expect(loads(bytesOf(text))).toStrictEqual({
      id: 7,
      tags: new Tuple("a", Uint8Array.of(98)),
      price: 1,
      big: 2n ** 64n,
      seen: new Set([1]),
    });
  });

  it("gives a plain object if every key is a string, else a Map", () => {
    expect(loads(bytesOf("(S'a'\nI1\nS'b'\nI2\nd."))).toStrictEqual({ a: 1, b: 2 });
    expect(loads(bytesOf("(S'a'\nI1\nI5\nI2\nd."))).toStrictEqual(
      new Map<unknown, unknown>([
        ["a", 1],
        [5, 2],
      ]),
    );
    expect(loads(bytesOf("}S'a'\nI1\nsI5\nI2\ns."))).toStrictEqual(
      new Map<unknown, unknown>([
        ["a", 1],
        [5, 2],
      ]),
    );
  });

  it("turns a dict into a Map wherever it was handed out before", () => {
    // d = {"a": 1}; value = [d, d]; d[2] = 3
    const [first, second] = loads<unknown[]>(bytesOf("(}q\0S'a'\nI1\nsh\0I2\nI3\ns0h\0h\0l."));
    expect(first).toStrictEqual(
      new Map<unknown, unknown>([
        ["a", 1],
        [2, 3],
      ]),
    );
    expect(second).toBe(first);
  });

  it("makes a key __proto__ an own property", () => {
    const value = loads<Record<string, unknown>>(bytesOf("(S'__proto__'\nI1\nS'constructor'\nI2\nd."));
    expect(Object.entries(value)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.entries(loads(dumps(value)) as object)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });

  it("ignores what follows the STOP", () => {
    expect(loads(bytesOf("I1\n.rest"))).toBe(1);
  });

  it("takes a number that is an int in either language", () => {
    expect(loads(bytesOf("L7L\n."))).toBe(7);
    expect(loads(bytesOf("I9007199254740992\n."))).toBe(2n ** 53n);
    expect(loads(bytesOf("F7\n."))).toBe(7);
  });

  it("refuses data that is no Uint8Array", () => {
    for (const data of ["I1\n.", [46], new ArrayBuffer(1), null, undefined])
      expect(() => loads(data as unknown as Uint8Array)).toThrow(new TypeError("a Uint8Array was expected"));
  });
});
