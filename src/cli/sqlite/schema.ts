import type { Connection } from "../../sqlite3/index.ts";
import { quotedName } from "../../sqlite3/names.ts";

/** What a pattern of LIKE is compared with, if there is one. */
type Pattern = string | null;

/** The names of the tables and views, with that of the database unless it is the main one. */
export function tableNames(connection: Connection, pattern: Pattern = null): string[] {
  return names(
    connection,
    "type IN ('table', 'view') AND name NOT LIKE 'sqlite^_%' ESCAPE '^'",
    "name",
    pattern,
  );
}

/** The names of the indexes, or of those of the tables that the pattern fits. */
export function indexNames(connection: Connection, pattern: Pattern = null): string[] {
  return names(connection, "type = 'index'", "tbl_name", pattern);
}

/** The statements that made the tables, views, indexes and triggers that the pattern fits, or whose table it fits. */
export function* definitions(connection: Connection, pattern: Pattern = null): Generator<string> {
  for (const schema of schemaNames(connection)) {
    const rows = connection.execute<[string]>(
      `SELECT sql FROM ${quotedName(schema)}.sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
       AND (:pattern IS NULL OR name LIKE :pattern OR tbl_name LIKE :pattern) ORDER BY rowid`,
      { pattern },
    );
    for (const [sql] of rows) yield `${sql};\n`;
  }
}

/** The databases of a connection: main, temp if there is one, and what was attached. */
export function schemaNames(connection: Connection): string[] {
  return [...connection.execute<[string]>("SELECT name FROM pragma_database_list")].map(([name]) => name);
}

function names(connection: Connection, kind: string, column: string, pattern: Pattern): string[] {
  return schemaNames(connection).flatMap((schema) => {
    const rows = connection.execute<[string]>(
      `SELECT name FROM ${quotedName(schema)}.sqlite_schema
       WHERE ${kind} AND (:pattern IS NULL OR ${column} LIKE :pattern) ORDER BY name`,
      { pattern },
    );
    return [...rows].map(([name]) => (schema === "main" ? name : `${schema}.${name}`));
  });
}
