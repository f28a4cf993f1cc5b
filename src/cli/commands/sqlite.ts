import { repr } from "../../python/index.ts";
import { printable } from "../../python/printable.ts";
import { buildHelper } from "../../sqlite3/engine/build.ts";
import { NotSupportedError, SqliteError } from "../../sqlite3/errors.ts";
import { type Connection, connect, sqliteVersion } from "../../sqlite3/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { withoutExperiments } from "../experiments.ts";
import { EXIT, Failure, misuse, reasonOf } from "../failure.ts";
import { fileSystem, host } from "../host.ts";
import { print, warn } from "../output.ts";
import { completionOf } from "../sqlite/completion.ts";
import { converse, runScript } from "../sqlite/conversation.ts";
import { PipedLines } from "../sqlite/lines.ts";
import { Prompt } from "../sqlite/prompt.ts";
import { Shell } from "../sqlite/shell.ts";

const FORMS = ["json", "csv", "table"];

const USAGE = `Runs SQL in a database of SQLite, as python -m sqlite3 does.

Usage: pantry sqlite [OPTION]... [FILE] [SQL]...

FILE is a database, and is created if it is not there; without it, one in memory. SQL is one statement or several, or a
command that begins with a dot (.help lists them). Without SQL, lines are read: from a terminal with a prompt, where Tab
completes, Ctrl-C begins anew and Ctrl-D leaves; otherwise from the standard input, until a statement fails. Rows are
printed as Python prints tuples.

Options:
  --json             an array for each statement, with an object for each row on a line of its own: every number as it
                     is, a BLOB as {"$bytes": base64}, infinity as {"$float": "inf"}
  --csv              CSV by RFC 4180, the names first: nothing for NULL, "" for empty text, X'00FF' for a BLOB
  --table            columns one beside the other, for people: a value is cut at 80 characters
  --readonly         write nothing; FILE must be there
  --defensive        for a FILE from elsewhere: keep SQL from what would spoil it, and its views and triggers from
                     calling functions that are not harmless
  -i, --interactive  prompt, and go on whatever fails, also where no terminal is
  --build-helper     compile the helper, which gives all of SQLite, and print where it is
  -v, --version      print the version of SQLite
  -h, --help         print this

The prompt remembers lines in $PANTRY_HISTORY, or ~/.pantry_history; an empty $PANTRY_HISTORY keeps it from that.

Exit codes: 0 fine, 1 SQL failed, 2 the database could not be read or written, 64 wrong usage. The prompt ends with 0.
`;

/** `pantry sqlite`: SQL from the command line, the standard input or a prompt. */
export const sqlite: Command = {
  usage: USAGE,
  options: {
    json: { type: "boolean" },
    csv: { type: "boolean" },
    table: { type: "boolean" },
    readonly: { type: "boolean" },
    defensive: { type: "boolean" },
    interactive: { type: "boolean", short: "i" },
    "build-helper": { type: "boolean" },
    version: { type: "boolean", short: "v" },
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const forms = FORMS.filter((name) => args.flag(name));
  if (forms.length > 1) throw misuse(`${forms.map((name) => `--${name}`).join(" or ")} expected, not both`);
  if (args.flag("build-helper")) return build();
  withoutExperiments();
  const [file = ":memory:", ...sources] = args.files;
  if (file === "-") throw misuse("a database is a file, and no standard input: ./- is a file of that name");
  return attempt(file, async () => {
    if (args.flag("version")) {
      await print([`SQLite version ${sqliteVersion()}\n`]);
      return EXIT.fine;
    }
    const connection = open(file, args);
    try {
      const shell = new Shell(connection, forms[0] ?? "python");
      if (sources.some((source) => source !== "")) return await obeyAll(shell, sources);
      return await read(shell, file, args.flag("interactive"));
    } finally {
      connection.close();
    }
  });
}

async function build(): Promise<number> {
  try {
    await print([`${printable(buildHelper().path)}\n`]);
    return EXIT.fine;
  } catch (error) {
    throw new Failure(printable(reasonOf(error)), EXIT.unreadable, { cause: error });
  }
}

function open(file: string, args: Arguments): Connection {
  const readOnly = args.flag("readonly");
  if (file !== ":memory:") checkFile(file, readOnly);
  return connect(file, {
    isolationLevel: null,
    integers: "bigint",
    readOnly,
    ...(args.flag("defensive") && { defensive: true, trustedSchema: false }),
  });
}

/** Tells why there can be no such database, of which SQLite says only that it cannot be opened. */
function checkFile(file: string, mustBeThere: boolean): void {
  const reason = objectionTo(file, mustBeThere);
  if (reason !== undefined) throw new Failure(`${printable(file)}: ${printable(reason)}`, EXIT.unreadable);
}

function objectionTo(file: string, mustBeThere: boolean): string | undefined {
  try {
    const status = fileSystem.statSync(file, { throwIfNoEntry: false });
    if (status) return status.isDirectory() ? reasonOf({ code: "EISDIR" }) : undefined;
    return mustBeThere ? reasonOf({ code: "ENOENT" }) : undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

async function obeyAll(shell: Shell, sources: readonly string[]): Promise<number> {
  for (const source of sources) {
    const exitCode = await shell.obey(source);
    if (exitCode !== EXIT.fine || shell.isOver) return exitCode;
  }
  return EXIT.fine;
}

/** Obeys what comes in, line by line. */
async function read(shell: Shell, file: string, isInteractive: boolean): Promise<number> {
  const lines = host.stdin.isTTY ? promptOf(shell) : new PipedLines(isInteractive);
  try {
    if (lines instanceof PipedLines && !isInteractive) return await runScript(shell, lines);
    await warn(banner(file));
    await converse(shell, lines);
    if (!shell.isOver) await warn("\n");
    return EXIT.fine;
  } finally {
    lines.close();
  }
}

function promptOf(shell: Shell): Prompt {
  return new Prompt({
    complete: (line) => completionOf(shell.connection, line),
    interrupt: () => shell.interrupt(),
  });
}

/** As Python's command has it. */
function banner(file: string): string {
  const database = file === ":memory:" ? "a transient in-memory database" : repr(file);
  const endKey = host.platform === "win32" ? "CTRL-Z" : "CTRL-D";
  return `sqlite3 shell, running on SQLite version ${sqliteVersion()}
Connected to ${database}

Each command will be run using execute() on the cursor.
Type ".help" for more information; type ".quit" or ${endKey} to quit.
`;
}

/** An error that comes before any SQL is told in one line. */
async function attempt(file: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    const place = error instanceof NotSupportedError ? "" : `${printable(file)}: `;
    throw new Failure(`${place}${printable(error.message)}`, EXIT.unreadable, { cause: error });
  }
}
