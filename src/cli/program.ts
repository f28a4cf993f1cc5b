import { printable } from "../python/printable.ts";
import { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { EXIT, Failure, misuse } from "./failure.ts";
import { host } from "./host.ts";
import { complain, OutputClosed, print, watchStreams } from "./output.ts";
import { version } from "./version.ts";

/** A verb, and how it is got: each loads no more of the rooms than it needs. */
interface Verb {
  readonly name: string;
  /** One line for the general help. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const VERBS: readonly Verb[] = [
  {
    name: "show",
    summary: "what pickles and .pyc files hold, as a tree, as JSON or as Python would show it",
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    name: "audit",
    summary: "what loading pickles would do, and whether that is dangerous",
    load: async () => (await import("./commands/audit.ts")).audit,
  },
  {
    name: "dis",
    summary: "the opcodes that pickles are made of",
    load: async () => (await import("./commands/dis.ts")).dis,
  },
  {
    name: "convert",
    summary: "pickles at another protocol, or as JSON",
    load: async () => (await import("./commands/convert.ts")).convert,
  },
  {
    name: "optimize",
    summary: "pickles without the memo entries that nothing uses",
    load: async () => (await import("./commands/optimize.ts")).optimize,
  },
  {
    name: "sqlite",
    summary: "SQL in a database of SQLite, as python -m sqlite3 does, with a prompt",
    load: async () => (await import("./commands/sqlite.ts")).sqlite,
  },
];

/** Runs the command, and leaves its exit code to the process. */
export async function main(args: readonly string[]): Promise<void> {
  watchStreams();
  host.exitCode = await run(args);
}

async function run(args: readonly string[]): Promise<number> {
  const [verb = "", ...rest] = args;
  const known = VERBS.find(({ name }) => name === verb);
  try {
    return await (known ? obey(await known.load(), rest) : answer(verb));
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.fine;
    if (error instanceof Failure) {
      const help =
        error.exitCode === EXIT.usage ? ` (see pantry ${known ? `${known.name} ` : ""}--help)` : "";
      await complain(`${error.message}${help}`);
      return error.exitCode;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await complain(`a defect of pantry itself:\n${trace.split("\n").map(printable).join("\n")}`);
    return EXIT.defect;
  }
}

async function obey(command: Command, rest: readonly string[]): Promise<number> {
  const args = new Arguments(rest, command.options);
  if (!args.flag("help")) return command.run(args);
  await print([command.usage]);
  return EXIT.fine;
}

async function answer(verb: string): Promise<number> {
  if (verb === "--version" || verb === "-V") {
    await print([`${version()}\n`]);
  } else if (verb === "--help" || verb === "-h" || verb === "help") {
    await print([help()]);
  } else {
    const names = VERBS.map(({ name }) => name).join(", ");
    throw misuse(
      verb === ""
        ? `a verb expected: ${names}`
        : verb.startsWith("-")
          ? `Unknown option '${printable(verb)}'`
          : `Unknown verb '${printable(verb)}': ${names} expected`,
    );
  }
  return EXIT.fine;
}

function help(): string {
  const verbs = VERBS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}\n`).join("");
  return `Looks into Python's pickles and .pyc files, never running anything that is in them, and runs SQL in SQLite databases.

Usage: pantry VERB [OPTION]... FILE

Verbs:
${verbs}
Options:
  -h, --help     print this, or after a verb what the verb can do
  -V, --version  print the version

Exit codes: 0 fine, 1 the answer is bad, 2 could not be read or written, 3 unknown, 64 wrong usage.
`;
}
