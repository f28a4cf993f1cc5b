import { Code, MarshalError } from "pantry/marshal";
import { describe, expect, it } from "vitest";
import { Dice } from "../pickletools/mutants.ts";
import { codeOf, tableCase } from "./table-cases.ts";

/** As `2x1-1:0-4` for two in a row from line 1, column 0 to line 1, column 4; `-` where nothing is known. */
function positionsOf(python: string, linetable: string): string {
  const runs: { text: string; count: number }[] = [];
  for (const { line, endLine, column, endColumn } of codeOf({ python, linetable }).positions()) {
    const text = `${line}-${endLine}:${column}-${endColumn}`.replaceAll("null", "?");
    const last = runs.at(-1);
    if (last?.text === text) last.count += 1;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => `${count}x${text}`).join(" ");
}

describe("positions()", () => {
  it("gives those of a function that Python 3.11 compiled", () => {
    expect(positionsOf("3.11", tableCase("3.11").linetable)).toBe(
      "1x1-1:0-0 1x2-7:4-11 1x3-3:17-18 2x3-5:8-18 1x3-3:12-13 6x4-4:12-13 1x5-5:16-17 9x4-5:12-18 1x3-5:8-18 " +
        "6x7-7:8-9 9x7-7:8-11 1x?-?:?-? 6x7-7:8-9 9x7-7:8-11 3x?-?:?-? 1x8-8:11-12 1x8-8:4-12",
    );
  });

  it("gives those of a function that Python 3.13 compiled", () => {
    expect(positionsOf("3.13", tableCase("3.13").linetable)).toBe(
      "1x1-1:0-0 1x2-7:4-11 4x3-3:17-18 1x3-3:12-13 5x4-4:12-13 1x5-5:16-17 7x4-5:12-18 2x3-3:17-18 5x7-7:8-9 " +
        "5x7-7:8-11 1x8-8:11-12 1x8-8:4-12 1x?-?:?-? 5x7-7:8-9 6x7-7:8-11 3x?-?:?-?",
    );
  });

  it("has one for each unit of two bytes", () => {
    for (const python of ["3.11", "3.12", "3.13"]) {
      const one = tableCase(python);
      expect([...codeOf(one).positions()]).toHaveLength(one.size / 2);
    }
  });

  it("gives what is not known as null, part by part", () => {
    expect(positionsOf("3.12", "e802")).toBe("1x2-2:?-?");
    expect(positionsOf("3.12", "f000000000")).toBe("1x1-1:?-?");
    expect(positionsOf("3.12", "f000000007")).toBe("1x1-1:?-6");
    expect(positionsOf("3.12", "e805")).toBe("1x?-?:?-?");
    expect(positionsOf("3.12", "f007010101")).toBe("1x-2-?:0-0");
  });

  it("reaches the last line and column that there can be", () => {
    const linetable = "f003010101f17e7f7f7f7f03000102f17b7f7f7f7f03000102f2020004404040404002";
    expect(positionsOf("3.12", linetable)).toBe(
      "1x0-1:0-0 2x2147483647-2147483647:0-1 2x2-2:0-1 3x3-3:3-2147483647",
    );
  });

  it("gives nothing before 3.11", () => {
    for (const python of ["2.7", "3.9", "3.10"]) expect(positionsOf(python, "02010401")).toBe("");
  });

  it("refuses what lines() refuses", () => {
    for (const linetable of [
      "80",
      "d001",
      "f0000000",
      "00",
      "80f8",
      "f000007f7f7f7f7f03",
      "f00000404040404003",
    ]) {
      const code = codeOf({ python: "3.12", linetable });
      expect(() => [...code.positions()], linetable).toThrow(MarshalError);
      expect(() => [...code.lines()], linetable).toThrow(MarshalError);
    }
  });

  it("ends for any bytes, with no more than eight for each", () => {
    const dice = new Dice(9);
    let refused = 0;
    for (let turn = 0; turn < 5000; turn += 1) {
      // Bytes that begin an entry are rare, so that entries are often whole.
      const linetable = Uint8Array.from({ length: dice.below(12) }, () => dice.below(dice.pick([128, 256])));
      try {
        const positions = [...new Code({ python: "3.13", linetable }).positions()];
        expect(positions.length).toBeLessThanOrEqual(8 * linetable.length);
      } catch (error) {
        expect(error).toBeInstanceOf(MarshalError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(5000);
  });
});
