import { DatabaseError } from "./errors.ts";
import { quotedName, quotedText } from "./names.ts";

/** What a dump needs of a cursor, which must give its rows as arrays. */
export interface DumpCursor extends Iterable<readonly unknown[]> {
  /** Executes one statement. */
  execute(sql: string, parameters?: readonly string[]): unknown;
  /** The rows that are left. */
  fetchall(): readonly (readonly unknown[])[];
}

/** An entry of the schema. */
type Entry = readonly [name: string, type: string, sql: string];

/**
 * The statements that build the database anew, with all that is in it.
 *
 * @param filter A pattern of LIKE; only what has such a name is dumped. Everything if it is empty.
 */
export function* iterdump(cursor: DumpCursor, filter: string = ""): Generator<string, undefined> {
  const condition = filter === "" ? "" : `AND "name" LIKE ?`;
  const entries = (types: string, order: string) =>
    rows(
      cursor,
      `SELECT "name", "type", "sql" FROM "sqlite_master" WHERE "sql" NOT NULL AND "type" IN (${types}) ${condition} ${order}`,
      filter === "" ? [] : [filter],
    ).map(entryOf);
  if (rows(cursor, "PRAGMA foreign_key_check").length > 0) yield "PRAGMA foreign_keys=OFF;";
  yield "BEGIN TRANSACTION;";
  let isSchemaWritable = false;
  // The numbers of AUTOINCREMENT come last, since the inserts before them count.
  let sequences: string[] = [];
  for (const [table, , sql] of entries("'table'", 'ORDER BY "name"')) {
    if (table === "sqlite_sequence") {
      sequences = sequenceStatements(cursor);
      continue;
    }
    if (table === "sqlite_stat1") yield 'ANALYZE "sqlite_master";';
    else if (table.startsWith("sqlite_")) continue;
    else if (sql.startsWith("CREATE VIRTUAL TABLE")) {
      if (!isSchemaWritable) yield "PRAGMA writable_schema=ON;";
      isSchemaWritable = true;
      const [name, text] = [quotedText(table), quotedText(sql)];
      yield `INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table',${name},${name},0,${text});`;
    } else yield `${sql};`;
    yield* inserts(cursor, table);
  }
  for (const [, , sql] of entries("'index', 'trigger', 'view'", "")) yield `${sql};`;
  if (isSchemaWritable) yield "PRAGMA writable_schema=OFF;";
  yield* sequences;
  yield "COMMIT;";
}

/** SQLite does not look at the types of what is in its schema. */
function entryOf([name, type, sql]: readonly unknown[]): Entry {
  if (typeof name === "string" && typeof sql === "string") return [name, String(type), sql];
  throw new DatabaseError("Cannot dump the schema: a name or a statement in it is no text");
}

/** A statement for each row of a table. SQLite itself writes the values as literals. */
function* inserts(cursor: DumpCursor, table: string): Generator<string, undefined> {
  const name = quotedName(table);
  const columns = rows(cursor, `PRAGMA table_info(${name})`).map(
    (column) => `quote(${quotedName(String(column[1]))})`,
  );
  cursor.execute(
    `SELECT ${quotedText(`INSERT INTO ${name} VALUES(`)}||${columns.join("||','||")}||')' FROM ${name};`,
  );
  for (const [statement] of cursor) yield `${statement};`;
}

function sequenceStatements(cursor: DumpCursor): string[] {
  const found = rows(cursor, 'SELECT "name", quote("seq") FROM "sqlite_sequence";');
  return [
    'DELETE FROM "sqlite_sequence";',
    ...found.map(
      ([table, number]) => `INSERT INTO "sqlite_sequence" VALUES(${quotedText(String(table))},${number});`,
    ),
  ];
}

function rows(
  cursor: DumpCursor,
  sql: string,
  parameters: readonly string[] = [],
): readonly (readonly unknown[])[] {
  cursor.execute(sql, parameters);
  return cursor.fetchall();
}
