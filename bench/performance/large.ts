// One pickle of 200 MB, in a process of its own on each side: the time, and the peak of memory.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { median } from "../statistics.ts";
import { table } from "../table.ts";
import { duration } from "../timing.ts";
import { MEMORY, verdict } from "./goals.ts";
import { effortOf } from "./options.ts";
import { python } from "./subjects.ts";

/** What one process tells. */
interface Report {
  readonly reading: number;
  readonly writing: number;
  readonly peak: number;
  /** What the pickle and its value take; CPython does not know. */
  readonly values?: number;
}

const { rounds } = effortOf({ rounds: 3, seconds: 1 });
const folder = mkdtempSync(path.join(tmpdir(), "pantry-bench-"));
const file = path.join(folder, "large.pickle");
const script = path.join(import.meta.dirname, "..", "large.py");
execFileSync(python.path, [script, "write", file]);
const length = statSync(file).size;
const reader = path.join(import.meta.dirname, "large-reader.ts");
const reports: { theirs: Report; ours: Report }[] = [];
for (let round = 0; round < rounds; round++) {
  const theirs = report(python.path, [script, "read", file]);
  reports.push({ theirs, ours: report(process.execPath, ["--expose-gc", reader, file]) });
}
rmSync(folder, { recursive: true });

const peak = middle(({ ours }) => ours.peak);
const values = middle(({ ours }) => ours.values as number);
console.log(
  `One pickle of ${megabytes(length)}, 1.67 million records of six fields, loaded and written once by each process.\n`,
);
console.log(
  table(
    ["", "C", "Pantry", "ratio"],
    [
      compared("loads", "reading"),
      compared("dumps", "writing"),
      ["peak of memory, loads", megabytes(middle(({ theirs }) => theirs.peak)), megabytes(peak), ""],
      ["the pickle and its value", "", megabytes(values), ""],
    ],
  ),
);
console.log();
console.log(
  verdict(
    `The peak at most ${MEMORY} times the pickle and its value`,
    [["", peak / values]],
    (multiple) => multiple <= MEMORY,
  ),
);

function report(program: string, args: readonly string[]): Report {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8" })) as Report;
}

function compared(name: string, what: "reading" | "writing"): string[] {
  const ratio = middle(({ theirs, ours }) => theirs[what] / ours[what]);
  return [
    name,
    duration(middle(({ theirs }) => theirs[what])),
    duration(middle(({ ours }) => ours[what])),
    ratio.toFixed(2),
  ];
}

function middle(figure: (reports: { theirs: Report; ours: Report }) => number): number {
  return median(reports.map(figure));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
