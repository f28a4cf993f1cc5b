import { Code, MarshalError, MarshalValueError } from "pantry/marshal";
import { describe, expect, it } from "vitest";
import { Dice } from "../pickletools/mutants.ts";
import { randomTables } from "./random-tables.ts";
import { codeOf, TABLE_CASES } from "./table-cases.ts";

const ERAS = [
  "2.7",
  "3.0",
  "3.5",
  "3.6",
  "3.7",
  "3.8",
  "3.9",
  "3.10",
  "3.11",
  "3.12",
  "3.13",
  "3.14",
  "3.15",
];

/** As `0:1 2:2`, and where the last one ends. */
function linesOf(python: string, linetable: string, size = 0): string {
  const ranges = [...codeOf({ python, linetable, size }).lines()];
  for (const [at, { end }] of ranges.entries()) expect(end).toBe(ranges[at + 1]?.start ?? end);
  return [...ranges.map(({ start, line }) => `${start}:${line}`), ranges.at(-1)?.end].join(" ");
}

describe("lines()", () => {
  for (const { python, size, linetable, lines } of TABLE_CASES) {
    it(`gives the lines of a function that Python ${python} compiled`, () => {
      expect(linesOf(python, linetable, size)).toBe(`${lines} ${size}`);
    });
  }

  it("counts lines down from 3.6 on, and only up before", () => {
    expect(linesOf("3.6", "02ff", 6)).toBe("0:1 2:0 6");
    expect(linesOf("3.5", "02ff", 6)).toBe("0:1 2:256 6");
    expect(linesOf("2.7", "02ff", 6)).toBe("0:1 2:256 6");
  });

  it("adds up deltas that do not fit in a byte", () => {
    expect(linesOf("3.9", "027f007f0003", 6)).toBe("0:1 2:258 6");
    expect(linesOf("3.9", "fe01ff000301", 600)).toBe("0:1 254:2 512:3 600");
    expect(linesOf("3.10", "fe000400027f", 258)).toBe("0:1 254:1 258:128 260");
  });

  it("has one range for the whole of a table that is empty before 3.10, and none from then on", () => {
    expect(linesOf("3.9", "", 8)).toBe("0:1 8");
    expect(linesOf("3.10", "", 8)).toBe("");
    expect(linesOf("3.11", "", 8)).toBe("");
  });

  it("stops at the end of the instructions in 3.8 and 3.9, and nowhere before", () => {
    expect(linesOf("3.7", "02010401", 4)).toBe("0:1 2:2 6:3 6");
    expect(linesOf("3.8", "02010401", 4)).toBe("0:1 2:2 4");
    expect(linesOf("3.9", "02010401", 4)).toBe("0:1 2:2 4");
  });

  it("begins no range where the line stays or comes back", () => {
    expect(linesOf("2.7", "02000400", 8)).toBe("0:1 8");
    expect(linesOf("3.9", "0205000402f7", 8)).toBe("0:1 2:10 4:1 8");
    expect(linesOf("3.9", "020500fb0201", 8)).toBe("0:1 4:2 8");
  });

  it("counts lines of no bytes even where there are no instructions", () => {
    expect(linesOf("3.7", "0001", 0)).toBe("0:2 0");
    expect(linesOf("3.9", "0001", 0)).toBe("0:2 0");
  });

  it("gives no line where 3.10 says so, and goes on from the line before", () => {
    expect(linesOf("3.10", "0200028002010080")).toBe("0:1 2:null 4:2 6");
  });

  it("gives neighbours of the same line as one range from 3.12 on", () => {
    expect(linesOf("3.10", "02000200")).toBe("0:1 2:1 4");
    expect(linesOf("3.11", "d00102d00304f8f8")).toBe("0:1 2:1 4:null 6:null 8");
    expect(linesOf("3.12", "d00102d00304f8f8")).toBe("0:1 4:null 8");
  });

  it("takes a line below zero for none in 3.10 and 3.11, and only -1 from 3.12 on", () => {
    expect(linesOf("3.10", "02fd02fe02020203")).toBe("0:null 2:null 4:null 6:1 8");
    expect(linesOf("3.11", "e805e805")).toBe("0:null 2:null 4");
    expect(linesOf("3.12", "e805e803")).toBe("0:null 2:-2 4");
  });

  it("reaches the last line that there can be", () => {
    expect(linesOf("3.12", "f003010101f17e7f7f7f7f03000102f17b7f7f7f7f03000102")).toBe(
      "0:0 2:2147483647 6:2 10",
    );
  });

  it("says where a table is cut short", () => {
    const pairs = ERAS.slice(0, ERAS.indexOf("3.11"));
    for (const python of pairs) expectRefusal(python, "020102", 3, "it ends within an entry");
    const locations = ERAS.slice(pairs.length);
    for (const python of locations) expectRefusal(python, "8000f00202", 5, "it ends within an entry");
  });

  it("refuses entries that are none", () => {
    expectRefusal("3.11", "800000", 2, "no entry begins here");
    expectRefusal("3.11", "00", 0, "no entry begins here");
    expectRefusal("3.12", "80f8", 1, "an entry begins within another");
    expectRefusal("3.12", "d000f8", 2, "an entry begins within another");
    expectRefusal("3.12", "e8c000", 1, "an entry begins within another");
  });

  it("refuses numbers that C could not hold", () => {
    expectRefusal("3.12", "e87f7f7f7f7f04", 1, "a number of more than 32 bits");
    expectRefusal("3.12", "e840404040404000", 1, "a number of more than 32 bits");
    expectRefusal("3.12", "e87e7f7f7f7f03", 0, "a number of more than 32 bits");
    expectRefusal("3.12", "f0007f7f7f7f7f03", 0, "a number of more than 32 bits");
    expectRefusal("3.12", "f000007f7f7f7f7f03", 0, "a number of more than 32 bits");
  });

  it("gives what comes before the trouble", () => {
    const lines = codeOf({ python: "3.10", linetable: "020102" }).lines();
    expect(lines.next().value).toEqual({ start: 0, end: 2, line: 2 });
    expect(() => lines.next()).toThrow(MarshalValueError);
  });

  it("ends for any bytes, with no more ranges than they are", () => {
    const dice = new Dice(7);
    let refused = 0;
    for (let turn = 0; turn < 2000; turn += 1) {
      const linetable = Uint8Array.from({ length: dice.below(40) }, () => dice.below(256));
      for (const python of ERAS) {
        const code = new Code({ python, linetable, code: new Uint8Array(dice.below(300)) });
        refused += refusals(() => {
          expect([...code.lines()].length).toBeLessThanOrEqual(linetable.length + 1);
        });
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it("gives ranges without gaps for any table in its form", () => {
    const dice = new Dice(8);
    for (let turn = 0; turn < 300; turn += 1) {
      for (const [version, python] of [
        [310, "3.10"],
        [311, "3.11"],
        [312, "3.12"],
      ] as const) {
        let end = 0;
        for (const range of new Code({ python, ...randomTables(version, dice) }).lines()) {
          expect(range.start).toBe(end);
          expect(range.end).toBeGreaterThan(range.start);
          end = range.end;
        }
      }
    }
  });

  it("takes time in proportion to the table", () => {
    const pairs = new Uint8Array(1_000_000).fill(1);
    const entries = new Uint8Array(1_000_000).fill(0xf8);
    expect([...new Code({ python: "3.9", linetable: pairs }).lines()]).toHaveLength(1);
    expect([...new Code({ python: "3.10", linetable: pairs }).lines()]).toHaveLength(500_000);
    expect([...new Code({ python: "3.12", linetable: entries }).lines()]).toHaveLength(1);
  });
});

function expectRefusal(python: string, linetable: string, offset: number, reason: string): void {
  const code = codeOf({ python, linetable, size: 100 });
  const message = `Cannot read linetable at byte ${offset}: ${reason}`;
  const error = { name: "MarshalValueError", code: "bad-code", offset, message };
  expect(() => [...code.lines()], `${python} ${linetable}`).toThrow(expect.objectContaining(error));
}

/** 1 if it was refused; other errors are not caught. */
function refusals(read: () => void): number {
  try {
    read();
    return 0;
  } catch (error) {
    if (error instanceof MarshalError) return 1;
    throw error;
  }
}
