import { expect, it } from "vitest";
import { Float } from "../../../src/python/index.ts";
import { Failure, TextBytes } from "../../../src/sqlite3/engine/port.ts";
import type { SqlValue } from "../../../src/sqlite3/values.ts";
import { describeEachEngine } from "./each-engine.ts";
import { errorOf, FLAGS, filled, opened, PLAIN_ROWS, prepared, rowsOf } from "./harness.ts";

const INTEGER_OVERFLOW = ["OperationalError", 1, "integer overflow"];
/** Fails at its third row. */
const FAILING =
  "select case value when 3 then abs(value - 3 - 9223372036854775807 - 1) else value end from generate";
const GENERATE =
  "create table generate (value integer primary key); insert into generate values (1), (2), (3), (4)";

describeEachEngine("a statement", (engine) => {
  it("binds every value as the type that it is", () => {
    const values = [1, 1.5, -0, new Float(1), 2n ** 60n, 2 ** 53, new Uint8Array(1), "x", null, Number.NaN];
    const sql = `select ${values.map(() => "typeof(?)")}`;
    expect(rowsOf(opened(engine), sql, values)).toEqual([
      ["integer", "real", "real", "real", "integer", "real", "blob", "text", "null", "null"],
    ]);
    const bigints = { ...PLAIN_ROWS, integers: "bigint" } as const;
    expect(rowsOf(opened(engine), "select typeof(?), typeof(?)", [1, 1n], bigints)).toEqual([
      ["integer", "integer"],
    ]);
  });

  it("binds by index, whatever the parameters are called", () => {
    const connection = opened(engine);
    const statement = prepared(connection, "select :a, ?, @a, $a::b(c), ?8, :a, ?2, ?");
    expect(statement.parameters).toEqual([":a", "?2", "@a", "$a::b(c)", null, null, null, "?8", null]);
    expect(statement.start([1, 2, 3, 4, 5, 6, 7, 8, 9], PLAIN_ROWS)).toEqual([1, 2, 3, 4, 8, 1, 2, 9]);
    expect(prepared(connection, "select :__proto__").start(["x"], PLAIN_ROWS)).toEqual(["x"]);
  });

  it("reads every value as it is", () => {
    const sql =
      "select 9007199254740991, 9007199254740993, 5.0, 'a' || char(0) || 'é😀', x'00ff', x'', null, ''";
    const rest = ["a\0é😀", Uint8Array.of(0, 255), new Uint8Array(), null, ""];
    expect(rowsOf(opened(engine), sql)).toEqual([[9007199254740991, 9007199254740993n, 5, ...rest]]);
    const bigints = { ...PLAIN_ROWS, integers: "bigint" } as const;
    expect(rowsOf(opened(engine), "select 1, 2.0", [], bigints)).toEqual([[1n, 2]]);
    const numbers = { ...PLAIN_ROWS, integers: "number" } as const;
    expect(errorOf(() => rowsOf(opened(engine), "select 9007199254740993", [], numbers))[0]).toBe(
      "DataError",
    );
  });

  it("gives texts as the bytes that they are, if they are wanted", () => {
    const texts = { ...PLAIN_ROWS, textAsBytes: true };
    const sql = "select cast(x'61ff' as text) as x, 1, 1.5, null, x'00', '' as x;";
    const text = (...bytes: number[]) => new TextBytes(Uint8Array.from(bytes));
    expect(rowsOf(opened(engine), sql, [], texts)).toEqual([
      [text(97, 255), 1, 1.5, null, Uint8Array.of(0), text()],
    ]);
    expect(rowsOf(opened(engine), "with x(y) as (values ('é')) select y from x -- x", [], texts)).toEqual([
      [text(195, 169)],
    ]);
    expect(rowsOf(opened(engine), "explain query plan select 1", [], texts)[0]?.[3]).toBeInstanceOf(
      TextBytes,
    );
    const wide =
      "pragma encoding = 'UTF-16'; create table t (a); insert into t values ('é'); select a from t";
    expect(rowsOf(opened(engine), wide, [], texts)).toEqual([[text(195, 169)]]);
  });

  it("gives columns cast to BLOB, if they are wanted", () => {
    const blobs = { ...PLAIN_ROWS, blobs: new Set([0, 1, 2, 3, 4]) };
    const sql = "select cast(x'61ff' as text), 12, 1.5, null, x'00', 'é'";
    const ascii = (text: string) => new TextEncoder().encode(text);
    const row = [Uint8Array.of(97, 255), ascii("12"), ascii("1.5"), null, Uint8Array.of(0), "é"];
    expect(rowsOf(opened(engine), sql, [], blobs)).toEqual([row]);
    expect(rowsOf(filled(engine), "pragma database_list", [], blobs)).toEqual([
      [ascii("0"), ascii("main"), new Uint8Array()],
    ]);
  });

  it("computes what it gives once, in whatever way it is wanted", () => {
    const connection = filled(engine);
    const calls: unknown[] = [];
    const note = (value: SqlValue | undefined) => {
      calls.push(value);
      return "x";
    };
    connection.createFunction("note", 1, note, FLAGS);
    for (const order of ["", "order by a", "order by a desc limit 5"])
      for (const format of [{ textAsBytes: true }, { blobs: new Set([0]) }]) {
        const statement = prepared(connection, `select note(a), a from t ${order}`);
        const first = statement.start([], { ...PLAIN_ROWS, ...format });
        expect(calls.splice(0).length).toBe(1);
        const rows = [first, ...statement.take(9)].map((row) => row?.[1]);
        if (order !== "") expect(rows).toEqual(order === "order by a" ? [1, 2, 3, 4, 5] : [5, 4, 3, 2, 1]);
        expect(calls.splice(0).length).toBe(4);
      }
  });

  it("raises an error for text that is no UTF-8, and takes U+FFFD for what it may be", () => {
    const connection = opened(engine);
    rowsOf(
      connection,
      "create table t (a, b); insert into t values (1, 'é'), (2, 'a\ufffdb'), (3, cast(x'61ff' as text))",
    );
    const statement = prepared(connection, "select a, b from t where a > ?");
    expect(statement.start([0], PLAIN_ROWS)).toEqual([1, "é"]);
    expect(statement.next()).toEqual([2, "a\ufffdb"]);
    const error = ["OperationalError", undefined, "Could not decode to UTF-8 column 'b' with text 'a\ufffd'"];
    expect(errorOf(() => statement.next())).toEqual(error);
    expect(errorOf(() => statement.start([2], PLAIN_ROWS))).toEqual(error);
  });

  it("has nothing against U+FFFD where another text, since then, is no UTF-8", () => {
    const connection = opened(engine);
    rowsOf(
      connection,
      "create table t (a integer primary key, b); insert into t values (1, 'x'), (2, '\ufffdb')",
    );
    const statement = prepared(connection, "select b from t order by a");
    statement.start([], PLAIN_ROWS);
    rowsOf(connection, "delete from t where a = 1; insert into t values (3, cast(x'ff' as text))");
    expect(statement.next()).toEqual(["\ufffdb"]);
  });

  it("tells where it ends and whether it only reads", () => {
    const connection = filled(engine);
    const sql = "-- é\n select '😀;' ; select 2";
    expect(sql.slice(0, prepared(connection, sql).end)).toBe("-- é\n select '😀;' ;");
    expect(connection.prepare(" -- nothing\n ; /* at all */ ;")).toBeUndefined();
    expect(connection.prepare("")).toBeUndefined();
    expect(prepared(connection, "select 1").isReadOnly).toBe(true);
    expect(prepared(connection, "with x as (select 1) delete from t").isReadOnly).toBe(false);
  });

  it("is busy from its start to its end, its error or its reset, and holds its lock as long", () => {
    const connection = filled(engine);
    const statement = prepared(connection, "select a from t order by a");
    expect(statement.isBusy).toBe(false);
    expect(statement.start([], PLAIN_ROWS)).toEqual([1]);
    expect(statement.isBusy).toBe(true);
    expect(errorOf(() => rowsOf(connection, "drop table t"))[1]).toBe(6);
    expect(statement.take(2)).toEqual([[2], [3]]);
    expect(statement.take(9)).toEqual([[4], [5]]);
    expect(statement.isBusy).toBe(false);
    expect([statement.take(9), statement.next()]).toEqual([[], undefined]);
    expect(statement.start([], PLAIN_ROWS)).toEqual([1]);
    statement.reset();
    expect(statement.isBusy).toBe(false);
    expect(statement.next()).toBeUndefined();
    expect(rowsOf(connection, "drop table t")).toEqual([]);
  });

  it("begins anew when it is started in the midst", () => {
    const statement = prepared(filled(engine), "select a from t where a > ? order by a");
    statement.start([0], PLAIN_ROWS);
    expect(statement.start([3], PLAIN_ROWS)).toEqual([4]);
    expect(statement.take(9)).toEqual([[5]]);
  });

  it("gives its first row and is done, if no more is wanted", () => {
    const connection = opened(engine);
    rowsOf(connection, GENERATE);
    const statement = prepared(connection, "select value, ? from generate where value >= ?");
    expect(statement.first(["x", 2], PLAIN_ROWS)).toEqual([2, "x"]);
    expect([statement.isBusy, statement.next()]).toEqual([false, undefined]);
    expect(statement.first(["x", 5], PLAIN_ROWS)).toBeUndefined();
    expect(statement.start(["y", 3], PLAIN_ROWS)).toEqual([3, "y"]);
    expect([statement.first(["z", 4], PLAIN_ROWS), statement.isBusy]).toEqual([[4, "z"], false]);
    expect(
      prepared(connection, "delete from generate where value > ?").first([2], PLAIN_ROWS),
    ).toBeUndefined();
    expect(connection.changes).toBe(2);
    expect(errorOf(() => prepared(connection, "select abs(?)").first([-(2n ** 63n)], PLAIN_ROWS))).toEqual(
      INTEGER_OVERFLOW,
    );
    expect(prepared(connection, "select ?").first(["\ufffd"], PLAIN_ROWS)).toEqual(["\ufffd"]);
    expect(() => prepared(connection, "select cast(x'ff' as text)").first([], PLAIN_ROWS)).toThrow("UTF-8");
    expect(rowsOf(connection, "select value from generate")).toEqual([[1], [2]]);
  });

  it("gives the rows before the one that fails, then its error", () => {
    const connection = opened(engine);
    rowsOf(connection, GENERATE);
    const statement = prepared(connection, FAILING);
    expect(statement.start([], PLAIN_ROWS)).toEqual([1]);
    expect(statement.take(9)).toEqual([[2]]);
    expect(errorOf(() => statement.take(9))).toEqual(INTEGER_OVERFLOW);
    expect([statement.take(9), statement.isBusy]).toEqual([[], false]);
    statement.start([], PLAIN_ROWS);
    statement.next();
    expect(errorOf(() => statement.next())).toEqual(INTEGER_OVERFLOW);
  });

  it("describes its columns, anew after the schema has changed", () => {
    const connection = filled(engine);
    const statement = prepared(connection, 'select a, b as "x y", a + 1 from t');
    const columns = statement.columns();
    expect(columns).toEqual([
      { name: "a", type: "INTEGER" },
      { name: "x y", type: null },
      { name: "a + 1", type: null },
    ]);
    statement.start([], PLAIN_ROWS);
    expect(statement.columns()).toBe(columns);
    expect(prepared(connection, "insert into t (b) values (1)").columns()).toEqual([]);
    const all = prepared(connection, "select * from w");
    rowsOf(connection, "alter table w add z text");
    all.start([], PLAIN_ROWS);
    expect(all.columns().map(({ name }) => name)).toEqual(["a", "b", "z"]);
  });

  it("changes what RETURNING tells at its first step", () => {
    const connection = filled(engine);
    const statement = prepared(connection, "insert into t (b) values (1), (2) returning a");
    expect(statement.start([], PLAIN_ROWS)).toEqual([6]);
    expect(rowsOf(connection, "select count(*) from t")).toEqual([[7]]);
    expect(statement.take(9)).toEqual([[7]]);
  });

  it("is interrupted between its rows, and only while it runs", () => {
    const connection = filled(engine);
    connection.interrupt();
    const statement = prepared(connection, "select a from t order by a");
    statement.start([], PLAIN_ROWS);
    connection.interrupt();
    expect(errorOf(() => statement.next())).toEqual(["OperationalError", 9, "interrupted"]);
    expect(statement.start([], PLAIN_ROWS)).toEqual([1]);
    statement.reset();
    const stop = () => {
      connection.interrupt();
      return 1;
    };
    connection.createFunction("stop", 0, stop, FLAGS);
    for (const sql of ["select stop() from t", "insert into t (b) select stop() from t"])
      expect(errorOf(() => rowsOf(connection, sql))).toEqual(["OperationalError", 9, "interrupted"]);
    expect(errorOf(() => rowsOf(connection, "insert into t (b) values (stop())"))[0]).toBe("none");
    expect(rowsOf(connection, "select 1")).toEqual([[1]]);
  });

  it("may be used by a callback that another one calls", () => {
    const connection = filled(engine);
    const inner = prepared(connection, "select b from t where a = ?");
    connection.createFunction(
      "look",
      1,
      (a) => {
        const row = inner.start([a], PLAIN_ROWS);
        inner.reset();
        return row === undefined ? new Failure("nothing", 1) : (row[0] as string);
      },
      FLAGS,
    );
    expect(rowsOf(connection, "select look(a) from t where a > 3 order by a")).toEqual([[7], [1.5]]);
    expect(errorOf(() => rowsOf(connection, "select look(99)"))).toEqual(["OperationalError", 1, "nothing"]);
  });
});
