import { printable } from "../../python/printable.ts";
import { SqliteError } from "../../sqlite3/errors.ts";
import type { Connection } from "../../sqlite3/index.ts";
import { quotedName } from "../../sqlite3/names.ts";
import { DOT_COMMANDS } from "./dot-commands.ts";
import { KEYWORDS } from "./keywords.ts";
import { ROW_FORMS } from "./row-forms.ts";
import { schemaNames } from "./schema.ts";

/** What the end of a line could become, and the end that it would take the place of. */
export type Completion = readonly [candidates: string[], end: string];

/** A name, or the beginning of one, and what stands before its dot. */
const WORD = /(?:([\w$\u0080-\uffff]+)\.)?("?[\w$\u0080-\uffff]*)$/;

/** Completes keywords, functions and the names in the database; and the commands with a dot, and what they take. */
export function completionOf(connection: Connection, line: string): Completion {
  const [command, name, argument] = /^(?=\.)\.\s*(\S*)(?:\s+(.*))?$/.exec(line) ?? [];
  if (command === undefined) return sqlCompletion(connection, line);
  if (argument === undefined)
    return matching(
      [...DOT_COMMANDS.keys()].map((one) => `.${one} `),
      `.${name}`,
    );
  const { takes } = DOT_COMMANDS.get(name ?? "") ?? {};
  if (takes === undefined) return [[], argument];
  return matching(takes === "MODE" ? [...ROW_FORMS.keys()] : attempt(() => tables(connection)), argument);
}

function sqlCompletion(connection: Connection, line: string): Completion {
  const [, owner, word = ""] = WORD.exec(line) ?? [];
  if (owner !== undefined) {
    const names = attempt(() => [...columns(connection, owner), ...tables(connection, owner)]);
    return matching(names.map(asWritten), word);
  }
  const names = attempt(() => [...schemaNames(connection), ...tables(connection), ...columns(connection)]);
  const functions = attempt(() =>
    texts(connection, "SELECT DISTINCT upper(name) FROM pragma_function_list WHERE name GLOB '[a-z_]*'"),
  );
  return matching(
    [
      ...KEYWORDS.map((keyword) => `${keyword} `),
      ...functions.map((name) => `${name}(`),
      ...names.map((name) => `${asWritten(name)} `),
    ],
    word,
  );
}

/** Those that begin so, in whatever case, each once and in order. */
function matching(candidates: readonly string[], beginning: string): Completion {
  const start = beginning.toLowerCase();
  const begins = (one: string) => one.startsWith(start) || one.startsWith(`"${start}`);
  const found = candidates.filter((one) => begins(one.toLowerCase())).map(printable);
  return [[...new Set(found)].sort(), beginning];
}

/** The names of the tables and views, or of those of one database. */
function tables(connection: Connection, schema: string | null = null): string[] {
  return texts(
    connection,
    `SELECT DISTINCT name FROM pragma_table_list
     WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' AND (?1 IS NULL OR schema = ?1 COLLATE NOCASE)`,
    schema,
  );
}

/** The names of the columns of every table, or of one. */
function columns(connection: Connection, table: string | null = null): string[] {
  return texts(
    connection,
    `SELECT DISTINCT c.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name, t.schema) AS c
     WHERE t.name NOT LIKE 'sqlite^_%' ESCAPE '^' AND (?1 IS NULL OR t.name = ?1 COLLATE NOCASE)`,
    table,
  );
}

function texts(connection: Connection, sql: string, ...parameters: readonly (string | null)[]): string[] {
  return [...connection.execute<[string]>(sql, parameters)].map(([text]) => text);
}

/** A name that is no word, or one of the grammar's, needs quotes. */
function asWritten(name: string): string {
  const isWord = /^[a-z_\u0080-\uffff][\w\u0080-\uffff]*$/i.test(name);
  return isWord && !KEYWORDS.includes(name.toUpperCase()) ? name : quotedName(name);
}

/** A database that cannot be read has no names to offer. */
function attempt(names: () => string[]): string[] {
  try {
    return names();
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return [];
  }
}
