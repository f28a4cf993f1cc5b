import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DbmError } from "pantry/dbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { connect, NotSupportedError, Error as SqliteError } from "pantry/sqlite3";
import { pageMutators } from "../mutators/pages.ts";
import { outcomeOf, type Refusals } from "../properties/outcome.ts";
import { type Target, Violation } from "../target.ts";

// SQLite does not say at which byte.
const REFUSALS: Refusals = { classes: [DbmError], unplaced: "all" };
const PAGE = 512;
/** What could come of a file at most, in bytes: all of its values lie in it. */
const GROWTH = 100;

let folder: string | undefined;

function fileOf(bytes: Uint8Array): string {
  folder ??= mkdtempSync(path.join(os.tmpdir(), "pantry-fuzz-"));
  const file = path.join(folder, "a.db");
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(file + suffix, { force: true });
  writeFileSync(file, bytes);
  return file;
}

function* seeds(): Generator<Uint8Array> {
  const file = fileOf(new Uint8Array());
  for (const count of [0, 3, 40]) {
    rmSync(file, { force: true });
    const connection = connect(file, { autocommit: true });
    connection.executescript(
      `pragma page_size = ${PAGE}; create table Dict (key blob unique not null, value blob not null)`,
    );
    for (let index = 0; index < count; index += 1)
      connection.execute("insert into Dict values (?, ?)", [
        Buffer.from(`key ${index}`),
        new Uint8Array(index * 20),
      ]);
    connection.close();
    yield new Uint8Array(readFileSync(file));
  }
  for (const sql of [
    "create table Dict (key text, value); insert into Dict values ('a', 1.5), (null, 'b'), (3, zeroblob(2000))",
    "create view Dict as select 1 as key, 2 as value",
    "create table Dict (key blob unique not null, value blob not null); create trigger t after insert on Dict begin delete from Dict; end",
    "create table Dict (key blob unique not null, value blob as (key || key)); insert into Dict values (x'61')",
    "create virtual table Dict using fts5(key, value)",
  ]) {
    rmSync(file, { force: true });
    const connection = connect(file, { autocommit: true });
    connection.executescript(`pragma page_size = ${PAGE}; ${sql}`);
    connection.close();
    yield new Uint8Array(readFileSync(file));
  }
}

/** Files of SQLite as a database of `dbm.sqlite3`, and in the memory of a connection. */
export const target: Target = {
  rooms: ["src/dbm/sqlite3/"],
  seeds: () => [...seeds()],
  mutators: pageMutators(PAGE),
  tokens: ["Dict", "key", "value", "BLOB", "UNIQUE NOT NULL", "CREATE TABLE", "CREATE VIEW", "AS ("].map(
    (text) => Buffer.from(text),
  ),
  maxLength: 16_384,
  time: [1000, 0.1],
  judge(bytes) {
    outcomeOf(bytes.length, REFUSALS, () => Array.from(sqlite3.check(fileOf(bytes))).length);
    outcomeOf(bytes.length, REFUSALS, () => walk(fileOf(bytes), bytes.length));
    outcomeOf(bytes.length, REFUSALS, () => change(fileOf(bytes)));
    try {
      deserialize(bytes);
    } catch (error) {
      if (!(error instanceof SqliteError || error instanceof RangeError)) throw error;
    }
  },
  close() {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  },
};

function walk(file: string, length: number): void {
  using database = sqlite3.open(file);
  let bytes = 0;
  for (const [key, value] of database) {
    bytes += key.length + value.length;
    if (bytes > GROWTH * length + 2 ** 16) throw new Violation("more values than the file has bytes");
  }
  void database.size;
  database.get("key 1");
}

function change(file: string): void {
  using database = sqlite3.open(file, { flag: "w" });
  database.batch(() => {
    database.set("key 1", "other").set("fresh", new Uint8Array(600));
    if (database.has("key 2")) database.delete("key 2");
  });
}

function deserialize(bytes: Uint8Array): void {
  using connection = connect(":memory:");
  try {
    connection.deserialize(bytes);
  } catch (error) {
    if (error instanceof NotSupportedError) return;
    throw error;
  }
  connection.execute("select * from Dict limit 100").fetchall();
  Array.from(connection.iterdump()).length;
}
