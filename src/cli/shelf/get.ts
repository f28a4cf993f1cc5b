import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { operands } from "../dbm/operands.ts";
import { EXIT, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { print } from "../output.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText, missing } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { contentOf, ENCODING_USAGE, formOf, inputOf, VALUE_FORMS, VALUE_FORMS_USAGE } from "./values.ts";

const USAGE = `Prints the value of a key, as a tree. Classes and functions are shown by name; nothing is imported or called.

Usage: pantry shelf get [OPTION]... FILE|URL KEY

${PLACE_USAGE}

Options:
${VALUE_FORMS_USAGE}
${ENCODING_USAGE}
  --raw               the very bytes of the pickle
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 1 there is no such key, 2 the shelf or the value could not be read, 64 wrong usage.
`;

/** `pantry shelf get`: the value of a key. */
export const get: Command = {
  usage: USAGE,
  options: { raw: { type: "boolean" }, ...VALUE_FORMS, ...KEYENCODING },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [word = "", keyWord = ""] = operands(args, ["FILE|URL", "KEY"]);
  const place = placeOf(word);
  const form = formOf(args, ["raw"]);
  const keys = new KeyText(args);
  const key = keys.parsed(keyWord);
  if (args.flag("raw") && host.stdout.isTTY) throw misuse("--raw is nothing for a terminal");
  const bytes = await withPlace(place, { flag: "r" }, (shelf) => shelf.get(key));
  if (!bytes) throw missing(place, keys.shown(key));
  if (args.flag("raw")) {
    await print([bytes]);
  } else {
    const input = inputOf(keys.shown(key), bytes);
    await print(form.print(contentOf(input, form.read), input));
  }
  return EXIT.fine;
}
