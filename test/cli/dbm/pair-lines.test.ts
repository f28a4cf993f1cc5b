import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairLines, readPairLines } from "../../../src/cli/dbm/pair-lines.ts";
import { DumpSource } from "../../../src/dbm/gnu/dump-source.ts";

const encoder = new TextEncoder();

function read(...chunks: string[]): [Uint8Array, Uint8Array][] {
  return [...readPairLines(new DumpSource(chunks.map((chunk) => encoder.encode(chunk))))];
}

describe("pairLines()", () => {
  it("writes what readPairLines() reads, however it is cut into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array(), fc.uint8Array())),
        fc.integer({ min: 1, max: 50 }),
        (pairs, length) => {
          const text = [...pairLines(pairs)].join("");
          const chunks = text.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
          expect(read(...chunks)).toEqual(pairs);
        },
      ),
    );
  });
});

describe("readPairLines()", () => {
  it("takes lines that end otherwise, or not at all, and passes over empty ones", () => {
    const pair = [encoder.encode("a"), encoder.encode("b")];
    expect(read('{"key":"a","value":"b"}\r\n\n\r\n{"value":"b", "key":"a"}')).toEqual([pair, pair]);
  });

  it.for([
    "{}",
    "null",
    '{"key":"a"}',
    '{"key":"a","value":1}',
    '{"key":"a","value":{"$bytes":"?"}}',
    '{"key":"a","value":"b"',
  ])("tells where a line is none: %s", (line) => {
    expect(() => read('{"key":"a","value":"é"}\n', `${line}\n`)).toThrow(
      expect.objectContaining({
        code: "malformed",
        offset: 25,
        message: expect.stringMatching(/^Cannot read line 2 at byte 25: a line \{"key"/),
      }),
    );
  });
});
