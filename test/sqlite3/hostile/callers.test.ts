import { connect, PARSE_COLNAMES, PARSE_DECLTYPES, ProgrammingError, type SqlValue } from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "../engine/each-engine.ts";

const NUMBERS = "with c(i) as (values (1), (2), (3), (4)) select f(i), ? from c";

describeEachEngine("what callers do that nobody expects", ({ hasHelper }) => {
  it("asks for each parameter once, so that no getter can change it", () => {
    using connection = connect(":memory:");
    let reads = 0;
    const parameters = ["a"];
    Object.defineProperty(parameters, 1, {
      get: () => {
        reads += 1;
        connection.execute("select 'something long', 2, 3").fetchall();
        return reads === 1 ? "b" : "something longer";
      },
    });
    expect(connection.execute("select ?, ?", parameters).fetchone()).toEqual(["a", "b"]);
    expect(reads).toBe(1);
  });

  it.for(["return", "close", Symbol.dispose] as const)("locks a cursor against its own %s", (method) => {
    using connection = connect(":memory:");
    const cursor = connection.cursor();
    const seen: unknown[] = [];
    connection.createFunction("f", 1, (value) => {
      if (seen.length === 0)
        try {
          cursor[method]();
        } catch (error) {
          seen.push(error);
        }
      return value;
    });
    cursor.execute(NUMBERS, ["A"]);
    const second = connection.execute(NUMBERS, ["B"]);
    expect(seen[0]).toBeInstanceOf(ProgrammingError);
    expect(cursor.fetchall().map(([, name]) => name)).toEqual(["A", "A", "A", "A"]);
    expect(second.fetchall().map(([, name]) => name)).toEqual(["B", "B", "B", "B"]);
  });

  it("refuses to fetch a part of a row", () => {
    using connection = connect(":memory:");
    const cursor = connection.execute("values (1), (2), (3)");
    expect(() => cursor.fetchmany(1.5)).toThrow(TypeError);
    expect(() => cursor.fetchmany("2" as never)).toThrow(TypeError);
    expect(cursor.fetchall()).toEqual([[1], [2], [3]]);
  });

  it("converts the columns that there are now, and not those of the schema before", () => {
    using connection = connect(":memory:", { detectTypes: PARSE_DECLTYPES });
    connection.registerConverter("up", (bytes) => `up ${new TextDecoder().decode(bytes)}`);
    connection.executescript("create table t(a up); insert into t values ('v')");
    expect(connection.execute("select * from t").fetchall()).toEqual([["up v"]]);
    connection.executescript("drop table t; create table t(x integer, a up); insert into t values (7, 'v')");
    expect(connection.execute("select * from t").fetchall()).toEqual([[7, "up v"]]);
  });

  it("blames a callback for what failed through it, and for nothing that fails later", ({ skip }) => {
    using connection = connect(":memory:");
    connection.execute("begin");
    try {
      connection.setAuthorizer(() => {
        throw new Error("on purpose");
      });
    } catch {
      skip("the engine has no authorizers");
    }
    const errorOf = (action: () => unknown) => {
      try {
        action();
      } catch (error) {
        return error as Error;
      }
      return undefined;
    };
    const ending = () => {
      connection.autocommit = true;
    };
    expect(errorOf(() => connection.commit())?.cause).toEqual(new Error("on purpose"));
    expect(errorOf(ending)?.cause).toEqual(new Error("on purpose"));
    connection.setAuthorizer(null);
    const later = errorOf(() => connection.execute("select * from nowhere"));
    expect(later?.message).toBe("no such table: nowhere");
    expect(later?.cause).toBeUndefined();
  });

  it("describes columns without the names of converters, whoever has asked first", () => {
    using connection = connect(":memory:", { detectTypes: PARSE_COLNAMES });
    connection.execute("create table t(a)");
    const sql = 'insert into t values (?) returning a as "a [number]"';
    expect(connection.executemany(sql, [[1]]).description?.[0]?.[0]).toBe("a");
    expect(connection.execute(sql, [2]).description?.[0]?.[0]).toBe("a");
  });

  it("keeps the groups of one window function apart, also if one cannot be made", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(x); insert into t values (10), (20), (30)");
    let isOver = false;
    let nested: SqlValue[][] | undefined;
    class Sum {
      total = 0;
      constructor() {
        if (!isOver) return;
        isOver = false;
        nested = connection.execute("select total(x) over (order by x) from t").fetchall();
        throw new Error("on purpose");
      }
      step(value: SqlValue) {
        this.total += Number(value);
      }
      inverse(value: SqlValue) {
        this.total -= Number(value);
      }
      value() {
        return this.total;
      }
      finalize() {
        return this.total;
      }
    }
    connection.createWindowFunction("running", 1, Sum);
    const query = "select running(x) over (order by x) from t";
    const outer = connection.execute(query);
    isOver = true;
    expect(() => connection.execute(query).fetchall()).toThrow("raised error");
    expect(nested).toEqual([[10], [30], [60]]);
    expect(outer.fetchall()).toEqual([[10], [30], [60]]);
  });

  it.runIf(hasHelper)("sorts by a collation on the thread that has JavaScript", () => {
    using connection = connect("");
    connection.executescript("pragma threads = 4; pragma cache_size = 10; create table t(x)");
    connection.createCollation("js", (left, right) => (left < right ? -1 : Number(left > right)));
    connection.execute(
      "with recursive c(i) as (select 1 union all select i + 1 from c where i < 60000) insert into t select hex(randomblob(100)) from c",
    );
    const texts = connection.execute("select x from t order by x collate js").fetchall().flat();
    expect(texts).toEqual(texts.toSorted());
  });

  it.runIf(hasHelper)("lets no collation change what is being compared", () => {
    using connection = connect(":memory:");
    const seen: unknown[] = [];
    connection.createCollation("js", (left, right) => {
      if (left.endsWith("new") || right.endsWith("new"))
        try {
          connection.execute("rollback");
        } catch (error) {
          seen.push(error);
        }
      return left < right ? -1 : Number(left > right);
    });
    connection.executescript("begin; create table t(x); create index i on t(x collate js)");
    const rows = Array.from({ length: 2000 }, (_, index) => [`${"k".repeat(100)}${index}`]);
    connection.executemany("insert into t values (?)", rows);
    connection.execute("insert into t values (?)", [`${"k".repeat(100)}1500 new`]);
    expect(seen[0]).toBeInstanceOf(ProgrammingError);
    expect(connection.execute("pragma integrity_check").fetchall()).toEqual([["ok"]]);
  });
});
