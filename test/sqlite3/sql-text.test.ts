import { describe, expect, it } from "vitest";
import {
  firstKeyword,
  hasStatement,
  isDml,
  isReadOnly,
  parametersOf,
  statementEnd,
} from "../../src/sqlite3/sql-text.ts";
import { Dice } from "../pickletools/mutants.ts";
import { askLibrary } from "./library.ts";

const SEED = 5;

/** What an expression can be made of, variables and what only looks like them. */
const EXPRESSIONS = [
  ..."? ?1 ?3 ?003 ?12 :a :b @a $a #a :A :1 $a::b $::a $a::b(c) $a(?) $a$b :é :a::: :: ::a".split(" "),
  ...["'?'", "':a'", "'it''s ?'", "''", '"a?"', "[a?]", "`a?`", "a", '"a"', "é", "a$b", "x'3f'", "X'3F'"],
  ...["1", "1.5e3", ".5", "0x1F", "1e-5", "1.", "null", "(select :sub)", "(?)", "case when ? then :c end"],
  ...["cast(? as text)", "a->'$.?'", "a->>:a", "-:a", "- -?", "~?", "not ?", "?||:a", "a between ? and $b"],
];
const BLANKS = [
  " ",
  "\n",
  "\t\r\n",
  " \v",
  "\f",
  "/* ? */",
  "-- :a\n",
  "/**/",
  "/*/ ? */",
  "\ufeff",
  "/***/",
  "",
];
const TAILS = ["", ";", ";;", "; select ?", ";select 2", " -- ?", "/* ?", "/* ; */;", "\n; -- ;", ";/*"];
const CHARACTERS = [..."?:@$#1a_'\"`[]().;,-/*+ \né😀", "::", "--", "/*", "*/", "select ", "x'", "?1"];

/** A statement which SQLite mostly takes. */
function statement(dice: Dice): string {
  const blank = () => dice.pick(BLANKS);
  const columns = Array.from({ length: 1 + dice.below(5) }, () => blank() + dice.pick(EXPRESSIONS) + blank());
  const start = dice.pick([
    "",
    "",
    "",
    ";",
    " ; ;",
    "-- ;\n",
    "/* ; */",
    " \v; ",
    "\ufeff;",
    "\ufeff",
    "/**/;",
  ]);
  return `${start}select ${columns.join(",")} from t${dice.pick(TAILS)}`;
}

function noise(dice: Dice): string {
  return `select ${Array.from({ length: 1 + dice.below(12) }, () => dice.pick(CHARACTERS)).join("")}`;
}

describe("parametersOf() and statementEnd()", () => {
  it("agree with SQLite on statements at random", (context) => {
    const dice = new Dice(SEED);
    const texts = [
      ...Array.from({ length: 8000 }, () => statement(dice)),
      ...Array.from({ length: 12_000 }, () => noise(dice)),
    ];
    const answers = askLibrary(context, "prepare", texts);
    const differences = texts.flatMap((sql, index) => {
      const answer = answers[index];
      if (!answer) return [];
      const ours = { names: parametersOf(sql), end: statementEnd(sql) };
      const same = JSON.stringify([answer.names, answer.end]) === JSON.stringify([ours.names, ours.end]);
      return same ? [] : [{ sql, answer, ours }];
    });
    expect(differences.slice(0, 5)).toEqual([]);
    expect(answers.filter((answer) => answer && answer.names.length > 0).length).toBeGreaterThan(4000);
  });
});

describe("parametersOf()", () => {
  it("names parameters as SQLite does: once each, in order, with gaps before a number", () => {
    expect(
      parametersOf("select ?, :a, @b, $c::d(e), ?7, ?007, :a, '?', [?], \"?\" -- ?\n, /* ? */ ?"),
    ).toEqual([...[null, ":a", "@b", "$c::d(e)", null, null, "?7", null]]);
  });

  it("reads the first statement alone, or up to an end that is known", () => {
    expect(parametersOf("; select :a; select :b")).toEqual([":a"]);
    expect(parametersOf("select :a; select :b", 30)).toEqual([":a", ":b"]);
  });

  it("makes no room for a number that no SQLite takes", () => {
    expect(parametersOf("select ?0, ?99999999999999999999, ?9999999, ?")).toEqual([null]);
  });

  it("reads what is long in one go", () => {
    const long = 300_000;
    expect(
      parametersOf(`select '${"''".repeat(long)}', ${"a".repeat(long)}, :${"b".repeat(long)}`),
    ).toHaveLength(1);
    expect(parametersOf("/*".repeat(long))).toEqual([]);
    expect(statementEnd(`${";".repeat(long)}--`)).toBe(long + 2);
  });
});

describe("statementEnd()", () => {
  const body = "begin select ';'; insert into t values (case when 1 then 2 end, 1); delete from t; end";

  it.each([
    ["create trigger x after insert on t ", " ; select 2"],
    ["create temp trigger x after insert on t ", ";"],
    ["explain query plan CREATE /* ; */ TEMPORARY Trigger x after insert on t ", ";;"],
    ["\ufeff/* ; */ ; create trigger if not exists x after insert on t ", "/* ; */; -- ;"],
  ])("knows the end of a trigger: %s", (head, tail) => {
    const sql = head + body + tail;
    expect(sql.slice(0, statementEnd(sql))).toBe(
      head + body + tail.slice(0, tail.replace("/* ; */", "       ").indexOf(";") + 1),
    );
  });

  it("agrees with SQLite on triggers", (context) => {
    const heads = [
      "create trigger x after insert on t ",
      "explain create temp trigger x insert on t when 1 ",
    ];
    const tails = ["", ";", " ;;", "; select 1", "/* ; */;", "-- ;\n;--"];
    const texts = heads.flatMap((head) => tails.map((tail) => head + body + tail));
    const ends = askLibrary(context, "prepare", texts).map((answer) => answer?.end);
    expect(texts.map(statementEnd)).toEqual(ends);
  });

  it("is the end of the text where nothing ends the statement", () => {
    for (const sql of [
      "",
      ";",
      "select 1",
      "select ';'",
      "-- ;",
      "create trigger x begin select 1; select 2; ",
    ])
      expect(statementEnd(sql)).toBe(sql.length);
  });
});

describe("isReadOnly()", () => {
  const reading = `select 1;values (1);with x as (select 1) select * from x;explain query plan select 1;begin
    begin transaction;begin deferred;commit;end transaction;rollback;rollback to a;savepoint a;release a;attach 'x' as y
    detach y;pragma user_version;pragma main.user_version;pragma foreign_keys;pragma foreign_keys = 1;pragma table_info(t)
    with recursive insert_(a) as (values (1)) select a from insert_;explain values (1);/* insert */ select 'insert'`;
  const writing = `insert into t values (1, 2);replace into t values (1, 2);update t set a = 1;delete from t
    with x as (select 1) insert into t select 1, 2;with replace(a) as (select 1), b as (select (2)) delete from t
    with x as not materialized (select 1), y as (values (2)) update t set a = 2;explain insert into t values (1, 2)
    explain query plan delete from t;begin immediate;begin exclusive transaction;create table u (a);drop table t
    create table if not exists t (a);create temp table w (a);create index j on t (b);drop index if exists n;vacuum
    alter table t add column c;analyze;reindex t;create view v as select 1;pragma user_version = 1;pragma main.user_version(2)
    pragma journal_mode;pragma journal_mode = wal;pragma wal_checkpoint;pragma incremental_vacuum(3);pragma application_id = 2
    pragma schema_version = 7;pragma default_cache_size = 3;create temp trigger x after insert on t begin select 1@ end`;
  const split = (text: string) => text.split(/;|\n/).map((sql) => sql.trim().replace("@", ";"));

  it("says what reads and what writes", () => {
    expect(split(reading).filter((sql) => !isReadOnly(sql))).toEqual([]);
    expect(split(writing).filter(isReadOnly)).toEqual([]);
  });

  it("agrees with SQLite", (context) => {
    const texts = [...split(reading), ...split(writing)];
    expect(texts.map(isReadOnly)).toEqual(askLibrary(context, "prepare", texts).map((one) => one?.readOnly));
  });

  it("takes what depends on the database for writing", () => {
    for (const sql of [
      "pragma optimize",
      "pragma auto_vacuum = 1",
      "drop trigger if exists x",
      "what is this",
      "",
    ])
      expect(isReadOnly(sql)).toBe(false);
  });
});

describe("hasStatement()", () => {
  it("finds anything but blanks and comments, as CPython does", () => {
    for (const tail of ["", " \t\r\n\f", "-- x", "/* x", "/* x */ -- y\n", "/*"]) {
      expect(hasStatement(`select 1;${tail}`, 9)).toBe(false);
    }
    for (const tail of ["x", ";", "\v", "\ufeff", "-", "/", "-- x\ny", "/* x */y", "/*/y*/ z"]) {
      expect(hasStatement(`select 1;${tail}`, 9)).toBe(true);
    }
  });
});

describe("firstKeyword() and isDml()", () => {
  it("look behind blanks and comments, in either case", () => {
    expect(firstKeyword("/* a */ -- b\n\f Insert/**/into t")).toBe("INSERT");
    expect(firstKeyword(" 1")).toBe("");
    expect(firstKeyword("")).toBe("");
    for (const sql of ["insert into", "UPDATE t", "--\ndelete from", "/**/rePlace into"])
      expect(isDml(sql)).toBe(true);
    for (const sql of [
      "select 1",
      "with x as (select 1) insert into t",
      ";insert into t",
      "\vinsert",
      "into insert",
    ])
      expect(isDml(sql)).toBe(false);
  });
});
