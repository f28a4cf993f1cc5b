import type { Entry } from "../../dbm/async-store.ts";
import { DumpSource } from "../../dbm/gnu/dump-source.ts";
import { dumps, HIGHEST_PROTOCOL } from "../../pickle/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { bytesOf } from "../dbm/chunks.ts";
import { operands } from "../dbm/operands.ts";
import { EXIT, Failure, failureOf } from "../failure.ts";
import { nameOf } from "../input.ts";
import { print } from "../output.ts";
import { counted } from "../scalar.ts";
import { batchesOf } from "./batches.ts";
import { readEntryLines } from "./entry-lines.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, placeOf } from "./places.ts";
import { targetOf } from "./target.ts";
import { contentOf, EXACT, inputOf } from "./values.ts";

const USAGE = `Gives keys the values of an export, in place of those they have; other keys stay as they are.

Usage: pantry shelf import [OPTION]... FILE|URL [EXPORT]

EXPORT is what pantry shelf export wrote, lines of JSON or a pickle of a dict, which is told by how it begins; without
it, or as -, the standard input. All of it is read before anything is written.

${PLACE_USAGE}

Options:
  --protocol N        the protocol to pickle values with, from 0 to 5 (default 5)
  --create FORMAT     make FILE where there is none: sqlite3, gnu, ndbm or dumb
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 fine, 1 a value cannot be kept so, 2 the export could not be read or the shelf not be written, 64 wrong
usage.
`;

/** `pantry shelf import`: keys and values of an export. */
export const importAll: Command = {
  usage: USAGE,
  options: { protocol: { type: "string" }, create: { type: "string" }, ...KEYENCODING },
  run,
};

/** What begins a line of JSON, and what is greater than any blank before it; no pickle begins with either. */
const BRACE = 0x7b;
const BLANK = 0x20;

async function run(args: Arguments): Promise<number> {
  const [word = "", source = "-"] = operands(args, ["FILE|URL", "EXPORT"], 1);
  const { place, ...opening } = targetOf(args, placeOf(word));
  const protocol = args.integer("protocol", 0, HIGHEST_PROTOCOL);
  const entries = entriesIn(source, new KeyText(args), protocol);
  await withPlace(place, opening, async (shelf) => {
    for (const batch of batchesOf(entries, shelf.batch)) await shelf.setMany(batch);
  });
  await print([`${counted(entries.length, "key")} imported\n`]);
  return EXIT.fine;
}

function entriesIn(path: string, keys: KeyText, protocol: number | undefined): readonly Entry[] {
  const bytes = bytesOf(path);
  const name = nameOf(path);
  try {
    return (bytes.find((byte) => byte > BLANK) ?? BRACE) === BRACE
      ? [...readEntryLines(new DumpSource([bytes]), keys, protocol)]
      : [...entriesOfPickle(bytes, { name, keys, protocol })];
  } catch (error) {
    throw failureOf(error, { name });
  }
}

interface Reading {
  readonly name: string;
  readonly keys: KeyText;
  readonly protocol: number | undefined;
}

function* entriesOfPickle(bytes: Uint8Array, { keys, name, protocol }: Reading): Generator<Entry> {
  const options = { exact: true, ...(protocol !== undefined && { protocol }) };
  const { value: dict } = contentOf(inputOf(name, bytes), EXACT);
  const refusal = new Failure(
    `${name}: it is no pickle of a dict whose keys are keys of a shelf`,
    EXIT.unreadable,
  );
  if (!(dict instanceof Map)) throw refusal;
  for (const [key, value] of dict) {
    const encoded = typeof key === "string" ? keys.ofJson(key) : undefined;
    if (!encoded) throw refusal;
    yield [encoded, dumps(value, options)];
  }
}
