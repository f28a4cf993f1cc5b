import type { Dice } from "../../pickletools/mutants.ts";
import { type Cell, int } from "./cells.ts";
import type { Step } from "./program.ts";
import { VALUES } from "./programs/named.ts";

/** How long the programs are. */
const STEPS = 25;

const LEVELS = [null, "", "DEFERRED", "IMMEDIATE", "EXCLUSIVE", "immediate", "nonsense"];

/** Nobody waits for a disk. */
const UNSAFE = "pragma synchronous = off";

/** Statements, and of how many parameters and which kind they are. */
const STATEMENTS: readonly (readonly [sql: string, parameters: number | readonly string[]])[] = [
  ["insert into t values(?, ?, ?)", 3],
  ["insert into t values(:a, :b, :c)", ["a", "b", "c"]],
  ["insert or ignore into t(id, a) values(?, ?)", 2],
  ["insert or replace into t(id, a) values(?, ?)", 2],
  ["insert or rollback into t(id, a) values(?, ?)", 2],
  ["insert or fail into t(id, a) values(?, ?), (?1 + 1, ?2)", 2],
  ["insert into t(a, b) values(?, ?) returning id, a, typeof(b) as kind", 2],
  ["insert into t(a) select a from t limit ?", 1],
  ["replace into t values(?2, ?1, ?1)", 2],
  ["update t set a = ? where id > ?", 2],
  ["update t set b = b || ? returning id, b", 1],
  ["update t set id = id + ?", 1],
  ["delete from t where id = ?", 1],
  ["delete from t returning *", 0],
  ["delete from t where a is ?", 1],
  ["with w(x) as (values(?)) insert into t(a) select x from w", 1],
  ["with w(x) as (values(?)) delete from t where id in w", 1],
  ["select * from t order by id", 0],
  ["select id, a as 'a [x]', b from t order by id limit ? offset ?", 2],
  ["select count(*), max(id), count(b) as bs from t", 0],
  ["select ?, typeof(?1)", 1],
  ["select :a as one, $b, @c", ["a", "b", "c"]],
  ["select a from t where b = ? order by a", 1],
  ["select ? as x, 1 as y union all select 2, ?", 2],
  ["select abs(id - ?) from t", 1],
  ["select * from nowhere", 0],
  ["pragma user_version", 0],
  ["pragma user_version = 5", 0],
  ["pragma foreign_keys", 0],
  ["create table if not exists u(x primary key, y)", 0],
  ["create table u(x)", 0],
  ["drop table if exists u", 0],
  ["insert into u values(?, ?)", 2],
  ["select * from u", 0],
  ["create index i on t(a)", 0],
  ["drop index i", 0],
  ["alter table t add column d default 7", 0],
  ["analyze", 0],
  ["begin", 0],
  ["begin immediate", 0],
  ["commit", 0],
  ["rollback", 0],
  ["savepoint s", 0],
  ["release s", 0],
  ["rollback to s", 0],
  ["explain select 1", 0],
  ["select 1; select 2", 0],
  ["selec", 0],
  ["/* first */ insert into t(a) values(?)", 1],
  ["-- first\n update t set a = ?", 1],
];

/** Beyond the largest rowid SQLite takes one at random, and the texts of extreme floats depend on its version. */
const MODEST = VALUES.filter(
  (value) => !/9223372036854775807|"float":"(0|4)[^"]*[1-9a-f]|ff00/.test(JSON.stringify(value)),
);

const SCRIPTS = [
  "",
  "select 1",
  "begin; insert into t(a) values(1); commit",
  "insert into t(a) values('script')",
  "insert into t(a) values(1); savepoint s;",
  "create table if not exists u(x); insert into u values(1); delete from u;",
  "insert into t(a) values(1); insert into nowhere values(1); insert into t(a) values(2)",
  "select * from t; update t set a = 0; -- the end",
  "begin; delete from t",
];

/**
 * A program that no one wrote: statements, transactions and fetches in any order, on two connections to one database.
 *
 * @param hasAutocommit Whether connections have the attribute.
 */
export function randomProgram(dice: Dice, hasAutocommit: boolean): Step[] {
  const options = () => ({
    ...(dice.below(2) === 0 && { isolation_level: dice.pick(LEVELS.slice(0, 5)) }),
    ...(hasAutocommit && dice.below(3) === 0 && { autocommit: dice.pick([true, false, -1]) }),
    ...(dice.below(4) === 0 && { cached_statements: dice.below(3) }),
  });
  return [
    ["connect", "/shop.db", options()],
    ["cursor", 0],
    ["executescript", 0, UNSAFE],
    ["execute", 0, "create table t(id integer primary key, a, b text)"],
    ["commit", 0],
    ["connect", "/shop.db", options()],
    ["cursor", 0],
    ["cursor", 1],
    ["executescript", 2, UNSAFE],
    ...Array.from({ length: STEPS }, () => step(dice, hasAutocommit)),
  ];
}

function step(dice: Dice, hasAutocommit: boolean): Step {
  const cursor = dice.below(3);
  const connection = dice.below(8) === 0 ? 1 : 0;
  switch (dice.below(24)) {
    case 0:
      return ["commit", connection];
    case 1:
      return ["rollback", connection];
    case 2:
      return ["fetchone", cursor];
    case 3:
      return ["fetchmany", cursor, 1 + dice.below(3)];
    case 4:
      return ["fetchall", cursor];
    case 5:
      return ["next", cursor];
    case 6:
    case 7:
      return many(dice, cursor);
    case 8:
      return ["executescript", cursor, dice.pick(SCRIPTS)];
    case 9:
      return ["set", connection, "isolation_level", dice.pick(LEVELS)];
    case 10:
      if (!hasAutocommit) return ["commit", connection];
      return ["set", connection, "autocommit", dice.pick([true, false, -1, 2])];
    case 11:
      return ["transaction", connection, cursor, [dice.pick(PLAIN)[0], dice.pick(PLAIN)[0]]];
    case 12:
      return dice.below(4) > 0 ? ["fetchmany", cursor] : ["close_cursor", cursor];
    case 13:
      return ["row_factory", cursor, dice.pick([null, "Row", "dict"])];
    default: {
      const [sql, parameters] = statement(dice);
      // What changes rows and gives some is at its end here before they are fetched, in CPython only then.
      const verb = sql.includes("returning") ? "run_to_end" : "execute";
      if (parameters === 0 && dice.below(3) > 0) return [verb, cursor, sql];
      return [verb, cursor, sql, given(dice, parameters)];
    }
  }
}

const PLAIN = STATEMENTS.filter(([sql]) => !sql.includes("returning"));

/**
 * CPython fails at the second row that is given back, against its own documentation; and where it refuses a SELECT, it resets the one of
 * another cursor. What defines something fails in its second run, and keeps its lock in some versions of SQLite.
 */
const MANY = STATEMENTS.filter(([sql]) => !/returning|^(select|explain|pragma|create|alter|drop)/.test(sql));

function many(dice: Dice, cursor: number): Step {
  const [sql, parameters] = dice.pick(MANY);
  return ["executemany", cursor, sql, Array.from({ length: dice.below(4) }, () => given(dice, parameters))];
}

function statement(dice: Dice): (typeof STATEMENTS)[number] {
  return dice.pick(STATEMENTS);
}

/** Parameters that fit, mostly. */
function given(dice: Dice, wanted: number | readonly string[]): Cell {
  const value = () => (dice.below(3) > 0 ? int(dice.below(7)) : dice.pick(MODEST));
  if (typeof wanted !== "number")
    return { dict: wanted.slice(dice.below(20) === 0 ? 1 : 0).map((name) => [name, value()]) };
  return Array.from({ length: dice.below(20) === 0 ? dice.below(4) : wanted }, value);
}
