import { type Connection, connect, enableCallbackTracebacks, ProgrammingError } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

/** Calls `act` in the midst of a statement, and gives what it gave or threw. */
function inside(connection: Connection, act: () => unknown, sql = "select called()"): unknown {
  let outcome: unknown;
  connection.createFunction("called", 0, () => {
    try {
      outcome = act();
    } catch (error) {
      outcome = error;
    }
    return 1;
  });
  expect(connection.execute(sql).fetchall()).toEqual([[1]]);
  return outcome;
}

describeEachEngine("inside a callback", ({ hasHelper }) => {
  it("a connection does not close, and works on", () => {
    using connection = connect(":memory:");
    const refusal = inside(connection, () => connection.close());
    expect(refusal).toBeInstanceOf(ProgrammingError);
    expect(connection.execute("select 2").fetchone()).toEqual([2]);
    connection.close();
    expect(() => connection.execute("select 2")).toThrow("Cannot operate on a closed database.");
  });

  it("nor does it close by `using` of another cursor's callback", () => {
    const connection = connect(":memory:");
    const outcome = inside(connection, () => {
      using own = connection;
      return own.execute("select 5").fetchone();
    });
    expect(outcome).toBeInstanceOf(ProgrammingError);
    expect(connection.execute("select 2").fetchone()).toEqual([2]);
    connection.close();
  });

  it("another cursor does everything", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a); insert into t values(1), (2)");
    expect(inside(connection, () => connection.execute("select a from t").fetchall())).toEqual([[1], [2]]);
    expect(inside(connection, () => connection.execute("insert into t values(3)").rowcount)).toBe(1);
    expect(inside(connection, () => connection.executescript("select 1").fetchall())).toEqual([]);
    expect(connection.execute("select count(*) from t").fetchone()).toEqual([3]);
  });

  it("the function that runs is put in order anew, or taken away, at most for the next statement", () => {
    using connection = connect(":memory:");
    connection.createFunction("f", 0, () => {
      try {
        connection.createFunction("f", 0, () => 2);
      } catch {}
      return 1;
    });
    expect(connection.execute("select f(), f() from (values (1), (2))").fetchall().flat()).toContain(1);
    expect([[1], [2]]).toContainEqual(connection.execute("select f()").fetchone());
    connection.createFunction("g", 0, () => {
      try {
        connection.createFunction("g", 0, null);
      } catch {}
      return 1;
    });
    expect(connection.execute("select g()").fetchall()).toEqual([[1]]);
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it("a statement calls itself only so often", () => {
    using connection = connect(":memory:");
    let depth = 0;
    connection.createFunction("deeper", 0, () => {
      depth += 1;
      return depth < 50 ? (connection.execute("select deeper()").fetchone()?.[0] ?? null) : depth;
    });
    expect(connection.execute("select deeper()").fetchone()).toEqual([50]);
    depth = Number.NEGATIVE_INFINITY;
    expect(() => connection.execute("select deeper()")).toThrow();
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it("an interruption ends the statement that called it", () => {
    using connection = connect(":memory:");
    connection.createFunction("stop", 1, (value) => {
      if (value === 5) connection.interrupt();
      return value;
    });
    const sql =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select stop(i) from n";
    expect(() => connection.execute(sql).fetchall()).toThrow(
      expect.objectContaining({ name: "OperationalError", message: "interrupted" }),
    );
    expect(connection.execute("select stop(6)").fetchone()).toEqual([6]);
  });

  it("the schema can change beneath a statement, which ends as SQLite has it", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a); insert into t values(1), (2)");
    connection.createFunction("dropped", 0, () => {
      connection.execute("drop table t");
      return 1;
    });
    expect(() => connection.execute("select a, dropped() from t").fetchall()).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: "database table is locked" }) }),
    );
    expect(connection.execute("select a from t").fetchall()).toEqual([[1], [2]]);
  });

  it("a backup, a blob and a serialization of the same database are made", () => {
    using connection = connect(":memory:");
    using target = connect(":memory:");
    connection.executescript("create table t(a); insert into t values(x'0102')");
    expect(inside(connection, () => connection.serialize().length)).toBe(8192);
    if (hasHelper) {
      const read = () => {
        using blob = connection.blobopen("t", "a", 1);
        return blob.read();
      };
      expect(inside(connection, read)).toEqual(Uint8Array.of(1, 2));
      expect(inside(connection, () => connection.backup(target))).toBeUndefined();
      expect(target.execute("select * from t").fetchall()).toEqual([[Uint8Array.of(1, 2)]]);
    }
  });
});

describeEachEngine("what a callback throws", () => {
  it("is told to the one who asked for it", () => {
    using connection = connect(":memory:");
    const told: [unknown, string][] = [];
    enableCallbackTracebacks((error, callback) => told.push([error, callback]));
    onTestFinished(() => enableCallbackTracebacks(false));
    const error = new RangeError("boom");
    connection.createFunction("f", 0, () => {
      throw error;
    });
    expect(() => connection.execute("select f()")).toThrow();
    expect(told).toEqual([[error, expect.stringContaining("f")]]);
    enableCallbackTracebacks(false);
    expect(() => connection.execute("select f()")).toThrow();
    expect(told).toHaveLength(1);
  });

  it("may be anything, and is kept as it is", () => {
    using connection = connect(":memory:");
    for (const thrown of ["text", 5, null, undefined, Object.create(null)]) {
      connection.createFunction("f", 0, () => {
        throw thrown;
      });
      let caught: unknown;
      try {
        connection.execute("select f()");
      } catch (error) {
        caught = error;
      }
      expect(caught).toHaveProperty("message", "user-defined function raised exception");
      expect((caught as Error).cause).toBe(thrown);
    }
  });
});
