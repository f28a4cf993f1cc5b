import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { loads, type UnpicklingError } from "../../src/pickle/index.ts";
import { repr } from "../../src/python/index.ts";
import { findPythons } from "../oracle/oracle.ts";

/** What only some readers take, and what the C reader of Python 3.13 makes of it; `undefined` where it refuses. */
const CASES: readonly (readonly [name: string, pickle: string, value: string, inC: boolean])[] = [
  ["a hexadecimal INT", "I0x10\n.", "16", true],
  ["an octal INT", "I0o17\n.", "15", true],
  ["an INT with a zero in front", "I010\n.", "8", true],
  ["a binary INT", "I-0b11\n.", "-3", true],
  ["an INT with a NUL behind it", "I42\0junk\n.", "42", true],
  ["an INT with underscores", "I1_000\n.", "1000", true],
  ["an INT with spaces around it", "I 7 \n.", "7", true],
  ["an INT of one digit with a sign, for a boolean", "I+1\n.", "True", true],
  ["an INT of one digit with a space, for a boolean", "I 0\n.", "False", true],
  ["an INT of one digit with a space behind it", "I1 \n.", "1", true],
  ["a STRING with a return behind it", "S'a'\r\n0I7\n.", "7", false],
  ["a hexadecimal LONG", "L0x10L\n.", "16", true],
  ["a LONG with a NUL behind it", "L42\0\n.", "42", true],
  ["a FLOAT with a NUL behind it", "F1.5\0\n.", "1.5", true],
  ["a FLOAT with an underscore", "F1_0.5\n.", "10.5", false],
  ["a memo index with a NUL behind it", "I1\np5\0\n0g5\n.", "1", true],
  ["a memo index with a plus", "I1\np5\n0g+5\n.", "1", true],
  ["a name that is not UTF-8", "cm\xe9\nn\n.", "mé.n", false],
  ["a persistent id that is not ASCII", "Pm\xe9\n.", "<persistent id 'mé'>", false],
  ["a frame that ends before STOP", "\x80\x04\x95\x02\0\0\0\0\0\0\0K\x07.", "7", true],
  ["an opcode across the end of its frame", "\x80\x04\x95\x02\0\0\0\0\0\0\0M\x07\x01.", "263", true],
  ["a text across the end of its frame", "\x80\x04\x95\x03\0\0\0\0\0\0\0\x8c\x05hello.", "'hello'", true],
  ["a frame inside another", "\x80\x04\x95\x0c\0\0\0\0\0\0\0\x95\x03\0\0\0\0\0\0\0K\x07.", "7", true],
];

/** The ones that every reader takes, to see that the others differ from them. */
const STRICT: ReadonlySet<string> = new Set(["a frame that ends before STOP", "a memo index with a plus"]);

const python = findPythons().findLast(({ short }) => short === "3.13");

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

describe("loads() with lenient", () => {
  it.for(CASES)("reads %s", ([, pickle, value]) => {
    expect(repr(loads(bytesOf(pickle), { lenient: true }))).toBe(value);
    expect(repr(loads(bytesOf(pickle), { lenient: true, exact: true }))).toBe(value);
  });

  it.for(CASES.filter(([name]) => !STRICT.has(name)))("is needed for %s", ([, pickle]) => {
    expect(() => loads(bytesOf(pickle))).toThrow(
      expect.objectContaining({ code: "bad-argument" } satisfies Partial<UnpicklingError>),
    );
  });

  it("drops spaces behind the quotes of a STRING, as the C reader of Python 2", () => {
    expect(loads(bytesOf("S'a' \t\r\n."), { lenient: true })).toBe("a");
  });

  it("refuses what no reader takes", () => {
    for (const pickle of [
      "Ix\n.",
      "I\n.",
      "I1.5\n.",
      "Fx\n.",
      "L--1\n.",
      "I1\np-1\n.",
      "I0x\n.",
      "c\nn\n.",
      "S'a'b\n.",
    ])
      expect(() => loads(bytesOf(pickle), { lenient: true }), pickle).toThrow(
        expect.objectContaining({ name: "UnpicklingError", code: "bad-argument" }),
      );
  });

  it("keeps the limit of digits", () => {
    const pickle = bytesOf(`I${"1".repeat(2000)}\0\n.`);
    expect(() => loads(pickle, { lenient: true, limits: { maxDigits: 1000 } })).toThrow(
      expect.objectContaining({ code: "limit" }),
    );
  });

  it.runIf(python)("agrees with the C reader of Python 3.13", () => {
    const taken = CASES.filter(([, , , inC]) => inC);
    const source = taken.map(([, pickle]) => `b"${hex(pickle)}"`).join(", ");
    const code = `import pickle; print("\\n".join(repr(pickle.loads(one)) for one in [${source}]))`;
    const said = execFileSync((python as { path: string }).path, ["-c", code], { encoding: "utf8" });
    expect(said.trimEnd().split("\n")).toEqual(taken.map(([, , value]) => value));
  });
});

function hex(text: string): string {
  return Array.from(text, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`).join(
    "",
  );
}
