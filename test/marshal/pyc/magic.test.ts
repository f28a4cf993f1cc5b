import { MAGIC_NUMBERS, pythonOf } from "pantry/marshal/pyc";
import { describe, expect, it } from "vitest";
import { SAMPLES } from "./samples.ts";

describe("MAGIC_NUMBERS", () => {
  it("has the number of every version but 3.15, whose last one is not known", () => {
    const versions = ["2.7", ...Array.from({ length: 15 }, (_, minor) => `3.${minor}`)];
    expect([...MAGIC_NUMBERS.keys()]).toEqual(versions);
  });

  it("has the numbers that Pythons write", () => {
    const written = new Map(SAMPLES.map(({ python, expected }) => [python, expected.magic]));
    expect(written.size).toBeGreaterThanOrEqual(10);
    for (const [python, magic] of written)
      expect([python, MAGIC_NUMBERS.get(python)]).toEqual([python, magic]);
  });

  it("has the number of the last release where there are several", () => {
    expect(["2.7", "3.5"].map((python) => MAGIC_NUMBERS.get(python))).toEqual([62211, 3351]);
  });

  it("is what pythonOf() knows", () => {
    for (const [python, magic] of MAGIC_NUMBERS) expect(pythonOf(magic)).toBe(python);
  });
});

describe("pythonOf()", () => {
  it("knows the numbers of all releases of a version", () => {
    expect([3350, 3351].map(pythonOf)).toEqual(["3.5", "3.5"]);
    expect([62211, 62212].map(pythonOf)).toEqual(["2.7", "2.7"]);
  });

  it("takes every number from 3650 to 3699 for 3.15", () => {
    expect([3649, 3650, 3699, 3700].map(pythonOf)).toEqual([undefined, "3.15", "3.15", undefined]);
  });

  it("knows no pre-release and nothing that is no magic number", () => {
    const numbers = [3460, 3392, 3111, 62201, 62161, 20121, 3440, 0, -1, 3531.5, Number.NaN];
    for (const magic of numbers) expect([magic, pythonOf(magic)]).toEqual([magic, undefined]);
  });
});
