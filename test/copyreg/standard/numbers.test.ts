import { describe, expect, it } from "vitest";
import { INERT, recipeFor } from "../../../src/copyreg/standard/index.ts";
import {
  Complex,
  Decimal,
  Float,
  Fraction,
  Global,
  Instance,
  type InstanceParts,
  Long,
  Tuple,
  UUID,
} from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

describe("complex", () => {
  it("is made of two floats", () => {
    expect(natural("builtins complex", 1, -0)).toEqual(new Complex(1, -0));
    expect(exact("builtins complex", 1.5, Number.NaN)).toEqual(new Complex(1.5, Number.NaN));
  });

  it("stays a call of anything else", () => {
    expect(exact("builtins complex", 1n, 2)).toBe(INERT);
    expect(natural("builtins complex", "1j")).toBe(INERT);
    expect(natural("builtins complex", 1)).toBe(INERT);
    expect(natural("builtins complex", 1, 2, 3)).toBe(INERT);
  });

  it("is written with floats, whatever their values", () => {
    expect(reduced(new Complex(1, 2.5), 2)).toEqual(["builtins.complex", [new Float(1), 2.5]]);
    expect(reduced(new Complex(1, 2.5), 2, true)).toEqual(["builtins.complex", [1, 2.5]]);
  });
});

describe("Decimal", () => {
  it("is made of its text", () => {
    for (const text of ["0", "-1.50", "1E+3", "NaN", "-Infinity", "sNaN12"]) {
      expect(natural("decimal Decimal", text)).toEqual(new Decimal(text));
      expect(exact("decimal Decimal", text)).toEqual(new Decimal(text));
      expect(reduced(new Decimal(text), 4)).toEqual(["decimal.Decimal", [text]]);
    }
  });

  it("is exact only where Python would write that text", () => {
    expect(natural("decimal Decimal", "1e3")).toEqual(new Decimal("1E+3"));
    expect(exact("decimal Decimal", "1e3")).toBe(INERT);
  });

  it("stays a call of what is no decimal", () => {
    expect(natural("decimal Decimal", "one")).toBe(INERT);
    expect(natural("decimal Decimal", 1)).toBe(INERT);
    expect(natural("decimal Decimal", "1", null)).toBe(INERT);
  });
});

describe("Fraction", () => {
  it("is made of two ints", () => {
    expect(natural("fractions Fraction", 1, 2)).toEqual(new Fraction(1n, 2n));
    expect(natural("fractions Fraction", 10n ** 30n, 3)).toEqual(new Fraction(10n ** 30n, 3n));
    expect(exact("fractions Fraction", -7n, 1n)).toEqual(new Fraction(-7n));
    expect(reduced(new Fraction(1n, 2n ** 60n), 4)).toEqual(["fractions.Fraction", [1, 2n ** 60n]]);
    expect(reduced(new Fraction(1n, 2n), 4, true)).toEqual(["fractions.Fraction", [1n, 2n]]);
  });

  it("is read from the text that Pythons before 3.11 wrote", () => {
    expect(natural("fractions Fraction", "-1/2")).toEqual(new Fraction(-1n, 2n));
    expect(natural("fractions Fraction", "7")).toEqual(new Fraction(7n));
    expect(exact("fractions Fraction", "-1/2")).toBe(INERT);
  });

  it("is exact only in lowest terms", () => {
    expect(natural("fractions Fraction", 2, 4)).toEqual(new Fraction(1n, 2n));
    expect(exact("fractions Fraction", 2n, 4n)).toBe(INERT);
    expect(exact("fractions Fraction", 1n, -2n)).toBe(INERT);
    expect(exact("fractions Fraction", new Long(1n), 2n)).toBe(INERT);
    expect(exact("fractions Fraction", true, 2n)).toBe(INERT);
  });

  it("stays a call of what is none, or takes long to bring to lowest terms", () => {
    expect(natural("fractions Fraction", 1, 0)).toBe(INERT);
    expect(natural("fractions Fraction", "1/0")).toBe(INERT);
    expect(natural("fractions Fraction", 0.5, 1)).toBe(INERT);
    expect(natural("fractions Fraction", "1.5")).toBe(INERT);
    expect(natural("fractions Fraction", 3n ** 1000n, 2n)).toBe(INERT);
  });
});

describe("UUID", () => {
  const class_ = new Global("uuid", "UUID");
  const build = (parts: InstanceParts, isExact: boolean): unknown =>
    recipeFor("uuid", "UUID")?.build?.(new Instance(class_, { form: "new", ...parts }), isExact);

  it("is an object with its number as the state", () => {
    expect(build({ state: { int: 5 } }, false)).toEqual(new UUID(5n));
    expect(build({ state: new Map([["int", 2n ** 127n]]) }, false)).toEqual(new UUID(2n ** 127n));
    expect(build({ state: new Map([["int", 5n]]) }, true)).toEqual(new UUID(5n));
  });

  it("may say that nothing is known of its safety", () => {
    const unknown = new Instance(new Global("uuid", "SafeUUID"), { args: new Tuple(null) });
    const safe = new Instance(new Global("uuid", "SafeUUID"), { args: new Tuple(0) });
    expect(build({ state: { int: 5, is_safe: unknown } }, false)).toEqual(new UUID(5n));
    expect(build({ state: { int: 5, is_safe: safe } }, false)).toBe(INERT);
    expect(
      build(
        {
          state: new Map<string, unknown>([
            ["int", 5n],
            ["is_safe", unknown],
          ]),
        },
        true,
      ),
    ).toBe(INERT);
  });

  it("stays an object of any other state", () => {
    expect(build({ state: { int: -1 } }, false)).toBe(INERT);
    expect(build({ state: { int: 2n ** 128n } }, false)).toBe(INERT);
    expect(build({ state: { int: 5, other: 1 } }, false)).toBe(INERT);
    expect(build({ state: {} }, false)).toBe(INERT);
    expect(build({ state: null }, false)).toBe(INERT);
    expect(build({ state: { int: 5 }, args: new Tuple(1) }, false)).toBe(INERT);
    expect(build({ state: new Map([["int", new Long(5n)]]) }, true)).toBe(INERT);
  });

  it("is written as protocols 0 and 1 write objects, and as the others do", () => {
    const state = { int: 5 };
    expect(reduced(new UUID(5n), 2)).toEqual(["new uuid.UUID", [], { state }]);
    const args = ["uuid.UUID", "builtins.object", null];
    expect(reduced(new UUID(5n), 1)).toEqual(["copyreg._reconstructor", args, { state }]);
    expect(reduced(new UUID(5n), 2, true)).toEqual(["new uuid.UUID", [], { state: { int: 5n } }]);
  });
});
