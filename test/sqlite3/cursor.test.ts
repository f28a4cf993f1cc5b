import {
  type Cursor,
  connect,
  dictRow,
  type Parameters,
  ProgrammingError,
  Row,
  type SqlRow,
  type SqlValue,
} from "pantry/sqlite3";
import { describe, expect, expectTypeOf, it, onTestFinished } from "vitest";
import { useEngine } from "../../src/sqlite3/engine/engines.ts";
import type { Engine, EngineConnection } from "../../src/sqlite3/engine/port.ts";
import { describeEachEngine } from "./engine/each-engine.ts";

const NUMBERS =
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10) select i from n";

describeEachEngine("a cursor", (engine) => {
  it("hands the engine no more of a script than the statement that is next", () => {
    const prepared: number[] = [];
    useEngine({ ...engine, open: (...args) => watched(engine.open(...args), prepared) } as Engine);
    onTestFinished(() => useEngine(engine));
    using connection = connect(":memory:");
    connection.executescript(`create table t(a);\n${"insert into t values(1);\n".repeat(100)}`);
    expect(connection.execute("select count(*) from t").fetchone()).toEqual([100]);
    expect(Math.max(...prepared)).toBeLessThan(30);
  });

  it("gives its rows one by one to `for`, and lets go of the statement when that ends early", () => {
    using connection = connect(":memory:");
    connection.execute(`create table t as ${NUMBERS}`);
    const cursor = connection.execute<[number]>("select i from t");
    const seen: number[] = [];
    for (const [i] of cursor) {
      seen.push(i);
      if (i === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    // A statement in its midst would lock the table.
    connection.execute("drop table t");
    expect(cursor.fetchall()).toEqual([]);
  });

  it("lets go of the statement when the body of a loop throws", () => {
    using connection = connect(":memory:");
    connection.execute(`create table t as ${NUMBERS}`);
    expect(() => {
      for (const _ of connection.execute("select i from t")) throw new Error("enough");
    }).toThrow("enough");
    connection.execute("drop table t");
  });

  it("is an iterator with the helpers of one", () => {
    using connection = connect(":memory:");
    expect(Array.from(connection.execute(NUMBERS), ([i]) => i)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(Math.max(...[...connection.execute(NUMBERS)].map(([i]) => Number(i)))).toBe(10);
    const cursor = connection.execute(NUMBERS);
    const [[first] = []] = cursor;
    expect(first).toBe(1);
    expect(cursor[Symbol.iterator]()).toBe(cursor);
    expect(cursor.next()).toEqual({ done: true, value: undefined });
  });

  it("reads no further than it is asked to", () => {
    using connection = connect(":memory:");
    let calls = 0;
    connection.createFunction("called", 1, () => ++calls);
    const cursor = connection.execute("select called(column1) from (values (1), (2), (3), (4), (5), (6))");
    cursor.fetchone();
    // The row after the one that was fetched is there already, as in Python.
    expect(calls).toBe(2);
    cursor.close();
    expect(calls).toBe(2);
  });

  it("is closed by `using`, whatever becomes of it", () => {
    using connection = connect(":memory:");
    connection.execute(`create table t as ${NUMBERS}`);
    let kept: Cursor;
    {
      using cursor = connection.execute("select i from t");
      cursor.fetchone();
      kept = cursor;
    }
    expect(() => kept.fetchone()).toThrow("Cannot operate on a closed cursor.");
    connection.execute("drop table t");
  });

  it("takes many rows at once as it takes them one by one", () => {
    using connection = connect(":memory:");
    const sql = NUMBERS.replace("10", "2500");
    const all = connection.execute(sql).fetchall();
    expect(all).toHaveLength(2500);
    const cursor = connection.execute(sql);
    const parts: SqlRow[] = [];
    for (const size of [1, 2, 999, 1000, 7]) parts.push(...cursor.fetchmany(size));
    parts.push(cursor.fetchone() ?? []);
    for (const row of cursor) {
      parts.push(row);
      if (parts.length === 2100) break;
    }
    expect(parts).toEqual(all.slice(0, 2100));
    expect(connection.execute(sql).fetchmany(5000)).toEqual(all);
    expect(connection.execute(sql).fetchmany(-1)).toEqual(all);
    expect(connection.execute(sql).fetchmany(0)).toEqual([]);
  });

  it("gives the rows that came before one that fails", () => {
    using connection = connect(":memory:");
    const sql = "select abs(column1) from (values (1), (2), (3), (-9223372036854775808), (5))";
    const seen: unknown[] = [];
    expect(() => {
      for (const [value] of connection.execute(sql)) seen.push(value);
    }).toThrow("integer overflow");
    expect(seen).toEqual([1, 2]);
    const cursor = connection.execute(sql);
    expect(() => cursor.fetchall()).toThrow("integer overflow");
    expect(cursor.fetchall()).toEqual([]);
    expect(cursor.rowcount).toBe(-1);
  });

  it("is used for one thing at a time", () => {
    using connection = connect(":memory:");
    const cursor = connection.cursor();
    const refused: unknown[] = [];
    const attempt = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        refused.push(error);
      }
    };
    connection.createFunction("again", 0, () => {
      attempt(() => cursor.execute("select 1"));
      attempt(() => cursor.executemany("insert into t values(1)", []));
      attempt(() => cursor.executescript("select 1"));
      attempt(() => cursor.fetchone());
      attempt(() => cursor.fetchall());
      attempt(() => cursor.fetchmany(3));
      attempt(() => cursor.next());
      attempt(() => cursor.close());
      return 1;
    });
    expect(cursor.execute("select again() from (values (1), (2), (3))").fetchone()).toEqual([1]);
    expect(cursor.fetchall()).toEqual([[1], [1]]);
    expect(refused).toHaveLength(3 * 8);
    for (const error of refused) {
      expect(error).toBeInstanceOf(ProgrammingError);
      expect(error).toHaveProperty("message", "Recursive use of cursors not allowed.");
    }
  });

  it("drops what RETURNING gives to executemany, and counts all of it", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a)");
    const cursor = connection.executemany("insert into t values(?) returning a", [[1], [2], [3]]);
    expect(cursor.rowcount).toBe(3);
    expect(cursor.fetchall()).toEqual([]);
    expect(connection.execute("select a from t").fetchall()).toEqual([[1], [2], [3]]);
  });

  it("counts what RETURNING gives once it is fetched, though all of it is done", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a); insert into t values(1), (2)");
    const cursor = connection.execute("update t set a = a + 1 returning a");
    const counts = [cursor.rowcount];
    const rows = [cursor.fetchone()];
    counts.push(cursor.rowcount);
    expect(connection.execute("select sum(a) from t").fetchone()).toEqual([5]);
    rows.push(...cursor.fetchall());
    expect([rows, [...counts, cursor.rowcount]]).toEqual([
      [[2], [3]],
      [0, 0, 2],
    ]);
  });

  it("takes the parameters of executemany from a generator, which is told to end where it fails", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a unique)");
    let ended = false;
    function* parameters(): Generator<Parameters> {
      try {
        for (let a = 0; ; a += 1) yield [a % 5];
      } finally {
        ended = true;
      }
    }
    expect(() => connection.executemany("insert into t values(?)", parameters())).toThrow(
      "UNIQUE constraint",
    );
    expect(ended).toBe(true);
    expect(connection.execute("select count(*) from t").fetchone()).toEqual([5]);
    expect(() =>
      connection.executemany(
        "insert into t values(?)",
        (function* (): Generator<Parameters> {
          yield [10];
          throw new RangeError("no more");
        })(),
      ),
    ).toThrow(new RangeError("no more"));
    connection.rollback();
  });

  it("does a statement by a generator that uses the same connection", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a); insert into t values(1), (2), (3)");
    const copies = connection.execute<[number]>("select a from t where a < 10");
    const doubled = (function* () {
      for (const [a] of copies) yield [a * 10];
    })();
    expect(connection.executemany("insert into t values(?)", doubled).rowcount).toBe(3);
    expect(connection.execute("select group_concat(a) from t").fetchone()).toEqual(["1,2,3,10,20,30"]);
  });

  it("refuses what is no text, and no class of yours makes it another", () => {
    using connection = connect(":memory:");
    const cursor = connection.cursor();
    for (const sql of [5, null, undefined, {}, new String("select 1")])
      expect(() => cursor.execute(sql as string)).toThrow(TypeError);
    expect(() => cursor.executemany("insert into t values(1)", 5 as never)).toThrow();
    expect(() => cursor.executescript("select 1\0")).toThrow(TypeError);
    expect(() => cursor.executescript("select '\ud800'")).toThrow(ProgrammingError);
    cursor.setinputsizes([1]);
    cursor.setoutputsize(1);
  });
});

describe("the type of a row", () => {
  it("is what execute, cursor and the factory say", () => {
    using connection = connect(":memory:");
    expectTypeOf(connection.execute("select 1").fetchone()).toEqualTypeOf<SqlRow | null>();
    expectTypeOf(connection.execute<[number, string]>("select 1, 'a'").fetchall()).toEqualTypeOf<
      [number, string][]
    >();
    expectTypeOf(connection.sql<{ a: number }>`select 1 as a`.fetchone()).toEqualTypeOf<{
      a: number;
    } | null>();
    const cursor = connection.cursor<Row<{ a: number }>>();
    cursor.rowFactory = Row;
    expectTypeOf(cursor.execute("select 1 as a").fetchone()?.get("a")).toEqualTypeOf<number | undefined>();
    const other = connection.cursor<{ a: SqlValue }>();
    other.rowFactory = dictRow;
    for (const row of other.execute("select 1 as a")) expectTypeOf(row).toEqualTypeOf<{ a: SqlValue }>();
  });
});

/** A connection that takes down how long each text is that it prepares. */
function watched(connection: EngineConnection, lengths: number[]): EngineConnection {
  return new Proxy(connection, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (key === "prepare") lengths.push(String(args[0]).length);
        return value.apply(target, args);
      };
    },
  });
}
