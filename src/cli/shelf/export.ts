import { dumps, HIGHEST_PROTOCOL } from "../../pickle/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { operands } from "../dbm/operands.ts";
import { EXIT, Failure, failureOf, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { type Chunk, print } from "../output.ts";
import { writeFileInTime } from "../safe-file.ts";
import { bytesLine } from "./entry-lines.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { type Opened, withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { contentOf, EXACT, inputOf } from "./values.ts";

const USAGE = `Writes all that is in a shelf, as text that import reads, or as one pickle.

Usage: pantry shelf export [OPTION]... FILE|URL

It is a line {"key": ..., "value": ...} for each key, with the value as tagged JSON, which loses nothing of it; what is
not one pickle from the first to the last byte is {"key": ..., "raw": {"$bytes": base64}}.

${PLACE_USAGE}

Options:
  --pickle            one pickle of a dict with all keys and values instead
  --protocol N        the protocol of that pickle, from 0 to 5 (default 5)
  -o, --output PATH   where to write, and not to the standard output; a file that is there is replaced once the new one
                      is complete
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 1 the values cannot be in one pickle, 2 the shelf could not be read, or for --pickle a key or a
value, or the output not be written, 64 wrong usage.
`;

/** `pantry shelf export`: all keys and values. */
export const exportAll: Command = {
  usage: USAGE,
  options: {
    pickle: { type: "boolean" },
    protocol: { type: "string" },
    output: { type: "string", short: "o" },
    ...KEYENCODING,
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [word = ""] = operands(args, ["FILE|URL"]);
  const place = placeOf(word);
  const isPickle = args.flag("pickle");
  const protocol = args.integer("protocol", 0, HIGHEST_PROTOCOL);
  if (protocol !== undefined && !isPickle) throw misuse("--protocol goes with --pickle only");
  const output = args.text("output") ?? "-";
  if (isPickle && output === "-" && host.stdout.isTTY)
    throw misuse("a pickle is nothing for a terminal: name a file with --output");
  const keys = new KeyText(args);
  return withPlace(place, { flag: "r" }, async (shelf) => {
    const chunks = isPickle ? onePickle(shelf, keys, protocol) : lines(shelf, keys);
    await write(output, chunks);
    return EXIT.fine;
  });
}

async function write(output: string, chunks: AsyncIterable<Chunk>): Promise<void> {
  if (output !== "-") return writeFileInTime(output, chunks);
  for await (const chunk of chunks) await print([chunk]);
}

async function* lines(shelf: Opened, keys: KeyText): AsyncGenerator<Chunk> {
  for await (const [key, bytes] of shelf.entries()) yield [...bytesLine(key, bytes, keys)].join("");
}

async function* onePickle(shelf: Opened, keys: KeyText, protocol: number | undefined): AsyncGenerator<Chunk> {
  const dict = new Map<string, unknown>();
  for await (const [key, bytes] of shelf.entries()) {
    const name = keys.shown(key);
    const text = keys.decoded(key);
    if (text === undefined) throw new Failure(`${name}: such a key is no str`, EXIT.unreadable);
    dict.set(text, contentOf(inputOf(name, bytes), EXACT).value);
  }
  try {
    yield dumps(dict, { exact: true, ...(protocol !== undefined && { protocol }) });
  } catch (error) {
    throw failureOf(error, { name: shelf.place.shown });
  }
}
