// Makes of each pickle what CPython's C reader does, asked of the Pythons of the machine: see `judge.ts`.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DIFFERENCES } from "./differences.ts";
import { testDifferences } from "./on-differences.ts";
import { testLines } from "./on-lines.ts";
import { testMutants } from "./on-mutants.ts";
import { testRewriting } from "./on-rewriting.ts";
import { describeEachReader } from "./pythons.ts";

const PAGE = new URL("../../../docs/formats/pickle.md", import.meta.url);
const BORDER = "<!-- differences from the C reader -->";

describeEachReader("CPython's C reader", (python, oracle) => {
  testDifferences(python.short, oracle);
  testLines(oracle);
  testMutants(python, oracle);
  if (python.short === "3.13") testRewriting(python, oracle);
});

describe("the page of the format", () => {
  const table = readFileSync(PAGE, "utf8").split(BORDER)[1] ?? "";
  const rows = Array.from(table.matchAll(/^\| (.+?) \|/gm), ([, what]) => what).slice(1);

  it("lists these differences, and no others", () => {
    expect(rows.toSorted()).toEqual(DIFFERENCES.map(({ row }) => row).sort());
  });
});
