import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../failure.ts";
import { withDatabase } from "./databases.ts";
import { KEY_AS, KEY_AS_USAGE, missingKey, notationOf, parsed } from "./notation.ts";
import { operands } from "./operands.ts";

const USAGE = `Removes a key and its value.

Usage: pantry dbm delete [OPTION]... FILE KEY

Options:
${KEY_AS_USAGE}
  -h, --help         print this

Exit codes: 0 fine, 1 there is no such key, 2 the database could not be read or written, 64 wrong usage.
`;

/** `pantry dbm delete`: remove a key. */
export const deleteKey: Command = { usage: USAGE, options: KEY_AS, run };

async function run(args: Arguments): Promise<number> {
  const [path = "", word = ""] = operands(args, ["FILE", "KEY"]);
  const key = parsed(word, notationOf(args, "key-as"), "KEY");
  return withDatabase(path, { flag: "w" }, async (database) => {
    if (!database.delete(key)) throw missingKey(path, key);
    return EXIT.fine;
  });
}
