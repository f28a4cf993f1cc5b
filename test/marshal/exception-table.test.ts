import { Code, MarshalError } from "pantry/marshal";
import { describe, expect, it } from "vitest";
import { Dice } from "../pickletools/mutants.ts";
import { codeOf, tableCase } from "./table-cases.ts";

describe("exceptions()", () => {
  it("gives those of a function that Pythons compiled", () => {
    expect([...codeOf(tableCase("3.11")).exceptions()]).toEqual([
      { start: 4, end: 44, target: 76, depth: 0, lasti: false },
      { start: 76, end: 108, target: 108, depth: 1, lasti: true },
    ]);
    expect([...codeOf(tableCase("3.13")).exceptions()]).toEqual([
      { start: 4, end: 44, target: 68, depth: 0, lasti: false },
      { start: 68, end: 92, target: 92, depth: 1, lasti: true },
    ]);
  });

  it("reads numbers of several bytes, the highest bits first", () => {
    const code = codeOf({ python: "3.12", linetable: "", exceptiontable: "c1027f3f414243034105" });
    expect([...code.exceptions()]).toEqual([
      {
        start: 132,
        end: 132 + 8190,
        target: 2 * (64 ** 3 + 2 * 64 ** 2 + 3 * 64 + 3),
        depth: 34,
        lasti: true,
      },
    ]);
  });

  it("gives nothing where the table is empty, or before 3.11", () => {
    expect([...codeOf({ python: "3.12", linetable: "" }).exceptions()]).toEqual([]);
    expect([...codeOf({ python: "3.10", linetable: "", exceptiontable: "82142200" }).exceptions()]).toEqual(
      [],
    );
  });

  it("says where a table is cut short, or cannot be", () => {
    expectRefusal("82", 1, "it ends within an entry");
    expectRefusal("c2", 1, "it ends within an entry");
    expectRefusal("821422", 3, "it ends within an entry");
    expectRefusal("821422000000", 4, "no entry begins here");
    expectRefusal("8282220002", 1, "an entry begins within another");
    expectRefusal("82418200", 2, "an entry begins within another");
    expectRefusal("82424040404000", 1, "a number of more than 32 bits");
    expectRefusal("82404040404040400000", 1, "a number of more than 32 bits");
    expectRefusal("c24040404000000000", 0, "a number of more than 32 bits");
  });

  it("takes the largest number that C can hold", () => {
    const code = codeOf({ python: "3.12", linetable: "", exceptiontable: "c17f7f7f7f3f0000417f7f7f7f3f" });
    expect([...code.exceptions()]).toEqual([
      { start: 2 ** 32 - 2, end: 2 ** 32 - 2, target: 0, depth: 2 ** 30 - 1, lasti: true },
    ]);
  });

  it("gives what comes before the trouble", () => {
    const entries = codeOf({ python: "3.12", linetable: "", exceptiontable: "8214220082" }).exceptions();
    expect(entries.next().value).toEqual({ start: 4, end: 44, target: 68, depth: 0, lasti: false });
    expect(() => entries.next()).toThrow(MarshalError);
  });

  it("ends for any bytes, with an entry for four of them at most", () => {
    const dice = new Dice(10);
    let refused = 0;
    for (let turn = 0; turn < 5000; turn += 1) {
      const exceptiontable = Uint8Array.from({ length: dice.below(10) }, (_, at) => {
        return at % 4 === 0 ? 128 + dice.below(100) : dice.below(100);
      });
      try {
        const entries = [...new Code({ python: "3.13", exceptiontable }).exceptions()];
        expect(entries.length).toBeLessThanOrEqual(exceptiontable.length / 4);
      } catch (error) {
        expect(error).toBeInstanceOf(MarshalError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(5000);
  });
});

function expectRefusal(exceptiontable: string, offset: number, reason: string): void {
  const code = codeOf({ python: "3.13", linetable: "", exceptiontable });
  const message = `Cannot read exceptiontable at byte ${offset}: ${reason}`;
  const error = { name: "MarshalValueError", code: "bad-code", offset, message };
  expect(() => [...code.exceptions()], exceptiontable).toThrow(expect.objectContaining(error));
}
