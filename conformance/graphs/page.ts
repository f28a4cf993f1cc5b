import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "./checks.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "conformance.md");
const MARK = "<!-- random graphs -->\n";

/** How many graphs of a Python were judged by each check; `undefined` where it is not for that Python. */
export interface Row {
  readonly python: string;
  readonly counts: readonly (number | undefined)[];
}

/** Writes a row of the table in docs/conformance.md, in the place of the one of that Python. */
export function writeRow({ python, counts }: Row): void {
  const [before = "", table = "", after = ""] = readFileSync(PAGE, "utf8").split(MARK);
  const cells = counts.map((count) => count?.toLocaleString("en") ?? "");
  const others = table.split("\n").filter((line) => isRow(line) && !line.startsWith(`| ${python} |`));
  const rows = [...others, `| ${[python, ...cells].join(" | ")} |`];
  const head = `| Python | ${CHECKS.map(({ title }) => title).join(" | ")} |\n|---|${"--:|".repeat(CHECKS.length)}`;
  const sorted = rows.sort((one, other) => versionIn(one) - versionIn(other));
  writeFileSync(PAGE, [before, `${head}\n${sorted.join("\n")}\n`, after].join(MARK));
}

function isRow(line: string): boolean {
  return /^\| \d/.test(line);
}

function versionIn(line: string): number {
  const [, major, minor] = /^\| (\d+)\.(\d+) /.exec(line) ?? [];
  return Number(major) * 100 + Number(minor);
}
