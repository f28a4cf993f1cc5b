import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, it } from "vitest";
import { Coverage } from "../../fuzz/coverage/coverage.ts";
import { instrument } from "../../fuzz/coverage/instrument.ts";

const SOURCES = path.join(import.meta.dirname, "../../src");

/** Runs a function `run` with counters in it: what it gives, and the text at each block that ran, with how often. */
async function counted(source: string, ...args: unknown[]): Promise<[result: unknown, ran: string[]]> {
  const { text, blocks } = instrument(source, "$c", (count) => `export const $c = new Uint8Array(${count});`);
  const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(text))}#${Math.random()}`;
  const module = (await import(/* @vite-ignore */ url)) as {
    run(...args: unknown[]): unknown;
    $c: Uint8Array;
  };
  const result = module.run(...args);
  const ran = blocks.flatMap(({ offset }, index) =>
    module.$c[index] === 0 ? [] : [`${source.slice(offset, offset + 6).trim()} ×${module.$c[index]}`],
  );
  return [result, ran];
}

describe("counters", () => {
  it.each([
    [
      "export function run(a: number) { if (a > 1) return 'more'; else return 'less' }",
      [2],
      "more",
      ["{ if ( ×1", "return ×1"],
    ],
    ["export const run = (a: number): object => ({ a })", [2], { a: 2 }, ["{ a }) ×1"]],
    ["export const run = (a) => (b => b ? a : 0)(a)", [2], 2, ["(b => ×1", "b ? a ×1", "a : 0) ×1"]],
    ["export function run(a) { return a && a.length || 'none' }", [""], "none", ["{ retu ×1", "'none' ×1"]],
    [
      "export function run(a) { let n = 0; for (const b of a) if (b) n++; else if (n) n--; return n }",
      [[1, 0, 1]],
      1,
      ["{ let ×1", "if (b) ×3", "n++; e ×2", "if (n) ×1", "n--; r ×1"],
    ],
    [
      "export function run(a) { switch (a) { case 1: case 2: return 'low'; default: { return 'high' } } }",
      [2],
      "low",
      ["{ swit ×1", "return ×1"],
    ],
    ["export function run() { try { throw 1 } catch { return 2 } }", [], 2, ["{ try ×1", "{ retu ×1"]],
    [
      "class A { constructor() { this.a = 1 } } class B extends A { #b = 2; constructor() { super(); this.#b++ } get b(): number { return this.#b } }\nexport const run = () => new B().b",
      [],
      3,
      ["{ this ×1", "{ supe ×1", "{ retu ×1", "new B( ×1"],
    ],
    [
      "export function run(a?: string) { return a ?? (a === undefined ? 'x' as const : null!) }",
      [],
      "x",
      ["{ retu ×1", "a === ×1", "'x' as ×1"],
    ],
    [
      "export function run() { let n = 3; do n--; while (n > 0); return [...(function* () { yield n })()] }",
      [],
      [0],
      ["{ let ×1", "{ yiel ×1"],
    ],
  ] as const)("tell what ran: %s", async (source, args, result, ran) => {
    const [given, blocks] = await counted(source, ...args);
    expect(given).toEqual(result);
    expect(blocks).toEqual(ran);
  });

  it("leave every line of the sources where it is, and a program that can be parsed", () => {
    let blocks = 0;
    for (const file of readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    )) {
      const source = readFileSync(path.join(SOURCES, file), "utf8");
      const made = instrument(source, "$c", (count) => `const $c = new Uint8Array(${count});`);
      expect(made.text.split("\n").length, file).toBe(source.split("\n").length);
      expect(() => parseAst(made.text, { lang: "ts" }), file).not.toThrow();
      blocks += made.blocks.length;
    }
    expect(blocks).toBeGreaterThan(10_000);
  });

  it("show what is new: a block, or that it ran more often than before", () => {
    const coverage = new Coverage();
    coverage.add(
      "a.ts",
      [
        { offset: 0, isFunction: true },
        { offset: 9, isFunction: false },
      ],
      [],
    );
    const noteOf = (...counts: number[]) => {
      coverage.clear();
      coverage.counters.set(counts);
      return coverage.note();
    };
    expect([
      noteOf(1, 0),
      noteOf(1, 0),
      noteOf(2, 0),
      noteOf(2, 0),
      noteOf(1, 1),
      noteOf(20, 1),
      noteOf(30, 1),
      noteOf(400, 1),
    ]).toEqual([...["block", undefined, "count", undefined, "block", "count", undefined, "count"]]);
    expect(coverage.running()).toEqual([0, 1]);
    expect(coverage.shareOf(["a"])).toEqual({ blocks: [2, 2], functions: [1, 1] });
    expect(coverage.missing(["a"])).toEqual([]);
  });
});
