import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check, open, stat } from "../../../src/dbm/sqlite3/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { connect } from "../../../src/sqlite3/index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dbm-sqlite3-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = () => path.join(folder, `d${Math.random().toString(36).slice(2)}`);
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("latin1");

function codeOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe("open()", () => {
  it("says what is wrong by its code", () => {
    const name = place();
    expect(codeOf(() => open(name))).toBe("not-found");
    expect(codeOf(() => open(name, { flag: "w" }))).toBe("not-found");
    expect(codeOf(() => open(name, { flag: "c", files: new MemoryFiles() }))).toBe("unavailable");
    expect(codeOf(() => open(folder))).toBe("system");
    writeFileSync(name, "no database, but text that is long enough to be one. ".repeat(40));
    expect(codeOf(() => open(name))).toBe("malformed");
    expect(codeOf(() => open(name, { flag: "c" }))).toBe("malformed");
    const other = place();
    new DatabaseSync(other).exec("create table other (a)");
    expect(codeOf(() => open(other))).toBe("malformed");
  });

  it("makes a new database that knows nothing of the log of the old one", () => {
    const name = place();
    using old = open(name, { flag: "n" });
    old.set("old", "1");
    expect(readdirSync(folder)).toContain(`${path.basename(name)}-wal`);
    using fresh = open(name, { flag: "n" });
    expect(fresh.size).toBe(0);
    fresh.set("new", "1");
    expect([...fresh.keys()].map(text)).toEqual(["new"]);
  });

  it("takes names for files that mean something else to SQLite", () => {
    const name = path.join(folder, ":memory:?mode=ro#%41");
    open(name, { flag: "c" }).set("k", "v").close();
    expect(readdirSync(folder)).toContain(":memory:?mode=ro#%41");
  });

  it("does not write when it only reads", () => {
    const name = place();
    open(name, { flag: "c" }).set("k", "v").close();
    const before = readFileSync(name);
    using database = open(name);
    expect(text(database.get("k"))).toBe("v");
    expect(codeOf(() => database.set("k", "w"))).toBe("read-only");
    expect(readFileSync(name).equals(before)).toBe(true);
  });
});

describe("a database of SQLite", () => {
  it("takes a batch back that fails", () => {
    using database = open(place(), { flag: "c" });
    database.set("k", "v");
    expect(() =>
      database.batch(() => {
        database.set("k", "w").set("l", "x");
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect([...database].map((pair) => pair.map(text))).toEqual([["k", "v"]]);
  });

  it("syncs with every change", () => {
    const name = place();
    open(name, { flag: "c" }).close();
    using connection = connect(name, { autocommit: true });
    expect(connection.execute("PRAGMA journal_mode").fetchone()).toEqual(["wal"]);
    expect(connection.execute("PRAGMA synchronous").fetchone()).toEqual([2]);
  });

  it("is gone through while it changes", () => {
    using database = open(place(), { flag: "c" });
    const names = Array.from({ length: 1000 }, (_, index) => `k${String(index).padStart(4, "0")}`);
    database.setMany(names.map((name) => [name, name]));
    const seen: unknown[] = [];
    database.batch(() => {
      for (const [key, value] of database) {
        seen.push(text(key));
        expect(value).toEqual(key);
        const later = names[names.indexOf(text(key) ?? "") + 2];
        if (seen.length % 100 === 50 && later !== undefined) database.delete(later);
        database.set(key, key);
        key.fill(0);
      }
    });
    expect(seen.length).toBe(990);
    expect(new Set(seen).size).toBe(990);
  });

  it("gives as bytes what others have stored as texts and numbers", () => {
    const name = place();
    open(name, { flag: "c" }).set("b", "1").close();
    const other = new DatabaseSync(name);
    other.exec("insert into Dict values ('text', 'é'), (7, 2.5)");
    other.close();
    using database = open(name);
    expect([...database].map(([key, value]) => [text(key), text(value)])).toEqual([
      ["text", "Ã©"],
      ["7", "2.5"],
      ["b", "1"],
    ]);
  });

  it("is locked while another writes", { timeout: 20_000 }, () => {
    const name = place();
    using database = open(name, { flag: "c" });
    const other = new DatabaseSync(name);
    other.exec("begin immediate");
    expect(codeOf(() => database.set("k", "v"))).toBe("locked");
    other.close();
  });

  it("becomes smaller by reorganize()", () => {
    const name = place();
    using database = open(name, { flag: "c" });
    database.batch(() => {
      for (let i = 0; i < 500; i++) database.set(`k${i}`, "x".repeat(1000));
    });
    database.clear();
    expect([...check(name)].map(({ severity }) => severity)).toEqual(["waste"]);
    database.reorganize();
    expect(readFileSync(name).length).toBeLessThan(20_000);
    expect([...check(name)]).toEqual([]);
    expect(stat(name)).toMatchObject({ keys: 0, "journal mode": "wal" });
  });
});
