import * as copyreg from "pantry/copyreg";
import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { Extension, Global, Instance } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf } from "../pickle/literals.ts";

const ORDER = new Global("shop", "Order");

function withCode(code: number): Registry {
  const registry = new Registry();
  registry.addExtension("shop", "Order", code);
  return registry;
}

describe("extension codes", () => {
  it("are written in place of a name from protocol 2 on, in as few bytes as CPython does", () => {
    const codes: readonly (readonly [code: number, opcodes: string])[] = [
      [1, "\x82\x01"],
      [255, "\x82\xff"],
      [256, "\x83\x00\x01"],
      [65_535, "\x83\xff\xff"],
      [65_536, "\x84\x00\x00\x01\x00"],
      [0x7fffffff, "\x84\xff\xff\xff\x7f"],
    ];
    for (const [code, opcodes] of codes) {
      const registry = withCode(code);
      for (const protocol of [2, 3, 4, 5]) {
        expect(opcodesOf(ORDER, { registry, protocol })).toBe(opcodes);
        expect(loads(dumps(ORDER, { registry, protocol }), { registry })).toStrictEqual(ORDER);
      }
      expect(opcodesOf(ORDER, { registry, protocol: 1 })).toBe("cshop\nOrder\nq\0");
    }
  });

  it("stand for registered classes", () => {
    class Order {
      id = 1;
    }
    const registry = withCode(240);
    registry.register(Order, "shop.Order");
    expect(opcodesOf(new Order(), { registry, protocol: 2 })).toBe(
      "\x82\xf0)\x81q\0}q\x01X\x02\0\0\0idq\x02K\x01sb",
    );
    expect(loads(dumps(new Order(), { registry, protocol: 2 }), { registry })).toStrictEqual(new Order());
  });

  it("are read as an inert Extension by those who do not know them", () => {
    const data = dumps([ORDER, new Instance(ORDER)], { registry: withCode(240) });
    const read = loads(data);
    expect(read).toStrictEqual([new Extension(240), new Instance(new Extension(240))]);
    expect(dumps(read)).toEqual(data);
    expect(() => dumps(new Extension(240), { protocol: 1 })).toThrow("an extension code needs protocol 2");
  });

  it("cannot be 0 or negative in data", () => {
    expect(() => loads(Uint8Array.of(0x82, 0, 0x2e))).toThrow(
      "Cannot read EXT1 at byte 0: an extension code is positive, this is 0",
    );
    expect(() => loads(Uint8Array.of(0x84, 255, 255, 255, 255, 0x2e))).toThrow("this is -1");
  });

  it("ask findClass for the name, as CPython does", () => {
    const findClass = (module: string, name: string): unknown => `${module}/${name}`;
    expect(loads(dumps(ORDER, { registry: withCode(240) }), { registry: withCode(240), findClass })).toBe(
      "shop/Order",
    );
  });
});

describe("addExtension() and removeExtension()", () => {
  it("give a code to the default registry, and take it back", () => {
    copyreg.addExtension("shop", "Order", 240);
    expect(opcodesOf(ORDER, { protocol: 2 })).toBe("\x82\xf0");
    copyreg.addExtension("shop", "Order", 240);
    copyreg.clearExtensionCache();
    copyreg.removeExtension("shop", "Order", 240);
    expect(opcodesOf(ORDER, { protocol: 2 })).toBe("cshop\nOrder\nq\0");
  });

  it("refuse codes that are none", () => {
    for (const code of [0, -1, 1.5, 0x80000000, Number.NaN])
      expect(() => new Registry().addExtension("shop", "Order", code)).toThrow(
        new RangeError("code out of range"),
      );
  });

  it("refuse a name or a code that is taken", () => {
    const registry = withCode(240);
    expect(() => registry.addExtension("shop", "Order", 241)).toThrow(
      new RangeError("shop.Order is already registered with code 240"),
    );
    expect(() => registry.addExtension("shop", "Line", 240)).toThrow(
      new RangeError("code 240 is already in use for shop.Order"),
    );
  });

  it("refuse to take back what was not given", () => {
    const registry = withCode(240);
    expect(() => registry.removeExtension("shop", "Order", 241)).toThrow(
      new RangeError("shop.Order is not registered with code 241"),
    );
    expect(() => registry.removeExtension("shop", "Line", 240)).toThrow(RangeError);
    registry.removeExtension("shop", "Order", 240);
    registry.addExtension("shop", "Line", 240);
    expect(registry.extensions.code("shop", "Line")).toBe(240);
    expect(registry.extensions.global(240)).toStrictEqual(new Global("shop", "Line"));
  });
});
