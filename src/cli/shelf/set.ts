import { dumps, HIGHEST_PROTOCOL } from "../../pickle/index.ts";
import { fromJson } from "../../python/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { bytesOf } from "../dbm/chunks.ts";
import { oneOf, operands } from "../dbm/operands.ts";
import { EXIT, Failure, failureOf, misuse } from "../failure.ts";
import { nameOf } from "../input.ts";
import { DOUBTFUL, KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { targetOf } from "./target.ts";
import { contentOf, EXACT, inputOf } from "./values.ts";

const USAGE = `Gives a key a value, in place of the one it has.

Usage: pantry shelf set [OPTION]... FILE|URL KEY VALUE
       pantry shelf set [OPTION]... FILE|URL KEY --pickle PATH

VALUE is JSON, in which 1 is an int, 1.5 a float and an object a dict; tagged JSON, as get --json prints it, says all
the rest: {"$float": "1.0"}, {"$tuple": [1, 2]}. As - it is what comes from the standard input. What begins with a
hyphen is behind a --.

${PLACE_USAGE}

Options:
  --text              VALUE is a str, and no JSON
  --pickle PATH       the value is the pickle in this file, or for - in the standard input, as it is
  --protocol N        the protocol to pickle VALUE with, from 0 to 5 (default 5)
  --create FORMAT     make FILE where there is none: sqlite3, gnu, ndbm or dumb
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 1 the value cannot be kept so, 2 the shelf or the value could not be read or written, 64 wrong
usage.
`;

/** `pantry shelf set`: give a key a value. */
export const set: Command = {
  usage: USAGE,
  options: {
    text: { type: "boolean" },
    pickle: { type: "string" },
    protocol: { type: "string" },
    create: { type: "string" },
    ...KEYENCODING,
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const isPickle = args.isGiven("pickle");
  const [word = "", keyWord = "", value = ""] = operands(
    args,
    isPickle ? ["FILE|URL", "KEY"] : ["FILE|URL", "KEY", "VALUE"],
  );
  const { place, ...opening } = targetOf(args, placeOf(word));
  const key = new KeyText(args).parsed(keyWord);
  const bytes = wantedValue(args, value);
  await withPlace(place, opening, (shelf) => shelf.setMany([[key, bytes]]));
  return EXIT.fine;
}

function wantedValue(args: Arguments, word: string): Uint8Array {
  oneOf(args, ["text", "pickle"]);
  const protocol = args.integer("protocol", 0, HIGHEST_PROTOCOL);
  const path = args.text("pickle");
  if (path !== undefined) {
    if (protocol !== undefined) throw misuse("--protocol does not go with --pickle");
    return onePickle(path);
  }
  const isInput = word === "-";
  const name = isInput ? nameOf("-") : "VALUE";
  const wrong = (message: string) =>
    isInput ? new Failure(`${name}: ${message}`, EXIT.unreadable) : misuse(`${name}: ${message}`);
  const text = isInput ? textOf(bytesOf("-")) : word.includes("\ufffd") ? undefined : word;
  if (text === undefined)
    throw wrong(isInput ? "UTF-8 expected" : `${DOUBTFUL}; as - it may come from the standard input`);
  const value = args.flag("text") ? text : valueOfJson(text, wrong);
  try {
    return dumps(value, { exact: true, ...(protocol !== undefined && { protocol }) });
  } catch (error) {
    throw failureOf(error, { name });
  }
}

function valueOfJson(text: string, wrong: (message: string) => Failure): unknown {
  try {
    return fromJson(JSON.parse(text), { exact: true });
  } catch (error) {
    // What is too deep for an engine is a RangeError.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const message = printable(error.message);
    const isTagged = message.startsWith("Cannot read tagged JSON");
    throw wrong(isTagged ? message : `JSON expected: ${message}; --text takes it for a str`);
  }
}

/** The bytes of a file that is one pickle from the first to the last. */
function onePickle(path: string): Uint8Array {
  const bytes = bytesOf(path);
  const name = nameOf(path);
  if (contentOf(inputOf(name, bytes), EXACT).left === 0) return bytes;
  throw new Failure(`${name}: one pickle expected, and nothing behind it`, EXIT.unreadable);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
