import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Engine } from "../../../src/sqlite3/engine/port.ts";
import { SqliteError } from "../../../src/sqlite3/errors.ts";
import { findPythons } from "../../oracle/oracle.ts";
import { describeEachEngine } from "./each-engine.ts";
import { opened, rowsOf } from "./harness.ts";

/** From 3.11 on errors have their code. */
const python = findPythons().findLast(({ short }) => !/^(2|3\.\d$|3\.10)/.test(short));

const SCHEMA = `
  create table t (a integer primary key, b text not null check (b <> 'bad'), c unique);
  create table child (a references t (a) deferrable initially deferred, n numeric, r real, x);
  create table strict (a integer) strict;
  insert into t values (1, 'one', 1), (2, 'two', null);
  create trigger no_delete before delete on t begin select raise(abort, 'not this one'); end;
`;

type Case = readonly [sql: string, values: readonly (number | string | null)[]];

const CASES: readonly Case[] = [
  ["insert into t values (1, 'x', 9)", []],
  ["insert into t values (9, 'x', 1)", []],
  ["insert into t values (9, null, 9)", []],
  ["insert into t values (9, 'bad', 9)", []],
  ["insert into t (rowid) values ('x')", []],
  ["insert into strict values ('x')", []],
  ["delete from t", []],
  ["delete from nothing", []],
  ["select nothing from t", []],
  ["select nothing(1)", []],
  ["select abs()", []],
  ["selec 1", []],
  ["select 1 from", []],
  ["select '", []],
  ["select * from t where", []],
  ["select abs(-9223372036854775807 - 1)", []],
  ["select zeroblob(2000000000)", []],
  ["select json('{')", []],
  ["select 1 union select 1, 2", []],
  ["create table t (a)", []],
  ["drop table t2", []],
  ["commit", []],
  ["rollback", []],
  ["release nothing", []],
  ["pragma user_version = 5", []],
  ["pragma table_info(t)", []],
  ["attach '/nowhere/at/all' as x", []],
  ["vacuum into '/nowhere/at/all'", []],
  ["select like('a', 'b', 'cc')", []],
  ["select substr('abc', 2), x'0102' || 'a', 1 / 0, 7 / 2, 7 / 2.0", []],
  ["select typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)", [1, 1.5, "x", null, 2 ** 31]],
  ["insert into child values (null, ?1, ?1, ?1) returning typeof(n), typeof(r), typeof(x), n, r, x", [7]],
  ["insert into child values (null, ?1, ?1, ?1) returning typeof(n), typeof(r), typeof(x), n, r, x", ["7.0"]],
  ["insert into child values (null, ?1, ?1, ?1) returning typeof(n), typeof(r), typeof(x), n, r, x", [0.5]],
  ["select hex(?), quote(?), length(?), ? + 1, ? || 'x'", ["é", "it's", "a\0b", "12abc", 5]],
  ["select json_array(?, ?, ?)", [1, 1.5, "x"]],
  ["insert into t values (?, ?, ?) returning *", [7, "seven", 1.5]],
  [
    "with recursive n (i) as (select 1 union all select i + 1 from n where i < 5) select i, i * 0.5 from n",
    [],
  ],
  ["select c, count(*) from t group by c order by c nulls last", []],
];

/** What came, as `facts.py` says it. */
function outcome(engine: Engine, [sql, values]: Case): unknown {
  const connection = opened(engine);
  rowsOf(connection, SCHEMA);
  try {
    const rows = rowsOf(connection, sql, values);
    return {
      rows: rows.map((row) =>
        row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString("hex") : cell)),
      ),
    };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { error: [error.name, error.sqliteErrorcode ?? null, error.message] };
  }
}

describeEachEngine("what SQLite does and says", (engine) => {
  it("is what CPython's does and says", (context) => {
    if (python === undefined) context.skip("no CPython from 3.11 on, so its sqlite3 was not asked");
    const { path } = python as { path: string };
    const answers: unknown[] = JSON.parse(
      execFileSync(path, [join(import.meta.dirname, "facts.py")], {
        input: JSON.stringify({ schema: SCHEMA, cases: CASES }),
        encoding: "utf8",
      }),
    );
    for (const [index, one] of CASES.entries())
      expect([one[0], outcome(engine, one)]).toEqual([one[0], answers[index]]);
  });
});
