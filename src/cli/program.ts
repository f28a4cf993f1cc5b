import { printable } from "../python/printable.ts";
import { Arguments } from "./arguments.ts";
import { type Group, summaries, type Verb } from "./command.ts";
import { EXIT, Failure, misuse } from "./failure.ts";
import { host } from "./host.ts";
import { complain, OutputClosed, print, watchStreams } from "./output.ts";
import { version } from "./version.ts";

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
  {
    name: "dbm",
    summary:
      "databases of Python's dbm: GDBM, Berkeley DB, BSD's hash, dumb and sqlite3; it has verbs of its own",
    load: async () => (await import("./commands/dbm.ts")).dbm,
  },
  {
    name: "shelf",
    summary: "shelves of Python's shelve, in files, Redis and PostgreSQL; it has verbs of its own",
    load: async () => (await import("./commands/shelf.ts")).shelf,
  },
];

const PROGRAM: Group = {
  usage: `Looks into pickles and .pyc files, never running what is in them; runs SQL; reads and writes dbm databases and shelves.

Usage: pantry VERB [OPTION]... FILE

Verbs:
${summaries(VERBS)}
Options:
  -h, --help     print this, or after a verb what the verb can do
  -V, --version  print the version

Exit codes: 0 fine, 1 the answer is bad, 2 could not be read or written, 3 unknown, 64 wrong usage.
`,
  verbs: VERBS,
};

/** Runs the command, and leaves its exit code to the process. */
export async function main(args: readonly string[]): Promise<void> {
  watchStreams();
  host.exitCode = await run(args);
}

async function run(args: readonly string[]): Promise<number> {
  const names: string[] = [];
  try {
    return await obey(args, names);
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.fine;
    if (error instanceof Failure) {
      const help = error.exitCode === EXIT.usage ? ` (see ${["pantry", ...names].join(" ")} --help)` : "";
      await complain(`${error.message}${help}`);
      return error.exitCode;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await complain(`a defect of pantry itself:\n${trace.split("\n").map(printable).join("\n")}`);
    return EXIT.defect;
  }
}

/** Obeys a command line. The names of the verbs are noted as they are found. */
async function obey(args: readonly string[], names: string[]): Promise<number> {
  let command = PROGRAM as Awaited<ReturnType<Verb["load"]>>;
  let rest = args;
  while ("verbs" in command) {
    const [name = "", ...others] = rest;
    const verb = command.verbs.find((one) => one.name === name);
    if (!verb) return answer(command, name);
    names.push(name);
    command = await verb.load();
    rest = others;
  }
  const parsed = new Arguments(rest, command.options);
  if (!parsed.flag("help")) return command.run(parsed);
  await print([command.usage]);
  return EXIT.fine;
}

/** What is said where a verb is expected, and something else is there. */
async function answer(group: Group, word: string): Promise<number> {
  if (word === "--help" || word === "-h" || word === "help") {
    await print([group.usage]);
    return EXIT.fine;
  }
  if (group === PROGRAM && (word === "--version" || word === "-V")) {
    await print([`${version()}\n`]);
    return EXIT.fine;
  }
  const names = group.verbs.map(({ name }) => name).join(", ");
  if (word === "") throw misuse(`a verb expected: ${names}`);
  if (word.startsWith("-")) throw misuse(`Unknown option '${printable(word)}'`);
  throw misuse(`Unknown verb '${printable(word)}': ${names} expected`);
}
