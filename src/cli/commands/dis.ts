import { disLines, Memo } from "../../pickletools/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { EXIT, Failure, failureOf, misuse } from "../failure.ts";
import { type Input, MAX_BYTES, readInput } from "../input.ts";
import { endOf, opcodesJson } from "../opcodes.ts";
import { complain, inOrder, print } from "../output.ts";
import { writeFile } from "../safe-file.ts";
import { counted } from "../scalar.ts";

/** The column of the annotations that Python's command has. */
const ANNOTATE = 30;

const USAGE = `Shows the opcodes that pickles are made of, as Python's pickletools does.

Usage: pantry dis [OPTION]... FILE...

FILE is a file whose first pickle is shown, or - for the standard input. What is compressed with gzip or zlib is
decompressed. Nothing is imported or called. The text is the very one that python -m pickletools prints.

Options:
  -a, --annotate       say on each line what the opcode does
  -m, --memo           keep the memo from one pickle to the next
  -l, --indentlevel N  blanks for each level of MARK, from 0 to 1000 (default 4)
  -p, --preamble TEXT  the line before each of several files; {name} is replaced (default "==> {name} <==")
  -o, --output FILE    where to write, and not to the standard output
  --all                show all pickles of a file, and not only the first
  --json               an array with an object for each opcode instead, for each file
  --max-bytes N        the most bytes to read, also after decompression (default 1073741824)
  -h, --help           print this

Exit codes: 0 fine, 2 a file could not be read to its end (what came before is shown) or not be written, 64 wrong
usage.
`;

/** `pantry dis`: the opcodes of pickles. */
export const dis: Command = {
  usage: USAGE,
  options: {
    annotate: { type: "boolean", short: "a" },
    memo: { type: "boolean", short: "m" },
    indentlevel: { type: "string", short: "l" },
    preamble: { type: "string", short: "p" },
    output: { type: "string", short: "o" },
    all: { type: "boolean" },
    json: { type: "boolean" },
    "max-bytes": { type: "string" },
  },
  run,
};

/** What is written for the bytes of a file; at last, how many of them were shown. */
type Form = (bytes: Uint8Array) => Generator<string, number>;

async function run(args: Arguments): Promise<number> {
  if (args.files.length === 0) throw misuse("a file expected, or - for the standard input");
  const sections = new Sections(args.flag("json") ? jsonForm(args) : textForm(args), preambleOf(args));
  const maxBytes = args.integer("max-bytes", 1) ?? MAX_BYTES;
  const output = args.text("output");
  if (output === undefined) {
    for (const file of args.files) {
      await print(sections.of(file, await attempt(file, maxBytes)));
      await sections.complain();
    }
    return sections.exitCode;
  }
  const inputs: [string, Input | Failure][] = [];
  for (const file of args.files) inputs.push([file, await attempt(file, maxBytes)]);
  writeFile(output, inOrder(inputs.map(([file, input]) => sections.of(file, input))));
  await sections.complain();
  return sections.exitCode;
}

/** Writes what is to be written about files, and keeps what is to be said beside that. */
class Sections {
  exitCode: number = EXIT.fine;
  readonly #form: Form;
  readonly #preamble: (file: string) => string;
  readonly #complaints: string[] = [];

  constructor(form: Form, preamble: (file: string) => string) {
    this.#form = form;
    this.#preamble = preamble;
  }

  *of(file: string, input: Input | Failure): Generator<string> {
    yield this.#preamble(file);
    if (input instanceof Failure) return this.#fail(input);
    const { bytes, name } = input;
    try {
      const left = bytes.length - (yield* this.#form(bytes));
      if (left > 0)
        this.#complaints.push(`${name}: ${counted(left, "byte")} after the STOP, which --all shows`);
    } catch (error) {
      const failure = failureOf(error, input);
      if (!(failure instanceof Failure)) throw failure;
      this.#fail(failure);
    }
  }

  async complain(): Promise<void> {
    for (const complaint of this.#complaints.splice(0)) await complain(complaint);
  }

  #fail({ exitCode, message }: Failure): void {
    this.#complaints.push(message);
    this.exitCode = Math.max(this.exitCode, exitCode);
  }
}

async function attempt(file: string, maxBytes: number): Promise<Input | Failure> {
  try {
    return await readInput(file, maxBytes);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function jsonForm(args: Arguments): Form {
  const odd = ["annotate", "memo", "indentlevel", "preamble"].find((name) => args.isGiven(name));
  if (odd !== undefined) throw misuse(`--${odd} does not go with --json`);
  const isAll = args.flag("all");
  return (bytes) => opcodesJson(bytes, isAll);
}

function textForm(args: Arguments): Form {
  const isAll = args.flag("all");
  const memo = args.flag("memo") ? new Memo() : undefined;
  const options = {
    annotate: args.flag("annotate") ? ANNOTATE : 0,
    indentlevel: args.integer("indentlevel", 0, 1000) ?? 4,
    ...(memo && { memo }),
  };
  return function* (bytes) {
    let end = 0;
    do {
      yield* disLines(bytes, { ...options, offset: end });
      end = endOf(bytes, end);
    } while (isAll && end < bytes.length);
    return end;
  };
}

function preambleOf(args: Arguments): (file: string) => string {
  if (args.files.length === 1 || args.flag("json")) return () => "";
  const template = args.text("preamble") ?? "==> {name} <==";
  if (/[{}]/.test(template.replace(/\{name\}|\{\{|\}\}/g, "")))
    throw misuse(
      `--preamble ${printable(template)}: {name} expected between braces, and {{ or }} for a brace`,
    );
  return (file) => {
    const name = file === "-" ? "<stdin>" : file;
    return `${printable(template.replace(/\{name\}|\{\{|\}\}/g, (found) => (found === "{name}" ? name : found.slice(1))))}\n`;
  };
}
