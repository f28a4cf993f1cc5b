import { dumps, HIGHEST_PROTOCOL } from "../../pickle/index.ts";
import { toJson } from "../../python/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, failureOf, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { MAX_BYTES, readInput } from "../input.ts";
import { jsonText } from "../json-text.ts";
import { type Chunk, print } from "../output.ts";
import { encodingOf, pickles } from "../pickles.ts";
import { writeFile } from "../safe-file.ts";

const USAGE = `Writes pickles in another form.

Usage: pantry convert [OPTION]... --to pickle|json FILE

FILE is a file of one or more pickles, or - for the standard input. What is compressed with gzip or zlib is
decompressed; the result is not compressed. Every distinction that Python makes is kept, and nothing is imported
or called. If any of the pickles cannot be converted, nothing is written.

Options:
  --to FORM          pickle, or tagged JSON: a line for each pickle
  --protocol N       the protocol of the pickle, from 0 to 5 (default 5)
  -o, --output FILE  where to write, and not to the standard output; a file that is there is replaced once the new
                     one is complete
  --encoding NAME    decode Python 2's str: from ASCII, latin1 or utf-8, or to bytes (default: it stays what it is)
  --max-bytes N      the most bytes to read, also after decompression (default 1073741824)
  -h, --help         print this

Exit codes: 0 fine, 1 a value cannot be written so, 2 a file could not be read or written, 64 wrong usage.
`;

/** `pantry convert`: pickles at another protocol, or as JSON. */
export const convert: Command = {
  usage: USAGE,
  options: {
    to: { type: "string" },
    protocol: { type: "string" },
    output: { type: "string", short: "o" },
    encoding: { type: "string" },
    "max-bytes": { type: "string" },
  },
  run,
};

/** Makes of a value what is written for it. */
type Conversion = (value: unknown) => Iterable<Chunk>;

async function run(args: Arguments): Promise<number> {
  const [file, ...rest] = args.files;
  if (file === undefined || rest.length > 0) throw misuse("one file expected, or - for the standard input");
  const conversion = conversionOf(args);
  const encoding = encodingOf(args);
  const output = args.text("output") ?? "-";
  if (args.text("to") === "pickle" && output === "-" && host.stdout.isTTY)
    throw misuse("a pickle is nothing for a terminal: name a file with --output");
  const input = await readInput(file, args.integer("max-bytes", 1) ?? MAX_BYTES);
  const values = [...pickles(input, { exact: true, ...(encoding !== undefined && { encoding }) })];
  try {
    // Pickles are made before anything is written; JSON, which is longer and never fails, while it is.
    const chunks = inOrder(values.map(({ value }) => conversion(value)));
    if (output === "-") await print(chunks);
    else writeFile(output, chunks);
  } catch (error) {
    throw failureOf(error, input);
  }
  return EXIT.fine;
}

function conversionOf(args: Arguments): Conversion {
  const form = args.text("to");
  const protocol = args.integer("protocol", 0, HIGHEST_PROTOCOL);
  if (form === "pickle") {
    const options = { exact: true, ...(protocol !== undefined && { protocol }) };
    return (value) => [dumps(value, options)];
  }
  if (form !== "json")
    throw misuse(
      form === undefined
        ? "--to pickle or --to json expected"
        : `--to ${printable(form)}: pickle or json expected`,
    );
  if (protocol !== undefined) throw misuse("--protocol goes with --to pickle only");
  return jsonLine;
}

function* jsonLine(value: unknown): Generator<string> {
  yield* jsonText(toJson(value, { exact: true }));
  yield "\n";
}

function* inOrder(parts: readonly Iterable<Chunk>[]): Generator<Chunk> {
  for (const part of parts) yield* part;
}
