import { describe, expect, it } from "vitest";
import { LongIntegers } from "../../src/python/long-integers.ts";

const LARGE = 2n ** 2000n;

describe("LongIntegers", () => {
  it("keeps what is set for an integer, by its value", () => {
    const table = new LongIntegers<string>();
    table.set(LARGE, "one");
    table.set(-LARGE, "another");
    expect([2n ** 2000n, -LARGE, LARGE + 1n].map((integer) => table.get(integer))).toEqual([
      "one",
      "another",
      undefined,
    ]);
    table.set(LARGE, "a later one");
    expect(table.get(LARGE)).toBe("a later one");
  });

  it("keeps any number of integers that end with other bits", () => {
    const table = new LongIntegers<number>();
    for (let i = 0; i < 5000; i += 1) table.set(LARGE + BigInt(i), i);
    expect(Array.from({ length: 5000 }, (_, i) => table.get(LARGE + BigInt(i)))).toEqual(
      Array.from({ length: 5000 }, (_, i) => i),
    );
  });

  it("keeps some of those that end alike, and may change them, but forgets the rest", () => {
    const table = new LongIntegers<number>();
    for (let i = 0; i < 2000; i += 1) table.set(2n ** BigInt(1024 + i), i);
    expect([table.get(2n ** 1024n), table.get(2n ** 1323n)]).toEqual([0, 299]);
    expect(table.get(2n ** 3000n)).toBeUndefined();
    table.set(2n ** 1024n, -1);
    table.set(2n ** 3000n, -1);
    expect([table.get(2n ** 1024n), table.get(2n ** 3000n)]).toEqual([-1, undefined]);
  });
});
