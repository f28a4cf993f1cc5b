import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, misuse } from "../failure.ts";
import { complain } from "../output.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText, missing } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";

const USAGE = `Removes keys and their values.

Usage: pantry shelf rm [OPTION]... FILE|URL KEY...

${PLACE_USAGE}

Options:
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 1 there is no such key (the others are removed), 2 the shelf could not be read or written, 64 wrong
usage.
`;

/** `pantry shelf rm`: remove keys. */
export const rm: Command = { usage: USAGE, options: KEYENCODING, run };

async function run(args: Arguments): Promise<number> {
  const [word, ...keyWords] = args.files;
  if (word === undefined || keyWords.length === 0) throw misuse("FILE|URL KEY... expected");
  const place = placeOf(word);
  const keys = new KeyText(args);
  const wanted = keyWords.map((keyWord) => keys.parsed(keyWord));
  return withPlace(place, { flag: "w" }, async (shelf) => {
    let exitCode: number = EXIT.fine;
    for (const key of wanted) {
      if (await shelf.delete(key)) continue;
      await complain(missing(place, keys.shown(key)).message);
      exitCode = EXIT.bad;
    }
    return exitCode;
  });
}
