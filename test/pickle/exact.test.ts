import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import {
  ByteArray,
  CodePointString,
  Float,
  FrozenSet,
  Global,
  Instance,
  Int,
  Long,
  Python2String,
  Tuple,
} from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf, opcodesOf, PROTOCOLS, textOf } from "./literals.ts";

/** Pickles, and what they are exactly. */
const PICKLES: readonly (readonly [text: string, value: unknown])[] = [
  ["K\x01.", 1n],
  ["G?\xf0\0\0\0\0\0\0.", 1],
  ["\x80\x02\x8a\x08\0\0\0\0\0\0\0@.", 2n ** 62n],
  ["I01\n.", true],
  ["L1L\n.", new Long(1n)],
  ["\x80\x02\x8a\x01\x01.", new Long(1n)],
  ["I1099511627776\n.", new Int(2n ** 40n)],
  ["(dp0\nVa\np1\nI1\ns.", new Map([["a", 1n]])],
  ["(lp0\nI1\naF1.0\na.", [1n, 1]],
  [
    "}q\0(K\x01K\x02G?\xf0\0\0\0\0\0\x01K\x03u.",
    new Map([
      [1n, 2n],
      [1.0000000000000002, 3n],
    ] as [unknown, bigint][]),
  ],
  ["S'caf\\xe9'\np0\n.", new Python2String(Uint8Array.of(0x63, 0x61, 0x66, 0xe9))],
  ["V\\ud83d\\ude00\np0\n.", new CodePointString([0xd83d, 0xde00])],
  ["V\\U0001f600\np0\n.", "😀"],
  ["\x80\x05\x95\x0c\0\0\0\0\0\0\0\x96\x01\0\0\0\0\0\0\0a\x94.", new ByteArray([97])],
];

describe("the exact profile", () => {
  it("reads every distinction that Python makes", () => {
    for (const [text, value] of PICKLES) {
      expect(loads(bytesOf(text), { exact: true }), text).toStrictEqual(value);
    }
  });

  it("gives ints as bigints and floats as numbers", () => {
    for (const protocol of PROTOCOLS) {
      for (const value of [0n, 1n, -1n, 256n, 2n ** 31n, 2n ** 100n, 0, 1, -0, 0.5, 2 ** 60, Number.NaN]) {
        expect(loads(dumps(value, { exact: true, protocol }), { exact: true })).toBe(value);
      }
    }
  });

  it("writes Map and plain object, undefined and null alike", () => {
    const options = { exact: true, protocol: 2 };
    expect(opcodesOf(new Map([["a", undefined]]), options)).toBe(opcodesOf({ a: null }, options));
    expect(opcodesOf(new Map(), options)).toBe("}q\0");
    expect(opcodesOf([undefined], options)).toBe("]q\0Na");
  });

  it("keeps the order of a dict, integer-like keys included", () => {
    const text = "(dp0\nVb\np1\nI1\nsV2\np2\nI2\nsV1\np3\nI3\ns.";
    const map = loads<Map<string, bigint>>(bytesOf(text), { exact: true });
    expect([...map.keys()]).toEqual(["b", "2", "1"]);
    expect(textOf(dumps(map, { exact: true, protocol: 0 }))).toBe(text);
    expect(Object.keys(loads(bytesOf(text)) as object)).toEqual(["1", "2", "b"]);
  });

  it("boxes a -0.0 and a NaN that a Map or Set could not tell from others", () => {
    const map = loads<Map<unknown, bigint>>(bytesOf("(F0.0\nI1\nF-0.0\nI2\nFnan\nI3\nFnan\nI4\nd."), {
      exact: true,
    });
    expect([...map]).toStrictEqual([
      [0, 1n],
      [new Float(-0), 2n],
      [new Float(Number.NaN), 3n],
      [new Float(Number.NaN), 4n],
    ]);
    expect(opcodesOf(map, { exact: true, protocol: 0 })).toBe(
      "(dp0\nF0.0\nI1\nsF-0.0\nI2\nsFnan\nI3\nsFnan\nI4\ns",
    );
  });

  it("keeps a call an Instance and a name a Global, registered or not", () => {
    class Order {}
    const registry = new Registry();
    registry.register(Order, "shop.Order");
    const text = "cshop\nOrder\np0\n(I1\ntp1\nRp2\n.";
    const order = loads(bytesOf(text), { exact: true, registry });
    expect(order).toStrictEqual(new Instance(new Global("shop", "Order"), { args: new Tuple(1n) }));
    expect(textOf(dumps(order, { exact: true, protocol: 0, registry }))).toBe(text);
    const dict = loads(bytesOf("c__builtin__\ndict\np0\n(tRp1\n."), { exact: true });
    expect(dict).toStrictEqual(new Instance(new Global("builtins", "dict")));
  });

  it("writes back the same bytes", () => {
    const pickles = [
      ...PICKLES.map(([text]) => text).filter(
        (text) => !text.includes("K\x01K\x02\x90") && text.includes("p0"),
      ),
      "(lp0\n(lp1\nag1\na.",
      "c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n.",
      "ccopy_reg\n_reconstructor\np0\n(cshop\nO\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n(dp5\nVa\np6\nI1\nsb.",
      "(icarts\nCart\np0\n(dp1\nS'a'\np2\nI1\nsb.",
    ];
    for (const text of pickles)
      expect(textOf(dumps(loads(bytesOf(text), { exact: true }), { exact: true, protocol: 0 }))).toBe(text);
  });

  it("holds sets as sets and tuples as tuples", () => {
    const value = new Tuple<unknown>(new Set([1n]), new FrozenSet([new Tuple(2)]), new Tuple());
    for (const protocol of PROTOCOLS)
      expect(loads(dumps(value, { exact: true, protocol }), { exact: true })).toStrictEqual(value);
  });
});
