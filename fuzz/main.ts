// npm run fuzz -- TARGET --seconds N [--seed S] [--runs N] [--keep] [--missing]
import path from "node:path";
import { parseArgs } from "node:util";
import { corpusOf, findingsOf, keep, saveFinding } from "./corpus.ts";
import type { Finding } from "./fuzzer.ts";
import type { Report } from "./messages.ts";
import { linesOf, missingLines } from "./report.ts";
import { fuzz } from "./session.ts";
import { TARGETS } from "./targets.ts";

const USAGE = `Usage: npm run fuzz -- TARGET [OPTION]...

TARGET is one of ${TARGETS.join(", ")}, or all, which share the time.

  --seconds N  how long (default 60)
  --runs N     how many inputs at most, for a run that can be repeated
  --seed N     another sequence of inputs (default 1)
  --keep       put what reached new code into fuzz/corpus
  --missing    tell the lines that no input has reached

What goes wrong is saved in fuzz/findings, as short as it could be made. Exit codes: 0 nothing did, 1 something did, 64 wrong usage.
`;

interface Options {
  readonly seconds: number;
  readonly runs: number;
  readonly seed: number;
  readonly keeps: boolean;
  readonly showsMissing: boolean;
}

async function main(args: string[]): Promise<number> {
  let targets: readonly string[];
  let options: Options;
  try {
    ({ targets, options } = commandOf(args));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 64;
  }
  let findings = 0;
  for (const target of targets) findings += await fuzzTarget(target, options);
  return findings > 0 ? 1 : 0;
}

function commandOf(args: string[]): { targets: readonly string[]; options: Options } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "60" },
      runs: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      keep: { type: "boolean", default: false },
      missing: { type: "boolean", default: false },
    },
  });
  const [name = "", ...others] = positionals;
  if (others.length > 0 || !["all", ...TARGETS].includes(name)) throw new Error("a target expected");
  const [seconds = 0, runs = 0, seed = 0] = [values.seconds, values.runs, values.seed].map(Number);
  if (!(seconds > 0 && runs > 0 && Number.isInteger(seed))) throw new Error("numbers expected");
  const targets = name === "all" ? TARGETS : [name];
  const options = {
    seconds: seconds / targets.length,
    runs,
    seed,
    keeps: values.keep,
    showsMissing: values.missing,
  };
  return { targets, options };
}

/** Fuzzes one target, as often as its thread dies of an input. Gives how many findings there were. */
async function fuzzTarget(
  target: string,
  { seconds, runs, seed, keeps, showsMissing }: Options,
): Promise<number> {
  const kinds = new Set<string>();
  const known: Uint8Array[] = [];
  const found = ({ kind, detail, bytes }: Finding) => {
    known.push(bytes);
    if (kinds.has(kind)) return;
    kinds.add(kind);
    const file = saveFinding(target, bytes, detail);
    process.stdout.write(
      `${target}: ${kind}\n  ${file}, ${bytes.length} bytes\n  ${detail.replaceAll("\n", "\n  ")}\n`,
    );
  };
  // What was found in this run is not judged again by the next thread, which it could end as well.
  const inputs = [...corpusOf(target), ...findingsOf(target)];
  const end = performance.now() + 1000 * seconds;
  let report: Report | undefined;
  for (let turn = 0; report === undefined && performance.now() < end; turn += 1) {
    const outcome = await fuzz({
      target,
      module: path.join(import.meta.dirname, "targets", `${target}.ts`),
      counted: ["src/"],
      inputs: inputs.filter((bytes) => !known.some((other) => Buffer.compare(bytes, other) === 0)),
      seconds: (end - performance.now()) / 1000,
      most: runs,
      seed: seed + turn,
      harvests: keeps,
      found,
    });
    report = outcome.report;
    for (const bytes of outcome.harvest) keep(target, bytes);
    if (keeps) process.stdout.write(`${target}: ${outcome.harvest.length} inputs kept\n`);
  }
  if (report) process.stdout.write(linesOf(report, kinds.size));
  if (report && showsMissing) process.stdout.write(missingLines(report.missing));
  return kinds.size;
}

process.exitCode = await main(process.argv.slice(2));
