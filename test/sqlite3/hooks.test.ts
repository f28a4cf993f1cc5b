import {
  connect,
  NotSupportedError,
  SQLITE_CREATE_TABLE,
  SQLITE_DENY,
  SQLITE_IGNORE,
  SQLITE_INSERT,
  SQLITE_OK,
  SQLITE_READ,
  SQLITE_SELECT,
} from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

describeEachEngine("an authorizer", () => {
  it("is asked about everything that a statement would do", () => {
    using connection = connect(":memory:");
    const asked: unknown[][] = [];
    connection.setAuthorizer((...question) => {
      asked.push(question);
      return SQLITE_OK;
    });
    connection.execute("create table t(a, b)");
    expect(asked).toContainEqual([SQLITE_CREATE_TABLE, "t", null, "main", null]);
    asked.length = 0;
    connection.execute("select a from t");
    expect(asked).toEqual([
      [SQLITE_SELECT, null, null, null, null],
      [SQLITE_READ, "t", "a", "main", null],
    ]);
    connection.execute("create trigger tr after insert on t begin insert into t(a) select b from t; end");
    asked.length = 0;
    connection.execute("insert into t values(1, 2)");
    expect(asked).toContainEqual([SQLITE_INSERT, "t", null, "main", "tr"]);
  });

  it("decides anew about statements that are kept", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a, b); insert into t values(1, 2)");
    const read = () => connection.execute("select a, b from t").fetchone();
    expect(read()).toEqual([1, 2]);
    connection.setAuthorizer((_action, _table, column) => (column === "b" ? SQLITE_IGNORE : SQLITE_OK));
    expect(read()).toEqual([1, null]);
    connection.setAuthorizer((_action, _table, column) => (column === "b" ? SQLITE_DENY : SQLITE_OK));
    expect(read).toThrow(
      expect.objectContaining({
        name: "DatabaseError",
        message: "access to t.b is prohibited",
        sqliteErrorname: "SQLITE_AUTH",
      }),
    );
    connection.setAuthorizer(null);
    expect(read()).toEqual([1, 2]);
  });

  it.for([
    [
      "throws",
      () => {
        throw new RangeError("boom");
      },
    ],
    ["gives nothing", () => undefined],
    ["gives a text", () => "ok"],
    ["gives half", () => 0.5],
    ["gives 2 ** 32", () => 2 ** 32],
    ["gives a bigint", () => 0n],
    ["gives a promise", async () => SQLITE_OK],
  ])("that %s denies", ([, answer]) => {
    using connection = connect(":memory:");
    connection.setAuthorizer(answer as () => number);
    for (let again = 0; again < 2; again += 1)
      expect(() => connection.execute("select 1")).toThrow(
        expect.objectContaining({
          name: "DatabaseError",
          message: "not authorized",
          sqliteErrorname: "SQLITE_AUTH",
        }),
      );
    connection.setAuthorizer(null);
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it("must be a function", () => {
    using connection = connect(":memory:");
    for (const hook of [5, "ok", {}])
      expect(() => connection.setAuthorizer(hook as never)).toThrow(TypeError);
  });
});

describeEachEngine("a tracer", () => {
  it("is told of statements as they start, with what is bound", () => {
    using connection = connect(":memory:");
    const told: string[] = [];
    connection.execute("create table t(a)");
    connection.setTraceCallback((sql) => told.push(sql));
    connection.execute("insert into t values(?)", ["it's"]);
    connection.executemany("insert into t values(:a)", [{ a: 1 }, { a: null }]);
    connection.commit();
    connection.execute("select * from t -- all of it").fetchall();
    expect(told).toEqual([
      "BEGIN ",
      "insert into t values('it''s')",
      "insert into t values(1)",
      "insert into t values(NULL)",
      "COMMIT",
      "select * from t -- all of it",
    ]);
    connection.setTraceCallback(null);
    connection.execute("select 1");
    expect(told).toHaveLength(6);
  });

  it("may use the connection, and throw", () => {
    using connection = connect(":memory:");
    let depth = 0;
    connection.setTraceCallback(() => {
      if (depth > 0) return;
      depth += 1;
      connection.execute("select 1").fetchall();
      depth -= 1;
      throw new Error("boom");
    });
    expect(connection.execute("select 2").fetchall()).toEqual([[2]]);
  });

  it("is not told of what it was not asked for: nothing of this library's own", () => {
    using connection = connect(":memory:");
    const told: string[] = [];
    connection.execute("create table t(a, b)");
    connection.setTraceCallback((sql) => told.push(sql));
    const cursor = connection.execute("select cast('x' as text) as a");
    void [
      connection.totalChanges,
      connection.inTransaction,
      cursor.lastrowid,
      cursor.rowcount,
      cursor.fetchall(),
    ];
    connection.getlimit(0);
    expect(told).toEqual(["select cast('x' as text) as a"]);
  });
});

describeEachEngine("a collation", ({ hasHelper }) => {
  it.runIf(hasHelper)("orders, compares and indexes", () => {
    using connection = connect(":memory:");
    connection.createCollation("backwards", (left, right) => (left < right ? 1 : Number(left > right) * -1));
    connection.executescript("create table t(a collate backwards); create index i on t(a)");
    connection.executemany("insert into t values(?)", [["b"], ["ü"], ["a"], ["😀"]]);
    expect(connection.execute("select a from t order by a").fetchall().flat()).toEqual(["😀", "ü", "b", "a"]);
    expect(connection.execute("select 'a' > 'b' collate backwards").fetchone()).toEqual([1]);
    expect(connection.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
    connection.createCollation("backwards", null);
    expect(() => connection.execute("select a from t order by a")).toThrow(
      "no such collation sequence: backwards",
    );
  });

  it.runIf(hasHelper)("that throws ends the statement", () => {
    using connection = connect(":memory:");
    const error = new RangeError("boom");
    connection.createCollation("broken", () => {
      throw error;
    });
    const act = () =>
      connection.execute("select * from (values ('a'), ('b'), ('c')) order by 1 collate broken").fetchall();
    expect(act).toThrow(expect.objectContaining({ name: "OperationalError", cause: error }));
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it.runIf(hasHelper)("may query another connection meanwhile", () => {
    using connection = connect(":memory:");
    using other = connect(":memory:");
    connection.createCollation("curious", (left, right) => {
      other.execute("select ?", [left]).fetchall();
      return left < right ? -1 : Number(left > right);
    });
    const sql = "select column1 from (values ('c'), ('a'), ('b')) order by 1 collate curious";
    expect(connection.execute(sql).fetchall().flat()).toEqual(["a", "b", "c"]);
  });

  it.skipIf(hasHelper)("takes the helper, as a progress handler does, which the error says", () => {
    using connection = connect(":memory:");
    expect(() => connection.createCollation("c", () => 0)).toThrow(NotSupportedError);
    expect(() => connection.setProgressHandler(() => 0, 1)).toThrow(NotSupportedError);
    expect(() => connection.createCollation("c", () => 0)).toThrow(/helper/);
    connection.setProgressHandler(null, 1);
  });
});

describeEachEngine("a progress handler", ({ hasHelper }) => {
  const ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

  it.runIf(hasHelper)("ends what takes too long, and only that", () => {
    using connection = connect(":memory:");
    let calls = 0;
    connection.setProgressHandler(() => ++calls >= 100, 1000);
    expect(() => connection.execute(ENDLESS)).toThrow(
      expect.objectContaining({
        name: "OperationalError",
        message: "interrupted",
        sqliteErrorname: "SQLITE_INTERRUPT",
      }),
    );
    expect(calls).toBe(100);
    connection.setProgressHandler(null, 0);
    expect(connection.execute("select count(*) from (values (1), (2))").fetchone()).toEqual([2]);
    expect(calls).toBe(100);
  });

  it.runIf(hasHelper)("that throws ends it with that as the cause", () => {
    using connection = connect(":memory:");
    const error = new RangeError("boom");
    connection.setProgressHandler(() => {
      throw error;
    }, 1000);
    expect(() => connection.execute(ENDLESS)).toThrow(
      expect.objectContaining({ message: "interrupted", cause: error }),
    );
  });
});
