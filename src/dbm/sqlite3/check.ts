import type { FileSystem } from "../../files/index.ts";
import type { Connection } from "../../sqlite3/index.ts";
import type { Problem } from "../problem.ts";
import { dbmErrorOf, primaryCode } from "./errors.ts";
import { ofHost, openForReading } from "./open.ts";
import { BUILD_TABLE } from "./statements.ts";

/** What SQLite itself finds wrong with the file, and what is not as Python makes it. SQLite does not say at which byte. */
export function* check(
  path: string,
  { files }: { readonly files?: FileSystem } = {},
): Generator<Problem, void, undefined> {
  const connection = openForReading(ofHost(path, files), path);
  try {
    yield* ofSchema(connection);
    yield* ofFile(connection);
  } catch (error) {
    if (primaryCode(error) === undefined) throw error;
    yield { severity: "damage", message: (dbmErrorOf(error, path) as Error).message };
  } finally {
    connection.close();
  }
}

function* ofSchema(connection: Connection): Generator<Problem> {
  const wanted = plain(BUILD_TABLE.replace("IF NOT EXISTS ", ""));
  const [type, sql] =
    connection.execute("SELECT type, sql FROM sqlite_schema WHERE name = 'Dict' COLLATE NOCASE").fetchone() ??
    [];
  if (type !== "table" || plain(String(sql)) !== wanted)
    yield { severity: "damage", message: "the table Dict is not as Python makes it" };
}

function* ofFile(connection: Connection): Generator<Problem> {
  for (const [message] of connection.execute("PRAGMA integrity_check")) {
    if (message !== "ok") yield { severity: "damage", message: String(message) };
  }
  const [free] = connection.execute("PRAGMA freelist_count").fetchone() ?? [];
  if (free) yield { severity: "waste", message: `${free} pages are free` };
}

function plain(sql: string): string {
  return sql.replace(/\s+/g, " ").trim();
}
