import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { print } from "../output.ts";
import { counted, grouped } from "../scalar.ts";
import { sizeOf } from "./database-files.ts";
import { withDatabase } from "./databases.ts";
import { operands } from "./operands.ts";

const USAGE = `Makes the files of a database as small as they can be.

Usage: pantry dbm reorganize FILE

Whatever happens meanwhile, there is the database as it was or as it is then.

Options:
  -h, --help  print this

Exit codes: 0 fine, 2 the database could not be read or written, 64 wrong usage.
`;

/** `pantry dbm reorganize`: make the files as small as they can be. */
export const reorganize: Command = { usage: USAGE, options: {}, run };

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  const before = sizeOf(path);
  await withDatabase(path, { flag: "w" }, async (database) => database.reorganize());
  await print([`${grouped(before)} bytes before, ${counted(sizeOf(path), "byte")} now\n`]);
  return EXIT.fine;
}
