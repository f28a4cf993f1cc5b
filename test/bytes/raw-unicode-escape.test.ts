import { describe, expect, it } from "vitest";
import {
  decodeRawText,
  decodeRawUnicodeEscape,
  encodeRawPoints,
  encodeRawText,
  fromCodePoints,
  hexDigit,
  RAW_BYTES_A_POINT,
  RAW_BYTES_A_UNIT,
} from "../../src/bytes/index.ts";
import { bytesOf, textOf } from "../pickle/literals.ts";

/** What CPython 3.13 decodes, or where it finds the escape that is bad. */
const DECODED: readonly (readonly [text: string, result: number[] | { readonly badOffset: number }])[] = [
  ["plain", [0x70, 0x6c, 0x61, 0x69, 0x6e]],
  ["\\u20ac", [0x20ac]],
  ["\\U0001f600", [0x1f600]],
  ["\\u005c\\u000a", [0x5c, 0xa]],
  ["caf\xe9", [0x63, 0x61, 0x66, 0xe9]],
  ["\\\\u20ac", [0x5c, 0x5c, 0x75, 0x32, 0x30, 0x61, 0x63]],
  ["\\\\\\u20ac", [0x5c, 0x5c, 0x20ac]],
  ["\\x41", [0x5c, 0x78, 0x34, 0x31]],
  ["a\\", [0x61, 0x5c]],
  ["\\ud83d\\ude00", [0xd83d, 0xde00]],
  ["\\ud800", [0xd800]],
  ["\\u20AC", [0x20ac]],
  ["\\n", [0x5c, 0x6e]],
  ["\\U00110000", { badOffset: 0 }],
  ["\\u12", { badOffset: 0 }],
  ["\\u12g4", { badOffset: 0 }],
  ["\\U0001f60", { badOffset: 0 }],
  ["\\u", { badOffset: 0 }],
  ["\\U", { badOffset: 0 }],
];

/** What CPython 3.13 writes in protocol 0. */
const ENCODED: readonly (readonly [codePoints: number[], text: string])[] = [
  [[0x70, 0x6c, 0x61, 0x69, 0x6e], "plain"],
  [[0xe9, 0x20ac, 0x1f600], "\xe9\\u20ac\\U0001f600"],
  [[0x5c], "\\u005c"],
  [[0x0, 0xa, 0xd, 0x1a, 0x9, 0x7f, 0x80], "\\u0000\\u000a\\u000d\\u001a\x09\x7f\x80"],
  [[0xd83d, 0xde00], "\\ud83d\\ude00"],
  [[0xd800], "\\ud800"],
  [[0x10ffff], "\\U0010ffff"],
];

describe("decodeRawUnicodeEscape()", () => {
  for (const [text, result] of DECODED) {
    it(`decodes ${text} as CPython does`, () => {
      expect(decodeRawUnicodeEscape(bytesOf(text))).toEqual(result);
    });
  }

  it("says where the bad escape is", () => {
    expect(decodeRawUnicodeEscape(bytesOf("ab\\u20ac\\uzzzz"))).toEqual({ badOffset: 8 });
  });
});

describe("decodeRawText()", () => {
  it("gives the text of the code points, or leaves it to be told what is unusual", () => {
    for (const [text, result] of DECODED) {
      const bytes = bytesOf(`ab${text}0000`);
      const isUsual = Array.isArray(result) && !/\\(?![uU])|\\ud8/.test(text);
      const expected = isUsual ? fromCodePoints(result as number[]) : undefined;
      expect(decodeRawText(bytes, 2, bytes.length - 4), text).toBe(expected);
    }
  });

  it("decodes every code point but surrogates, in texts of any length", () => {
    const codePoints = Array.from({ length: 0x11000 }, (_, i) => i).filter((code) => code >> 11 !== 0x1b);
    for (const size of [1, 7, 24, 25, 100, 1000, 9000]) {
      for (let i = 0; i < codePoints.length; i += size * 7) {
        const some = codePoints.slice(i, i + size);
        const bytes = bytesOf(pointsEncoded(some));
        expect(decodeRawText(bytes, 0, bytes.length)).toBe(fromCodePoints(some));
      }
    }
    expect(decodeRawText(bytesOf("\\U0010fFfF"), 0, 10)).toBe("\u{10ffff}");
  });

  it("refuses digits that are none", () => {
    for (const digit of ["/", ":", "@", "G", "`", "g", "\xff", " "])
      for (let at = 2; at < 6; at += 1)
        expect(decodeRawText(bytesOf("\\u1111").with(at, digit.charCodeAt(0)), 0, 6)).toBeUndefined();
    expect(decodeRawText(bytesOf("\\Uffffffff"), 0, 10)).toBeUndefined();
    expect(decodeRawText(bytesOf("\\U80000000"), 0, 10)).toBeUndefined();
  });
});

describe("encodeRawPoints()", () => {
  for (const [codePoints, text] of ENCODED) {
    it(`encodes to ${JSON.stringify(text)} as CPython does`, () => {
      expect(pointsEncoded(codePoints)).toBe(text);
    });
  }

  it("is undone by decoding, for every code point", () => {
    const codePoints = Array.from({ length: 0x11000 }, (_, i) => i).concat(0x10ffff);
    const text = pointsEncoded(codePoints);
    expect(text).not.toMatch(/\n/);
    expect(decodeRawUnicodeEscape(bytesOf(text))).toEqual(codePoints);
  });
});

describe("encodeRawText()", () => {
  for (const [codePoints, text] of ENCODED) {
    // A string cannot keep a pair of surrogates apart.
    const expected = text === "\\ud83d\\ude00" ? "\\U0001f600" : text;
    it(`encodes to ${JSON.stringify(expected)} as CPython does`, () => {
      expect(textEncoded(fromCodePoints(codePoints))).toBe(expected);
    });
  }

  it("encodes as the code points are encoded, for every one", () => {
    for (let code = 0; code < 0x11000; code += 1) {
      const text = String.fromCodePoint(code);
      expect(textEncoded(`a${text}b`)).toBe(`a${pointsEncoded([code])}b`);
    }
  });

  it("encodes a range only, at any offset", () => {
    const target = new Uint8Array(9);
    expect(encodeRawText("ab\u{1f40d}", 1, 3, target, 1)).toBe(8);
    expect(textOf(target)).toBe("\0b\\ud83d\0");
  });
});

/** Bytes as text, in a target that has no more room than is said to be enough. */
function textEncoded(text: string): string {
  const target = new Uint8Array(text.length * RAW_BYTES_A_UNIT);
  return textOf(target.subarray(0, encodeRawText(text, 0, text.length, target, 0)));
}

function pointsEncoded(codePoints: readonly number[]): string {
  const target = new Uint8Array(codePoints.length * RAW_BYTES_A_POINT);
  return textOf(target.subarray(0, encodeRawPoints(codePoints, target, 0)));
}

describe("hexDigit()", () => {
  it("knows the hexadecimal digits of ASCII", () => {
    const values = Array.from({ length: 256 }, (_, byte) => hexDigit(byte));
    const digits = [..."0123456789abcdefABCDEF"];
    for (const digit of digits) expect(values[digit.charCodeAt(0)]).toBe(Number.parseInt(digit, 16));
    expect(values.filter((value) => value !== undefined)).toHaveLength(digits.length);
  });
});
