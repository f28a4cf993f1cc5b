import type { Connection } from "../../sqlite3/index.ts";
import { DbmError } from "../errors.ts";
import { GENERATED_COLUMNS, TABLES, TRIGGERS } from "./statements.ts";

// A file may bring code of its own, which SQLite would run for a question to `Dict`, or for a change of it. The schema alone can be
// asked without running any.

/** Why the table cannot be asked. */
export function readingFault(connection: Connection): string | undefined {
  const tables = connection.execute(TABLES).fetchall();
  if (tables.length === 0) return "no such table: Dict";
  if (tables.length > 1 || tables[0]?.[0] !== 1) return "Dict is no plain table";
  if (connection.execute(GENERATED_COLUMNS).fetchall().length > 0) return "columns of Dict are computed";
  return undefined;
}

/** Why the table, which can be asked, cannot be changed. */
export function writingFault(connection: Connection): string | undefined {
  return connection.execute(TRIGGERS).fetchall().length > 0 ? "a trigger is on Dict" : undefined;
}

/** Refuses a table that is more than what is in it. */
export function requireTable(connection: Connection, path: string, writable: boolean): void {
  const fault = readingFault(connection) ?? (writable ? writingFault(connection) : undefined);
  if (fault === undefined) return;
  throw new DbmError(`Cannot use ${path}: ${fault}`, "malformed", { path, offset: 0 });
}
