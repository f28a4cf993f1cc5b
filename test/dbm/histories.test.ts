import { describe, expect, it } from "vitest";
import { historyOf, Model } from "./histories.ts";

const [key, other, value] = [Uint8Array.of(1), Uint8Array.of(255), Uint8Array.of(2)];

describe("historyOf()", () => {
  it("is the same for the same seed, and has something of everything", () => {
    const options = { seed: 7, length: 5000, clears: 2 };
    const history = historyOf(options);
    expect(historyOf(options)).toEqual(history);
    expect(historyOf({ ...options, seed: 8 })).not.toEqual(history);
    expect(new Set(history.map(([name]) => name))).toEqual(new Set(["set", "get", "has", "delete", "clear"]));
    const sizes = history.flatMap(([name, , bytes]) => (name === "set" ? [bytes?.length] : []));
    expect(sizes).toContain(0);
    expect(Math.max(...sizes.map(Number))).toBeGreaterThan(4000);
    const keys = history.flatMap(([, bytes]) => (bytes ? [...bytes] : []));
    expect(new Set(keys).size).toBe(256);
    expect(history.some(([, bytes]) => bytes?.length === 0)).toBe(true);
  });
});

describe("Model", () => {
  it("notices whatever differs", () => {
    const model = Model.of([[key, value]]);
    expect(model.differences([[key, value]])).toEqual([]);
    expect(model.differences([])).toEqual(['"\\u0001" is missing']);
    expect(model.differences([[key, key]])).toEqual(['"\\u0001" has 1 bytes (01) for 1 bytes (02)']);
    const entries: [Uint8Array, Uint8Array][] = [
      [key, value],
      [key, value],
      [other, value],
    ];
    expect(model.differences(entries)).toEqual(['"\\u0001" comes twice', '"ÿ" should not be there']);
  });
});
