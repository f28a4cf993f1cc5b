import type { FileSystem } from "../../files/index.ts";
import { type Connection, Error as SqliteError } from "../../sqlite3/index.ts";
import type { Problem } from "../problem.ts";
import { dbmErrorOf } from "./errors.ts";
import { ofHost, openUntrusted } from "./open.ts";
import { readingFault, writingFault } from "./schema.ts";
import { BUILD_TABLE, TABLE_TEXT } from "./statements.ts";

/** What SQLite itself finds wrong with the file, and what is not as Python makes it. SQLite does not say at which byte. */
export function* check(
  path: string,
  { files }: { readonly files?: FileSystem } = {},
): Generator<Problem, void, undefined> {
  const connection = openUntrusted(ofHost(path, files), path);
  // Damaged names need not be UTF-8.
  connection.textFactory = (bytes) => new TextDecoder().decode(bytes);
  try {
    const fault = readingFault(connection);
    if (fault !== undefined) return yield { severity: "damage", message: fault };
    yield* ofSchema(connection);
    yield* ofFile(connection);
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    yield { severity: "damage", message: (dbmErrorOf(error, path) as Error).message };
  } finally {
    connection.close();
  }
}

function* ofSchema(connection: Connection): Generator<Problem> {
  const wanted = plain(BUILD_TABLE.replace("IF NOT EXISTS ", ""));
  const [sql] = connection.execute(TABLE_TEXT).fetchone() ?? [];
  if (plain(String(sql)) !== wanted)
    yield { severity: "damage", message: "the table Dict is not as Python makes it" };
  const fault = writingFault(connection);
  if (fault !== undefined) yield { severity: "damage", message: fault };
}

function* ofFile(connection: Connection): Generator<Problem> {
  // They are code as well.
  connection.execute("PRAGMA ignore_check_constraints = on");
  for (const [message] of connection.execute("PRAGMA integrity_check")) {
    if (message !== "ok") yield { severity: "damage", message: String(message) };
  }
  const [free] = connection.execute("PRAGMA freelist_count").fetchone() ?? [];
  if (free) yield { severity: "waste", message: `${free} pages are free` };
}

function plain(sql: string): string {
  return sql.replace(/\s+/g, " ").trim();
}
