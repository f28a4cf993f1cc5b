import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "./conform.ts";
import type { Suite } from "./suite.ts";

const PAGE = join(import.meta.dirname, "..", "docs", "conformance.md");

/** What docs/conformance.md says otherwise than this report and the list of exclusions; `undefined` if nothing. */
export function differenceOf(report: Report): string | undefined {
  const page = readFileSync(PAGE, "utf8");
  if (!page.includes(rowOf(report))) return `docs/conformance.md lacks the row ${rowOf(report).trim()}`;
  return withExclusions(page, report.suite) === page
    ? undefined
    : "docs/conformance.md lists other exclusions";
}

/** Writes the report and the exclusions into docs/conformance.md. */
export function writePage(report: Report): void {
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(PAGE, withExclusions(withRow(page, report), report.suite));
}

/** The row in the place of the one of that title, else behind all others. */
function withRow(page: string, report: Report): string {
  const row = rowOf(report);
  const start = `| ${titleOf(report)} |`;
  const lines = page.split("\n").map((line) => (line.startsWith(start) ? row.trimEnd() : line));
  if (!lines.includes(row.trimEnd())) lines.splice(lines.findLastIndex(isRow) + 1, 0, row.trimEnd());
  return lines.join("\n");
}

/** Whether this line is about what was run: a module, a Python, and so on. */
function isRow(line: string): boolean {
  return /^\| `\w+` \| \d/.test(line);
}

function rowOf(report: Report): string {
  const { total, passed, reached, skipped, excluded } = report;
  return `| ${titleOf(report)} | ${passed} | ${reached} | ${skipped} | ${excluded} | ${total} |\n`;
}

/** The cells of a row that name what was run. */
function titleOf({ python, suite: { name, variant } }: Report): string {
  return `\`${name}\` | ${python} | ${variant ?? ""}`.trimEnd();
}

function withExclusions(page: string, suite: Suite): string {
  if (suite.exclusions.length === 0) return page;
  const mark = `<!-- exclusions of ${suite.name} -->\n`;
  const [before, , after] = page.split(mark);
  return [before, listed(suite), after].join(mark);
}

function listed({ exclusions }: Suite): string {
  const rows = exclusions.flatMap(({ reason, cases, variant = "all", pythons = ["all"] }) =>
    cases.map((name) => `| \`${name}\` | ${variant} | ${pythons.join(", ")} | ${reason} |\n`),
  );
  return `| case | engine | Python | reason |\n|---|---|---|---|\n${rows.join("")}`;
}
