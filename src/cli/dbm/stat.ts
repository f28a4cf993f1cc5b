import { stat as statisticsOf } from "../../dbm/index.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { grouped } from "../scalar.ts";
import { styleFor } from "../style.ts";
import { attempt } from "./databases.ts";
import { operands } from "./operands.ts";

const USAGE = `Tells what there is to say of the files of a database: its format, sizes and counts.

Usage: pantry dbm stat [OPTION]... FILE

Options:
  --json      an object
  -h, --help  print this

Exit codes: 0 fine, 2 the database could not be read, 64 wrong usage.
`;

/** `pantry dbm stat`: sizes and counts. */
export const stat: Command = { usage: USAGE, options: { json: { type: "boolean" } }, run };

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  const statistics = await attempt(path, () => statisticsOf(path));
  if (args.flag("json")) {
    await print([`${printableJson(JSON.stringify(statistics))}\n`]);
    return EXIT.fine;
  }
  const style = styleFor(host.stdout);
  const width = Math.max(...Object.keys(statistics).map((name) => name.length));
  for (const [name, value] of Object.entries(statistics)) {
    const text =
      typeof value === "number" && Number.isInteger(value) ? grouped(value) : printable(String(value));
    await print([`${style.quiet(printable(name).padEnd(width))}  ${style.value(text)}\n`]);
  }
  return EXIT.fine;
}
