import type { Entry } from "../../dbm/async-store.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { operands } from "../dbm/operands.ts";
import { EXIT, Failure } from "../failure.ts";
import { host } from "../host.ts";
import { complain, print } from "../output.ts";
import { styleFor } from "../style.ts";
import { summary } from "../tree.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { contentOf, EXACT, inputOf, treeOptions } from "./values.ts";

const USAGE = `Prints the keys of a shelf, each on a line, in the order that the database has them.

Usage: pantry shelf ls [OPTION]... FILE|URL

${PLACE_USAGE}

Options:
  -l, --long          what each value is, too: protocol, size and type
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 2 the shelf or with --long a value could not be read, 64 wrong usage.
`;

/** `pantry shelf ls`: the keys. */
export const ls: Command = {
  usage: USAGE,
  options: { long: { type: "boolean", short: "l" }, ...KEYENCODING },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [word = ""] = operands(args, ["FILE|URL"]);
  const place = placeOf(word);
  const keys = new KeyText(args);
  return withPlace(place, { flag: "r" }, async (shelf) => {
    if (args.flag("long")) return printLong(shelf.entries(), keys);
    for await (const key of shelf.keys()) await print([`${keys.shown(key)}\n`]);
    return EXIT.fine;
  });
}

async function printLong(entries: AsyncIterable<Entry>, keys: KeyText): Promise<number> {
  const options = treeOptions();
  const style = styleFor(host.stdout);
  let exitCode: number = EXIT.fine;
  for await (const [key, bytes] of entries) {
    const name = keys.shown(key);
    try {
      const { facts, value } = contentOf(inputOf(name, bytes), EXACT);
      await print([`${style.heading(name)}  ${facts.join(", ")}: ${summary(value, options)}\n`]);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await complain(error.message);
      exitCode = EXIT.unreadable;
    }
  }
  return exitCode;
}
