import { whichdb } from "../../dbm/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, misuse, reasonOf } from "../failure.ts";
import { fileSystem } from "../host.ts";
import { complain, print } from "../output.ts";

const USAGE = `Tells which format databases are in, as python -m dbm does.

Usage: pantry dbm which FILE...

A line for each FILE: dbm.sqlite3, dbm.gnu, dbm.ndbm or dbm.dumb, or UNKNOWN, and the FILE. Nothing is locked for it.
GDBM's files of other machines are known, too, which Python takes for unknown.

Options:
  -h, --help  print this

Exit codes: 0 all are known, 2 one could not be read, 3 one is unknown, 64 wrong usage.
`;

/** `pantry dbm which`: the formats of databases. */
export const which: Command = { usage: USAGE, options: {}, run };

async function run(args: Arguments): Promise<number> {
  if (args.files.length === 0) throw misuse("FILE... expected");
  let exitCode: number = EXIT.fine;
  for (const path of args.files) {
    const format = whichdb(path);
    if (format === undefined) {
      await complain(`${printable(path)}: ${printable(objectionTo(path))}`);
      exitCode = EXIT.unreadable;
    } else {
      await print([`${format === "" ? "UNKNOWN" : `dbm.${format}`} ${printable(path)}\n`]);
      if (format === "" && exitCode === EXIT.fine) exitCode = EXIT.unknown;
    }
  }
  return exitCode;
}

/** Why nothing can be told of a path. */
function objectionTo(path: string): string {
  try {
    if (fileSystem.statSync(path, { throwIfNoEntry: false })?.isDirectory())
      return reasonOf({ code: "EISDIR" });
    fileSystem.closeSync(fileSystem.openSync(path, "r"));
    return "it cannot be read";
  } catch (error) {
    return reasonOf(error);
  }
}
