import type { Seek } from "../store.ts";

// What Python's dbm.sqlite3 says to SQLite, to the letter: the text of the table is in the file.

export const BUILD_TABLE = `
  CREATE TABLE IF NOT EXISTS Dict (
    key BLOB UNIQUE NOT NULL,
    value BLOB NOT NULL
  )
`;
export const GET_SIZE = "SELECT COUNT (key) FROM Dict";
export const STORE_KV = "REPLACE INTO Dict (key, value) VALUES (CAST(? AS BLOB), CAST(? AS BLOB))";
export const DELETE_KEY = "DELETE FROM Dict WHERE key = CAST(? AS BLOB)";

// What Python asks in one piece is asked in pages here, and a value that is no BLOB comes as its bytes.

export const LOOKUP_KEY = "SELECT CAST(value AS BLOB) FROM Dict WHERE key = CAST(? AS BLOB)";
export const HAS_KEY = "SELECT 1 FROM Dict WHERE key = CAST(? AS BLOB)";
export const DELETE_ALL = "DELETE FROM Dict";
export const FIRST_KEY = "SELECT CAST(key AS BLOB) FROM Dict ORDER BY key LIMIT 1";
export const NEXT_KEY = "SELECT CAST(key AS BLOB) FROM Dict WHERE key > CAST(? AS BLOB) ORDER BY key LIMIT 1";

/** Entries by their place in the order of keys. Those that other programs have stored under numbers or texts are not among them, as `get` has none of them. */
export const SEEK: Readonly<Record<Seek, string>> = {
  first: seek("key >= x''", "ASC"),
  last: seek("key >= x''", "DESC"),
  after: seek("key > CAST(? AS BLOB)", "ASC"),
  before: seek("key < CAST(? AS BLOB) AND key >= x''", "DESC"),
  from: seek("key >= CAST(? AS BLOB)", "ASC"),
};

function seek(where: string, order: "ASC" | "DESC"): string {
  return `SELECT key, CAST(value AS BLOB) FROM Dict WHERE ${where} ORDER BY key ${order} LIMIT 1`;
}

/** Statements that go through the table in pages: where a row is, its key, and its value perhaps. */
export interface Walk {
  /**
   * Keys that other programs have stored as numbers or texts, which come before all bytes. Nothing here changes them, so they are gone
   * through in the order of their rows.
   */
  readonly foreign: string;
  readonly first: string;
  readonly next: string;
}

export const KEYS: Walk = walk("key, key");
export const ENTRIES: Walk = walk("key, key, CAST(value AS BLOB)");

function walk(columns: string): Walk {
  const foreign = columns.replace("key, key", "rowid, CAST(key AS BLOB)");
  return {
    foreign: `SELECT ${foreign} FROM Dict WHERE key < x'' AND rowid > ? ORDER BY rowid LIMIT ?`,
    first: `SELECT ${columns} FROM Dict WHERE key >= x'' ORDER BY key LIMIT ?`,
    next: `SELECT ${columns} FROM Dict WHERE key > ? ORDER BY key LIMIT ?`,
  };
}

// Questions to the schema. Names are compared as SQLite takes them, whatever they are stored as: `printf` ends at a NUL, too.

/** What is called Dict, and whether it is a table in the file. SQLite itself writes how the text begins. */
export const TABLES = `
  SELECT type = 'table' AND sql LIKE 'CREATE TABLE %' FROM sqlite_master
  WHERE printf('%s', name) = 'Dict' COLLATE NOCASE AND printf('%s', type) <> 'trigger' COLLATE NOCASE
`;
export const TRIGGERS = `
  SELECT 1 FROM sqlite_master
  WHERE printf('%s', tbl_name) = 'Dict' COLLATE NOCASE AND printf('%s', type) = 'trigger' COLLATE NOCASE
`;
export const GENERATED_COLUMNS = "SELECT 1 FROM pragma_table_xinfo('Dict') WHERE hidden <> 0";
export const TABLE_TEXT =
  "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'Dict' COLLATE NOCASE";
