import { Float } from "pantry/python";
import { type Connection, connect, NotSupportedError, type SqlResult, type SqlValue } from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

/** The first value of the first row. */
function one(connection: Connection, sql: string): unknown {
  return connection.execute(sql).fetchone()?.[0];
}

describeEachEngine("a function", ({ hasHelper }) => {
  it("gets values as rows have them", () => {
    using connection = connect(":memory:");
    const seen: SqlValue[][] = [];
    connection.createFunction("see", -1, (...values) => {
      seen.push(values);
      return values.length;
    });
    const sql = "select see(), see(1, 1.5, 'ü', x'00ff', null, 9223372036854775807), see(cast(1 as real))";
    expect(connection.execute(sql).fetchone()).toEqual([0, 6, 1]);
    expect(seen).toEqual([[], [1, 1.5, "ü", Uint8Array.of(0, 255), null, 2n ** 63n - 1n], [1]]);
  });

  it("gives NULL for nothing, and INTEGER or REAL by the number", () => {
    using connection = connect(":memory:");
    const results: readonly (readonly [SqlResult, string])[] = [
      [undefined, "null"],
      [null, "null"],
      [true, "integer"],
      [7, "integer"],
      [7n, "integer"],
      [-0, "real"],
      [7.5, "real"],
      [new Float(7), "real"],
      [2 ** 60, "real"],
      [Number.NaN, "null"],
      ["text", "text"],
      [new Uint8Array(), "blob"],
      [new Uint16Array(2), "blob"],
      [new ArrayBuffer(2), "blob"],
    ];
    connection.createFunction("result", 1, (index) => results[Number(index)]?.[0]);
    for (const [index, [, type]] of results.entries())
      expect(one(connection, `select typeof(result(${index}))`), `${index}`).toBe(type);
  });

  it.for([
    ["an object", {}],
    ["a symbol", Symbol("x")],
    ["a function", () => 1],
    ["a promise", Promise.resolve(1)],
    ["a lone surrogate", "\ud800"],
  ])("cannot give %s", ([, value]) => {
    using connection = connect(":memory:");
    connection.createFunction("f", 0, () => value as SqlResult);
    expect(() => connection.execute("select f()")).toThrow(
      expect.objectContaining({
        name: "OperationalError",
        message: "user-defined function raised exception",
        cause: expect.any(TypeError),
      }),
    );
    expect(one(connection, "select 1")).toBe(1);
  });

  it("cannot give an integer of more than 64 bits", () => {
    using connection = connect(":memory:");
    connection.createFunction("f", 0, () => 2n ** 63n);
    expect(() => connection.execute("select f()")).toThrow(
      expect.objectContaining({ name: "DataError", message: "string or blob too big" }),
    );
  });

  it("throws what is the cause of the error, whichever row it was in", () => {
    using connection = connect(":memory:");
    const error = new RangeError("three");
    connection.createFunction("f", 1, (value) => {
      if (value === 3) throw error;
      return value;
    });
    const cursor = connection.execute("select f(column1) from (values (1), (2), (3), (4))");
    expect(cursor.fetchone()).toEqual([1]);
    const expected = expect.objectContaining({
      name: "OperationalError",
      message: "user-defined function raised exception",
      sqliteErrorname: "SQLITE_ERROR",
      cause: error,
    });
    expect(() => cursor.fetchone()).toThrow(expected);
    expect(() => connection.executescript("select f(3)")).toThrow(expected);
    expect(() => connection.executemany("insert into t values(f(?))", [[3]])).toThrow("no such table: t");
    connection.execute("create table t(a check (f(a) > 0))");
    expect(() => connection.executemany("insert into t values(?)", [[1], [3]])).toThrow(expected);
    expect(() => connection.execute("selec")).toThrow(expect.not.objectContaining({ cause: error }));
  });

  it("can be taken away, and another put in its place", () => {
    using connection = connect(":memory:");
    connection.createFunction("f", 0, () => 1);
    connection.createFunction("F", 0, () => 2);
    expect(one(connection, "select f()")).toBe(2);
    connection.createFunction("f", 0, null);
    expect(() => connection.execute("select f()")).toThrow("no such function: f");
    connection.createFunction("f", 0, () => 3);
    expect(one(connection, "select f()")).toBe(3);
  });

  it("can redefine a built-in one", () => {
    using connection = connect(":memory:");
    connection.createFunction("lower", 1, (text) => `low ${text}`);
    expect(one(connection, "select lower('A')")).toBe("low A");
  });

  it("is checked before SQLite sees it", () => {
    using connection = connect(":memory:");
    for (const callback of [5, "f", {}, undefined])
      expect(() => connection.createFunction("f", 0, callback as never)).toThrow(TypeError);
    for (const narg of [1.5, Number.NaN, "1"])
      expect(() => connection.createFunction("f", narg as number, () => 1)).toThrow(TypeError);
    for (const narg of [-2, 128])
      expect(() => connection.createFunction("f", narg, () => 1)).toThrow("Error creating function");
    expect(() => connection.createFunction("x".repeat(256), 0, () => 1)).toThrow("Error creating function");
    expect(() => connection.createFunction("\ud800", 0, () => 1)).toThrow(/surrogates/);
  });

  it.runIf(hasHelper)("says what it promises", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a)");
    connection.createFunction("f", 1, (value) => value, { innocuous: true });
    expect(() => connection.execute("create index i on t(f(a))")).toThrow("non-deterministic");
    connection.createFunction("f", 1, (value) => value, { deterministic: true });
    connection.execute("create index i on t(f(a))");
    connection.createFunction("g", 1, (value) => value, { directOnly: true });
    connection.execute("create view v as select g(a) from t");
    expect(() => connection.execute("select * from v")).toThrow("unsafe use of g()");
  });

  it.skipIf(hasHelper)("that is innocuous takes the helper, which the error says", () => {
    using connection = connect(":memory:");
    expect(() => connection.createFunction("f", 0, () => 1, { innocuous: true })).toThrow(NotSupportedError);
  });
});

class Sum {
  total = 0;

  step(value: SqlValue): void {
    this.total += Number(value);
  }

  finalize(): SqlResult {
    return this.total;
  }
}

describeEachEngine("an aggregate", ({ hasHelper }) => {
  it("is made anew for each group", () => {
    using connection = connect(":memory:");
    let made = 0;
    class Counted extends Sum {
      id = ++made;
    }
    connection.createAggregate("total_of", 1, Counted);
    const sql = "select column1 % 2, total_of(column1) from (values (1), (2), (3), (4), (5)) group by 1";
    expect(connection.execute(sql).fetchall()).toEqual([
      [0, 6],
      [1, 9],
    ]);
    expect(made).toBe(2);
    expect(one(connection, "select total_of(1) where 0")).toBeNull();
    expect(made).toBe(2);
    expect(() => connection.createAggregate("f", 1, {} as never)).toThrow(TypeError);
  });

  it.for(["constructor", "step", "finalize"])(
    "that throws in its %s fails with that as the cause",
    (where) => {
      using connection = connect(":memory:");
      const error = new RangeError(where);
      class Broken extends Sum {
        constructor() {
          super();
          if (where === "constructor") throw error;
        }
        override step(): void {
          if (where === "step") throw error;
        }
        override finalize(): SqlResult {
          if (where === "finalize") throw error;
          return 1;
        }
      }
      connection.createAggregate("broken", 1, Broken);
      const method = where === "constructor" ? "__init__" : where;
      for (let again = 0; again < 2; again += 1)
        expect(() => connection.execute("select broken(column1) from (values (1), (2))")).toThrow(
          expect.objectContaining({
            name: "OperationalError",
            message: `user-defined aggregate's '${method}' method raised error`,
            cause: error,
          }),
        );
      expect(one(connection, "select 1")).toBe(1);
    },
  );

  it("slides as a window", () => {
    using connection = connect(":memory:");
    const calls: string[] = [];
    class Sliding extends Sum {
      override step(value: SqlValue): void {
        calls.push("step");
        super.step(value);
      }
      inverse(value: SqlValue): void {
        calls.push("inverse");
        this.total -= Number(value);
      }
      value(): SqlResult {
        return this.total;
      }
    }
    connection.createWindowFunction("sliding", 1, Sliding);
    const sql = `select sliding(column1) over (order by column1 rows between 1 preceding and 1 following)
      from (values (1), (2), (3), (4))`;
    expect(connection.execute(sql).fetchall()).toEqual([[3], [6], [9], [7]]);
    expect(calls.filter((call) => call === "inverse").length).toBeGreaterThan(1);
    expect(one(connection, "select sliding(column1) from (values (1), (2))")).toBe(3);
  });

  it.runIf(hasHelper)("and a window can be taken away", () => {
    using connection = connect(":memory:");
    connection.createAggregate("f", 1, Sum);
    connection.createAggregate("f", 1, null);
    expect(() => connection.execute("select f(1)")).toThrow("no such function: f");
  });
});
