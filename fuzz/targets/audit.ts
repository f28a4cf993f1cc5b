import { readFileSync } from "node:fs";
import { loads, UnpicklingError } from "pantry/pickle";
import { type AuditReport, audit, sarif } from "pantry/pickletools";
import { printable } from "../../src/python/printable.ts";
import { CASES } from "../../test/pickletools/audit/differential/cases.ts";
import { program } from "../../test/pickletools/audit/differential/programs.ts";
import { evasions } from "../../test/pickletools/corpus/corpus.ts";
import { readFixtures } from "../../test/runtimes/fixtures.ts";
import { PICKLE_MUTATORS, PICKLE_TOKENS } from "../mutators/pickle.ts";
import { type Target, Violation } from "../target.ts";

/** Longer names are cut in a report, so they are not compared. */
const CUT = 100;
const LIMITS = { maxMemory: 2 ** 26 };

/** The audit, against what loading the same bytes shows. */
export const target: Target = {
  rooms: ["src/pickletools/audit/"],
  seeds: () => [
    ...readFixtures().map(({ pickle }) => pickle),
    ...Object.values(CASES).map(({ bytes }) => new Uint8Array(Buffer.from(bytes, "latin1"))),
    ...evasions().map(({ path }) => new Uint8Array(readFileSync(path))),
  ],
  mutators: [...PICKLE_MUTATORS, (_, dice) => program(dice)],
  tokens: PICKLE_TOKENS,
  // It may read the same bytes in each of the ways in which readers differ.
  time: [200, 0.2],
  judge(bytes) {
    const report = audit(bytes);
    for (const { offset } of report.findings) mustBeWithin("a finding", offset, bytes);
    for (const { offset, length } of report.pickles) mustBeWithin("a pickle", offset + length, bytes);
    if (report.error) mustBeWithin("the error", report.error.offset, bytes);
    if (report.verdict === "safe" && report.status !== "complete")
      throw new Violation("safe, but not complete", report.status);
    JSON.stringify(sarif([{ uri: "file", ...report }]));
    judgeLoading(report, bytes);
  },
};

function mustBeWithin(what: string, offset: number, { length }: Uint8Array): void {
  if (!(offset >= 0 && offset <= length))
    throw new Violation(`${what} outside of the data`, `${offset} of ${length}`);
}

/** What can be loaded was audited to its end, and every name in it was noticed; none but harmless ones in what is safe. */
function judgeLoading(report: AuditReport, bytes: Uint8Array): void {
  const names: (readonly [module: string, name: string])[] = [];
  try {
    loads(bytes, {
      exact: true,
      limits: LIMITS,
      findClass: (module, name) => {
        names.push([module, name]);
        return undefined;
      },
    });
  } catch (error) {
    if (error instanceof UnpicklingError) return;
    throw error;
  }
  const [first] = report.pickles;
  if (!first?.complete) throw new Violation("loaded, but not audited to its end", report.error?.message);
  for (const [module, name] of names.filter((parts) =>
    parts.every((part) => printable(part).length <= CUT),
  )) {
    const record = report.imports.find(
      (one) => one.module === printable(module) && one.name === printable(name),
    );
    if (!record) throw new Violation("a name that the audit has not noticed", `${module}.${name}`);
    if (report.verdict === "safe" && record.tier !== "inert")
      throw new Violation("safe, with a name that is not", `${module}.${name}`);
  }
}
