import { dumps, loads, PicklingError } from "pantry/pickle";
import { Global } from "pantry/python";
import { describe, expect, it } from "vitest";
import { expected, opcodesByProtocol, opcodesOf, PROTOCOLS } from "./literals.ts";

// What CPython 3.13 writes in protocols 0, 1, 2 and so on (see `expected`).
const NAMES: readonly (readonly [module: string, name: string, ...opcodes: string[]])[] = [
  [
    "shop",
    "O",
    "cshop\nO\np0\n",
    "cshop\nO\nq\x00",
    "cshop\nO\nq\x00",
    "\x8c\x04shop\x94\x8c\x01O\x94\x93\x94",
  ],
  [
    "builtins",
    "range",
    "c__builtin__\nxrange\np0\n",
    "c__builtin__\nxrange\nq\x00",
    "c__builtin__\nxrange\nq\x00",
    "cbuiltins\nrange\nq\x00",
    "\x8c\x08builtins\x94\x8c\x05range\x94\x93\x94",
    "\x8c\x08builtins\x94\x8c\x05range\x94\x93\x94",
  ],
  [
    "shop",
    "Outer.Inner",
    "c__builtin__\ngetattr\np0\n(cshop\nOuter\nVInner\np1\ntRp2\n",
    "c__builtin__\ngetattr\nq\x00(cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01tRq\x02",
    "c__builtin__\ngetattr\nq\x00cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01\x86Rq\x02",
    "cbuiltins\ngetattr\nq\x00cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01\x86Rq\x02",
    "\x8c\x04shop\x94\x8c\x0bOuter.Inner\x94\x93\x94",
    "\x8c\x04shop\x94\x8c\x0bOuter.Inner\x94\x93\x94",
  ],
  [
    "shop",
    "Outer.Inner.Most",
    "c__builtin__\ngetattr\np0\n(g0\n(cshop\nOuter\nVInner\np1\ntRVMost\np2\ntRp3\n",
    "c__builtin__\ngetattr\nq\x00(h\x00(cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01tRX\x04\x00\x00\x00Mostq\x02tRq\x03",
    "c__builtin__\ngetattr\nq\x00h\x00cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01\x86RX\x04\x00\x00\x00Mostq\x02\x86Rq\x03",
    "cbuiltins\ngetattr\nq\x00h\x00cshop\nOuter\nX\x05\x00\x00\x00Innerq\x01\x86RX\x04\x00\x00\x00Mostq\x02\x86Rq\x03",
    "\x8c\x04shop\x94\x8c\x10Outer.Inner.Most\x94\x93\x94",
    "\x8c\x04shop\x94\x8c\x10Outer.Inner.Most\x94\x93\x94",
  ],
];

describe("dumps() of names", () => {
  for (const [module, name, ...row] of NAMES) {
    it(`writes ${module}.${name} as CPython does`, () => {
      expect(opcodesByProtocol(new Global(module, name))).toEqual(expected(row));
    });
  }

  it("leaves names as they are where fixImports is false", () => {
    const range = new Global("builtins", "range");
    expect(opcodesOf(range, { protocol: 2, fixImports: false })).toBe("cbuiltins\nrange\nq\x00");
    expect(String(loads(dumps(range, { protocol: 2, fixImports: false }), { fixImports: false }))).toBe(
      "builtins.range",
    );
  });

  it("takes names outside of ASCII from protocol 3 on", () => {
    const summer = new Global("shop", "Été");
    for (const protocol of [0, 1, 2])
      expect(() => dumps(summer, { protocol })).toThrow(
        new PicklingError("the name shop.Été is not ASCII: it needs protocol 3"),
      );
    expect(opcodesOf(summer, { protocol: 3 })).toBe("cshop\n\xc3\x89t\xc3\xa9\nq\x00");
    expect(opcodesOf(summer, { protocol: 4 })).toBe("\x8c\x04shop\x94\x8c\x05\xc3\x89t\xc3\xa9\x94\x93\x94");
  });

  it("refuses a newline in a name that is a line", () => {
    const odd = new Global("shop", "A\nB");
    for (const protocol of [0, 1, 2, 3])
      expect(() => dumps(odd, { protocol })).toThrow("a name with a newline in it");
    expect(String(loads(dumps(odd, { protocol: 4 })))).toBe("shop.A\nB");
  });

  it("refuses an empty name that is a line, which no reader takes", () => {
    for (const odd of [new Global("shop", ""), new Global("", "Item")]) {
      for (const protocol of [0, 1, 2, 3])
        expect(() => dumps(odd, { protocol })).toThrow("an empty name needs protocol 4");
      expect(loads(dumps(odd, { protocol: 4 }))).toEqual(odd);
    }
  });

  it("are read back as they were", () => {
    for (const [module, name] of NAMES) {
      for (const protocol of PROTOCOLS) {
        expect(String(loads(dumps(new Global(module, name), { protocol })))).toBe(`${module}.${name}`);
      }
    }
  });
});
