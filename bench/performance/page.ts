import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..", "..");

/** The sections, each of which a program of that name measures. */
export const SECTIONS: readonly string[] = [
  "against-c",
  "calls",
  "large",
  "unpicklers",
  "packages",
  "growth",
  "start",
  "floors",
];

/** The page that has the figures. */
export const PAGE: string = path.join(ROOT, "docs", "performance.md");

/** Where the sentences that lead some sections are, too. */
export const README: string = path.join(ROOT, "README.md");

/** What a page has between the two marks of a section; `undefined` if it has no such marks. */
export function figuresIn(page: string, section: string): string | undefined {
  return page.split(markOf(section))[1]?.trim();
}

/** The page with other figures of a section, or as it is if it has no marks of that. */
export function withFigures(page: string, section: string, figures: string): string {
  const [before, former, after] = page.split(markOf(section));
  if (former === undefined || after === undefined) return page;
  return [before, `\n${figures}\n\n`, after].join(markOf(section));
}

/** What leads a section: its first paragraph, one sentence. */
export function leadOf(figures: string): string {
  return figures.split("\n\n")[0] as string;
}

/** Puts the figures of a section into the page, and what leads them where the README has the section. */
export function writeFigures(section: string, figures: string): void {
  rewrite(PAGE, section, figures);
  rewrite(README, section, leadOf(figures));
}

function rewrite(file: string, section: string, figures: string): void {
  const page = readFileSync(file, "utf8");
  writeFileSync(file, withFigures(page, section, figures));
}

function markOf(section: string): string {
  return `<!-- figures: ${section} -->\n`;
}
