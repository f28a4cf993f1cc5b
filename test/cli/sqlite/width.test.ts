import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fitted, widthOf } from "../../../src/cli/sqlite/width.ts";
import { findPythons } from "../../oracle/oracle.ts";

const python = findPythons().at(-1);

const WIDE = `
import json, unicodedata
assigned = [c for c in map(chr, range(0x20, 0x110000)) if unicodedata.category(c) not in ('Cn', 'Cc', 'Cs', 'Mn', 'Mc', 'Me')]
judged = [[ord(c), unicodedata.east_asian_width(c) in 'WF'] for c in assigned]
# Where it changes, and some of the others.
print(json.dumps([pair for i, pair in enumerate(judged) if i % 50 == 0 or pair[1] != judged[i - 1][1] or pair[1] != judged[(i + 1) % len(judged)][1]]))
`;

/** Flags: two of these are one character. */
function isRegional(code: number): boolean {
  return code >= 0x1f1e6 && code <= 0x1f1ff;
}

describe("widthOf()", () => {
  it.for<[string, number]>([
    ["", 0],
    ["tea", 3],
    ["té", 2],
    ["te\u0301", 2],
    ["\u0301", 0],
    ["茶", 2],
    ["ｔ", 2],
    ["차", 2],
    ["\u1103\u1161", 2],
    ["🍵", 2],
    ["☀", 1],
    ["☀\ufe0f", 2],
    ["👩‍👩‍👧", 2],
    ["🇬🇧", 2],
  ])("takes %j to be %i wide", ([text, width]) => {
    expect(widthOf(text)).toBe(width);
  });

  it.skipIf(!python)("agrees with Python wherever it changes (skipped without Python)", () => {
    const options = { encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const judged: [number, boolean][] = JSON.parse(execFileSync(python?.path ?? "", ["-c", WIDE], options));
    // A newer Unicode makes more of them wide: the hexagrams.
    const known = judged.filter(([code]) => !isRegional(code) && !(code >= 0x4dc0 && code <= 0x4dff));
    const wrong = known.filter(([code, isWide]) => widthOf(String.fromCodePoint(code)) !== (isWide ? 2 : 1));
    expect(known.length).toBeGreaterThan(2000);
    expect(wrong.map(([code]) => code.toString(16))).toEqual([]);
  });
});

describe("fitted()", () => {
  it.for<[string, number, string]>([
    ["tea", 3, "tea"],
    ["teas", 3, "te…"],
    ["茶茶", 4, "茶茶"],
    ["茶茶茶", 4, "茶…"],
    ["茶t", 3, "茶t"],
    ["te\u0301a\u0301s", 4, "te\u0301a\u0301s"],
    ["te\u0301a\u0301s", 3, "te\u0301…"],
  ])("puts %j into %i columns as %j", ([text, columns, wanted]) => {
    expect(fitted(text, columns)).toBe(wanted);
  });
});
