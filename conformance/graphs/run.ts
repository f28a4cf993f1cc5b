// Asks every Python about thousands of random graphs; docs/conformance.md tells about it.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { highestVersion } from "../../test/marshal/oracle/marshal-oracle.ts";
import { findPythons, Oracle, PYODIDE, type Python } from "../../test/oracle/oracle.ts";
import { type Asked, CHECKS, type Check } from "./checks.ts";
import { type Row, writeRow } from "./page.ts";

/** What answers for pickle and for marshal. */
const WORKER = join(import.meta.dirname, "..", "..", "test", "marshal", "oracle", "worker.py");
/** So many graphs are asked about at once. */
const BATCH = 100;
const SEEDS_OF_A_RUN = 10_000_000;
const SEEDS_OF_A_PROTOCOL = 1_000_000;
/** Not every seed gives a graph that can be judged, and none is to be drawn twice. */
const SEEDS_OF_A_GRAPH = 10;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    python: { type: "string" },
    seed: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});
const [count, first] = [Number(values.count), Number(values.seed)];

const natives = findPythons().map((python) => new Oracle({ ...python, args: [WORKER] }));
const all = [...natives, new Oracle({ ...PYODIDE, args: [...(PYODIDE.args ?? []), WORKER] })];
const chosen = all.filter(({ python }) => python.short === (values.python ?? python.short));
let problems = 0;
for (const oracle of chosen) {
  const before = problems;
  const row = await rowOf({ oracle, others: natives.filter((other) => other !== oracle) });
  if (values.write && problems === before) writeRow(row);
}
for (const oracle of all) oracle.close();
if (problems > 0 || chosen.length === 0) process.exitCode = 1;

async function rowOf(asked: Asked): Promise<Row> {
  const { python } = asked.oracle;
  const counts: (number | undefined)[] = [];
  for (const check of CHECKS) {
    const isFor = check.isFor?.(python) ?? true;
    counts.push(isFor ? await countOf(check, asked) : undefined);
    console.log(`Python ${python.short}, ${check.title}: ${counts.at(-1) ?? "not asked"}`);
  }
  return { python: python.short, counts };
}

/** Runs a check in every protocol, or version of marshal; says what is wrong, and how many graphs were judged. */
async function countOf(check: Check, asked: Asked): Promise<number> {
  let judged = 0;
  for (let protocol = 0; protocol <= highestOf(check, asked.oracle.python); protocol += 1)
    for (let done = 0; done < count; done += BATCH) {
      const seed = first * SEEDS_OF_A_RUN + protocol * SEEDS_OF_A_PROTOCOL + done * SEEDS_OF_A_GRAPH;
      const draw = { seed, count: Math.min(BATCH, count - done), protocol };
      for (const findings of await check.run(asked, draw)) {
        judged += findings.count;
        problems += findings.problems.length;
        for (const problem of findings.problems)
          console.log(`Python ${asked.oracle.python.short}, ${check.title}, seed ${seed}: ${problem}`);
      }
    }
  return judged;
}

function highestOf({ format }: Check, { protocol, short }: Python): number {
  return format === "pickle" ? protocol : highestVersion(short);
}
