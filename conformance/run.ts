// Runs CPython's own tests of a module, or of all of them, against ours; docs/conformance.md tells about it.
import { parseArgs } from "node:util";
import { findPythons, type Python } from "../test/oracle/oracle.ts";
import { type Case, casesOf } from "./cases.ts";
import { conform, type Report } from "./conform.ts";
import { differenceOf, writePage } from "./page.ts";
import type { EngineName } from "./sqlite3/suite.ts";
import type { Suite } from "./suite.ts";
import { RUNS, type Run, suiteOf } from "./suites.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string" },
    python: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const [module, ...names] = positionals;
const pythons = findPythons();
for (const one of runsOf(module)) if (!(await isPassed(one))) process.exitCode = 1;

/** One, or with no module each that goes with the options. */
function runsOf(name: string | undefined): readonly Run[] {
  const { engine = "assisted", python = "3.13" } = values;
  if (name !== undefined) return [{ module: name, python, engine: engine as EngineName }];
  return RUNS.filter(
    (one) => one.python === (values.python ?? one.python) && one.engine === (values.engine ?? one.engine),
  );
}

async function isPassed({ module, python, engine }: Run): Promise<boolean> {
  const suite = suiteOf(module, engine);
  const found = pythons.find(({ short }) => short === python);
  if (found === undefined) {
    console.log(`There is no Python ${python} here: its tests of ${module} are not run`);
    return false;
  }
  return names.length > 0 ? isPassedInPart(found, suite) : isPassedInFull(found, suite);
}

/** The cases of these names, with their tracebacks. */
async function isPassedInPart({ path }: Python, suite: Suite): Promise<boolean> {
  const patterns = names.map((name) => `*${name}*`);
  let isGood = true;
  for (const part of suite.modules)
    for await (const one of casesOf(path, suite, part, patterns)) {
      console.log(`${one.outcome} ${one.name} (${one.seconds} s)\n${one.detail}`);
      if (one.outcome === "failed") isGood = false;
    }
  return isGood;
}

async function isPassedInFull(python: Python, suite: Suite): Promise<boolean> {
  console.log(`\n${[suite.name, python.short, suite.variant ?? ""].join(" ").trimEnd()}`);
  const report = await conform(python, suite, mark);
  console.log(
    `\n${report.passed} / ${report.total} passed (${report.reached} reached Pantry), ${report.skipped} skipped, ${report.excluded} excluded`,
  );
  if (values.write && report.failed.length === 0) writePage(report);
  const problems = problemsOf(report);
  for (const problem of problems) console.log(problem);
  return problems.length === 0;
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
