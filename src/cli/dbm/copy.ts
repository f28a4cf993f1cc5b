import { type Database, open } from "../../dbm/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, type FileOfData } from "../failure.ts";
import { fileSystem } from "../host.ts";
import { complain, print } from "../output.ts";
import { Progress } from "../progress.ts";
import { counted } from "../scalar.ts";
import { about, attempt, blamed, formatOf } from "./databases.ts";
import { fill } from "./filling.ts";
import { type Fill, makeDatabase, makeWay } from "./new-database.ts";
import { operands } from "./operands.ts";

const USAGE = `Copies a database, from any format to any format.

Usage: pantry dbm copy [OPTION]... FROM TO

TO is there once it is complete and its keys are counted, or not at all. Its permissions are those of FROM.

Options:
  --to FORMAT  of TO: sqlite3 (the default), gnu, ndbm or dumb
  --replace    put it in the place of the database that is there, which may be FROM itself
  -h, --help   print this

Exit codes: 0 fine, 1 the format cannot hold that much, or FROM has fewer or more keys than it says, 2 FROM could not be
read or TO not be written, 64 wrong usage, 130 Ctrl-C.
`;

/** `pantry dbm copy`: a new database, in any format, from another. */
export const copy: Command = {
  usage: USAGE,
  options: { to: { type: "string" }, replace: { type: "boolean" } },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [from = "", to = ""] = operands(args, ["FROM", "TO"]);
  const format = formatOf(args, "to");
  const plan = { format, replaces: args.flag("replace") };
  // Before the source is opened, which may be what is replaced.
  await attempt(to, () => makeWay(to, plan));
  const source = await attempt(from, () => open(from));
  try {
    const wanted = await attempt(from, () => source.size);
    const status = fileSystem.statSync(source.path, { throwIfNoEntry: false });
    const mode = status && status.mode & 0o777;
    const count = await attempt(to, () => makeDatabase(to, { ...plan, mode }, fillFrom(source, about(from))));
    await print([`${counted(count, "key")} copied\n`]);
    if (count === wanted) return EXIT.fine;
    await complain(`${printable(from)}: it says that it has ${counted(wanted, "key")}: see pantry dbm check`);
    return EXIT.bad;
  } finally {
    source.close();
  }
}

/** Copies all of a database, and closes it: it may be what is replaced. */
function fillFrom(source: Database, file: FileOfData): Fill {
  return async (target, interruption) => {
    const progress = new Progress(source.size);
    const entries = blamed(source.entries(), file);
    try {
      return await fill(target, entries, interruption, (count) => progress.bar(count, "key"));
    } finally {
      progress.clear();
      source.close();
    }
  };
}
