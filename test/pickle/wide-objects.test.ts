import { describe, expect, it } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { collectGarbage, hasFields } from "./engine.ts";

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

  it("are no hash tables to V8 once their kind is known", () => {
    // Written from a Map, since V8 knows of an object what it is made of.
    const kept = (fields: number): boolean[] => {
      const map = new Map(Array.from({ length: fields }, (_, i) => [`known of ${fields} ${i}`, null]));
      const pickle = dumps(map, { exact: true });
      return Array.from({ length: 4 }, () => loads<object>(pickle)).map(hasFields);
    };
    // The first tells that there is such a kind, the second what belongs to it.
    expect(kept(26)).toEqual([false, true, true, true]);
    expect(kept(129)).toEqual([false, false, false, false]);
  });

  it("leave nothing behind but for the last few kinds", async () => {
    const pickles = (from: number): Uint8Array[] =>
      Array.from({ length: 4000 }, (_, kind) => dumps(wide(17, (i) => `kind ${from + kind} ${i}`)));
    const read = async (from: number): Promise<number> => {
      for (const pickle of pickles(from)) for (let time = 0; time < 2; time += 1) loads(pickle);
      await collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await read(0);
    expect((await read(4000)) - before).toBeLessThan(2_000_000);
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
