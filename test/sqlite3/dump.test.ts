import { execFileSync } from "node:child_process";
import { describe, expect, it, type TestContext } from "vitest";
import { iterdump } from "../../src/sqlite3/dump.ts";
import { connect, DatabaseError, Row } from "../../src/sqlite3/index.ts";
import { PYTHONS } from "../oracle/each-python.ts";

const PROGRAM = `
import json, sqlite3, sys
script, filter = json.load(sys.stdin)
connection = sqlite3.connect(":memory:")
connection.executescript(script)
json.dump(list(connection.iterdump(filter=filter)), sys.stdout)`;

/** The dump of Python 3.13 after a script. */
function pythonDump(context: TestContext, script: string, filter: string | null): string[] {
  const python = PYTHONS.find(({ short }) => short === "3.13");
  if (python === undefined) return context.skip("Python 3.13 is not on this machine, so it was not asked");
  const input = JSON.stringify([script, filter]);
  return JSON.parse(execFileSync(python.path, ["-c", PROGRAM], { input, encoding: "utf8" }));
}

function dump(script: string, filter?: string): string[] {
  using connection = connect(":memory:");
  connection.executescript(script);
  connection.rowFactory = Row;
  return [...connection.iterdump(filter === undefined ? {} : { filter })];
}

const VALUES = `
  create table "all" (i integer primary key, t text, b blob, r real, n numeric, "select" any);
  insert into "all" values (9007199254740993, 'it''s "quoted"', x'00ff', 1.5, 7, null), (-9223372036854775808, '', x'', -0.5, 'x', 1);
  insert into "all" values (3, 'two
    lines, é 😀', null, 1e300, 2.0, 'null'), (4, '; --', x'27', 1e100, -2.5e-7, 1e-300);`;
const SCHEMA = `
  create table t (a, b); insert into t values (1, 2); create table "quoted "" name" ("a "" b"); insert into "quoted "" name" values (5);
  create index i on t (a); create unique index j on t (b); create view v as select * from t; create view w as select 1;
  create trigger tr after insert on t begin insert into "quoted "" name" values (1); select 2; end; create table "Z" (x); create table empty (x);`;
const SEQUENCES = `
  create table one (id integer primary key autoincrement, t); insert into one (t) values ('a'), ('b'); delete from one where id = 2;
  create table two (id integer primary key autoincrement);`;

describe("iterdump()", () => {
  it.for<[name: string, script: string, filter?: string]>([
    ["nothing", ""],
    ["values of every type", VALUES],
    ["tables, indexes, views and triggers", SCHEMA],
    ["what a pattern asks for", SCHEMA, "t%"],
    ["what has a name that nothing has", SCHEMA, "nothing%"],
    ["everything, for an empty pattern", SCHEMA, ""],
    ["numbers of AUTOINCREMENT", SEQUENCES],
    ["numbers of AUTOINCREMENT, which a pattern leaves out", SEQUENCES, "one"],
    ["statistics", `${SCHEMA} insert into t values (2, 3), (4, 5); analyze;`],
    [
      "virtual tables",
      "create table a (x); create virtual table v using rtree (id, x0, x1); insert into v values (1, 2, 3); create virtual table w using rtree (id, x0, x1);",
    ],
    [
      "foreign keys that point nowhere",
      "create table p (id primary key); create table c (p references p); insert into c values (7);",
    ],
    [
      "generated columns and tables without rowid",
      "create table g (a primary key, b as (a + 1), c) without rowid; insert into g values (1, 'x');",
    ],
  ])("gives the text that Python gives: %s", ([, script, filter], context) => {
    expect(dump(script, filter)).toEqual(pythonDump(context, script, filter ?? null));
  });

  it("can be executed, which builds the same database", () => {
    for (const script of [VALUES, SCHEMA, SEQUENCES]) {
      const statements = dump(script);
      expect(statements.length).toBeGreaterThan(4);
      expect(dump(statements.join("\n"))).toEqual(statements);
    }
  });

  it("keeps integers that are no safe numbers", () => {
    expect(dump(VALUES).join()).toContain("VALUES(9007199254740993,");
  });

  it("knows names with quotes, over which Python 3.13 stumbles", () => {
    const script = `create table "it's" (a integer primary key autoincrement); insert into "it's" values (1)`;
    expect(dump(script).filter((statement) => statement.startsWith("INSERT"))).toEqual([
      `INSERT INTO "it's" VALUES(1);`,
      `INSERT INTO "sqlite_sequence" VALUES('it''s',1);`,
    ]);
  });

  it.each(["sql = x'00'", "name = x'00'"])("refuses a schema that holds no text: %s", (change) => {
    const script = `create table t(a); pragma writable_schema = on; update sqlite_master set ${change}`;
    expect(() => dump(script)).toThrow(DatabaseError);
  });

  it("leaves out tables that SQLite makes itself", () => {
    const tables = [["sqlite_stat4", "table", "CREATE TABLE sqlite_stat4 (tbl, idx)"]];
    let sql = "";
    const cursor = {
      execute: (text: string) => (sql = text),
      fetchall: () => (sql.includes("'table'") ? tables : []),
      [Symbol.iterator]: () => [].values(),
    };
    expect([...iterdump(cursor)]).toEqual(["BEGIN TRANSACTION;", "COMMIT;"]);
  });

  it("gives what it has, before it asks for more", () => {
    const asked: string[] = [];
    const cursor = {
      execute: (sql: string) => asked.push(sql),
      fetchall: () => [],
      [Symbol.iterator]: () => [].values(),
    };
    const statements = iterdump(cursor);
    expect(asked).toEqual([]);
    expect(statements.next().value).toBe("BEGIN TRANSACTION;");
    expect(asked).toEqual(["PRAGMA foreign_key_check"]);
    expect([...statements]).toEqual(["COMMIT;"]);
  });
});
