import { describe, expect, it } from "vitest";
import { Converters, converters, registerConverter } from "../../src/sqlite3/converters.ts";

describe("Converters", () => {
  const one = () => 1;
  const two = () => 2;

  it("have names in which case does not matter", () => {
    const own = new Converters();
    own.register("Straße", one);
    expect([own.get("STRASSE"), own.get("straße"), own.get("strase")]).toEqual([one, one, undefined]);
    own.register("STRASSE", two);
    expect(own.get("straße")).toBe(two);
  });

  it("stand on others, which they go before", () => {
    const parent = new Converters();
    const child = new Converters(parent);
    parent.register("a", one);
    child.register("A", two);
    expect([child.get("a"), parent.get("a")]).toEqual([two, one]);
    expect([child.unregister("a"), child.unregister("a")]).toEqual([true, false]);
    expect(child.get("a")).toBe(one);
    expect(child.get("__proto__")).toBe(undefined);
  });

  it("refuse what is no function", () => {
    expect(() => new Converters().register("a", "b" as never)).toThrow(TypeError);
  });

  it("are at first those of date and timestamp, and everyone's by registerConverter()", () => {
    expect(typeof converters.get("date")).toBe("function");
    expect(typeof new Converters(converters).get("Timestamp")).toBe("function");
    registerConverter("bool", one);
    expect(converters.get("BOOL")).toBe(one);
    expect(converters.unregister("bool")).toBe(true);
  });
});
