import { describe, expect, it } from "vitest";
import {
  type DecodingErrors,
  decodeLatin1,
  decodeText,
  type Encoding,
  encodingNamed,
} from "../../src/bytes/index.ts";
import { bytesOf } from "../pickle/literals.ts";

const ERRORS: readonly DecodingErrors[] = [
  "strict",
  "ignore",
  "replace",
  "surrogateescape",
  "backslashreplace",
];

/** What CPython 3.13 decodes bytes to, with each of the ways to treat errors; `undefined` for a `UnicodeDecodeError`. */
const TEXTS: Readonly<
  Record<Exclude<Encoding, "latin1">, readonly (readonly [string, ...(string | undefined)[]])[]>
> = {
  ASCII: [
    ["plain", "plain", "plain", "plain", "plain", "plain"],
    ["caf\xe9", undefined, "caf", "caf\ufffd", "caf\udce9", "caf\\xe9"],
    ["\x80\xff", undefined, "", "\ufffd\ufffd", "\udc80\udcff", "\\x80\\xff"],
    ["caf\xc3\xa9", undefined, "caf", "caf\ufffd\ufffd", "caf\udcc3\udca9", "caf\\xc3\\xa9"],
    ["a\xffb", undefined, "ab", "a\ufffdb", "a\udcffb", "a\\xffb"],
    ["\xc3", undefined, "", "\ufffd", "\udcc3", "\\xc3"],
  ],
  "utf-8": [
    ["plain", "plain", "plain", "plain", "plain", "plain"],
    ["", "", "", "", "", ""],
    ["caf\xe9", undefined, "caf", "caf\ufffd", "caf\udce9", "caf\\xe9"],
    ["\x80\xff", undefined, "", "\ufffd\ufffd", "\udc80\udcff", "\\x80\\xff"],
    ["caf\xc3\xa9", "caf\u00e9", "caf\u00e9", "caf\u00e9", "caf\u00e9", "caf\u00e9"],
    ["\xe2\x82\xac", "\u20ac", "\u20ac", "\u20ac", "\u20ac", "\u20ac"],
    ["\xf0\x9f\x98\x80", "\u{1f600}", "\u{1f600}", "\u{1f600}", "\u{1f600}", "\u{1f600}"],
    ["a\xffb", undefined, "ab", "a\ufffdb", "a\udcffb", "a\\xffb"],
    ["\xc0\x80", undefined, "", "\ufffd\ufffd", "\udcc0\udc80", "\\xc0\\x80"],
    ["\xc1\xbf", undefined, "", "\ufffd\ufffd", "\udcc1\udcbf", "\\xc1\\xbf"],
    ["\xe0\x80\x80", undefined, "", "\ufffd\ufffd\ufffd", "\udce0\udc80\udc80", "\\xe0\\x80\\x80"],
    ["\xe0\x9f\xbf", undefined, "", "\ufffd\ufffd\ufffd", "\udce0\udc9f\udcbf", "\\xe0\\x9f\\xbf"],
    ["\xed\xa0\x80", undefined, "", "\ufffd\ufffd\ufffd", "\udced\udca0\udc80", "\\xed\\xa0\\x80"],
    ["\xed\xb0\x80x", undefined, "x", "\ufffd\ufffd\ufffdx", "\udced\udcb0\udc80x", "\\xed\\xb0\\x80x"],
    [
      "\xf0\x80\x80\x80",
      undefined,
      "",
      "\ufffd\ufffd\ufffd\ufffd",
      "\udcf0\udc80\udc80\udc80",
      "\\xf0\\x80\\x80\\x80",
    ],
    [
      "\xf0\x8f\xbf\xbf",
      undefined,
      "",
      "\ufffd\ufffd\ufffd\ufffd",
      "\udcf0\udc8f\udcbf\udcbf",
      "\\xf0\\x8f\\xbf\\xbf",
    ],
    [
      "\xf4\x90\x80\x80",
      undefined,
      "",
      "\ufffd\ufffd\ufffd\ufffd",
      "\udcf4\udc90\udc80\udc80",
      "\\xf4\\x90\\x80\\x80",
    ],
    [
      "\xf5\x80\x80\x80",
      undefined,
      "",
      "\ufffd\ufffd\ufffd\ufffd",
      "\udcf5\udc80\udc80\udc80",
      "\\xf5\\x80\\x80\\x80",
    ],
    ["\xc3", undefined, "", "\ufffd", "\udcc3", "\\xc3"],
    ["\xe2\x82", undefined, "", "\ufffd", "\udce2\udc82", "\\xe2\\x82"],
    ["\xf0\x9f\x98", undefined, "", "\ufffd", "\udcf0\udc9f\udc98", "\\xf0\\x9f\\x98"],
    ["\xe2\x82x", undefined, "x", "\ufffdx", "\udce2\udc82x", "\\xe2\\x82x"],
    ["\xf0\x9f\x98x", undefined, "x", "\ufffdx", "\udcf0\udc9f\udc98x", "\\xf0\\x9f\\x98x"],
    ["\xf0\x9fx", undefined, "x", "\ufffdx", "\udcf0\udc9fx", "\\xf0\\x9fx"],
    ["\xe2x\x82", undefined, "x", "\ufffdx\ufffd", "\udce2x\udc82", "\\xe2x\\x82"],
    [
      "\xf0\x9f\xf0\x9f\x98\x80",
      undefined,
      "\u{1f600}",
      "\ufffd\u{1f600}",
      "\udcf0\udc9f\u{1f600}",
      "\\xf0\\x9f\u{1f600}",
    ],
    ["\xe2\xe2\x82\xac", undefined, "\u20ac", "\ufffd\u20ac", "\udce2\u20ac", "\\xe2\u20ac"],
    ["\xef\xbb\xbfbom", "\ufeffbom", "\ufeffbom", "\ufeffbom", "\ufeffbom", "\ufeffbom"],
    ["\xef\xbf\xbf", "\uffff", "\uffff", "\uffff", "\uffff", "\uffff"],
    ["\xf4\x8f\xbf\xbf", "\u{10ffff}", "\u{10ffff}", "\u{10ffff}", "\u{10ffff}", "\u{10ffff}"],
    ["\xed\x9f\xbf", "\ud7ff", "\ud7ff", "\ud7ff", "\ud7ff", "\ud7ff"],
    ["\xee\x80\x80", "\ue000", "\ue000", "\ue000", "\ue000", "\ue000"],
    ["\xdf\xbf\xdf", undefined, "\u07ff", "\u07ff\ufffd", "\u07ff\udcdf", "\u07ff\\xdf"],
  ],
};

describe("decodeText()", () => {
  for (const [encoding, rows] of Object.entries(TEXTS)) {
    for (const [text, ...decoded] of rows) {
      it(`decodes ${JSON.stringify(text)} from ${encoding} as CPython does`, () => {
        const bytes = bytesOf(text);
        expect(ERRORS.map((errors) => decodeText(bytes, encoding as Encoding, errors))).toEqual(decoded);
        expect(decodeText(bytes, encoding as Encoding)).toBe(decoded[0]);
      });
    }
  }

  it("decodes each byte of latin1 to the character of that number", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (const errors of ERRORS) {
      const text = decodeText(bytes, "latin1", errors) ?? "";
      expect(Array.from(text, (character) => character.codePointAt(0))).toEqual([...bytes]);
    }
  });

  it("decodes long texts whole", () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
    expect(decodeLatin1(bytes)).toBe(Buffer.from(bytes).toString("latin1"));
    expect(decodeText(bytes, "ASCII", "ignore")).toHaveLength(bytes.filter((byte) => byte < 128).length);
  });
});

describe("encodingNamed()", () => {
  it("knows the names that Python knows, whatever their case", () => {
    for (const name of ["ASCII", "ascii", "us-ascii", "US_ASCII", "646"])
      expect(encodingNamed(name)).toBe("ASCII");
    for (const name of ["latin1", "latin-1", "Latin_1", "ISO-8859-1", "iso8859-1", "8859", "L1"])
      expect(encodingNamed(name)).toBe("latin1");
    for (const name of ["utf-8", "UTF8", "utf_8", "U8"]) expect(encodingNamed(name)).toBe("utf-8");
  });

  it("knows no others", () => {
    for (const name of ["", "cp1252", "utf-16", "bytes", "constructor"])
      expect(encodingNamed(name)).toBeUndefined();
  });
});
