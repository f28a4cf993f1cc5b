import { check as problemsOf } from "../../dbm/index.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { counted, grouped } from "../scalar.ts";
import { styleFor } from "../style.ts";
import { attempt } from "./databases.ts";
import { oneOf, operands } from "./operands.ts";

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
  await attempt(path, async () => {
    for (const { message, offset, severity } of problemsOf(path)) {
      counts[severity] += 1;
      if (form === "json") {
        const json = JSON.stringify({ severity, ...(offset !== undefined && { offset }), message });
        await print([`${printableJson(json)}\n`]);
      } else if (form === undefined) {
        const kind = severity === "damage" ? style.bad("damage") : style.doubtful("waste ");
        const place = offset === undefined ? "" : ` (byte ${grouped(offset)})`;
        await print([`${kind}  ${printable(message)}${style.quiet(place)}\n`]);
      }
    }
  });
  if (form === undefined)
    await print([`${style.heading(printable(path))}  ${verdict(counts, style.good)}\n`]);
  return counts.damage > 0 ? EXIT.bad : EXIT.fine;
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
