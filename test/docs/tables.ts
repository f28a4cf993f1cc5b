// The tables of the documentation, whose cells in backticks are expressions that the tests evaluate.
import { Code } from "pantry/marshal";
import * as pickle from "pantry/pickle";
import * as python from "pantry/python";
import { readText } from "../tooling/repository.ts";

/** The rows of the first table below a heading, as the texts of their cells. */
export function rowsBelow(page: string, heading: string): string[][] {
  const [, rest = ""] = readText(page).split(`\n## ${heading}\n`);
  const [section = ""] = rest.split("\n## ");
  const [table = ""] = section.match(/(?:^\|.*\n)+/m) ?? [];
  const [, , ...rows] = table.trimEnd().split("\n");
  return rows.map((row) => cellsOf(row));
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** What is between the backticks of a cell; `undefined` for a cell that holds anything else. */
export function codeOf(cell: string | undefined): string | undefined {
  return /^`([^`]+)`$/.exec(cell ?? "")?.[1];
}

/** Bytes as the pages draw them: hexadecimal, and texts in quotes; a semicolon begins a comment. */
export function hexOf(drawing: string): string {
  return drawing
    .replace(/;.*$/gm, "")
    .replace(/"([^"]*)"/g, (_, text: string) => Buffer.from(text.replaceAll("⏎", "\n")).toString("hex"))
    .replace(/\s/g, "");
}

const scope: Readonly<Record<string, unknown>> = { ...python, ...pickle, Code };

/** The value of a JavaScript expression in which the names of `pantry/python` and `pantry/pickle`, and `Code`, are known. */
export function evaluate(expression: string): unknown {
  const made = new Function(...Object.keys(scope), `"use strict"; return (${expression});`);
  return made(...Object.values(scope));
}
