import { describe, expect, it } from "vitest";
import {
  codePointsOf,
  decodeCodePoints,
  decodeUtf8,
  encodeCodePointsInto,
  fromCodePoints,
  hasSurrogatePair,
  utf8Length,
} from "../../src/bytes/index.ts";
import { encodeUtf8Into } from "../../src/bytes/utf8.ts";
import { bytesOf } from "../pickle/literals.ts";

/** Texts, and their UTF-8 as Python's `surrogatepass` has it. */
const TEXTS: readonly (readonly [text: string, bytes: string])[] = [
  ["", ""],
  ["plain", "plain"],
  ["\x7f\x80\u07ff\u0800", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"],
  ["€\uffff", "\xe2\x82\xac\xef\xbf\xbf"],
  ["😀\u{10ffff}", "\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf"],
  ["\ufeffbom", "\xef\xbb\xbfbom"],
  ["a\ud800b", "a\xed\xa0\x80b"],
  ["\ud800é", "\xed\xa0\x80\xc3\xa9"],
  ["\udc00\ud800", "\xed\xb0\x80\xed\xa0\x80"],
  ["\udbff", "\xed\xaf\xbf"],
];

describe("UTF-8", () => {
  for (const [text, bytes] of TEXTS) {
    it(`of ${JSON.stringify(text)} is what Python's surrogatepass gives`, () => {
      const target = new Uint8Array(bytes.length + 4);
      expect(encodeUtf8Into(text, target, 2)).toBe(bytes.length);
      expect(target.subarray(2, -2)).toEqual(bytesOf(bytes));
      expect(utf8Length(text)).toBe(bytes.length);
      expect(encodeCodePointsInto(codePointsOf(text), target, 0)).toBe(bytes.length);
      expect(fromCodePoints(decodeCodePoints(bytesOf(bytes)) ?? [])).toBe(text);
      expect(decodeUtf8(bytesOf(bytes))).toBe(text.isWellFormed() ? text : undefined);
    });
  }

  it("is decoded from a part of bytes, short or long", () => {
    for (const length of [1, 10, 23, 24, 25, 100]) {
      const text = "é".repeat(length);
      const bytes = new Uint8Array(Buffer.from(`xx${text}yy`));
      expect(decodeUtf8(bytes, 2, bytes.length - 2)).toBe(text);
      expect(decodeUtf8(bytes, 2, bytes.length - 3)).toBeUndefined();
    }
  });

  it("is refused where it is none, by both decoders", () => {
    const bad = [
      "\x80",
      "\xc0\x80",
      "\xc1\xbf",
      "\xc3",
      "\xe2\x82",
      "\xe0\x9f\xbf",
      "\xf0\x8f\xbf\xbf",
      "\xf4\x90\x80\x80",
      "\xf5\x80\x80\x80",
      "\xff",
      "\xe2x\x82",
      "\xf0\x9f\x98x",
    ];
    for (const text of bad) {
      for (const around of ["", "a".repeat(30)]) {
        expect(decodeUtf8(bytesOf(around + text))).toBeUndefined();
        expect(decodeCodePoints(bytesOf(around + text))).toBeUndefined();
      }
    }
  });

  it("agrees with the runtime's for every code point", () => {
    for (let code = 0; code < 0x110000; code += code < 0x1000 ? 1 : 257) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const text = String.fromCodePoint(code);
      const bytes = new Uint8Array(Buffer.from(text));
      expect(decodeCodePoints(bytes)).toEqual([code]);
      expect(utf8Length(text)).toBe(bytes.length);
    }
  });
});

describe("surrogates", () => {
  it("are kept apart as code points, and become one character in a string", () => {
    const points = decodeCodePoints(bytesOf("\xed\xa0\xbd\xed\xb8\x80"));
    expect(points).toEqual([0xd83d, 0xde00]);
    expect(fromCodePoints(points ?? [])).toBe("😀");
    expect([...codePointsOf("😀\ud83d")]).toEqual([0x1f600, 0xd83d]);
  });

  it("are found where they are a pair", () => {
    expect(hasSurrogatePair([0x61, 0xd83d, 0xde00])).toBe(true);
    expect(hasSurrogatePair([0xde00, 0xd83d])).toBe(false);
    expect(hasSurrogatePair([0xd83d, 0x61, 0xde00])).toBe(false);
    expect(hasSurrogatePair([0x1f600])).toBe(false);
    expect(hasSurrogatePair([])).toBe(false);
  });

  it("do not keep long texts from being put together", () => {
    const points = Array.from({ length: 20_000 }, (_, i) => (i % 2 ? 0xd800 : 0x20ac));
    expect(fromCodePoints(points)).toBe("€\ud800".repeat(10_000));
  });
});
