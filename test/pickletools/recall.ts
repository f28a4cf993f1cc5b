// `npm run recall [-- --committed --list --write --libraries PYTHON]`: how much of the corpus the audit finds, and how much
// that is harmless it accuses. Prints Markdown tables and every miss. Without --committed the Pythons of this machine
// write some 4,000 harmless files first, in a folder of their own; --list names the harmless files that are unknown,
// too; --write puts the tables into the guide.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Verdict } from "pantry/pickletools";
import {
  benign,
  containers,
  evasions,
  generateBenign,
  isWrong,
  type Judgement,
  judge,
  type Sample,
} from "./corpus/corpus.ts";

const VERDICTS: readonly Verdict[] = ["dangerous", "unknown", "safe"];

const { values } = parseArgs({
  options: {
    committed: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    libraries: { type: "string", default: "/usr/bin/python3" },
  },
});

const GUIDE = path.resolve(import.meta.dirname, "../../docs/guide/audit.md");
const PLACE = /(<!-- recall -->\n)[\s\S]*(<!-- \/recall -->)/;

const wrong: Judgement[] = [];
const tables: string[] = [];
await report("technique", evasions());
await report("containers", containers());
await report("harmless files in the repository", benign());
if (!values.committed) {
  const folder = mkdtempSync(path.join(tmpdir(), "pantry-recall-"));
  try {
    await report("harmless files", generateBenign(folder, values.libraries));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
for (const { sample, verdict } of wrong)
  console.log(`${verdict}: ${sample.file}${sample.note === undefined ? "" : ` (${sample.note})`}`);
if (values.write) {
  const guide = readFileSync(GUIDE, "utf8");
  writeFileSync(
    GUIDE,
    guide.replace(PLACE, (_, before, after) => `${before}${tables.join("\n")}${after}`),
  );
}
process.exitCode = wrong.length === 0 ? 0 : 1;

async function report(title: string, samples: readonly Sample[]): Promise<void> {
  const groups = new Map<string, Judgement[]>();
  const start = performance.now();
  for (const sample of samples) {
    const judgement = await judge(sample);
    const group = groups.get(sample.group) ?? [];
    groups.set(sample.group, [...group, judgement]);
    if (isWrong(judgement)) wrong.push(judgement);
    if (values.list && sample.expect === undefined && judgement.verdict === "unknown")
      console.log(`unknown: ${sample.file}`);
  }
  const seconds = (performance.now() - start) / 1000;
  const head = `| ${title} | files | ${VERDICTS.join(" | ")} |\n|---|${"--:|".repeat(VERDICTS.length + 1)}`;
  const rows = Array.from(groups, ([group, judgements]) => row(group, judgements));
  const table = [head, ...rows, row("**all**", [...groups.values()].flat()), ""].join("\n");
  tables.push(table);
  console.log(table);
  console.log(`${samples.length} files in ${seconds.toFixed(1)} s\n`);
}

function row(name: string, judgements: readonly Judgement[]): string {
  const counts = VERDICTS.map((verdict) => judgements.filter((one) => one.verdict === verdict).length);
  return `| ${name} | ${judgements.length} | ${counts.join(" | ")} |`;
}
