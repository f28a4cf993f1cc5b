import { describe, expect, it } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";

/** An object with so many fields, each named by its place and a text. */
function wide(fields: number, name: (place: number) => string): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: fields }, (_, i) => [name(i), [i, "value", i / 2, null][i % 4]]),
  );
}

function copies(value: Record<string, unknown>, count: number): unknown[] {
  return Array.from({ length: count }, () => loads(dumps(value)));
}

describe("objects with many fields", () => {
  it.each([16, 17, 31, 128, 129, 1000])("are read alike the first time and later: %i fields", (fields) => {
    const value = wide(fields, (i) => `field ${i}`);
    for (const copy of copies(value, 4)) {
      expect(copy).toEqual(value);
      expect(Object.keys(copy as object)).toEqual(Object.keys(value));
    }
  });

  it("keep their own fields where the first and the last are those of another kind", () => {
    const one = wide(20, (i) => (i === 7 ? "one" : `part ${i}`));
    const other = wide(20, (i) => (i === 7 ? "other" : `part ${i}`));
    copies(one, 3);
    for (const copy of copies(other, 3)) expect(copy).toEqual(other);
  });

  it("may have long names, indices, and one that looks like a prototype", () => {
    const names = ["x".repeat(1000), "7", "__proto__", "constructor"];
    const value = wide(20, (i) => `named ${i}`);
    for (const name of names) Object.defineProperty(value, name, { value: name, enumerable: true });
    for (const copy of copies(value, 3)) {
      expect(Object.entries(copy as object)).toEqual(Object.entries(value));
      expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    }
  });

  it("are not mixed up among hundreds of kinds", () => {
    for (let kind = 0; kind < 300; kind += 1) {
      const value = wide(18, (i) => `kind ${kind} ${i}`);
      for (const copy of copies(value, 2)) expect(copy).toEqual(value);
    }
  });
});
