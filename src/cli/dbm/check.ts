import { type Problem, check as problemsOf, whichdb } from "../../dbm/index.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { Progress } from "../progress.ts";
import { counted, grouped } from "../scalar.ts";
import { type Style, styleFor } from "../style.ts";
import { attempt } from "./databases.ts";
import { oneOf, operands } from "./operands.ts";
import { WatchedFiles } from "./watched-files.ts";

const USAGE = `Looks for what is wrong with a database.

Usage: pantry dbm check [OPTION]... FILE

A line for each problem: damage has cost data, or may; waste is space that nothing uses and nothing will. Nothing is
written.

Options:
  --json      an object for each problem, on a line of its own: {"severity": ..., "offset": ..., "message": ...}
  --quiet     print nothing but errors
  -h, --help  print this

Exit codes: 0 no damage, 1 damage, 2 the database could not be opened at all, 64 wrong usage.
`;

/** `pantry dbm check`: what is wrong with a database. */
export const check: Command = {
  usage: USAGE,
  options: { json: { type: "boolean" }, quiet: { type: "boolean" } },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  const form = oneOf(args, ["json", "quiet"]);
  const counts = { damage: 0, waste: 0 };
  const style = styleFor(host.stdout);
  const progress = new Progress();
  try {
    await attempt(path, async () => {
      for (const problem of problemsIn(path, progress)) {
        counts[problem.severity] += 1;
        progress.clear();
        if (form !== "quiet") await print([form === "json" ? jsonOf(problem) : lineOf(problem, style)]);
      }
    });
  } finally {
    progress.clear();
  }
  if (form === undefined) {
    const advice = counts.damage > 0 && whichdb(path) === "gnu" ? "; see pantry dbm recover" : "";
    await print([`${style.heading(printable(path))}  ${verdict(counts, style.good)}${advice}\n`]);
  }
  return counts.damage > 0 ? EXIT.bad : EXIT.fine;
}

/** The problems, while the terminal tells how far one has got. */
function problemsIn(path: string, progress: Progress): Iterable<Problem> {
  // SQLite opens the files of the host alone.
  if (whichdb(path) === "sqlite3") return problemsOf(path);
  return problemsOf(path, {
    files: new WatchedFiles((bytes) => progress.count(bytes, "byte", "looked at")),
  });
}

function jsonOf({ message, offset, severity }: Problem): string {
  return `${printableJson(JSON.stringify({ severity, offset, message }))}\n`;
}

function lineOf({ message, offset, severity }: Problem, style: Style): string {
  const kind = severity === "damage" ? style.bad("damage") : style.doubtful("waste ");
  const place = offset === undefined ? "" : ` (byte ${grouped(offset)})`;
  return `${kind}  ${printable(message)}${style.quiet(place)}\n`;
}

function verdict(
  { damage, waste }: { damage: number; waste: number },
  good: (text: string) => string,
): string {
  if (damage === 0 && waste === 0) return good("nothing is wrong");
  const parts = [damage > 0 ? counted(damage, "problem") : good("no damage")];
  if (waste > 0) parts.push(`${counted(waste, "place")} of waste`);
  return parts.join(", ");
}
