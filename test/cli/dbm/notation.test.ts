import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBytesLiteral } from "../../../src/cli/dbm/bytes-literal.ts";
import {
  bytesJson,
  bytesOfJson,
  type Notation,
  parsed,
  shown,
  shownAtLength,
} from "../../../src/cli/dbm/notation.ts";
import { repr } from "../../../src/python/index.ts";

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

describe("readBytesLiteral()", () => {
  it("reads what Python's repr writes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        expect(readBytesLiteral(repr(value))).toEqual(value);
      }),
    );
  });

  it.for<[string, string]>([
    ["b''", ""],
    ['b""', ""],
    [`b'it"s'`, 'it"s'],
    [`b"it's"`, "it's"],
    [String.raw`b'\a\b\t\n\v\f\r\\\'\"'`, "\x07\b\t\n\v\f\r\\'\""],
    [String.raw`b'\x00\xfF\0\7\377\1234'`, "\x00\xff\x00\x07\xffS4"],
  ])("reads %s", ([literal, value]) => {
    expect(readBytesLiteral(literal)).toEqual(bytes(value));
  });

  it.for(["", "b", "b'", `b'"`, "'a'", "b'a'b'b'", "b'é'", "b'\n'", String.raw`b'\'`, String.raw`b'\q'`])(
    "takes %j for none",
    (text) => {
      expect(readBytesLiteral(text)).toBeUndefined();
    },
  );

  it.for([String.raw`b'\x0'`, String.raw`b'\xg0'`, "b'a' ", " b'a'", "B'a'", "b'a'\n"])(
    "takes %j for none, either",
    (text) => {
      expect(readBytesLiteral(text)).toBeUndefined();
    },
  );

  it("takes no more than linear time", () => {
    const half = `b'${"\\x00".repeat(200_000)}`;
    const start = performance.now();
    expect(readBytesLiteral(half)).toBeUndefined();
    expect(readBytesLiteral(`${half}'`)).toHaveLength(200_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("shown()", () => {
  it.for<[string, Uint8Array]>([
    ["tea", bytes("tea")],
    ["", bytes("")],
    ["Tee für Zoë 🍵", new TextEncoder().encode("Tee für Zoë 🍵")],
    [String.raw`b'\xff'`, bytes("\xff")],
    [String.raw`b'a\nb'`, bytes("a\nb")],
    [String.raw`b'\x1b[2J'`, bytes("\x1b[2J")],
    [String.raw`b'\xe2\x80\xae'`, new TextEncoder().encode("\u202e")],
    [String.raw`b'\xef\xbb\xbfa'`, bytes("\xef\xbb\xbfa")],
    [`b"b'a'"`, bytes("b'a'")],
    [`b"b'a"`, bytes("b'a")],
    ["b", bytes("b")],
  ])("shows %s", ([text, value]) => {
    expect(shown(value, "text")).toBe(text);
  });

  it.for<[Notation, string]>([
    ["repr", String.raw`b'\x00A'`],
    ["hex", "0041"],
    ["base64", "AEE="],
  ])("shows all bytes as %s", ([notation, text]) => {
    expect(shown(bytes("\0A"), notation)).toBe(text);
  });

  it("gives what the same notation reads back, or a literal", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom<Notation>("text", "repr", "hex", "base64"),
        (value, notation) => {
          const text = shown(value, notation);
          expect(readBytesLiteral(text) ?? parsed(text, notation, "KEY")).toEqual(value);
        },
      ),
    );
  });
});

describe("shownAtLength()", () => {
  it("lets text have several lines", () => {
    expect(shownAtLength(bytes("a\n\tb\n"), "text")).toBe("a\n\tb\n");
    expect(shownAtLength(bytes("a\r\n\x1b"), "text")).toBe(String.raw`b'a\r\n\x1b'`);
    expect(shownAtLength(bytes("a\nb"), "repr")).toBe(String.raw`b'a\nb'`);
  });
});

describe("parsed()", () => {
  it.for<[Notation, string, string]>([
    ["text", "\ud800", "KEY \\ud800: UTF-8 expected; other bytes can be given as hex"],
    ["repr", "tea", String.raw`KEY tea: a bytes literal expected, as b'\x00'`],
    ["hex", "0", "KEY 0: two hexadecimal digits for each byte expected"],
    ["hex", "0g", "KEY 0g: two hexadecimal digits for each byte expected"],
    ["base64", "A", "KEY A: base64 expected"],
  ])("refuses as %s what is none: %j", ([notation, word, message]) => {
    expect(() => parsed(word, notation, "KEY")).toThrow(message);
  });
});

describe("bytesJson()", () => {
  it("is read back as the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        expect(bytesOfJson(JSON.parse(bytesJson(value)))).toEqual(value);
      }),
    );
  });

  it("is a string for UTF-8 alone, and escapes what a terminal would obey", () => {
    expect(bytesJson(bytes("\x1b[2J"))).toBe('"\\u001b[2J"');
    expect(bytesJson(bytes("\xef\xbb\xbf"))).toBe('"\\ufeff"');
    expect(bytesJson(bytes("\xff"))).toBe('{"$bytes":"/w=="}');
  });

  it.for<[unknown]>([
    [null],
    [1],
    [[]],
    [{}],
    [{ $bytes: 1 }],
    [{ $bytes: "A" }],
    [{ $bytes: "", a: 1 }],
    ["\ud800"],
  ])("is not %j", ([json]) => {
    expect(bytesOfJson(json)).toBeUndefined();
  });
});
