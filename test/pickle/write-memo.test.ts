import { dumps, loads, Pickler } from "pantry/pickle";
import { Global, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { digestOf, expected, opcodesByProtocol, opcodesOf, textOf } from "./literals.ts";

const list: unknown[] = [];
const tuple = new Tuple(null);
const bytes = Uint8Array.of(1, 2);
const global = new Global("shop", "O");

// What is shared, and the opcodes that CPython 3.13 writes in protocols 0, 1, 2 and so on (see `expected`).
const SHARED: readonly (readonly [name: string, value: unknown, ...opcodes: string[]])[] = [
  [
    "a list",
    [list, list],
    "(lp0\n(lp1\nag1\na",
    "]q\x00(]q\x01h\x01e",
    "]q\x00(]q\x01h\x01e",
    "]\x94(]\x94h\x01e",
  ],
  [
    "a string",
    ["ab", "ab"],
    "(lp0\nVab\np1\nag1\na",
    "]q\x00(X\x02\x00\x00\x00abq\x01h\x01e",
    "]q\x00(X\x02\x00\x00\x00abq\x01h\x01e",
    "]\x94(\x8c\x02ab\x94h\x01e",
  ],
  [
    "a tuple",
    [tuple, tuple],
    "(lp0\n(Ntp1\nag1\na",
    "]q\x00((Ntq\x01h\x01e",
    "]q\x00(N\x85q\x01h\x01e",
    "]\x94(N\x85\x94h\x01e",
  ],
  [
    "the empty tuple, which has no index,",
    [new Tuple(), new Tuple()],
    "(lp0\n(ta(ta",
    "]q\x00())e",
    "]q\x00())e",
    "]\x94())e",
  ],
  [
    "bytes",
    [bytes, bytes],
    "(lp0\nc_codecs\nencode\np1\n(V\x01\x02\np2\nVlatin1\np3\ntp4\nRp5\nag5\na",
    "]q\x00(c_codecs\nencode\nq\x01(X\x02\x00\x00\x00\x01\x02q\x02X\x06\x00\x00\x00latin1q\x03tq\x04Rq\x05h\x05e",
    "]q\x00(c_codecs\nencode\nq\x01X\x02\x00\x00\x00\x01\x02q\x02X\x06\x00\x00\x00latin1q\x03\x86q\x04Rq\x05h\x05e",
    "]q\x00(C\x02\x01\x02q\x01h\x01e",
    "]\x94(C\x02\x01\x02\x94h\x01e",
    "]\x94(C\x02\x01\x02\x94h\x01e",
  ],
  [
    "an object",
    { x: list, y: list },
    "(dp0\nVx\np1\n(lp2\nsVy\np3\ng2\ns",
    "}q\x00(X\x01\x00\x00\x00xq\x01]q\x02X\x01\x00\x00\x00yq\x03h\x02u",
    "}q\x00(X\x01\x00\x00\x00xq\x01]q\x02X\x01\x00\x00\x00yq\x03h\x02u",
    "}\x94(\x8c\x01x\x94]\x94\x8c\x01y\x94h\x02u",
  ],
  [
    "a name",
    [global, global],
    "(lp0\ncshop\nO\np1\nag1\na",
    "]q\x00(cshop\nO\nq\x01h\x01e",
    "]q\x00(cshop\nO\nq\x01h\x01e",
    "]\x94(\x8c\x04shop\x94\x8c\x01O\x94\x93\x94h\x03e",
  ],
];

describe("the memo of a pickle", () => {
  for (const [name, value, ...row] of SHARED) {
    it(`writes ${name} twice as CPython does`, () => {
      expect(opcodesByProtocol(value)).toEqual(expected(row));
    });
  }

  it("takes names for the same by what they are called", () => {
    const pair = [new Global("shop", "O"), new Global("shop", "O")];
    expect(dumps(pair)).toEqual(dumps([global, global]));
  });

  it("has no index for numbers", () => {
    expect(opcodesOf([1.5, 1.5], { protocol: 0 })).toBe("(lp0\nF1.5\naF1.5\na");
  });

  it("goes on behind index 255 as CPython does", () => {
    const strings = Array.from({ length: 300 }, (_, i) => String(i));
    expect(digestOf([...strings, ...strings])).toBe(
      "e3292b1846457175d81f77f823f0f53d138be91e75722435e45d4aa7d19170ca",
    );
    const many = Array.from({ length: 20_000 }, (_, i) => String(i));
    expect(digestOf(many)).toBe("6849dd44d8a7eddeb8d2ba2704dd920975a51fb04ed16edb4b1f3be826da9314");
    expect(loads(dumps([...many, ...many], { protocol: 1 }))).toEqual([...many, ...many]);
  });

  it("is left out by a fast pickler", () => {
    const pickler = new Pickler({ fast: true, protocol: 2 });
    expect(textOf(pickler.dump(["ab", "ab", list, tuple, global]))).toBe(
      "\x80\x02](X\x02\0\0\0abX\x02\0\0\0ab]N\x85cshop\nO\ne.",
    );
    expect(pickler.memo.size).toBe(0);
  });
});
