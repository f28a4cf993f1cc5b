// Reads SQL as SQLite's tokenizer does, for what the runtime does not tell about a statement.

type TokenKind = "blank" | "semicolon" | "word" | "variable" | "other";

interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const BLANK = /[\t\n\f\r ][\t-\r ]*|\ufeff/y;
// Whatever is not ASCII is a letter, and so is a dollar sign that is not the first. A number will do for a word.
const WORD = /[\w\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBERED = /\?\d*/y;
// As Tcl has it: `$name::space(index)`.
const NAMED = /[$@#:](?:::)*[\w$\u0080-\uffff]+(?:::[\w$\u0080-\uffff]*)*(?:\([^\t-\r )]*\))?/y;

/** The tokens of `sql` up to `limit`. A literal, a quoted name, an operator and what SQLite refuses are `other`. */
function* tokens(sql: string, limit: number = sql.length): Generator<Token, undefined> {
  let start = 0;
  while (start < limit) {
    const token = tokenAt(sql, start);
    yield token;
    start = token.end;
  }
}

function tokenAt(sql: string, start: number): Token {
  switch (sql[start]) {
    case "-":
      if (sql[start + 1] !== "-") break;
      return { kind: "blank", start, end: after(sql, "\n", start + 2) };
    case "/":
      if (sql[start + 1] !== "*") break;
      return { kind: "blank", start, end: after(sql, "*/", start + 2) };
    case "'":
    case '"':
    case "`":
      // A doubled quote makes two texts of one, which is the same here.
      return { kind: "other", start, end: after(sql, sql.charAt(start), start + 1) };
    case "[":
      return { kind: "other", start, end: after(sql, "]", start + 1) };
    case ";":
      return { kind: "semicolon", start, end: start + 1 };
    case "?":
      return { kind: "variable", start, end: endOf(NUMBERED, sql, start) };
    case "$":
    case "@":
    case "#":
    case ":":
      return matching("variable", NAMED, sql, start);
    case "\t":
    case "\n":
    case "\f":
    case "\r":
    case " ":
    case "\ufeff":
      return matching("blank", BLANK, sql, start);
    default:
      return matching("word", WORD, sql, start);
  }
  return { kind: "other", start, end: start + 1 };
}

function matching(kind: TokenKind, pattern: RegExp, sql: string, start: number): Token {
  const end = endOf(pattern, sql, start);
  return end > start ? { kind, start, end } : { kind: "other", start, end: start + 1 };
}

/** Where a match that begins at `start` ends; 0 if there is none. */
function endOf(pattern: RegExp, sql: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(sql);
  return pattern.lastIndex;
}

/** Behind the next `mark`, or the end of the text. */
function after(sql: string, mark: string, from: number): number {
  const index = sql.indexOf(mark, from);
  return index < 0 ? sql.length : index + mark.length;
}

/**
 * The parameters of the first statement, by index from 0: their names with prefix, `null` for a bare `?` and for those that a number
 * skips. `end` is where the statement ends, if that is known.
 */
export function parametersOf(sql: string, end: number = statementEnd(sql)): (string | null)[] {
  const names: (string | null)[] = [];
  const indices = new Map<string, number>();
  for (const token of tokens(sql, end)) {
    if (token.kind !== "variable") continue;
    const name = sql.slice(token.start, token.end);
    if (name === "?") names.push(null);
    else if (name.startsWith("?")) nameNumber(names, name);
    else if (!indices.has(name)) indices.set(name, names.push(name));
  }
  return names;
}

/** More than any SQLite is built for. */
const MOST_PARAMETERS = 1_000_000;

/** The text that first asks for the number is the name, unless the parameter has one. */
function nameNumber(names: (string | null)[], name: string): void {
  const index = Number(name.slice(1)) - 1;
  // SQLite refuses the statement.
  if (index < 0 || index >= MOST_PARAMETERS) return;
  while (names.length <= index) names.push(null);
  names[index] ??= name;
}

/** What a statement begins with, as far as it matters: `EXPLAIN QUERY PLAN CREATE TEMP TRIGGER`. */
const MOST_LEADING = 6;

/** The first words of the first statement in upper case, up to what is no word. */
function leadingWords(sql: string): string[] {
  const words: string[] = [];
  for (const { kind, start, end } of tokens(sql)) {
    if (kind === "blank" || (kind === "semicolon" && words.length === 0)) continue;
    if (kind !== "word" || words.length === MOST_LEADING) break;
    words.push(sql.slice(start, end).toUpperCase());
  }
  return words;
}

const TRIGGER = /^(EXPLAIN (QUERY PLAN )?)?CREATE (TEMP |TEMPORARY )?TRIGGER\b/;

/** Whether there is no statement: nothing but white space, comments and semicolons. */
export function isBlank(sql: string): boolean {
  for (const { kind } of tokens(sql)) if (kind !== "blank" && kind !== "semicolon") return false;
  return true;
}

/**
 * Where the first statement ends: behind its semicolon, or with the text. Semicolons before it belong to it, and a trigger ends with
 * `; END;` only.
 */
export function statementEnd(sql: string): number {
  const isTrigger = TRIGGER.test(leadingWords(sql).join(" "));
  let isEmpty = true;
  let isSecond = false;
  let isClosed = !isTrigger;
  for (const { kind, start, end } of tokens(sql)) {
    if (kind === "blank") continue;
    if (kind !== "semicolon") {
      isEmpty = false;
      if (isTrigger) isClosed = isSecond && sql.slice(start, end).toUpperCase() === "END";
    } else if (!isEmpty && isClosed) return end;
    isSecond = kind === "semicolon";
  }
  return sql.length;
}

/** Where white space and comments end, by the rules of CPython. */
function skipBlank(sql: string, from: number): number {
  let offset = from;
  while (offset < sql.length) {
    if (sql.startsWith("--", offset)) offset = after(sql, "\n", offset + 2);
    else if (sql.startsWith("/*", offset)) offset = after(sql, "*/", offset + 2);
    else if (" \t\f\n\r".includes(sql.charAt(offset))) offset += 1;
    else break;
  }
  return offset;
}

/** Whether anything but white space and comments follows: a semicolon is enough. */
export function hasStatement(sql: string, from: number): boolean {
  return skipBlank(sql, from) < sql.length;
}

const LETTERS = /[A-Za-z]*/y;

/** The first word behind white space and comments, in upper case; empty if there is something else. */
export function firstKeyword(sql: string): string {
  const start = skipBlank(sql, 0);
  return sql.slice(start, endOf(LETTERS, sql, start)).toUpperCase();
}

/** Whether CPython takes it for a statement that changes rows, and opens a transaction for it. */
export function isDml(sql: string): boolean {
  return /^(INSERT|UPDATE|DELETE|REPLACE)/.test(firstKeyword(sql));
}

const WRITING_PRAGMAS: ReadonlySet<string> = new Set([
  "INCREMENTAL_VACUUM",
  "JOURNAL_MODE",
  "OPTIMIZE",
  "WAL_CHECKPOINT",
]);
const SETTING_PRAGMAS: ReadonlySet<string> = new Set([
  "APPLICATION_ID",
  "AUTO_VACUUM",
  "DEFAULT_CACHE_SIZE",
  "SCHEMA_VERSION",
  "USER_VERSION",
]);

/**
 * Whether the first statement changes no database file by itself, as `sqlite3_stmt_readonly` says. Where that depends on the schema
 * (`PRAGMA optimize`, `DROP TRIGGER IF EXISTS`), it is taken to change one.
 */
export function isReadOnly(sql: string): boolean {
  const parts = significant(sql);
  const start = parts[0] !== "EXPLAIN" ? 0 : parts[1] === "QUERY" ? 3 : 1;
  switch (parts[start]) {
    case "SELECT":
    case "VALUES":
    case "SAVEPOINT":
    case "RELEASE":
    case "COMMIT":
    case "END":
    case "ROLLBACK":
    case "ATTACH":
    case "DETACH":
      return true;
    case "BEGIN":
      return !/^(IMMEDIATE|EXCLUSIVE)$/.test(parts[start + 1] ?? "");
    case "WITH":
      return /^(SELECT|VALUES)$/.test(mainVerb(parts));
    case "PRAGMA":
      return isReadOnlyPragma(parts.slice(start + 1));
    default:
      return false;
  }
}

/** The tokens of the first statement without blanks, words in upper case, and of what is in parentheses only those. */
function significant(sql: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  for (const { kind, start, end } of tokens(sql, statementEnd(sql))) {
    if (kind === "blank" || kind === "semicolon") continue;
    const text = sql.slice(start, end);
    if (text === ")") depth -= 1;
    if (depth === 0) parts.push(text.toUpperCase());
    if (text === "(") depth += 1;
  }
  return parts;
}

/** What follows the parentheses of the last common table. */
function mainVerb(parts: readonly string[]): string {
  return parts.find((part, index) => parts[index - 1] === ")" && part !== "AS" && part !== ",") ?? "";
}

function isReadOnlyPragma(parts: readonly string[]): boolean {
  const last = parts[1] === "." ? 2 : 0;
  const name = parts[last] ?? "";
  return !WRITING_PRAGMAS.has(name) && !(SETTING_PRAGMAS.has(name) && parts.length > last + 1);
}
