import { describe, expect, it } from "vitest";
import { knownText, offerText } from "../../src/bytes/known-texts.ts";

const encoder = new TextEncoder();

/** Asks for a text in the middle of other bytes, and offers it where it is not known. */
function ask(text: string): string | undefined {
  const bytes = encoder.encode(`<${text}>`);
  const known = knownText(bytes, 1, bytes.length - 1);
  if (known === undefined) offerText(bytes, 1, bytes.length - 1, text);
  return known;
}

function asks(text: string, times: number): (string | undefined)[] {
  return Array.from({ length: times }, () => ask(text));
}

describe("knownText()", () => {
  it("knows a text that was offered twice", () => {
    expect(asks("offered twice", 3)).toEqual([undefined, undefined, "offered twice"]);
  });

  it("never takes one text for another that begins, goes on and ends alike", () => {
    asks("a-b-c", 3);
    expect(ask("a.b.c")).toBeUndefined();
    expect(ask("a-b-")).toBeUndefined();
    expect(ask("a-b-c")).toBe("a-b-c");
  });

  it("gives up a text for another only once it is not asked for any more", () => {
    asks("x1y1z", 3);
    // The same place: it is chosen by the length, and the first, middle and last byte.
    expect(asks("x2y2z", 2)).toEqual([undefined, undefined]);
    expect(ask("x1y1z")).toBe("x1y1z");
    expect(asks("x2y2z", 3)).toEqual([undefined, undefined, "x2y2z"]);
    expect(ask("x1y1z")).toBeUndefined();
  });

  it("keeps neither long texts nor any that are not ASCII", () => {
    expect(asks("x".repeat(20), 3)[2]).toBe("x".repeat(20));
    expect(asks("x".repeat(21), 3)[2]).toBeUndefined();
    expect(asks("żółw", 3)[2]).toBeUndefined();
  });

  it("tells thousands of texts apart", () => {
    for (let i = 0; i < 20_000; i += 1) {
      const text = `key ${i >> 2}`;
      const known = ask(text);
      if (known !== undefined) expect(known).toBe(text);
    }
  });
});
