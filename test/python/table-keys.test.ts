import { Float, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { TableKeys } from "../../src/python/table-keys.ts";

function problemOf(...members: readonly unknown[]): string | undefined {
  return new TableKeys(false).problem(new Set(members), "member");
}

describe("TableKeys", () => {
  it("has nothing against values of types that Python never takes for one another", () => {
    expect(problemOf("1", 1, 2.5, null)).toBe(undefined);
    expect(problemOf(1n, 2n ** 70n, "a", undefined)).toBe(undefined);
    expect(problemOf(true, false, "true", null)).toBe(undefined);
    expect(problemOf()).toBe(undefined);
  });

  it("names the numbers that Python takes for the same", () => {
    expect(problemOf("a", 1, true)).toBe("Python takes the members 1 and True for the same");
    expect(problemOf(1n, 1)).toBe("Python takes the members 1 and 1 for the same");
    expect(problemOf(0n, false)).toBe("Python takes the members 0 and False for the same");
    expect(problemOf(new Float(1), 1)).toContain("for the same");
    expect(problemOf(null, undefined)).toBe("Python takes the members None and None for the same");
  });

  it("does not take numbers of several types for the same that are not", () => {
    expect(problemOf(1n, 2, false)).toBe(undefined);
  });

  it("looks into tuples", () => {
    expect(problemOf(new Tuple(1, "a"), new Tuple(1, "b"))).toBe(undefined);
    expect(problemOf(new Tuple(1, "a"), new Tuple(1n, "a"))).toContain("for the same");
    expect(problemOf(new Tuple(1, new Tuple(2)), new Tuple(1, new Tuple(2n)))).toContain("for the same");
    expect(problemOf(new Tuple(11), new Tuple(1, 1))).toBe(undefined);
    expect(problemOf(new Tuple(1, []))).toContain("cannot hash");
  });

  it("asks of exact values only whether Python can hash them", () => {
    const exact = new TableKeys(true);
    expect(
      exact.problem(
        new Map<unknown, unknown>([
          [1n, 0],
          [1, 0],
          [true, 0],
          [null, 0],
        ]),
        "key",
      ),
    ).toBe(undefined);
    expect(exact.problem(new Map([[[], 0]]), "key")).toContain("cannot hash the key");
  });
});
