import type { Database } from "../../dbm/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, misuse } from "../failure.ts";
import { bytesOf } from "./chunks.ts";
import { placeOf } from "./database-files.ts";
import { formatOf, REMEDIES, withDatabase } from "./databases.ts";
import { KEY_AS, KEY_AS_USAGE, notationOf, parsed } from "./notation.ts";
import { operands } from "./operands.ts";

const USAGE = `Gives a key a value, in place of the one it has.

Usage: pantry dbm set [OPTION]... FILE KEY VALUE
       pantry dbm set [OPTION]... FILE KEY --file PATH

VALUE is the value itself, or - for what comes from the standard input. What begins with a hyphen is behind a --.

Options:
${KEY_AS_USAGE}
  --value-as NOTATION
                     how VALUE is written, likewise
  --file PATH        the value is what is in this file
  --create FORMAT    make the database where there is none: sqlite3, gnu, ndbm or dumb
  -h, --help         print this

Exit codes: 0 fine, 1 the format cannot hold that much, 2 the database could not be read or written, 64 wrong usage.
`;

/** `pantry dbm set`: give a key a value. */
export const set: Command = {
  usage: USAGE,
  options: {
    file: { type: "string" },
    create: { type: "string" },
    "value-as": { type: "string" },
    ...KEY_AS,
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const isFile = args.isGiven("file");
  const [path = "", word = ""] = operands(args, isFile ? ["FILE", "KEY"] : ["FILE", "KEY", "VALUE"]);
  const format = formatOf(args, "create");
  const key = parsed(word, notationOf(args, "key-as"), "KEY");
  const value = wantedValue(args);
  const place = placeOf(path, format);
  const store = async (database: Database) => {
    database.set(key, value);
    return EXIT.fine;
  };
  if (format) return withDatabase(place.path, { flag: "c", ...place }, store);
  return withDatabase(place.path, { flag: "w" }, store, { ...REMEDIES, "not-found": "; --create makes one" });
}

function wantedValue(args: Arguments): Uint8Array {
  const notation = notationOf(args, "value-as");
  const file = args.text("file");
  const word = file === undefined ? args.files[2] : "-";
  if (word === undefined || word !== "-") return parsed(word ?? "", notation, "VALUE");
  if (args.isGiven("value-as")) throw misuse("--value-as does not go with --file and the standard input");
  return bytesOf(file ?? "-");
}
