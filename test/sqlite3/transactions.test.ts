import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connect, LEGACY_TRANSACTION_CONTROL, OperationalError } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

describeEachEngine("transaction()", () => {
  it("commits what was done and gives what it gave", () => {
    using connection = shop();
    const given = connection.transaction((own) => {
      expect(own).toBe(connection);
      own.execute("insert into t values(1)");
      expect(own.inTransaction).toBe(true);
      return "done";
    });
    expect(given).toBe("done");
    expect(connection.inTransaction).toBe(false);
    connection.rollback();
    expect(count(connection)).toBe(1);
  });

  it("rolls back what was done before it threw, and throws the same", () => {
    using connection = shop();
    const error = new Error("no");
    let thrown: unknown;
    try {
      connection.transaction(() => {
        connection.execute("insert into t values(1)");
        throw error;
      });
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toBe(error);
    expect([connection.inTransaction, count(connection)]).toEqual([false, 0]);
  });

  it("refuses a promise, and rolls back", async () => {
    using connection = shop();
    const act = () =>
      connection.transaction(async () => {
        connection.execute("insert into t values(1)");
      });
    expect(act).toThrow(TypeError);
    expect([connection.inTransaction, count(connection)]).toEqual([false, 0]);
    await null;
  });

  it("rolls back where the commit fails", () => {
    using connection = shop();
    connection.execute("pragma foreign_keys = on");
    connection.executescript(
      "create table p(id primary key); create table q(p references p(id) deferrable initially deferred)",
    );
    expect(() => connection.transaction(() => connection.execute("insert into q values(1)"))).toThrow(
      expect.objectContaining({ name: "IntegrityError", message: "FOREIGN KEY constraint failed" }),
    );
    expect([connection.inTransaction, count(connection, "q")]).toEqual([false, 0]);
  });

  it("raises an error of PEP 249 where not even the rollback works", () => {
    using connection = shop({ autocommit: false });
    const act = () =>
      connection.transaction(() => {
        connection.execute("commit");
        throw new RangeError("first");
      });
    expect(act).toThrow(
      expect.objectContaining({
        name: "OperationalError",
        message: "cannot rollback - no transaction is active",
        cause: new RangeError("first"),
      }),
    );
  });

  it("commits only what began where nothing begins of itself", () => {
    using connection = shop({ isolationLevel: null });
    expect(() =>
      connection.transaction(() => {
        connection.execute("insert into t values(1)");
        throw new Error("too late");
      }),
    ).toThrow("too late");
    expect(count(connection)).toBe(1);
    connection.transaction(() => connection.execute("begin"));
    expect(connection.inTransaction).toBe(false);
  });
});

describeEachEngine("a transaction", () => {
  it("is not kept open by what a statement gives and nobody fetches", () => {
    const folder = mkdtempSync(join(tmpdir(), "pantry-transactions-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const sql of [
      "pragma journal_mode = wal",
      "insert into t values(7) returning a",
      "pragma user_version",
    ]) {
      using connection = connect(join(folder, `${sql.length}.db`));
      connection.execute("create table t(a)");
      connection.execute(sql);
      connection.execute("create table u(a)");
      connection.execute("insert into u values(1)");
      connection.commit();
      expect([connection.inTransaction, count(connection, "u")]).toEqual([false, 1]);
    }
  });

  it("is committed while rows are being read, and read on", () => {
    using connection = shop();
    connection.executemany("insert into t values(?)", [[1], [2], [3]]);
    const cursor = connection.execute("select a from t");
    expect(cursor.fetchone()).toEqual([1]);
    connection.commit();
    expect(cursor.fetchone()).toEqual([2]);
    connection.execute("insert into t values(4)");
    connection.commit();
    expect(connection.inTransaction).toBe(false);
    expect(cursor.fetchone()).toEqual([3]);
  });

  it("ends by itself where SQLite has rolled it back", () => {
    using connection = shop();
    connection.execute("create unique index i on t(a)");
    connection.execute("insert into t values(1)");
    expect(connection.inTransaction).toBe(true);
    expect(() => connection.execute("insert or rollback into t values(1)")).toThrow(
      "UNIQUE constraint failed: t.a",
    );
    expect(connection.inTransaction).toBe(false);
    expect(count(connection)).toBe(0);
  });

  it("begins as the level says, which case does not change", () => {
    const folder = mkdtempSync(join(tmpdir(), "pantry-transactions-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    using first = connect(join(folder, "shop.db"), { timeout: 0 });
    using second = connect(join(folder, "shop.db"), { timeout: 0 });
    first.execute("create table t(a)");
    first.isolationLevel = "exclusive" as "EXCLUSIVE";
    expect(first.isolationLevel).toBe("EXCLUSIVE");
    first.execute("delete from t");
    expect(() => second.execute("select * from t")).toThrow("database is locked");
    first.commit();
    first.isolationLevel = "IMMEDIATE";
    first.execute("delete from t");
    expect(second.execute("select * from t").fetchall()).toEqual([]);
    expect(() => second.execute("delete from t")).toThrow(OperationalError);
    for (const level of ["nonsense", 5, undefined, {}])
      expect(() => {
        first.isolationLevel = level as "";
      }).toThrow(/isolation_level/);
  });

  it("has the autocommit that was set, even if what is open could not be committed", () => {
    using connection = shop();
    connection.executescript(`pragma foreign_keys = on; create table parent(a primary key);
      create table child(a references parent deferrable initially deferred)`);
    connection.execute("insert into child values(1)");
    expect(() => Object.assign(connection, { autocommit: true })).toThrow("FOREIGN KEY constraint failed");
    expect([connection.autocommit, connection.inTransaction]).toEqual([true, true]);
  });

  it("is always open without autocommit, and never of itself with it", () => {
    using connection = shop({ autocommit: false });
    expect(connection.inTransaction).toBe(true);
    connection.execute("insert into t values(1)");
    connection.rollback();
    expect([connection.inTransaction, count(connection)]).toEqual([true, 0]);
    connection.execute("insert into t values(1)");
    connection.commit();
    connection.rollback();
    expect([connection.inTransaction, count(connection)]).toEqual([true, 1]);
    connection.autocommit = true;
    connection.execute("insert into t values(2)");
    connection.rollback();
    expect([connection.inTransaction, count(connection)]).toEqual([false, 2]);
    connection.autocommit = LEGACY_TRANSACTION_CONTROL;
    connection.execute("insert into t values(3)");
    connection.rollback();
    expect([connection.inTransaction, count(connection)]).toEqual([false, 2]);
  });
});

function shop(options: Parameters<typeof connect>[1] = {}): Connection {
  const connection = connect(":memory:", options);
  connection.execute("create table t(a)");
  connection.commit();
  return connection;
}

function count(connection: Connection, table = "t"): unknown {
  return connection.execute(`select count(*) from ${table}`).fetchone()?.[0];
}
