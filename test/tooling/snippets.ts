// The TypeScript blocks of the documentation: found, written out as modules, type-checked and run.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { filesIn, readText, root, runNode } from "./repository.ts";

/** A code block of a page or a doc comment. */
export interface Snippet {
  /** The page or source and the line of the block's first line: `README.md:12`. */
  readonly place: string;
  readonly file: string;
  readonly code: string;
}

// Inside the repository, so that a block imports "pantry/…" as a user does; not inside node_modules, where Node
// runs no TypeScript.
const folder = path.join(root, ".cache/snippets");

/** The blocks of the README, the guides and the doc comments, except those marked `ts ignore`. */
export function findSnippets(): Snippet[] {
  const guides = existsSync(path.join(root, "docs/guide")) ? filesIn("docs/guide", ".md") : [];
  const pages = [...["README.md"].filter((file) => existsSync(path.join(root, file))), ...guides];
  return [
    ...pages.flatMap((page) => blocksOf(page, readText(page))),
    ...filesIn("src", ".ts").flatMap((source) => blocksOf(source, onlyDocComments(readText(source)))),
  ];
}

/** Blanks out all but the doc comments, line by line, so that line numbers stay. */
function onlyDocComments(source: string): string {
  let inside = false;
  return source
    .split("\n")
    .map((line) => {
      inside ||= /^\s*\/\*\*/.test(line);
      const text = inside ? line.replace(/^\s*(?:\/\*\*|\*(?!\/) ?)/, "").replace(/\*\/.*$/, "") : "";
      inside &&= !line.includes("*/");
      return text;
    })
    .join("\n");
}

function blocksOf(page: string, text: string): Snippet[] {
  const fence = /^([ \t]*)```(?:ts|typescript)\b(.*)\n([\s\S]*?)^\s*```\s*$/gm;
  return [...text.matchAll(fence)].flatMap((match) => {
    const [, indent = "", info = "", body = ""] = match;
    if (info.trim() === "ignore") {
      return [];
    }
    const line = text.slice(0, match.index).split("\n").length + 1;
    const code = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return [
      { place: `${page}:${line}`, file: `${page.replaceAll(/\W+/g, "-").toLowerCase()}-${line}.ts`, code },
    ];
  });
}

/** Type-checks and runs the blocks; gives the complaints about each by its file, and all others by "". */
export async function tryOut(snippets: readonly Snippet[]): Promise<Map<string, string[]>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of snippets) {
    writeFileSync(path.join(folder, file), code);
  }
  const [types, runs] = await Promise.all([typeErrors(snippets), runErrors(snippets)]);
  const all = ["", ...snippets.map(({ file }) => file)];
  return new Map(all.map((file) => [file, [...(types.get(file) ?? []), ...(runs.get(file) ?? [])]]));
}

async function typeErrors(snippets: readonly Snippet[]): Promise<Map<string, string[]>> {
  const config = {
    extends: "../../tsconfig.test.json",
    compilerOptions: {
      rootDir: "../..",
      moduleDetection: "force",
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: ["*.ts"],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  const { output } = await runNode(
    [path.join(root, "node_modules/typescript/bin/tsc"), "--pretty", "false"],
    folder,
  );
  const lines = output.split("\n").filter((line) => line.includes("error TS"));
  return Map.groupBy(lines, (line) => snippets.find(({ file }) => line.startsWith(`${file}(`))?.file ?? "");
}

/** Runs all blocks in one process, which leaves a line of JSON for each that has ended. */
async function runErrors(snippets: readonly Snippet[]): Promise<Map<string, string[]>> {
  const report = path.join(folder, "report.jsonl");
  const runner = `
    import { appendFileSync } from "node:fs";
    for (const file of ${JSON.stringify(snippets.map(({ file }) => file))}) {
      const errors = await import(${JSON.stringify(`${folder}/`)} + file).then(() => [], (error) => [String(error?.stack ?? error)]);
      appendFileSync("report.jsonl", JSON.stringify([file, errors]) + "\\n");
    }
    process.exit();
  `;
  const { output } = await runNode(["--conditions=source", "--input-type=module", "--eval", runner], folder);
  const lines = existsSync(report) ? readFileSync(report, "utf8").trim().split("\n") : [];
  const ended = new Map(lines.map((line) => JSON.parse(line) as [string, string[]]));
  return new Map(snippets.map(({ file }) => [file, ended.get(file) ?? [`It did not end.\n${output}`]]));
}
