import type { LoadOptions } from "../../pickle/index.ts";
import { repr, toJson } from "../../python/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, Failure, misuse } from "../failure.ts";
import { host } from "../host.ts";
import { type Input, MAX_BYTES, readInput } from "../input.ts";
import { jsonText } from "../json-text.ts";
import { complain, print } from "../output.ts";
import { encodingOf, type Pickle, pickles } from "../pickles.ts";
import { counted, grouped } from "../scalar.ts";
import { type Style, styleFor } from "../style.ts";
import { summary, type TreeOptions, tree } from "../tree.ts";

/** A graph that shares a lot has a repr of any length. */
const LONGEST_REPR = 2 ** 25;

const USAGE = `Shows what pickles hold.

Usage: pantry show [OPTION]... FILE...

FILE is a file of one or more pickles, or - for the standard input. What is compressed with gzip or zlib is
decompressed. Classes and functions are shown by name; nothing is imported or called. In the tree, &1 is before a
value that is in several places, and *1 is where it is again.

Options:
  --json           tagged JSON instead of a tree, a line for each pickle
  --repr           what Python's repr() gives instead of a tree, a line for each pickle
  --exact          keep every distinction that Python makes: int and float in JSON, str and unicode of Python 2
  --encoding NAME  what Python 2's str is in: ASCII, latin1, utf-8, or bytes to leave it as bytes
  --depth N        levels of the tree, from 0 to 1000 (default 8)
  --items N        branches of one value in the tree (default 100)
  --width N        characters of a line in the tree (default: those of the terminal, else 100)
  --max-bytes N    the most bytes to read, also after decompression (default 1073741824)
  -h, --help       print this

Exit codes: 0 fine, 2 a file could not be read to its end (what came before is shown), 64 wrong usage.
`;

/** `pantry show`: what pickles hold, as a tree, as JSON or as Python would show it. */
export const show: Command = {
  name: "show",
  summary: "what pickles hold, as a tree, as JSON or as Python would show it",
  usage: USAGE,
  options: {
    json: { type: "boolean" },
    repr: { type: "boolean" },
    exact: { type: "boolean" },
    encoding: { type: "string" },
    depth: { type: "string" },
    items: { type: "string" },
    width: { type: "string" },
    "max-bytes": { type: "string" },
  },
  run,
};

/** How pickles are read, and what is printed of each. */
interface Form {
  readonly loadOptions: LoadOptions;
  print(pickle: Pickle, input: Input): Iterable<string>;
}

async function run(args: Arguments): Promise<number> {
  if (args.files.length === 0) throw misuse("a file expected, or - for the standard input");
  const form = formOf(args);
  const maxBytes = args.integer("max-bytes", 1) ?? MAX_BYTES;
  let exitCode: number = EXIT.fine;
  for (const file of args.files) {
    try {
      const input = await readInput(file, maxBytes);
      for (const pickle of pickles(input, form.loadOptions)) await print(form.print(pickle, input));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await complain(error.message);
      exitCode = Math.max(exitCode, error.exitCode);
    }
  }
  return exitCode;
}

function formOf(args: Arguments): Form {
  const exact = args.flag("exact");
  const encoding = encodingOf(args);
  if (args.flag("json") && args.flag("repr")) throw misuse("--json or --repr expected, not both");
  if (args.flag("json")) return jsonForm(exact, encoding);
  return args.flag("repr") ? reprForm(exact, encoding) : treeForm(args, exact, encoding);
}

function jsonForm(exact: boolean, encoding: string | undefined): Form {
  return {
    loadOptions: { exact, ...(encoding !== undefined && { encoding }) },
    *print({ value }) {
      yield* jsonText(toJson(value, { exact }));
      yield "\n";
    },
  };
}

/** What is shown for people is read exactly, because 1 and 1.0 look different in Python. */
function reprForm(exact: boolean, encoding: string | undefined): Form {
  const decoding = encoding ?? (exact ? undefined : "ASCII");
  return {
    loadOptions: { exact: true, ...(decoding !== undefined && { encoding: decoding }) },
    *print({ value }, { name }) {
      yield `${printable(reprText(value, name))}\n`;
    },
  };
}

function treeForm(args: Arguments, verbatim: boolean, encoding: string | undefined): Form {
  const style = styleFor(host.stdout);
  const options: TreeOptions = {
    exact: true,
    verbatim,
    depth: args.integer("depth", 0, 1000) ?? 8,
    items: args.integer("items", 1) ?? 100,
    width: args.integer("width", 20) ?? host.stdout.columns ?? 100,
    style,
  };
  return {
    loadOptions: { exact: true, ...(encoding !== undefined && { encoding }) },
    *print(pickle, input) {
      if (pickle.number > 1) yield "\n";
      yield `${heading(pickle, input, options, style)}\n`;
      for (const line of tree(pickle.value, options)) yield `${line}\n`;
    },
  };
}

/** `orders.pkl, pickle 2  protocol 4, 1,234 bytes at 310: list, 3 items` */
function heading(pickle: Pickle, input: Input, options: TreeOptions, style: Style): string {
  const { isLast, length, number, offset, protocol, value } = pickle;
  const which = number === 1 && isLast ? "" : `, pickle ${number}`;
  const facts = [
    ...(input.compression ? [input.compression] : []),
    protocol === undefined ? "protocol 0 or 1" : `protocol ${protocol}`,
    `${counted(length, "byte")}${offset === 0 ? "" : ` at ${grouped(offset)}`}`,
  ];
  return `${style.heading(`${input.name}${which}`)}  ${facts.join(", ")}: ${summary(value, options)}`;
}

function reprText(value: unknown, name: string): string {
  const text = repr(value, { exact: true, maxLength: LONGEST_REPR });
  if (text.length < LONGEST_REPR || !text.endsWith("…")) return text;
  throw new Failure(
    `${name}: Cannot show it: its repr has more than ${grouped(LONGEST_REPR)} characters, use --json`,
    EXIT.bad,
  );
}
