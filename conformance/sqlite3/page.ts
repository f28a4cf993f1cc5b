import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "./conform.ts";
import { EXCLUSIONS } from "./exclusions.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "conformance.md");

const MARK = "<!-- exclusions -->\n";

/** What docs/conformance.md says otherwise than this report and the list of exclusions; `undefined` if nothing. */
export function differenceOf(report: Report): string | undefined {
  const page = readFileSync(PAGE, "utf8");
  if (!page.includes(rowOf(report))) return `docs/conformance.md lacks the row ${rowOf(report).trim()}`;
  return withExclusions(page) === page ? undefined : "docs/conformance.md lists other exclusions";
}

/** Writes the report and the exclusions into docs/conformance.md. */
export function writePage(report: Report): void {
  const row = rowOf(report);
  const start = row.slice(0, row.indexOf("|", row.indexOf("|", 2) + 1) + 1);
  const page = readFileSync(PAGE, "utf8").replace(/^\|.*\n/gm, (line) =>
    line.startsWith(start) ? row : line,
  );
  writeFileSync(PAGE, withExclusions(page));
}

function rowOf({ python, engine, total, passed, skipped, excluded }: Report): string {
  return `| ${python} | ${engine} | ${passed} | ${skipped} | ${excluded} | ${total} |\n`;
}

function withExclusions(page: string): string {
  const [before, , after] = page.split(MARK);
  return [before, listed(), after].join(MARK);
}

function listed(): string {
  const rows = EXCLUSIONS.flatMap(({ reason, cases, engine, pythons }) =>
    cases.map(
      (name) => `| \`${name}\` | ${engine ?? "both"} | ${pythons?.join(", ") ?? "all"} | ${reason} |\n`,
    ),
  );
  return `| case | engine | Python | reason |\n|---|---|---|---|\n${rows.join("")}`;
}
