import { describe, expect, it } from "vitest";
import { cut, escapeOf, printable, printableJson } from "../../src/python/printable.ts";

describe("printable()", () => {
  it.for([
    ["as it is: 'é' 漢 😀 \\", "as it is: 'é' 漢 😀 \\"],
    ["\u001b[2J", "\\x1b[2J"],
    ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
    ["\u009b\u00ad", "\\x9b\\xad"],
    ["\u202e\u2066\u200f\u2028\ufeff", "\\u202e\\u2066\\u200f\\u2028\\ufeff"],
    ["\u{e0041}", "\\U000e0041"],
    ["\ud800!", "\\ud800!"],
  ])("makes of %j something to read", ([text = "", expected]) => {
    expect(printable(text)).toBe(expected);
  });
});

describe("printableJson()", () => {
  it("escapes the same, and means the same", () => {
    const text = "\u007f\u009b\u202e\u2028\u{e0041}é😀";
    const json = printableJson(JSON.stringify(text));
    expect(json).toBe('"\\u007f\\u009b\\u202e\\u2028\\udb40\\udc41é😀"');
    expect(JSON.parse(json)).toBe(text);
  });
});

describe("cut()", () => {
  it("leaves a text that is short enough as it is", () => {
    expect(cut("abc", 3)).toBe("abc");
  });

  it("ends a longer one in an ellipsis, which counts", () => {
    expect(cut("abcd", 3)).toBe("ab…");
  });

  it("never leaves half of a character", () => {
    expect(cut("a🌳bc", 3)).toBe("a…");
  });
});

describe("escapeOf()", () => {
  it("takes as many digits as the character needs", () => {
    expect(["\n", "é", "\u202e", "🌳"].map(escapeOf)).toEqual(["\\x0a", "\\xe9", "\\u202e", "\\U0001f333"]);
  });
});
