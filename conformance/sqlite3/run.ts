// Runs CPython's own tests of sqlite3 against `pantry/sqlite3`; docs/conformance.md tells about it.
import { parseArgs } from "node:util";
import { buildHelper } from "../../src/sqlite3/engine/build.ts";
import { findPythons } from "../../test/oracle/oracle.ts";
import { type Case, casesOf, type EngineName, MODULES } from "./cases.ts";
import { conform, type Report } from "./conform.ts";
import { differenceOf, writePage } from "./page.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", default: "assisted" },
    python: { type: "string", default: "3.13" },
    write: { type: "boolean", default: false },
  },
});
const engine = values.engine as EngineName;
if (engine === "assisted") buildHelper();
const python = findPythons().find(({ short }) => short === values.python);
if (python === undefined) throw new Error(`There is no Python ${values.python} here`);
process.exitCode = positionals.length > 0 ? await runSome(positionals) : await runAll();

/** The cases of these names, with their tracebacks. */
async function runSome(names: readonly string[]): Promise<number> {
  let exitCode = 0;
  for (const module of MODULES)
    for await (const one of casesOf(
      python?.path ?? "",
      module,
      engine,
      names.map((name) => `*${name}*`),
    )) {
      console.log(`${one.outcome} ${one.name} (${one.seconds} s)\n${one.detail}`);
      if (one.outcome === "failed") exitCode = 1;
    }
  return exitCode;
}

async function runAll(): Promise<number> {
  const report = await conform(python as { path: string; short: string }, engine, mark);
  console.log(
    `\n${report.passed} / ${report.total} passed, ${report.skipped} skipped, ${report.excluded} excluded`,
  );
  if (values.write && report.failed.length === 0) writePage(report);
  const problems = problemsOf(report);
  for (const problem of problems) console.log(problem);
  return problems.length > 0 ? 1 : 0;
}

function mark({ outcome }: Case): void {
  process.stdout.write({ passed: ".", failed: "F", skipped: "s" }[outcome]);
}

function problemsOf(report: Report): string[] {
  return [
    ...report.failed.map(({ name, detail }) => `\nfailed: ${name}\n${detail}`),
    ...report.surprises.map((name) => `excluded, and does not fail: ${name}`),
    ...[differenceOf(report) ?? []].flat(),
  ];
}
