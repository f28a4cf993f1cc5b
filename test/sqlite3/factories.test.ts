import { connect, dictRow, Row, type RowFactory, type SqlRow } from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

describeEachEngine("a row factory", () => {
  it("makes what is fetched, each way it is fetched", () => {
    using connection = connect(":memory:");
    connection.rowFactory = dictRow;
    const wanted = [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }];
    const sql = "select column1 as a from (values (1), (2), (3), (4))";
    const plain = (rows: readonly unknown[]) => rows.map((row) => ({ ...(row as object) }));
    expect(plain(connection.execute(sql).fetchall())).toEqual(wanted);
    expect(plain(Array.from(connection.execute(sql)))).toEqual(wanted);
    expect(plain(connection.execute(sql).fetchmany(3))).toEqual(wanted.slice(0, 3));
    expect(plain([connection.execute(sql).fetchone()])).toEqual(wanted.slice(0, 1));
    expect(Object.getPrototypeOf(connection.execute(sql).fetchone())).toBeNull();
  });

  it("may be a subclass of Row, a function or an arrow", () => {
    using connection = connect(":memory:");
    class Loud extends Row<{ name: string }> {
      shout(): string {
        return this.get("name").toUpperCase();
      }
    }
    function pairs(cursor: { readonly description: unknown }, row: SqlRow): unknown {
      return [cursor === own, ...row];
    }
    const own = connection.cursor();
    own.rowFactory = pairs as RowFactory<SqlRow>;
    expect(own.execute("select 1, 2").fetchall()).toEqual([[true, 1, 2]]);
    own.rowFactory = (_, row) => row.toReversed();
    expect(own.execute("select 1, 2").fetchall()).toEqual([[2, 1]]);
    const loud = connection.cursor<Loud>();
    loud.rowFactory = Loud;
    expect(loud.execute("select 'ada' as name").fetchone()?.shout()).toBe("ADA");
  });

  it("belongs to the cursor: that of the connection is for new ones", () => {
    using connection = connect(":memory:");
    const before = connection.cursor();
    connection.rowFactory = Row;
    expect(before.execute("select 1").fetchone()).toEqual([1]);
    const cursor = connection.execute("select 1 as a union all select 2");
    expect(cursor.fetchone()).toBeInstanceOf(Row);
    cursor.rowFactory = null;
    expect(cursor.fetchone()).not.toBeInstanceOf(Row);
  });

  it("that throws has lost that row, and the next one comes", () => {
    using connection = connect(":memory:");
    const cursor = connection.cursor<unknown>();
    cursor.rowFactory = (_, [value]) => {
      if (value === 2) throw new RangeError("two");
      return value;
    };
    cursor.execute("select column1 from (values (1), (2), (3))");
    expect(cursor.fetchone()).toBe(1);
    expect(() => cursor.fetchone()).toThrow(new RangeError("two"));
    expect(cursor.fetchone()).toBe(3);
    cursor.execute("select column1 from (values (1), (2), (3))");
    expect(() => cursor.fetchall()).toThrow(new RangeError("two"));
    expect(cursor.fetchall()).toEqual([3]);
  });

  it("may use the cursor of the row", () => {
    using connection = connect(":memory:");
    const cursor = connection.cursor<unknown>();
    cursor.rowFactory = (_, [value]) => (value === 1 ? [value, cursor.fetchone()] : value);
    cursor.execute("select column1 from (values (1), (2), (3))");
    expect(cursor.fetchall()).toEqual([[1, 2], 3]);
  });

  it("gets names of any kind, and no name reaches a prototype", () => {
    using connection = connect(":memory:");
    connection.rowFactory = dictRow;
    const row = connection
      .execute('select 1 as "__proto__", 2 as "constructor", 3 as "", 4 as "a", 5 as "a"')
      .fetchone();
    expect(Object.entries(row as object)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
      ["", 3],
      ["a", 5],
    ]);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});
