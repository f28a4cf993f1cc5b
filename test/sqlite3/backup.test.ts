import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connect, SQLITE_DONE, SQLITE_OK } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

function filled(path = ":memory:"): Connection {
  const connection = connect(path);
  connection.execute("create table t(a)");
  connection.executemany(
    "insert into t values(?)",
    Array.from({ length: 100 }, (_, a) => ["x".repeat(500) + a]),
  );
  connection.commit();
  return connection;
}

function count(connection: Connection): unknown {
  return connection.execute("select count(*) from t").fetchone()?.[0];
}

describeEachEngine("backup()", ({ hasHelper }) => {
  it("copies a database into another, which loses what it has", () => {
    using source = filled();
    using target = connect(":memory:");
    target.execute("create table lost(a)");
    source.backup(target);
    expect(count(target)).toBe(100);
    expect(() => target.execute("select * from lost")).toThrow("no such table: lost");
    source.execute("delete from t");
    source.commit();
    expect(count(target)).toBe(100);
    expect(target.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
  });

  it("goes from and to files", () => {
    const folder = mkdtempSync(join(tmpdir(), "pantry-backup-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    using source = filled(join(folder, "source.db"));
    using target = connect(join(folder, "target.db"));
    source.backup(target);
    target.close();
    using again = connect(join(folder, "target.db"));
    using memory = connect(":memory:");
    again.backup(memory);
    expect([count(again), count(memory)]).toEqual([100, 100]);
  });

  it("tells how far it is", () => {
    using source = filled();
    using target = connect(":memory:");
    const told: number[][] = [];
    source.backup(target, { pages: hasHelper ? 5 : -1, progress: (...progress) => void told.push(progress) });
    expect(told.at(-1)?.slice(0, 2)).toEqual([SQLITE_DONE, 0]);
    const pages = told[0]?.[2] ?? 0;
    expect(pages).toBeGreaterThan(10);
    if (hasHelper) {
      expect(told[0]).toEqual([SQLITE_OK, pages - 5, pages]);
      expect(told).toHaveLength(Math.ceil(pages / 5));
    }
  });

  it("ends with what its progress throws, and the target works on", () => {
    using source = filled();
    using target = connect(":memory:");
    const progress = () => {
      throw new RangeError("enough");
    };
    expect(() => source.backup(target, { pages: 1, progress })).toThrow(new RangeError("enough"));
    expect(target.execute("select 1").fetchone()).toEqual([1]);
    source.backup(target);
    expect(count(target)).toBe(100);
  });

  it("refuses what cannot be", () => {
    using source = filled();
    using target = connect(":memory:");
    expect(() => source.backup(source)).toThrow(
      new RangeError("target cannot be the same connection instance"),
    );
    expect(() => source.backup({} as never)).toThrow(TypeError);
    expect(() => source.backup(target, { progress: 5 as never })).toThrow(TypeError);
    expect(() => source.backup(target, { pages: 0.5 })).toThrow(TypeError);
    expect(() => source.backup(target, { name: "nowhere" })).toThrow(source.OperationalError);
    target.execute("begin immediate");
    expect(() => source.backup(target)).toThrow("destination database is in use");
    target.close();
    expect(() => source.backup(target)).toThrow("Cannot operate on a closed database.");
  });

  it.runIf(hasHelper)("sees what is written meanwhile", () => {
    using source = filled();
    using target = connect(":memory:");
    let isWritten = false;
    source.backup(target, {
      pages: 3,
      progress() {
        if (isWritten) return;
        isWritten = true;
        source.execute("insert into t values('late')");
        source.commit();
      },
    });
    expect(count(target)).toBe(101);
  });
});
