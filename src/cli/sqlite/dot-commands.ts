import { printable } from "../../python/printable.ts";
import { sqliteVersion } from "../../sqlite3/index.ts";
import { host } from "../host.ts";
import { ROW_FORMS } from "./row-forms.ts";
import { definitions, indexNames, tableNames } from "./schema.ts";
import type { Shell } from "./shell.ts";

/** What begins with a dot, and is no SQL. */
interface DotCommand {
  /** What it takes, which may be left out; nothing if it takes nothing. */
  readonly takes?: string;
  readonly summary: string;
  /** What it prints; `undefined` if it cannot obey. */
  run(shell: Shell, argument: string | undefined): Iterable<string> | undefined;
}

/** The commands by their names. */
export const DOT_COMMANDS: ReadonlyMap<string, DotCommand> = new Map<string, DotCommand>([
  [
    "dump",
    { takes: "PATTERN", summary: "the SQL that makes the database again, or what is so named", run: dump },
  ],
  ["help", { summary: "print this", run: help }],
  ["indexes", { takes: "TABLE", summary: "the indexes, or those of a table", run: indexes }],
  [
    "mode",
    { takes: "MODE", summary: `how rows are printed: ${[...ROW_FORMS.keys()].join(", ")}`, run: mode },
  ],
  ["quit", { summary: "leave", run: quit }],
  ["schema", { takes: "NAME", summary: "the SQL that made everything, or what is so named", run: schema }],
  [
    "tables",
    { takes: "PATTERN", summary: "the tables and views, or those that a pattern of LIKE fits", run: tables },
  ],
  ["version", { summary: "the version of SQLite", run: () => [`${sqliteVersion()}\n`] }],
]);

/** What a line that begins with a dot prints; `undefined` if there is no such command or it cannot do that. */
export function obeyDot(shell: Shell, line: string): Iterable<string> | undefined {
  const [, name = "", rest = ""] = /^\.\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (name === "") return [];
  const command = DOT_COMMANDS.get(name);
  const argument = rest === "" ? undefined : rest.replace(/^(["'])(.*)\1$/s, "$2");
  if (!command || (argument !== undefined && command.takes === undefined)) return undefined;
  return command.run(shell, argument);
}

function* help(): Generator<string> {
  yield "Enter SQL code and press enter.\n\n";
  for (const [name, { summary, takes }] of DOT_COMMANDS)
    yield `.${`${name}${takes === undefined ? "" : ` [${takes}]`}`.padEnd(18)} ${summary}\n`;
}

function mode(shell: Shell, name: string | undefined): Iterable<string> | undefined {
  if (name === undefined) return [`${shell.mode}\n`];
  if (!ROW_FORMS.has(name)) return undefined;
  shell.mode = name;
  return [];
}

function quit(shell: Shell): Iterable<string> {
  shell.isOver = true;
  return [];
}

function tables({ connection }: Shell, pattern: string | undefined): Iterable<string> {
  return tableNames(connection, pattern).map((name) => `${printable(name)}\n`);
}

function indexes({ connection }: Shell, table: string | undefined): Iterable<string> {
  return indexNames(connection, table).map((name) => `${printable(name)}\n`);
}

function schema({ connection }: Shell, name: string | undefined): Iterable<string> {
  return shown(definitions(connection, name));
}

/** The database does not change meanwhile, whoever else has it open. */
function* dump({ connection }: Shell, filter: string | undefined): Generator<string> {
  const isAlone = !connection.inTransaction;
  if (isAlone) connection.execute("BEGIN");
  try {
    for (const line of connection.iterdump(filter === undefined ? {} : { filter }))
      yield* shown([`${line}\n`]);
  } finally {
    if (isAlone) connection.execute("ROLLBACK");
  }
}

/** SQL as it is for another program; on a terminal, nothing that it would obey. */
function* shown(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield host.stdout.isTTY ? text.split("\n").map(printable).join("\n") : text;
}
