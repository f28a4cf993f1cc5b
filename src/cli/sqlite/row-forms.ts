import { repr, Tuple } from "../../python/index.ts";
import { base64 } from "../../python/leaf-json.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { SqlRow, SqlValue } from "../../sqlite3/values.ts";
import { host } from "../host.ts";
import { hexadecimal, realText } from "./cells.ts";
import { tableForm } from "./table.ts";

/** How the rows of a statement are written: INTEGER has come as a bigint, REAL as a number. */
export type RowForm = (columns: readonly string[], rows: Iterable<SqlRow>) => Iterable<string>;

/** The forms by their names, the usual first. */
export const ROW_FORMS: ReadonlyMap<string, RowForm> = new Map([
  ["python", pythonForm],
  ["table", tableForm],
  ["json", jsonForm],
  ["csv", csvForm],
]);

/** Tuples, as Python prints them. */
function* pythonForm(_columns: readonly string[], rows: Iterable<SqlRow>): Generator<string> {
  for (const row of rows) yield `${repr(new Tuple(...row), { exact: true })}\n`;
}

/** An array with an object for each row on a line of its own. */
function* jsonForm(columns: readonly string[], rows: Iterable<SqlRow>): Generator<string> {
  const keys = distinct(columns).map((name) => printableJson(JSON.stringify(name)));
  let separator = "[";
  for (const row of rows) {
    yield `${separator}{${row.map((value, i) => `${keys[i]}:${valueJson(value)}`).join(",")}}`;
    separator = ",\n";
  }
  yield separator === "[" ? "[]\n" : "]\n";
}

/** Every number is the one in the database: JSON bounds neither its digits nor its size. */
function valueJson(value: SqlValue): string {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "number":
      return Number.isFinite(value) ? realText(value) : `{"$float":"${realText(value)}"}`;
    case "string":
      return printableJson(JSON.stringify(value));
    default:
      return value === null ? "null" : `{"$bytes":"${base64(value)}"}`;
  }
}

/** Names for columns of an object: what comes again is `a:1`, as SQLite itself renames it. */
function distinct(columns: readonly string[]): string[] {
  const taken = new Set(columns);
  const given = new Set<string>();
  return columns.map((column) => {
    let name = column;
    for (let i = 1; given.has(name) || (i > 1 && taken.has(name)); i += 1) name = `${column}:${i}`;
    given.add(name);
    return name;
  });
}

/** CSV by RFC 4180, the names first. An empty field is NULL, a quoted one empty text. */
function* csvForm(columns: readonly string[], rows: Iterable<SqlRow>): Generator<string> {
  yield record(columns);
  for (const row of rows) yield record(row);
}

function record(values: readonly SqlValue[]): string {
  return `${values.map(field).join(",")}\r\n`;
}

function field(value: SqlValue): string {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "number":
      return realText(value);
    case "string": {
      // What another program reads is the text itself.
      const text = host.stdout.isTTY ? printable(value) : value;
      return /^$|[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    }
    default:
      return value === null ? "" : hexadecimal(value);
  }
}
