// Runs CPython's own tests of a module against ours; docs/conformance.md tells about it.
import { parseArgs } from "node:util";
import { buildHelper } from "../src/sqlite3/engine/build.ts";
import { findPythons } from "../test/oracle/oracle.ts";
import { type Case, casesOf } from "./cases.ts";
import { conform, type Report } from "./conform.ts";
import { COPYREG_SUITE } from "./copyreg/suite.ts";
import { DBM_SUITE } from "./dbm/suite.ts";
import { MARSHAL_SUITE } from "./marshal/suite.ts";
import { differenceOf, writePage } from "./page.ts";
import { PICKLE_SUITE } from "./pickle/suite.ts";
import { PICKLEBUFFER_SUITE } from "./picklebuffer/suite.ts";
import { PICKLETOOLS_SUITE } from "./pickletools/suite.ts";
import { SHELVE_SUITE } from "./shelve/suite.ts";
import { type EngineName, sqlite3Suite } from "./sqlite3/suite.ts";
import type { Suite } from "./suite.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", default: "assisted" },
    python: { type: "string", default: "3.13" },
    write: { type: "boolean", default: false },
  },
});
const [module, ...names] = positionals;
const suite = suiteOf(module, values.engine as EngineName);
const python = findPythons().find(({ short }) => short === values.python);
if (python === undefined) throw new Error(`There is no Python ${values.python} here`);
process.exitCode = names.length > 0 ? await runSome(python.path) : await runAll(python);

function suiteOf(name: string | undefined, engine: EngineName): Suite {
  if (name === "pickle") return PICKLE_SUITE;
  if (name === "picklebuffer") return PICKLEBUFFER_SUITE;
  if (name === "pickletools") return PICKLETOOLS_SUITE;
  if (name === "copyreg") return COPYREG_SUITE;
  if (name === "dbm") return DBM_SUITE;
  if (name === "shelve") return SHELVE_SUITE;
  if (name === "marshal") return MARSHAL_SUITE;
  if (engine === "assisted") buildHelper();
  return sqlite3Suite(engine);
}

/** The cases of these names, with their tracebacks. */
async function runSome(path: string): Promise<number> {
  const patterns = names.map((name) => `*${name}*`);
  let exitCode = 0;
  for (const part of suite.modules)
    for await (const one of casesOf(path, suite, part, patterns)) {
      console.log(`${one.outcome} ${one.name} (${one.seconds} s)\n${one.detail}`);
      if (one.outcome === "failed") exitCode = 1;
    }
  return exitCode;
}

async function runAll(found: { readonly path: string; readonly short: string }): Promise<number> {
  const report = await conform(found, suite, mark);
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
