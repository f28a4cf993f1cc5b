import { describe, expect, it } from "vitest";
import { isOpcode, opcodeLabel } from "../../src/pickle/opcode-names.ts";
import * as opcodes from "../../src/pickle/opcodes.ts";

const codes = Object.entries(opcodes).filter((entry) => typeof entry[1] === "number") as [string, number][];

describe("opcodeLabel()", () => {
  it("has the name of every opcode", () => {
    expect(codes.map(([, code]) => [opcodeLabel(code), code])).toEqual(codes);
  });

  it("shows a byte that is no opcode, and a byte that is missing", () => {
    expect(opcodeLabel(0x0a)).toBe("opcode 0x0a");
    expect(opcodeLabel(undefined)).toBe("an opcode");
  });
});

describe("isOpcode()", () => {
  it("knows the 68 bytes that are one", () => {
    const known = Array.from({ length: 256 }, (_, byte) => byte).filter(isOpcode);
    expect(known).toEqual(codes.map(([, code]) => code).sort((left, right) => left - right));
    expect(known).toHaveLength(68);
    expect(isOpcode(undefined)).toBe(false);
  });
});
