import { dumpAscii } from "../../dbm/gnu/dump-ascii.ts";
import { dumpBinary } from "../../dbm/gnu/dump-binary.ts";
import type { DumpHeader } from "../../dbm/gnu/dump-header.ts";
import type { Database } from "../../dbm/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, misuse } from "../failure.ts";
import { fileSystem, host, paths } from "../host.ts";
import { type Chunk, print } from "../output.ts";
import { writeFile } from "../safe-file.ts";
import { withDatabase } from "./databases.ts";
import { operands } from "./operands.ts";
import { pairLines } from "./pair-lines.ts";

const USAGE = `Writes all keys and values of a database, of whichever format.

Usage: pantry dbm dump [OPTION]... FILE

Options:
  --form FORM        ascii (the default) or binary: what gdbm_dump writes and gdbm_load reads; or json: a line
                     {"key": ..., "value": ...} for each, a string for what is UTF-8, else {"$bytes": base64}
  -o, --output PATH  where to write, and not to the standard output; a file that is there is replaced once the new one
                     is complete
  -h, --help         print this

Exit codes: 0 fine, 2 the database could not be read or the dump not be written, 64 wrong usage.
`;

/** `pantry dbm dump`: all keys and values. */
export const dump: Command = {
  usage: USAGE,
  options: { form: { type: "string" }, output: { type: "string", short: "o" } },
  run,
};

type Form = (database: Database, path: string) => Iterable<Chunk>;

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["ascii", (database, path) => dumpAscii(database, headerOf(database, path))],
  ["binary", (database) => dumpBinary(database)],
  ["json", (database) => pairLines(database)],
]);

async function run(args: Arguments): Promise<number> {
  const [path = ""] = operands(args, ["FILE"]);
  const name = args.text("form") ?? "ascii";
  const form = FORMS.get(name);
  if (!form) throw misuse(`--form ${printable(name)}: ascii, binary or json expected`);
  const output = args.text("output") ?? "-";
  if (name === "binary" && output === "-" && host.stdout.isTTY)
    throw misuse("a binary dump is nothing for a terminal: name a file with --output");
  return withDatabase(path, {}, async (database) => {
    const chunks = form(database, path);
    if (output === "-") await print(chunks);
    else writeFile(output, chunks);
    return EXIT.fine;
  });
}

/** What is left out where it cannot be told. */
function headerOf(database: Database, path: string): DumpHeader {
  const file = paths.basename(path);
  const mode = fileSystem.statSync(database.path, { throwIfNoEntry: false })?.mode;
  return {
    ...(printable(file) === file && !file.includes('"') && { file }),
    ...(mode !== undefined && { mode: mode & 0o777 }),
  };
}
