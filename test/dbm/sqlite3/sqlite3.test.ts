import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../../src/dbm/database.ts";
import { check, open, stat } from "../../../src/dbm/sqlite3/index.ts";
import { BUILD_TABLE } from "../../../src/dbm/sqlite3/statements.ts";
import { SqliteStore } from "../../../src/dbm/sqlite3/store.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { connect } from "../../../src/sqlite3/index.ts";
import { codeOf } from "../code-of.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dbm-sqlite3-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = () => path.join(folder, `d${Math.random().toString(36).slice(2)}`);
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("latin1");

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

/** A file with a schema of its own, which may be changed by hand. */
function fileWith(...statements: readonly string[]): string {
  const name = place();
  // What the types do not know yet, Node does: without it, the schema is locked.
  const database = new DatabaseSync(name, { defensive: false } as object);
  for (const statement of statements) database.exec(statement);
  database.close();
  return name;
}

const VIEW = "create view Dict as select x'6b' as key, x'76' as value";
const BLOB_NAME = "update sqlite_master set name = cast(name as blob), tbl_name = cast(tbl_name as blob)";

describe("a file whose schema is not Python's", () => {
  it.each([
    ["a view", [VIEW]],
    ["a view whose name is stored as bytes", [VIEW, "pragma writable_schema = on", BLOB_NAME]],
    [
      "a view whose name is stored as bytes of UTF-16",
      ["pragma encoding = 'UTF-16le'", VIEW, "pragma writable_schema = on", BLOB_NAME],
    ],
    ["a virtual table", ["create virtual table Dict using fts5 (key, value)"]],
  ])("is refused, and damaged for check(): %s", (_, statements) => {
    const name = fileWith(...statements);
    for (const flag of ["r", "w", "c"] as const) {
      expect(() => open(name, { flag })).toThrow(
        expect.objectContaining({ code: "malformed", message: `Cannot use ${name}: Dict is no plain table` }),
      );
    }
    expect([...check(name)]).toEqual([{ severity: "damage", message: "Dict is no plain table" }]);
  });

  it("is read, but not written, with a trigger whose name is stored as bytes", () => {
    const name = place();
    open(name, { flag: "c" }).set("k", "v").close();
    const other = new DatabaseSync(name, { defensive: false } as object);
    other.exec("create trigger t after insert on Dict begin delete from Dict; end");
    other.exec("pragma writable_schema = on");
    other.exec(`${BLOB_NAME} where type = 'trigger'`);
    other.close();
    using database = open(name);
    expect(text(database.get("k"))).toBe("v");
    expect(() => open(name, { flag: "w" })).toThrow("a trigger is on Dict");
  });

  it("is as good as any where its texts are in UTF-16", () => {
    const name = fileWith("pragma encoding = 'UTF-16be'", BUILD_TABLE);
    open(name, { flag: "w" }).set("k", "v").set("clé", "é").close();
    using database = open(name);
    expect([...database].map((pair) => pair.map((bytes) => new TextDecoder().decode(bytes)))).toEqual([
      ["clé", "é"],
      ["k", "v"],
    ]);
    expect([...check(name)]).toEqual([]);
    expect(stat(name)).toMatchObject({ encoding: "UTF-16be", "value bytes": 3 });
  });
});

describe("an index that is damaged", () => {
  it("leads to what is no key, which is refused wherever it would come up", () => {
    const name = place();
    {
      using connection = connect(name, { autocommit: true });
      connection.executescript(`PRAGMA page_size = 512; ${BUILD_TABLE}`);
      connection.execute("INSERT INTO Dict VALUES (x'61', x'62')");
    }
    const bytes = readFileSync(name);
    // The count of cells on the third page, that of the index: the second is where nothing is.
    const count = 2 * 512 + 4;
    expect(bytes[count]).toBe(1);
    bytes[count] = 2;
    writeFileSync(name, bytes);
    for (const flag of ["r", "w"] as const) {
      using database = open(name, { flag });
      for (const walk of [() => [...database.keys()], () => [...database]])
        expect(walk).toThrow(expect.objectContaining({ name: "DbmError", code: "malformed", offset: 0 }));
    }
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

  it("does not go on with a batch that SQLite has taken back, nor end it as if it were there", () => {
    const name = place();
    const connection = connect(name, { autocommit: true });
    connection.execute(BUILD_TABLE);
    using database = new Database(new SqliteStore(connection, name, false));
    database.set("before", "1");
    connection.execute("PRAGMA max_page_count = 10").fetchone();
    const errors: unknown[] = [];
    const tried = (key: string, value: Uint8Array | string) => {
      try {
        database.set(key, value);
      } catch (error) {
        errors.push((error as Error).message.slice(`Cannot use ${name}: `.length));
      }
    };
    expect(() =>
      database.batch(() => {
        tried("first", "1");
        tried("large", new Uint8Array(100_000));
        tried("last", "1");
      }),
    ).toThrow("the batch was taken back when a change failed");
    expect(errors).toEqual([
      expect.stringContaining("full"),
      "the batch was taken back when a change failed",
    ]);
    expect([...database.keys()].map(text)).toEqual(["before"]);
    database.batch(() => database.set("after", "1"));
    expect(database.size).toBe(2);
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

  it("has at once what others have written, whatever they do, and holds no lock between two calls", () => {
    const name = place();
    using writer = open(name, { flag: "c" });
    writer.set("k", "0");
    using reader = open(name);
    const other = new DatabaseSync(name);
    for (let i = 0; i < 20; i++) {
      writer.set("k", `${i}`);
      expect([reader.has("k"), text(reader.get("k")), reader.size]).toEqual([true, `${i}`, 1]);
      other.exec("update Dict set value = 'other'");
      expect([text(reader.get("k")), text(writer.get("k"))]).toEqual(["other", "other"]);
    }
    expect([[...reader.keys()].length, text(reader.firstkey()), reader.nextkey("k")]).toEqual([
      1,
      "k",
      undefined,
    ]);
    other.exec(
      "pragma busy_timeout = 0; vacuum; pragma wal_checkpoint(truncate); alter table Dict add column more",
    );
    expect([text(reader.get("k")), writer.delete("k"), writer.delete("k")]).toEqual(["other", true, false]);
    other.exec("drop table Dict");
    expect([codeOf(() => reader.get("k")), codeOf(() => writer.set("k", "v"))]).toEqual([
      "malformed",
      "malformed",
    ]);
    other.close();
  });

  it("shows one state throughout a batch of reading, whatever others write", () => {
    const name = place();
    using writer = open(name, { flag: "c" });
    writer.set("k", "old");
    using reader = open(name);
    const seen = reader.batch(() => {
      const before = text(reader.get("k"));
      writer.set("k", "new").set("more", "");
      return [before, text(reader.get("k")), reader.size];
    });
    expect(seen).toEqual(["old", "old", 1]);
    expect([text(reader.get("k")), reader.size]).toEqual(["new", 2]);
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
