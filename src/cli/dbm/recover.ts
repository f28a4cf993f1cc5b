import { type RecoveryReport, recover as recoverFile } from "../../dbm/gnu/index.ts";
import { whichdb } from "../../dbm/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, Failure } from "../failure.ts";
import { print } from "../output.ts";
import { Progress } from "../progress.ts";
import { counted, grouped } from "../scalar.ts";
import { attempt } from "./databases.ts";
import { operands } from "./operands.ts";

const USAGE = `Saves what can be saved of a damaged GDBM file, also where its header or its directory is gone.

Usage: pantry dbm recover [OPTION]... FILE

What is found is written to a new file, which takes the place of FILE once it is complete. Buckets to which nothing
leads are found by their looks: keys in them may have been deleted, or had another value, before the damage.

Options:
  --backup    keep the damaged file beside it, as FILE.~1~, or the next number that is free
  -h, --help  print this

Exit codes: 0 all that was found is saved, 1 something is lost or in doubt, 2 the file could not be read or written, 64
wrong usage.
`;

/** `pantry dbm recover`: save what can be saved of a damaged file. */
export const recover: Command = { usage: USAGE, options: { backup: { type: "boolean" } }, run };

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  const format = whichdb(path);
  if (format !== "gnu" && format !== "" && format !== undefined)
    throw new Failure(
      `${printable(path)}: it is a database of ${format}; only gnu's can be recovered`,
      EXIT.unreadable,
    );
  const progress = new Progress();
  const onProgress = (recovered: number) => progress.count(recovered, "key", "recovered");
  let report: RecoveryReport;
  try {
    report = await attempt(path, () => recoverFile(path, { backup: args.flag("backup"), onProgress }), {
      locked: "; try again when it is done",
    });
  } finally {
    progress.clear();
  }
  for (const { offset, reason } of report.failures) {
    await print([`${printable(reason)} (byte ${grouped(offset)})\n`]);
  }
  await print([`${summaryOf(report)}\n`]);
  return report.failed > 0 || report.doubtful > 0 ? EXIT.bad : EXIT.fine;
}

function summaryOf({
  backup,
  doubtful,
  duplicates,
  failed,
  recovered,
  strayBuckets,
}: RecoveryReport): string {
  const parts = [`${counted(recovered, "key")} recovered`];
  if (doubtful > 0) parts.push(`${grouped(doubtful)} of them in doubt`);
  if (failed > 0) parts.push(`${grouped(failed)} not readable`);
  if (duplicates > 0) parts.push(`${counted(duplicates, "duplicate")} passed over`);
  if (strayBuckets > 0) parts.push(`${counted(strayBuckets, "bucket")} found by their looks`);
  if (backup !== undefined) parts.push(`the damaged file is ${printable(backup)}`);
  return parts.join(", ");
}
