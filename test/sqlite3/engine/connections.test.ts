import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { defaultEngine } from "../../../src/sqlite3/engine/engines.ts";
import * as switches from "../../../src/sqlite3/switches.ts";
import { describeEachEngine } from "./each-engine.ts";
import { errorOf, filled, opened, PLAIN_ROWS, prepared, rowsOf, temporaryFile } from "./harness.ts";

const CANNOT_OPEN = ["OperationalError", 14, "unable to open database file"];
const COUNT = "select count(*) from t";

describeEachEngine("a connection", (engine) => {
  it("is one of the engine that was chosen", () => {
    expect(defaultEngine()).toBe(engine);
    expect(rowsOf(opened(engine), "select sqlite_version()")).toEqual([[engine.sqliteVersion]]);
  });

  it("opens what it is told, or says that it cannot", () => {
    const path = temporaryFile();
    rowsOf(opened(engine, path), "create table t (a)");
    const reader = opened(engine, path, { readOnly: true });
    expect(rowsOf(reader, COUNT)).toEqual([[0]]);
    expect(errorOf(() => rowsOf(reader, "insert into t values (1)")).slice(0, 2)).toEqual([
      "OperationalError",
      8,
    ]);
    expect(errorOf(() => opened(engine, dirname(path)))).toEqual(CANNOT_OPEN);
    expect(errorOf(() => opened(engine, `${path}.not`, { readOnly: true }))).toEqual(CANNOT_OPEN);
    writeFileSync(`${path}.txt`, "This is no database, and long enough to see that. ".repeat(20));
    expect(errorOf(() => rowsOf(opened(engine, `${path}.txt`), COUNT))).toEqual([
      "DatabaseError",
      26,
      "file is not a database",
    ]);
  });

  it("takes a URI for one only if it is to", () => {
    const shared = { uri: true };
    rowsOf(opened(engine, "file:shared?mode=memory&cache=shared", shared), "create table t (a)");
    const first = opened(engine, "file:other?mode=memory&cache=shared", shared);
    rowsOf(first, "create table t (a)");
    expect(rowsOf(opened(engine, "file:other?mode=memory&cache=shared", shared), COUNT)).toEqual([[0]]);
    const missing = join(temporaryFile(), "nowhere");
    expect(errorOf(() => opened(engine, `file:${missing}`))).toEqual(CANNOT_OPEN);
    expect(errorOf(() => opened(engine, `file:${missing}`, shared))).toEqual(CANNOT_OPEN);
  });

  it("is as CPython opens it", () => {
    const connection = opened(engine);
    expect(rowsOf(connection, 'select "no column"')).toEqual([["no column"]]);
    expect(rowsOf(connection, "pragma foreign_keys")).toEqual([[0]]);
    expect(connection.getConfig(switches.SQLITE_DBCONFIG_DEFENSIVE)).toBe(false);
    expect(errorOf(() => rowsOf(connection, "select load_extension('x')"))[2]).toBe("not authorized");
    expect(errorOf(() => connection.loadExtension("x", undefined))).toEqual([
      "OperationalError",
      1,
      "not authorized",
    ]);
  });

  it("waits for a lock as long as it is told", () => {
    const path = temporaryFile();
    const [one, two] = [opened(engine, path), opened(engine, path, { timeout: 200 })];
    rowsOf(one, "begin immediate");
    const start = performance.now();
    expect(errorOf(() => rowsOf(two, "begin immediate"))).toEqual([
      "OperationalError",
      5,
      "database is locked",
    ]);
    expect(performance.now() - start).toBeGreaterThan(150);
  });

  it("counts what was changed", () => {
    const connection = opened(engine);
    const counts = () => [connection.changes, connection.totalChanges, connection.lastInsertRowid];
    expect(counts()).toEqual([0, 0, 0]);
    rowsOf(connection, "create table t (a); insert into t values (1), (2)");
    expect(counts()).toEqual([2, 2, 2]);
    rowsOf(connection, "insert into t values (3) returning a; select * from t");
    expect(counts()).toEqual([1, 3, 3]);
    rowsOf(connection, "insert into t (rowid) values (9007199254740993); create table u (a)");
    expect(counts()).toEqual([1, 4, 9007199254740993n]);
    rowsOf(connection, "delete from t");
    expect(counts()).toEqual([4, 8, 9007199254740993n]);
  });

  it("knows whether a transaction is open", () => {
    const connection = opened(engine);
    expect(connection.inTransaction).toBe(false);
    rowsOf(connection, "begin");
    expect(connection.inTransaction).toBe(true);
    rowsOf(connection, "rollback");
    expect(connection.inTransaction).toBe(false);
  });

  it("closes in the midst of a statement, and twice", () => {
    const connection = filled(engine);
    const statement = prepared(connection, "select a from t");
    statement.start([], PLAIN_ROWS);
    connection.close();
    connection.close();
  });

  it("has limits", () => {
    const connection = opened(engine);
    const { SQLITE_LIMIT_ATTACHED, SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LIMIT_WORKER_THREADS } = switches;
    expect(connection.setLimit(SQLITE_LIMIT_ATTACHED, 3)).toBe(10);
    expect(connection.setLimit(SQLITE_LIMIT_ATTACHED, -1)).toBe(3);
    expect(connection.setLimit(SQLITE_LIMIT_ATTACHED, 5000)).toBe(3);
    expect(connection.getLimit(SQLITE_LIMIT_ATTACHED)).toBe(10);
    connection.setLimit(SQLITE_LIMIT_VARIABLE_NUMBER, 2);
    expect(errorOf(() => rowsOf(connection, "select ?, ?, ?"))[2]).toBe("too many SQL variables");
    expect(connection.setLimit(SQLITE_LIMIT_WORKER_THREADS, 2)).toBe(0);
    expect(connection.getLimit(SQLITE_LIMIT_WORKER_THREADS)).toBe(2);
    expect(errorOf(() => connection.getLimit(99))).toEqual([
      "ProgrammingError",
      undefined,
      "'category' is out of bounds",
    ]);
    connection.setLimit(switches.SQLITE_LIMIT_SQL_LENGTH, 50);
    expect(errorOf(() => rowsOf(connection, `select ${"1".repeat(50)}`)).slice(0, 2)).toEqual([
      "DataError",
      18,
    ]);
  });

  it("has switches", () => {
    const connection = filled(engine);
    for (const option of [
      switches.SQLITE_DBCONFIG_ENABLE_FKEY,
      switches.SQLITE_DBCONFIG_WRITABLE_SCHEMA,
      switches.SQLITE_DBCONFIG_LEGACY_ALTER_TABLE,
      switches.SQLITE_DBCONFIG_TRUSTED_SCHEMA,
      switches.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
      switches.SQLITE_DBCONFIG_DEFENSIVE,
    ]) {
      const before = connection.getConfig(option);
      connection.setConfig(option, !before);
      expect([option, connection.getConfig(option)]).toEqual([option, !before]);
      connection.setConfig(option, before);
      expect(connection.getConfig(option)).toBe(before);
    }
    connection.setConfig(switches.SQLITE_DBCONFIG_ENABLE_FKEY, true);
    expect(errorOf(() => rowsOf(connection, "insert into t (d) values (99)"))[1]).toBe(787);
    connection.setConfig(switches.SQLITE_DBCONFIG_DEFENSIVE, true);
    expect(errorOf(() => rowsOf(connection, "delete from f_data"))[2]).toBe(
      "table f_data may not be modified",
    );
  });

  it("tells how all switches are", () => {
    const connection = opened(engine);
    const options = Array.from({ length: 16 }, (_, index) => switches.SQLITE_DBCONFIG_ENABLE_FKEY + index);
    const on = options.filter((option) => connection.getConfig(option));
    expect(on).toEqual([
      switches.SQLITE_DBCONFIG_ENABLE_TRIGGER,
      switches.SQLITE_DBCONFIG_DQS_DML,
      switches.SQLITE_DBCONFIG_DQS_DDL,
      switches.SQLITE_DBCONFIG_ENABLE_VIEW,
      switches.SQLITE_DBCONFIG_TRUSTED_SCHEMA,
    ]);
    for (const option of options) connection.setConfig(option, connection.getConfig(option));
    const turn = () => connection.setConfig(switches.SQLITE_DBCONFIG_ENABLE_VIEW, false);
    expect(errorOf(turn)[0]).toBe(engine.hasHelper ? "none" : "NotSupportedError");
  });

  it("loads extensions once it may", () => {
    const connection = opened(engine);
    connection.enableLoadExtension(true);
    const [name, , message] = errorOf(() => connection.loadExtension("/nowhere/at/all", undefined));
    expect([name, message]).toEqual(["OperationalError", expect.stringContaining("/nowhere/at/all")]);
    connection.enableLoadExtension(false);
    expect(errorOf(() => connection.loadExtension("x", undefined))[2]).toBe("not authorized");
  });
});

describeEachEngine("serialize() and deserialize()", (engine) => {
  it("carry a database over, and statements go on with the new one", () => {
    const bytes = filled(engine).serialize("main");
    const connection = opened(engine);
    const statement = prepared(connection, "select 5");
    expect(statement.start([], PLAIN_ROWS)).toEqual([5]);
    statement.reset();
    expect(connection.totalChanges).toBe(0);
    connection.deserialize(bytes, "main");
    expect(connection.totalChanges).toBe(0);
    expect(rowsOf(connection, COUNT)).toEqual([[5]]);
    expect(statement.start([], PLAIN_ROWS)).toEqual([5]);
    rowsOf(connection, "insert into t (b) values (1)");
    expect(connection.lastInsertRowid).toBe(6);
  });

  it("refuse to put another database below a statement that runs", () => {
    const bytes = filled(engine).serialize("main");
    const connection = filled(engine);
    const statement = prepared(connection, "select a from t");
    statement.start([], PLAIN_ROWS);
    expect(errorOf(() => connection.deserialize(bytes, "main"))).toEqual([
      "OperationalError",
      5,
      "database is locked",
    ]);
    expect(statement.take(9).length).toBe(4);
    connection.deserialize(bytes, "main");
  });

  it("refuse what is no schema, and what is no database at the latest when it is read", () => {
    const connection = opened(engine);
    expect(errorOf(() => connection.serialize("nope"))[0]).toBe("OperationalError");
    expect(errorOf(() => connection.deserialize(filled(engine).serialize("main"), "nope"))[0]).toBe(
      "OperationalError",
    );
    const garbage = new Uint8Array(4096).fill(65);
    const read = () => {
      connection.deserialize(garbage, "main");
      rowsOf(connection, COUNT);
    };
    expect(errorOf(read)).toEqual(["DatabaseError", 26, "file is not a database"]);
  });
});

describeEachEngine("a backup", (engine) => {
  it("goes page by page, and counts", () => {
    const [source, target] = [filled(engine), opened(engine)];
    rowsOf(target, "create table before (a)");
    const backup = source.openBackup(target, "main");
    expect([backup.remaining, backup.pageCount]).toEqual([0, 0]);
    expect(backup.step(2)).toBe(0);
    const { pageCount } = backup;
    expect([pageCount > 4, backup.remaining]).toEqual([true, pageCount - 2]);
    expect([backup.step(-1), backup.remaining]).toEqual([101, 0]);
    backup.finish();
    expect(rowsOf(target, COUNT)).toEqual([[5]]);
    expect(errorOf(() => rowsOf(target, "select * from before"))[2]).toBe("no such table: before");
    expect(errorOf(() => source.openBackup(target, "nope"))[2]).toBe("unknown database nope");
  });

  it("fills a file, and memory that is shared", () => {
    const places = [
      [temporaryFile(), {}],
      ["file:filled?mode=memory&cache=shared", { uri: true }],
    ] as const;
    for (const [path, options] of places) {
      const target = opened(engine, path, options);
      const backup = filled(engine).openBackup(target, "main");
      expect(backup.step(-1)).toBe(101);
      backup.finish();
      expect(rowsOf(target, COUNT)).toEqual([[5]]);
      expect(rowsOf(opened(engine, path, options), "select b from t where a = 1")).toEqual([
        [Uint8Array.of(1, 2)],
      ]);
    }
  });

  it("copies a database of which there is nothing yet", () => {
    const target = filled(engine);
    const backup = opened(engine).openBackup(target, "temp");
    expect(backup.step(-1)).toBe(101);
    backup.finish();
    expect(rowsOf(target, "select * from sqlite_schema")).toEqual([]);
  });

  it("begins anew when its source is changed", () => {
    const [source, target] = [filled(engine), opened(engine)];
    const backup = source.openBackup(target, "main");
    backup.step(1);
    const { remaining } = backup;
    rowsOf(source, "insert into t (b) values (1)");
    expect([backup.step(1), backup.remaining]).toEqual([0, remaining]);
    expect(backup.step(-1)).toBe(101);
    backup.finish();
    expect(rowsOf(target, COUNT)).toEqual([[6]]);
  });

  it("is refused while its target is used", () => {
    const target = filled(engine);
    const error = ["OperationalError", 1, "destination database is in use"];
    const begin = () => filled(engine).openBackup(target, "main");
    rowsOf(target, "begin immediate");
    expect(errorOf(begin)).toEqual(error);
    rowsOf(target, "rollback");
    const statement = prepared(target, "select a from t");
    statement.start([], PLAIN_ROWS);
    expect(errorOf(begin)).toEqual(error);
  });

  it("is one of a database in WAL mode, too", () => {
    const source = opened(engine, temporaryFile());
    rowsOf(source, "pragma journal_mode = wal; create table t (a); insert into t values (1)");
    const target = opened(engine);
    const backup = source.openBackup(target, "main");
    expect(backup.step(-1)).toBe(101);
    backup.finish();
    expect(rowsOf(target, COUNT)).toEqual([[1]]);
  });

  it("replaces what is in a file only with the helper", () => {
    const target = opened(engine, temporaryFile());
    rowsOf(target, "create table t (a); insert into t values (1)");
    const backup = filled(engine).openBackup(target, "main");
    expect(errorOf(() => backup.step(-1))[0]).toBe(engine.hasHelper ? "none" : "NotSupportedError");
    backup.finish();
    expect(rowsOf(target, COUNT)).toEqual([[engine.hasHelper ? 5 : 1]]);
  });
});
