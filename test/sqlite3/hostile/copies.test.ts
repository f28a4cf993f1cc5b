import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connect, OperationalError } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { smallDisk } from "../../files/small-disk.ts";
import { describeEachEngine } from "../engine/each-engine.ts";

const disk = smallDisk("256k");
const skipped = disk ? "" : " (skipped: none can be mounted here)";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "pantry-copies-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A database with more pages than the small disk has room for. */
function source(path = ":memory:"): Connection {
  const connection = connect(path);
  connection.execute("create table t(a)");
  connection.executemany(
    "insert into t values(?)",
    Array.from({ length: 100 }, () => [new Uint8Array(4000)]),
  );
  connection.commit();
  return connection;
}

function countIn(connection: Connection): unknown {
  return connection.execute("select count(*) from t").fetchone()?.[0];
}

describeEachEngine("a copy of a database", ({ hasHelper }) => {
  // Into a file that is open, the runtime alone copies nothing.
  it.skipIf(!disk || !hasHelper)(
    `to a full disk is an error, and costs neither of the two anything${skipped}`,
    () => {
      using from = source();
      const path = join(disk ?? "", "copy.db");
      onTestFinished(() => rmSync(path, { force: true }));
      {
        using target = connect(path);
        target.execute("create table t(a)");
        target.execute("insert into t values(1)");
        target.commit();
        expect(() => from.backup(target)).toThrow(OperationalError);
        expect(countIn(target)).toBe(1);
      }
      using again = connect(path);
      expect(again.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
      expect([countIn(again), countIn(from)]).toEqual([1, 100]);
    },
  );

  it.runIf(hasHelper)("over one that was opened to be read is an error, and changes no byte", () => {
    using from = source();
    const path = join(folder(), "copy.db");
    source(path).close();
    const before = readFileSync(path);
    using target = connect(path, { readOnly: true });
    expect(() => from.backup(target)).toThrow(OperationalError);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.skipIf(!disk)(`as bytes and as SQL is made where the disk is full: they need none${skipped}`, () => {
    const path = join(disk ?? "", "source.db");
    const ballast = join(disk ?? "", "ballast");
    onTestFinished(() => {
      for (const file of [path, ballast]) rmSync(file, { force: true });
    });
    using connection = connect(path);
    connection.execute("create table t(a)");
    connection.execute("insert into t values(1)");
    connection.commit();
    fill(ballast);
    expect([...connection.iterdump()].join("\n")).toContain("INSERT INTO");
    expect(connection.serialize().length).toBe(readFileSync(path).length);
    expect(() => {
      for (let i = 0; i < 100; i += 1) connection.execute("insert into t values(zeroblob(5000))");
      connection.commit();
    }).toThrow(expect.objectContaining({ sqliteErrorname: "SQLITE_FULL" }));
    connection.rollback();
    expect(countIn(connection)).toBe(1);
  });
});

/** Takes all of the space that is left. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (;;) writeSync(descriptor, new Uint8Array(4096));
  } catch {
    closeSync(descriptor);
  }
}
