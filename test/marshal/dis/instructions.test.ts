import { Code } from "pantry/marshal";
import { type Instruction, instructions } from "pantry/marshal/dis";
import { Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";

// Opcodes of Python 3.8, and of 3.12 with the same numbers.
const LOAD_CONST = 100;
const LOAD_NAME = 101;
const COMPARE_OP = 107;
const JUMP_FORWARD = 110;
const JUMP_ABSOLUTE = 113;
const LOAD_GLOBAL = 116;
const LOAD_FAST = 124;
const LOAD_DEREF = 136;
const EXTENDED_ARG = 144;
const RETURN_VALUE = 83;

describe("instructions()", () => {
  it("names instructions and what their arguments stand for", () => {
    const code = new Code({
      python: "3.8",
      code: Uint8Array.of(
        LOAD_CONST,
        1,
        LOAD_NAME,
        0,
        LOAD_FAST,
        0,
        LOAD_DEREF,
        1,
        COMPARE_OP,
        6,
        RETURN_VALUE,
        7,
      ),
      consts: new Tuple<unknown>(null, 5n),
      names: new Tuple("print"),
      varnames: new Tuple("x"),
      cellvars: new Tuple("c"),
      freevars: new Tuple("f"),
    });
    expect(
      instructions(code).map(({ offset, name, arg, value, text }) => [offset, name, arg, value, text]),
    ).toEqual([
      [0, "LOAD_CONST", 1, 5n, "5"],
      [2, "LOAD_NAME", 0, "print", "print"],
      [4, "LOAD_FAST", 0, "x", "x"],
      [6, "LOAD_DEREF", 1, "f", "f"],
      [8, "COMPARE_OP", 6, "in", "in"],
      [10, "RETURN_VALUE", null, undefined, ""],
    ]);
  });

  it("tells lines, where they begin and where it can be jumped to", () => {
    const code = new Code({
      python: "3.8",
      code: Uint8Array.of(JUMP_FORWARD, 2, LOAD_CONST, 0, RETURN_VALUE, 0, JUMP_ABSOLUTE, 2),
      consts: new Tuple(null),
      firstlineno: 7,
      linetable: Uint8Array.of(4, 1),
    });
    expect(
      instructions(code).map(({ line, startsLine, isJumpTarget }) => [line, startsLine, isJumpTarget]),
    ).toEqual([
      [7, true, false],
      [7, false, true],
      [8, true, true],
      [8, false, false],
    ]);
    expect(instructions(code).map(({ value, text }) => [value, text])).toEqual([
      [4, "to 4"],
      [null, "None"],
      [undefined, ""],
      [2, ""],
    ]);
  });

  it("adds what EXTENDED_ARG brings, which has 32 bits and a sign", () => {
    const words = [
      EXTENDED_ARG,
      1,
      LOAD_NAME,
      2,
      EXTENDED_ARG,
      255,
      EXTENDED_ARG,
      255,
      EXTENDED_ARG,
      255,
      LOAD_NAME,
      254,
    ];
    const args = instructions(new Code({ python: "3.8", code: Uint8Array.from(words) })).map(
      ({ arg }) => arg,
    );
    expect(args).toEqual([1, 258, 255, 65535, 0xffffff, -2]);
  });

  it("forgets an EXTENDED_ARG at an instruction that has no argument", () => {
    const code = Uint8Array.of(EXTENDED_ARG, 1, RETURN_VALUE, 0, LOAD_NAME, 2);
    expect(instructions(new Code({ python: "3.8", code })).map(({ arg }) => arg)).toEqual([1, null, 2]);
  });

  it("reads instructions of one byte and of three, those of Python 2", () => {
    const code = Uint8Array.of(145, 1, 0, LOAD_NAME, 2, 1, RETURN_VALUE, JUMP_FORWARD, 3, 0);
    const found = instructions(new Code({ python: "2.7", code }));
    expect(found.map(({ offset, arg }) => [offset, arg])).toEqual([
      [0, 1],
      [3, 0x10102],
      [6, null],
      [7, 3],
    ]);
    expect(found.at(-1)?.text).toBe("to 13");
  });

  it("leaves out caches, and tells what stands before the name in the last bit", () => {
    const code = Uint8Array.of(LOAD_GLOBAL, 3, 0, 0, 0, 0, 0, 0, 0, 0, RETURN_VALUE, 0);
    const names = new Tuple("a", "b");
    expect(textsOf(new Code({ python: "3.12", code, names }))).toEqual([
      "0 LOAD_GLOBAL NULL + b",
      "10 RETURN_VALUE ",
    ]);
  });

  it("takes what the interpreter specialized for the instruction that was compiled", () => {
    const [first, second] = instructions(
      new Code({ python: "3.12", code: Uint8Array.of(6, 0, 0, 0, 7, 10) }),
    );
    expect([first?.name, first?.opcode, first?.text]).toEqual(["BINARY_OP", 122, "+"]);
    expect([second?.name, second?.offset, second?.text]).toEqual(["BINARY_OP", 4, "-"]);
  });

  it("gives both names of an instruction that has two", () => {
    const code = new Code({ python: "3.13", code: Uint8Array.of(88, 0x10), varnames: new Tuple("a", "b") });
    const [pair] = instructions(code) as [Instruction];
    expect([pair.name, pair.value, pair.text]).toEqual(["LOAD_FAST_LOAD_FAST", ["b", "a"], "b, a"]);
  });

  it("escapes what a terminal could obey in names", () => {
    const code = new Code({ python: "3.8", code: Uint8Array.of(LOAD_NAME, 0), names: new Tuple("a\x1b[2J") });
    const [load] = instructions(code);
    expect([load?.value, load?.text]).toEqual(["a\x1b[2J", "a\\x1b[2J"]);
  });

  it("is for the Pythons whose bytecode is known", () => {
    expect(() => instructions(new Code({ python: "3.4" }))).toThrow(RangeError);
    expect(() => instructions({} as Code)).toThrow(TypeError);
  });
});

function textsOf(code: Code): string[] {
  return instructions(code).map(({ offset, name, text }) => `${offset} ${name} ${text}`);
}
