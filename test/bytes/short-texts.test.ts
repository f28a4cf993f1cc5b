import { describe, expect, it } from "vitest";
import { ShortTexts } from "../../src/bytes/short-texts.ts";

/** Bytes whose text is known: printable ASCII that repeats with a period that no window has. */
function sample(length: number): { bytes: Uint8Array; text: string } {
  const bytes = Uint8Array.from({ length }, (_, i) => 0x20 + (i % 95));
  return { bytes, text: String.fromCharCode(...bytes.subarray(0, 1000)) };
}

function expected(start: number, end: number): string {
  return Array.from({ length: end - start }, (_, i) => String.fromCharCode(0x20 + ((start + i) % 95))).join(
    "",
  );
}

describe("ShortTexts.ascii()", () => {
  it("gives the text of every short range", () => {
    const { bytes } = sample(400);
    const texts = new ShortTexts(bytes);
    for (let start = 0; start < bytes.length; start += 1) {
      for (let end = start; end <= Math.min(start + 24, bytes.length); end += 1) {
        expect(texts.ascii(start, end)).toBe(expected(start, end));
      }
    }
  });

  it("goes on across windows, and back", () => {
    const { bytes } = sample(200_000);
    const texts = new ShortTexts(bytes);
    // More than are made one by one at first.
    for (let start = 0; start < 30; start += 1)
      expect(texts.ascii(start, start + 20)).toBe(expected(start, start + 20));
    const starts = [0, 65_530, 65_536, 131_060, 131_072, 199_980, 65_535, 3];
    for (const start of starts) {
      expect(texts.ascii(start, start + 20)).toBe(expected(start, start + 20));
    }
  });

  it("leaves what is not ASCII, or not short, to others", () => {
    const { bytes } = sample(400);
    bytes[100] = 0x80;
    const texts = new ShortTexts(bytes);
    expect(texts.ascii(95, 101)).toBeUndefined();
    expect(texts.ascii(95, 100)).toBe(expected(95, 100));
    expect(texts.ascii(200, 225)).toBeUndefined();
  });

  it("takes bytes around a text for what they are", () => {
    const bytes = new Uint8Array(300).fill(0xff);
    bytes.set([0x61, 0x62, 0x63], 150);
    const texts = new ShortTexts(bytes);
    for (let i = 0; i < 30; i += 1) expect(texts.ascii(150, 153)).toBe("abc");
  });
});
