import { Memo } from "pantry/pickletools";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH } from "../growth.ts";

describe("Memo", () => {
  it("keeps what is stored under each index", () => {
    const memo = new Memo<string>();
    const indices = [0, 1, 2, 10 ** 9, -1, -(10n ** 20n), 10n ** 20n];
    for (const index of indices) memo.set(index, String(index));
    expect(indices.map((index) => memo.get(index))).toEqual(indices.map(String));
    expect(memo.size).toBe(indices.length);
    expect([memo.has(3), memo.get(3), memo.has(-2), memo.get(5n ** 50n)]).toEqual([
      false,
      undefined,
      false,
      undefined,
    ]);
  });

  it("takes the bools for 0 and 1", () => {
    const memo = new Memo<string>();
    memo.set(true, "one");
    expect([memo.get(1), memo.has(0), memo.has(false), memo.size]).toEqual(["one", false, false, 1]);
  });

  it("lets a later value take the place of an earlier one", () => {
    const memo = new Memo<string>();
    for (const index of [7, -7, 7n ** 40n]) {
      memo.set(index, "first");
      memo.set(index, "second");
      expect(memo.get(index)).toBe("second");
    }
    expect(memo.size).toBe(3);
  });

  it("is not slowed down by indices that were chosen to collide", () => {
    const growth = exponentOf((size) => {
      return () => {
        const memo = new Memo<number>();
        for (let index = 1; index < size; index += 1) {
          memo.set(index * 2 ** 20, index);
          memo.set(-index * 2 ** 20, index);
        }
      };
    }, 50_000);
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});
