import { expect, it } from "vitest";
import { Float } from "../../../src/python/index.ts";
import {
  type Aggregate,
  type Bindable,
  type Engine,
  Failure,
  type ScalarFunction,
} from "../../../src/sqlite3/engine/port.ts";
import { SQLITE_LIMIT_LENGTH } from "../../../src/sqlite3/switches.ts";
import type { SqlValue } from "../../../src/sqlite3/values.ts";
import { describeEachEngine } from "./each-engine.ts";
import { errorOf, FLAGS, filled, opened, PLAIN_ROWS, prepared, rowsOf } from "./harness.ts";

const SQLITE_DENY = 1;
const SQLITE_IGNORE = 2;
const SQLITE_READ = 20;

/** Sums up, and fails in `failing`. */
function sums(failing = ""): () => Aggregate | Failure {
  const result = (method: string, value: number) =>
    method === failing ? new Failure(`${method} failed`, 1) : value;
  return () => {
    if (failing === "make") return new Failure("make failed", 1);
    let sum = 0;
    const add = (value: SqlValue | undefined, sign: number) => {
      sum += sign * Number(value);
    };
    return {
      step(value) {
        add(value, 1);
        return failing === "step" ? new Failure("step failed", 1) : undefined;
      },
      inverse(value) {
        add(value, -1);
        return undefined;
      },
      value: () => result("value", sum),
      finalize: () => result("finalize", sum),
    };
  };
}

/** A function that keeps what it is given. */
function collecting(seen: SqlValue[]): ScalarFunction {
  return (...args) => {
    seen.push(...args);
    return null;
  };
}

/** The types that SQL sees of what a function gives. */
function typesOf(engine: Engine, results: readonly Bindable[]): unknown[] {
  const connection = opened(engine);
  return results.map((result) => {
    connection.createFunction("f", 0, () => result, FLAGS);
    return rowsOf(connection, "select typeof(f())")[0]?.[0];
  });
}

describeEachEngine("a function", (engine) => {
  it("is given what SQL has", () => {
    const connection = opened(engine);
    const seen: SqlValue[] = [];
    connection.createFunction("see", -1, collecting(seen), FLAGS);
    rowsOf(connection, "select see(1, 2.5, 'é', x'00', null, 9007199254740993), see()");
    expect(seen).toEqual([1, 2.5, "é", Uint8Array.of(0), null, 9007199254740993n]);
    const bigints = opened(engine, ":memory:", { integers: "bigint" });
    bigints.createFunction("see", 2, (...args) => args.map((one) => typeof one).join(), FLAGS);
    expect(rowsOf(bigints, "select see(1, 2.0)")).toEqual([["bigint,number"]]);
  });

  it("gives every value as the type that it is", () => {
    const results = [1, 1.5, -0, new Float(1), 2n ** 60n, "x", new Uint8Array(1), null];
    expect(typesOf(engine, results)).toEqual([
      "integer",
      "real",
      "real",
      "real",
      "integer",
      "text",
      "blob",
      "null",
    ]);
  });

  it("is told apart by how many arguments it takes", () => {
    const connection = opened(engine);
    connection.createFunction("f", 1, () => "one", FLAGS);
    connection.createFunction("f", 2, () => "two", FLAGS);
    connection.createFunction("f", -1, () => "many", FLAGS);
    expect(rowsOf(connection, "select f(0), f(0, 0), f(0, 0, 0)")).toEqual([["one", "two", "many"]]);
    connection.createFunction("g", 1, () => 1, FLAGS);
    expect(errorOf(() => rowsOf(connection, "select g()"))[2]).toBe(
      "wrong number of arguments to function g()",
    );
    expect(errorOf(() => connection.createFunction("h", 100_000, () => 1, FLAGS))[1]).toBe(21);
    expect(errorOf(() => connection.createFunction("h", -2, () => 1, FLAGS))[1]).toBe(21);
  });

  it("fails with its message and code, wherever it is called", () => {
    const connection = filled(engine);
    connection.createFunction("fail", -1, () => new Failure("it failed", 1), FLAGS);
    connection.createFunction("grow", -1, () => new Failure("string or blob too big", 18), FLAGS);
    const failed = ["OperationalError", 1, "it failed"];
    for (const sql of ["select fail()", "insert into t (b) select fail()", "select a from t where fail(a)"])
      expect(errorOf(() => rowsOf(connection, sql))).toEqual(failed);
    expect(errorOf(() => rowsOf(connection, "select grow()"))).toEqual([
      "DataError",
      18,
      "string or blob too big",
    ]);
    expect(rowsOf(connection, "select count(*) from t")).toEqual([[5]]);
    rowsOf(connection, "create temp trigger x after insert on t begin select fail(); end");
    expect(errorOf(() => rowsOf(connection, "insert into t (b) values (1)"))).toEqual(failed);
  });

  it("fails at a later row with those before it given", () => {
    const connection = filled(engine);
    connection.createFunction("f", 1, (a) => (a === 3 ? new Failure("three", 1) : a), FLAGS);
    const statement = prepared(connection, "select f(a) from t order by a");
    expect([statement.start([], PLAIN_ROWS), statement.take(9)]).toEqual([[1], [[2]]]);
    expect(errorOf(() => statement.take(9))).toEqual(["OperationalError", 1, "three"]);
  });

  it("does not let through what it throws", () => {
    const connection = opened(engine);
    const scream = () => {
      throw new RangeError("oops");
    };
    connection.createFunction("scream", 0, scream, FLAGS);
    connection.createAggregate("screams", 0, () => ({ step: scream, finalize: scream }), false);
    for (const sql of ["select scream()", "select screams()"])
      expect(errorOf(() => rowsOf(connection, sql)).slice(0, 2)).toEqual(["OperationalError", 1]);
    expect(rowsOf(connection, "select 1")).toEqual([[1]]);
  });

  it("is gone once it is removed", () => {
    const connection = filled(engine);
    connection.createFunction("f", 1, () => 1, FLAGS);
    connection.createFunction("f", 1, null, FLAGS);
    connection.createAggregate("g", 1, sums(), false);
    connection.createAggregate("g", 1, null, false);
    for (const name of ["f", "g"])
      expect(errorOf(() => rowsOf(connection, `select ${name}(a) from t`))).toEqual([
        "OperationalError",
        1,
        `no such function: ${name}`,
      ]);
  });

  it("keeps to its flags", () => {
    const connection = opened(engine);
    connection.createFunction("same", 1, (a) => a, { ...FLAGS, deterministic: true });
    connection.createFunction("other", 1, (a) => a, FLAGS);
    connection.createFunction("direct", 0, () => 1, { ...FLAGS, directOnly: true });
    rowsOf(connection, "create table t (a); create view v as select direct(); create index i on t (same(a))");
    expect(errorOf(() => rowsOf(connection, "create index j on t (other(a))"))[2]).toMatch(
      /^non-deterministic/,
    );
    expect(errorOf(() => rowsOf(connection, "select * from v"))[2]).toBe("unsafe use of direct()");
  });

  it("cannot close its connection", () => {
    const connection = opened(engine);
    connection.createFunction("f", 0, () => errorOf(() => connection.close())[0], FLAGS);
    expect(rowsOf(connection, "select f()")).toEqual([["ProgrammingError"]]);
  });
});

describeEachEngine("an aggregate", (engine) => {
  it("has a run for each group, and NULL for no rows", () => {
    const connection = filled(engine);
    connection.createAggregate("sums", 1, sums(), false);
    expect(rowsOf(connection, "select sums(a) from t group by a % 2 order by 1")).toEqual([[6], [9]]);
    expect(rowsOf(connection, "select sums(a) from t where 0")).toEqual([[null]]);
    expect(errorOf(() => rowsOf(connection, "select sums() from t"))[2]).toMatch(
      /^wrong number of arguments/,
    );
  });

  it("fails in whatever it fails", () => {
    const connection = filled(engine);
    for (const method of ["make", "step", "finalize"]) {
      connection.createAggregate("sums", 1, sums(method), false);
      expect(errorOf(() => rowsOf(connection, "select sums(a) from t"))).toEqual([
        "OperationalError",
        1,
        `${method} failed`,
      ]);
    }
  });

  it("is a window function too, if it can take back", () => {
    const connection = filled(engine);
    connection.createAggregate("sums", 1, sums(), true);
    const sql = "select sums(a) over (order by a rows between 1 preceding and 1 following) from t";
    expect(rowsOf(connection, sql)).toEqual([[3], [6], [9], [12], [9]]);
    expect(rowsOf(connection, "select sums(a) from t")).toEqual([[15]]);
    connection.createAggregate("sums", 1, sums("value"), true);
    expect(errorOf(() => rowsOf(connection, sql))).toEqual(["OperationalError", 1, "value failed"]);
    connection.createAggregate("sums", 1, sums(), false);
    expect(errorOf(() => rowsOf(connection, sql))[2]).toBe("sums() may not be used as a window function");
  });
});

describeEachEngine("an authorizer", (engine) => {
  it("is asked what a statement does, and not what the engine wants to know", () => {
    const connection = filled(engine);
    const questions: unknown[] = [];
    const counts = () => [connection.changes, connection.totalChanges, connection.lastInsertRowid];
    const before = counts();
    connection.setAuthorizer((...question) => {
      questions.push(question);
      return 0;
    });
    rowsOf(connection, "select a from t where c = 1");
    expect(questions).toContainEqual([SQLITE_READ, "t", "a", "main", null]);
    const { length } = questions;
    expect(counts()).toEqual(before);
    connection.setAuthorizer(null);
    rowsOf(connection, "select b from t");
    expect(questions.length).toBe(length);
  });

  it("denies, ignores, or is out of order", () => {
    const connection = filled(engine);
    const answer = (code: number) =>
      connection.setAuthorizer((action, _table, column) =>
        action === SQLITE_READ && column === "b" ? code : 0,
      );
    answer(SQLITE_DENY);
    expect(errorOf(() => rowsOf(connection, "select b from t"))).toEqual([
      "DatabaseError",
      23,
      "access to t.b is prohibited",
    ]);
    answer(SQLITE_IGNORE);
    expect(rowsOf(connection, "select a, b from t where a = 1")).toEqual([[1, null]]);
    answer(-1);
    expect(errorOf(() => rowsOf(connection, "select b from t"))).toEqual([
      "OperationalError",
      1,
      "authorizer malfunction",
    ]);
    expect(errorOf(() => rowsOf(connection, "select z from t"))[2]).toBe("no such column: z");
  });
});

describeEachEngine("a tracer", (engine) => {
  it("is told each statement with its values", () => {
    const connection = filled(engine);
    const seen: string[] = [];
    connection.setTrace((sql) => seen.push(sql));
    rowsOf(connection, "select ?, :a from t where a = 1", ["it's", 2n]);
    rowsOf(connection, "insert into t (b) values (?)", [1.5]);
    connection.setTrace(null);
    rowsOf(connection, "select 1");
    expect(seen).toEqual(["select 'it''s', 2 from t where a = 1", "insert into t (b) values (1.5)"]);
    expect(rowsOf(connection, "select count(*) from t")).toEqual([[6]]);
  });

  it("is told it without them where that would be too long", () => {
    const connection = opened(engine);
    connection.setLimit(SQLITE_LIMIT_LENGTH, 1000);
    const seen: string[] = [];
    connection.setTrace((sql) => seen.push(sql));
    rowsOf(connection, "select length(?)", ["x".repeat(990)]);
    expect(seen).toEqual(["select length(?)"]);
  });
});

describeEachEngine("what only the helper can do", (engine) => {
  it.runIf(engine.hasHelper)("is done with it", () => {
    const connection = filled(engine);
    connection.createCollation("backwards", (left, right) => (left < right ? 1 : -1));
    expect(rowsOf(connection, "select 'a' < 'b' collate backwards")).toEqual([[0]]);
    connection.setProgressHandler(() => true, 1);
    expect(errorOf(() => rowsOf(connection, "select count(*) from t as x, t as y"))).toEqual([
      "OperationalError",
      9,
      "interrupted",
    ]);
  });

  it.runIf(engine.hasHelper)(
    "is a collation that fails, of which a statement tells that did all it had to do",
    () => {
      const connection = opened(engine);
      let order = -1;
      connection.createCollation("uneven", () => order);
      rowsOf(connection, "create table t(a text collate uneven)");
      rowsOf(connection, "create index i on t(a)");
      rowsOf(connection, "insert into t values('b')");
      order = Number.NaN;
      expect(errorOf(() => rowsOf(connection, "insert into t values('a')"))).toEqual([
        "OperationalError",
        9,
        "interrupted",
      ]);
      order = -1;
      expect(rowsOf(connection, "select 'a' < 'b' collate uneven")).toEqual([[1]]);
    },
  );

  it.skipIf(engine.hasHelper)("is not supported without it, and says how to get it", () => {
    const connection = opened(engine);
    const verbs = {
      "createCollation()": () => connection.createCollation("x", () => 0),
      "setProgressHandler()": () => connection.setProgressHandler(() => true, 1),
      "an innocuous function": () =>
        connection.createFunction("f", 0, () => 1, { ...FLAGS, innocuous: true }),
    };
    for (const [verb, action] of Object.entries(verbs))
      expect(errorOf(action)).toEqual([
        "NotSupportedError",
        undefined,
        `${verb} needs the helper of Pantry: npx pantry sqlite --build-helper`,
      ]);
    connection.createCollation("x", null);
    connection.setProgressHandler(null, 0);
  });
});
