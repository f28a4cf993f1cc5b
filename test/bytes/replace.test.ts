import { describe, expect, it } from "vitest";
import { replaceCharacters } from "../../src/bytes/index.ts";

const SLICE = 2 ** 20;

describe("replaceCharacters()", () => {
  it("replaces each character that the pattern matches", () => {
    expect(replaceCharacters("a'b'", /'/g, (character) => `\\${character}`)).toBe("a\\'b\\'");
  });

  it("replaces in long texts too, and cuts no character in two", () => {
    for (const before of [SLICE - 2, SLICE - 1, SLICE]) {
      const text = `${"a".repeat(before)}😀😀${"b".repeat(SLICE)}`;
      const made = replaceCharacters(
        text,
        /[^\0-\x7f]/gu,
        (character) => `<${character.codePointAt(0)?.toString(16)}>`,
      );
      expect(made === `${"a".repeat(before)}<1f600><1f600>${"b".repeat(SLICE)}`).toBe(true);
    }
  });

  it("takes the half of a character at the very end as it is", () => {
    const text = `${"a".repeat(SLICE - 1)}\ud83d`;
    expect(replaceCharacters(text, /b/gu, () => "") === text).toBe(true);
    expect(replaceCharacters(`${text}\ud83d`, /b/gu, () => "") === `${text}\ud83d`).toBe(true);
  });

  it("never gathers the matches of more than about a million characters", () => {
    const lengths: number[] = [];
    class Watched extends RegExp {
      override [Symbol.replace](text: string, replacer: unknown): string {
        lengths.push(text.length);
        return super[Symbol.replace](text, replacer as string);
      }
    }
    const length = 3 * SLICE + 5;
    const made = replaceCharacters("'".repeat(length), new Watched("'", "g"), () => "x");
    expect(made === "x".repeat(length)).toBe(true);
    expect(lengths).toEqual([SLICE, SLICE, SLICE, 5]);
  });
});
