import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as sqlite3 from "pantry/sqlite3";
import { Connection, type ConnectOptions, Cursor, connect } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

const CLOSED = "Cannot operate on a closed database.";

describeEachEngine("a connection", () => {
  it("opens a path as text, as bytes and as the URL of a file", () => {
    const path = join(folder(), "ünï 100%.db");
    for (const database of [path, new TextEncoder().encode(path), pathToFileURL(path)]) {
      using connection = connect(database);
      connection.execute("create table if not exists t(a)");
      connection.execute("insert into t values(1)");
      connection.commit();
    }
    using connection = connect(path);
    expect(connection.execute("select count(*) from t").fetchone()).toEqual([3]);
  });

  it("takes `file:` for a URI only if it is told so", () => {
    const place = folder();
    const path = join(place, "shop.db");
    connect(path).close();
    using connection = connect(`${pathToFileURL(path)}?mode=ro`, { uri: true });
    expect(() => connection.execute("create table t(a)")).toThrow("attempt to write a readonly database");
    const before = process.cwd();
    process.chdir(place);
    onTestFinished(() => process.chdir(before));
    using other = connect("file:shop.db?mode=ro");
    other.execute("create table t(a)");
    using same = connect("./file:shop.db?mode=ro");
    expect(same.execute("select * from t").fetchall()).toEqual([]);
  });

  it.for([
    [5, "database must be a path"],
    [null, "database must be a path"],
    [new URL("https://example.org/shop.db"), "a URL of a file"],
    ["a\0b", "embedded null"],
    ["\ud800", "surrogates not allowed"],
  ] as const)("refuses %j", ([database, message]) => {
    expect(() => connect(database as string)).toThrow(message);
  });

  it("is closed by `using` and by `close`, and twice is nothing", () => {
    let kept: Connection;
    {
      using connection = connect(":memory:");
      kept = connection;
      connection.execute("select 1");
    }
    expect(() => kept.execute("select 1")).toThrow(CLOSED);
    expect(() => kept.inTransaction).toThrow(CLOSED);
    kept.close();
    kept[Symbol.dispose]();
  });

  it("rolls back what was not committed when it is closed", () => {
    const path = join(folder(), "shop.db");
    for (const autocommit of [false, sqlite3.LEGACY_TRANSACTION_CONTROL] as const) {
      {
        using connection = connect(path, { autocommit });
        connection.execute("create table if not exists t(a)");
        connection.commit();
        connection.execute("insert into t values(1)");
        connection.execute("select * from t").fetchone();
      }
      using connection = connect(path);
      expect(connection.execute("select * from t").fetchall()).toEqual([]);
    }
  });

  it("leaves its cursors closed with it", () => {
    const connection = connect(":memory:");
    const cursor = connection.execute("values (1), (2)");
    connection.close();
    expect(() => cursor.fetchone()).toThrow(CLOSED);
    expect(() => cursor.close()).toThrow(CLOSED);
    expect(() => Array.from(cursor)).toThrow(CLOSED);
  });

  it("can be a class of yours", () => {
    class Shop extends Connection {
      readonly opened: ConnectOptions;

      constructor(database: string | Uint8Array | URL, options: ConnectOptions = {}) {
        super(database, options);
        this.opened = options;
        this.execute("create table items(name)");
      }

      items(): unknown[] {
        return this.execute("select name from items").fetchall();
      }
    }
    using shop = connect(":memory:", { factory: Shop, timeout: 1 }) as Shop;
    expect(shop).toBeInstanceOf(Shop);
    expect(shop.opened.timeout).toBe(1);
    expect(shop.items()).toEqual([]);
    expect(shop.cursor().connection).toBe(shop);
  });

  it("makes cursors of a class of yours, or by a function", () => {
    class Loud extends Cursor {
      override fetchone(): sqlite3.SqlRow | null {
        return (
          super.fetchone()?.map((value) => (typeof value === "string" ? value.toUpperCase() : value)) ?? null
        );
      }
    }
    using connection = connect(":memory:");
    const loud: Loud = connection.cursor(Loud);
    expect(loud.execute("select 'a', 1").fetchone()).toEqual(["A", 1]);
    expect(connection.cursor((own) => new Loud(own))).toBeInstanceOf(Loud);
    expect(() => connection.cursor((() => 5) as never)).toThrow(TypeError);
    connection.rowFactory = sqlite3.Row;
    expect(connection.cursor(Loud).rowFactory).toBe(sqlite3.Row);
  });

  it("binds what is inserted into its template, and pastes nothing", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a, b)");
    const evil = "'); drop table t; --";
    connection.sql`insert into t values(${evil}, ${7n})`;
    connection.sql`insert into t values(${null}, ${new Uint8Array(2)})`;
    expect(connection.sql`select a, b from t where a = ${evil}`.fetchall()).toEqual([[evil, 7]]);
    expect(connection.sql`select count(*) from t`.fetchone()).toEqual([2]);
    expect(() => connection.sql`select ${undefined}`).toThrow(sqlite3.ProgrammingError);
  });

  it("has the errors as attributes, each of its class", () => {
    using connection = connect(":memory:");
    const errors = {
      Warning: sqlite3.Warning,
      Error: sqlite3.Error,
      InterfaceError: sqlite3.InterfaceError,
      DatabaseError: sqlite3.DatabaseError,
      DataError: sqlite3.DataError,
      OperationalError: sqlite3.OperationalError,
      IntegrityError: sqlite3.IntegrityError,
      InternalError: sqlite3.InternalError,
      ProgrammingError: sqlite3.ProgrammingError,
      NotSupportedError: sqlite3.NotSupportedError,
    };
    for (const [name, kind] of Object.entries(errors)) {
      expect(connection).toHaveProperty(name, kind);
      expect(new kind("x")).toHaveProperty("name", name);
    }
    expect(() => connection.execute("selec")).toThrow(connection.OperationalError);
    const { DatabaseError } = connection;
    expect(sqlite3.IntegrityError.prototype).toBeInstanceOf(DatabaseError);
    expect(DatabaseError.prototype).toBeInstanceOf(sqlite3.Error);
  });

  it("says of an error of SQLite which code it has", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a unique)");
    connection.execute("insert into t values(1)");
    expect(() => connection.execute("insert into t values(1)")).toThrow(
      expect.objectContaining({
        name: "IntegrityError",
        code: "IntegrityError",
        message: "UNIQUE constraint failed: t.a",
        sqliteErrorcode: sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqliteErrorname: "SQLITE_CONSTRAINT_UNIQUE",
      }),
    );
    expect(() => connection.execute("select ?")).toThrow(
      expect.objectContaining({
        name: "ProgrammingError",
        sqliteErrorcode: undefined,
        sqliteErrorname: undefined,
      }),
    );
  });

  it("counts what was changed since it was opened", () => {
    using connection = connect(":memory:");
    connection.executescript(
      "create table t(a); insert into t values(1), (2), (3); delete from t where a > 1",
    );
    expect(connection.totalChanges).toBe(5);
  });

  it("keeps statements by their text, if it may", () => {
    for (const cachedStatements of [0, 1, 2, 128]) {
      using connection = connect(":memory:", { cachedStatements });
      for (let round = 0; round < 3; round += 1)
        for (let number = 0; number < 5; number += 1) {
          const rows = connection.execute(`select ${number}, ? union all select 9, 9`, [round]);
          const others = connection.execute(`select ${number}, ? union all select 9, 9`, [-1]);
          expect(rows.fetchone()).toEqual([number, round]);
          expect(others.fetchall()).toEqual([
            [number, -1],
            [9, 9],
          ]);
          expect(rows.fetchall()).toEqual([[9, 9]]);
        }
    }
  });

  it("goes into bytes and comes out of them", () => {
    using connection = connect(":memory:");
    connection.executescript("create table t(a); insert into t values('kept')");
    const bytes = connection.serialize();
    expect(new TextDecoder().decode(bytes.subarray(0, 15))).toBe("SQLite format 3");
    using other = connect(":memory:");
    other.execute("create table replaced(a)");
    other.deserialize(bytes);
    bytes.fill(0);
    expect(other.execute("select * from t").fetchall()).toEqual([["kept"]]);
    other.executescript("insert into t values('more')");
    expect(other.execute("select count(*) from t").fetchone()).toEqual([2]);
    expect(() => connection.serialize({ name: "nowhere" })).toThrow(sqlite3.OperationalError);
    expect(() => connection.deserialize("x" as never)).toThrow(TypeError);
    other.deserialize(new TextEncoder().encode("no database"));
    expect(() => other.execute("select * from t")).toThrow(sqlite3.DatabaseError);
  });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "pantry-connection-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}
