import { optimize as optimized, PickletoolsError } from "../../pickletools/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, failureOf, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { MAX_BYTES, readInput } from "../input.ts";
import { endOf } from "../opcodes.ts";
import { print } from "../output.ts";
import { writeFile } from "../safe-file.ts";

const USAGE = `Writes pickles without the memo entries that nothing uses.

Usage: pantry optimize [OPTION]... FILE

FILE is a file of one or more pickles, or - for the standard input. What is compressed with gzip or zlib is
decompressed; the result is not compressed. Each pickle comes out as Python's pickletools.optimize would have it, and
loads as the same value. If any of the pickles cannot be read, nothing is written.

Options:
  -o, --output FILE  where to write, and not to the standard output; a file that is there is replaced once the new
                     one is complete
  --max-bytes N      the most bytes to read, also after decompression (default 1073741824)
  -h, --help         print this

Exit codes: 0 fine, 2 a file could not be read or written, 64 wrong usage.
`;

/** `pantry optimize`: pickles that are shorter and mean the same. */
export const optimize: Command = {
  usage: USAGE,
  options: { output: { type: "string", short: "o" }, "max-bytes": { type: "string" } },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [file, ...rest] = args.files;
  if (file === undefined || rest.length > 0) throw misuse("one file expected, or - for the standard input");
  const output = args.text("output") ?? "-";
  if (output === "-" && host.stdout.isTTY)
    throw misuse("a pickle is nothing for a terminal: name a file with --output");
  const input = await readInput(file, args.integer("max-bytes", 1) ?? MAX_BYTES);
  try {
    const pickles = [...eachOptimized(input.bytes)];
    if (output === "-") await print(pickles);
    else writeFile(output, pickles);
  } catch (error) {
    throw failureOf(error, input);
  }
  return EXIT.fine;
}

function* eachOptimized(bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; ) {
    const end = endOf(bytes, offset);
    yield optimizedAt(bytes.subarray(offset, end), offset);
    offset = end;
  }
}

/** What is wrong is told with its place in the file. */
function optimizedAt(pickle: Uint8Array, start: number): Uint8Array {
  try {
    return optimized(pickle);
  } catch (error) {
    if (!(error instanceof PickletoolsError)) throw error;
    throw new PickletoolsError(error.what, start + error.offset, error.reason, error.code, { cause: error });
  }
}
