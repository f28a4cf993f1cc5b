import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type {
  Bindable,
  Engine,
  EngineConnection,
  EngineRow,
  EngineStatement,
  OpenOptions,
  RowFormat,
} from "../../../src/sqlite3/engine/port.ts";
import { SqliteError } from "../../../src/sqlite3/errors.ts";

export const PLAIN_ROWS: RowFormat = { integers: "auto", textAsBytes: false, blobs: undefined };
export const FLAGS = { deterministic: false, directOnly: false, innocuous: false };

/** Rows of every type, a view, and tables of other kinds. */
const SCHEMA = `
  create table t (a integer primary key, b, c unique, d references t);
  insert into t values (1, x'0102', 3, 4), (2, 'text', 5, 6), (3, null, 1, 2), (4, 7, 2, 3), (5, 1.5, 4, 5);
  create view v as select * from t;
  create table w (a primary key, b) without rowid;
  create virtual table f using fts5 (x);
`;

/** A connection that is closed when the test has ended. */
export function opened(
  engine: Engine,
  path = ":memory:",
  options: Partial<OpenOptions> = {},
): EngineConnection {
  const connection = engine.open(path, {
    uri: false,
    timeout: 0,
    readOnly: false,
    integers: "auto",
    ...options,
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** A connection to a database with `SCHEMA`. */
export function filled(engine: Engine, options: Partial<OpenOptions> = {}): EngineConnection {
  const connection = opened(engine, ":memory:", options);
  rowsOf(connection, SCHEMA);
  return connection;
}

/** A file that is gone when the test has ended. */
export function temporaryFile(name = "test.db"): string {
  const folder = mkdtempSync(join(tmpdir(), "pantry-sqlite3-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

export function prepared(connection: EngineConnection, sql: string): EngineStatement {
  const statement = connection.prepare(sql);
  if (statement === undefined) throw new Error("no statement");
  onTestFinished(() => statement.finalize());
  return statement;
}

/** All rows of all statements. */
export function rowsOf(
  connection: EngineConnection,
  script: string,
  values: readonly Bindable[] = [],
  format: RowFormat = PLAIN_ROWS,
): EngineRow[] {
  const rows: EngineRow[] = [];
  let rest = script;
  for (;;) {
    const statement = connection.prepare(rest);
    if (statement === undefined) return rows;
    try {
      for (let row = statement.start(values, format); row !== undefined; row = statement.next())
        rows.push(row);
    } finally {
      statement.finalize();
    }
    rest = rest.slice(statement.end);
  }
}

/** The error as PEP 249, SQLite and people see it. */
export function errorOf(
  action: () => unknown,
): readonly [name: string, code: number | undefined, message: string] {
  try {
    action();
  } catch (error) {
    if (error instanceof SqliteError) return [error.name, error.sqliteErrorcode, error.message];
    throw error;
  }
  return ["none", undefined, ""];
}
