import { versionNumber, versionText } from "../../marshal/version.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { contentsOf, DEFAULT_PYTHON } from "../contents.ts";
import { EXIT, Failure, misuse } from "../failure.ts";
import { disForm, type Form, jsonForm, reprForm, treeForm } from "../forms.ts";
import { host } from "../host.ts";
import { MAX_BYTES, readInput } from "../input.ts";
import { complain, print } from "../output.ts";
import { encodingOf } from "../pickles.ts";
import { hasPycHeader } from "../pyc-header.ts";
import { styleFor } from "../style.ts";

const FORMS = ["json", "repr", "dis"];

const USAGE = `Shows what pickles and .pyc files hold.

Usage: pantry show [OPTION]... FILE...

FILE is a file of one or more pickles, a .pyc file of Python 2.7 or 3.0 to 3.15, or - for the standard input; its bytes
tell which. What is compressed with gzip or zlib is decompressed. Classes and functions are shown by name; nothing is
imported, called or run. In the tree, &1 is before a value that is in several places, and *1 where it is again.

Options:
  --json           tagged JSON instead of a tree, a line for each pickle; of a .pyc file {"header": ..., "code": ...}
  --repr           what Python's repr() gives instead of a tree, a line for each pickle
  --dis            the instructions of a .pyc file and nothing else, as the dis of its own Python prints them
  --marshal        the file holds marshalled values, one or several in a row, and no header
  --python V       the Python that marshalled them, such as 3.8 (default ${DEFAULT_PYTHON})
  --exact          keep every distinction that Python makes: int and float in JSON, str and unicode of Python 2; and
                   show all fields of code objects
  --encoding NAME  what Python 2's str is in: ASCII, latin1, utf-8, or bytes to leave it as bytes; in code objects it
                   is left as it is
  --depth N        levels of the tree, from 0 to 1000 (default 8)
  --items N        branches of one value in the tree (default 100)
  --width N        characters of a line in the tree (default: those of the terminal, else 100)
  --max-bytes N    the most bytes to read, also after decompression (default 1073741824)
  -h, --help       print this

Exit codes: 0 fine, 1 too long to be shown so, 2 a file could not be read to its end (what came before is shown), 64
wrong usage.
`;

/** `pantry show`: what pickles and `.pyc` files hold, as a tree, as JSON or as Python would show it. */
export const show: Command = {
  usage: USAGE,
  options: {
    json: { type: "boolean" },
    repr: { type: "boolean" },
    dis: { type: "boolean" },
    marshal: { type: "boolean" },
    python: { type: "string" },
    exact: { type: "boolean" },
    encoding: { type: "string" },
    depth: { type: "string" },
    items: { type: "string" },
    width: { type: "string" },
    "max-bytes": { type: "string" },
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  if (args.files.length === 0) throw misuse("a file expected, or - for the standard input");
  const form = formOf(args);
  const options = { ...form.read, python: pythonOf(args) };
  const maxBytes = args.integer("max-bytes", 1) ?? MAX_BYTES;
  let exitCode: number = EXIT.fine;
  for (const file of args.files) {
    try {
      const input = await readInput(file, maxBytes);
      if (args.flag("dis") && options.python === undefined && !hasPycHeader(input.bytes))
        throw new Failure(`${input.name}: it is no .pyc file, which --dis is for`, EXIT.unreadable);
      for (const content of contentsOf(input, options)) await print(form.print(content, input));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await complain(error.message);
      exitCode = Math.max(exitCode, error.exitCode);
    }
  }
  return exitCode;
}

function formOf(args: Arguments): Form {
  const forms = FORMS.filter((name) => args.flag(name));
  if (forms.length > 1) throw misuse(`${forms.map((name) => `--${name}`).join(" or ")} expected, not both`);
  const profile = { exact: args.flag("exact"), encoding: encodingOf(args) };
  switch (forms[0]) {
    case "json":
      return jsonForm(profile);
    case "repr":
      return reprForm(profile);
    case "dis":
      return disForm();
    default:
      return drawnForm(args, profile.exact, profile.encoding);
  }
}

function drawnForm(args: Arguments, verbatim: boolean, encoding: string | undefined): Form {
  const options = {
    exact: true,
    verbatim,
    depth: args.integer("depth", 0, 1000) ?? 8,
    items: args.integer("items", 1) ?? 100,
    width: args.integer("width", 20) ?? (host.stdout.columns || 100),
    style: styleFor(host.stdout),
  };
  return treeForm(encoding, options);
}

/** The Python that marshalled the values; `undefined` for pickles and `.pyc` files. */
function pythonOf(args: Arguments): string | undefined {
  const python = args.text("python");
  if (!args.flag("marshal")) {
    if (python !== undefined) throw misuse("--python goes with --marshal only");
    return undefined;
  }
  try {
    return versionText(versionNumber(python ?? DEFAULT_PYTHON));
  } catch {
    throw misuse(`--python ${printable(String(python))}: 2.7 or 3.0 to 3.15 expected`);
  }
}
