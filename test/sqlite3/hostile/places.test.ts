import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, OperationalError } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { Child, envOf, nodeArgs, nodeChild } from "../children.ts";
import { describeEachEngine } from "../engine/each-engine.ts";

const HOLDER = join(import.meta.dirname, "holder.ts");
const WRITER = join(import.meta.dirname, "writer.ts");
const isRoot = process.getuid?.() === 0;
/** A user that may do nothing, for what root may do everywhere. */
const NOBODY = 65534;

describeEachEngine("a database", (engine) => {
  it("that another process has locked is locked when the timeout is over", async () => {
    const path = join(folder(), "shop.db");
    const holder = nodeChild(engine, HOLDER, path);
    await holder.said("locked");
    using connection = connect(path, { timeout: 0.3 });
    const start = performance.now();
    expect(() => connection.execute("select * from sqlite_schema")).toThrow(
      expect.objectContaining({
        name: "OperationalError",
        message: "database is locked",
        sqliteErrorname: "SQLITE_BUSY",
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(0.25);
    expect(seconds).toBeLessThan(5);
    holder.process.stdin?.end();
    expect(await holder.ended()).toEqual({ end: 0, output: "locked\n", errors: "" });
    expect(connection.execute("select * from sqlite_schema").fetchall()).toEqual([]);
  });

  it("that has no more room for pages is full, and works on", () => {
    using connection = connect(":memory:");
    connection.execute("pragma max_page_count = 50");
    connection.execute("create table t(a)");
    const fill = () => {
      for (;;) {
        connection.execute("insert into t values(zeroblob(5000))");
        connection.commit();
      }
    };
    expect(fill).toThrow(
      expect.objectContaining({
        name: "OperationalError",
        message: "database or disk is full",
        sqliteErrorname: "SQLITE_FULL",
      }),
    );
    connection.rollback();
    expect(connection.execute("select count(*) > 10 from t").fetchone()).toEqual([1]);
    expect(connection.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
  });

  it("whose file may not grow keeps what was committed", async ({ skip }) => {
    if (process.platform === "win32") skip("there is no ulimit here");
    const path = join(folder(), "shop.db");
    // Blocks of 512 or 1024 bytes. A signal says that it is over, which the runtime ignores.
    const command = [
      'ulimit -f 200; trap \'\' XFSZ; exec "$0" "$@"',
      process.execPath,
      ...nodeArgs(WRITER, path),
    ];
    const child = new Child("sh", ["-c", ...command], { env: envOf(engine), timeout: 30_000 });
    const { end, output, errors } = await child.ended();
    expect([end, errors]).toEqual([0, ""]);
    const [name, message, code, rows, count] = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    expect([name, message]).toEqual(["OperationalError", code === "SQLITE_FULL" ? FULL : "disk I/O error"]);
    expect(rows).toBeGreaterThan(0);
    expect(count).toBe(rows);
    using connection = connect(path);
    expect(connection.execute("select count(*) from t").fetchone()).toEqual([rows]);
    expect(connection.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
  });

  it.for(["delete", "wal"])(
    "whose writer is killed has what was committed in journal mode %s",
    async (mode) => {
      const path = join(folder(), "shop.db");
      const child = nodeChild(engine, WRITER, path, `journal_mode = ${mode}`, "synchronous = off");
      await child.said("1000\n");
      child.process.kill("SIGKILL");
      const { end, output } = await child.ended();
      expect(end).toBe("SIGKILL");
      const said = Number(output.slice(0, output.lastIndexOf("\n")).split("\n").at(-1));
      using connection = connect(path);
      const [rows, last] = connection.execute("select count(*), max(a) + 1 from t").fetchone() ?? [];
      // The last commit may not have been told any more.
      expect(rows).toSatisfy((count: number) => count % 50 === 0 && count >= said);
      expect(last).toBe(rows);
      expect(connection.execute("pragma integrity_check").fetchone()).toEqual(["ok"]);
    },
  );

  it("that is opened to be read is not written", () => {
    const path = join(folder(), "shop.db");
    expect(() => connect(path, { readOnly: true })).toThrow("unable to open database file");
    expect(() => connect(`file:${path}?mode=ro`, { uri: true })).toThrow(OperationalError);
    {
      using connection = connect(path);
      connection.executescript("create table t(a); insert into t values(1)");
    }
    const bytes = readFileSync(path);
    for (const connection of [
      connect(path, { readOnly: true }),
      connect(`file:${path}?mode=ro`, { uri: true }),
      connect(`file:${path}?immutable=1`, { uri: true }),
    ]) {
      using reader = connection;
      expect(reader.execute("select a from t").fetchall()).toEqual([[1]]);
      for (const sql of ["insert into t values(2)", "drop table t", "pragma user_version = 5"])
        expect(() => reader.execute(sql)).toThrow(
          expect.objectContaining({
            name: "OperationalError",
            message: "attempt to write a readonly database",
          }),
        );
    }
    expect(readFileSync(path)).toEqual(bytes);
  });

  it.for(["the file", "the folder"])(
    "is an error of PEP 249 where %s may not be written",
    async (what, { skip }) => {
      if (process.platform === "win32") skip("permissions are otherwise here");
      const place = folder();
      const path = join(place, "shop.db");
      {
        using connection = connect(path);
        connection.execute("create table t(a, b)");
      }
      chmodSync(path, what === "the file" ? 0o444 : 0o666);
      chmodSync(place, what === "the file" ? 0o777 : 0o555);
      const options = { env: envOf(engine), ...(isRoot && { uid: NOBODY, gid: NOBODY }) };
      const child = new Child(process.execPath, nodeArgs(WRITER, path), options);
      const { end, output, errors } = await child.ended();
      chmodSync(place, 0o777);
      expect([end, errors]).toEqual([0, ""]);
      const [name, message, , rows, count] = JSON.parse(output);
      expect([name, rows, count]).toEqual(["OperationalError", 0, 0]);
      expect(message).toMatch(/attempt to write a readonly database|unable to open database file/);
    },
  );
});

const FULL = "database or disk is full";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "pantry-places-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}
