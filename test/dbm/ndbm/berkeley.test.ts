import { DbmError } from "pantry/dbm";
import { check, type NdbmDatabase, open, stat } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { Prefixes } from "../faults/prefixes.ts";
import { fixture, ndbmFixtures } from "../fixtures.ts";
import { applyTo, historyOf, Model } from "../histories.ts";
import { filesOf } from "./seeds.ts";

const encoder = new TextEncoder();

describe("open() of a file of Berkeley DB", () => {
  it("begins a database that is whole at once, with the umask of the system", () => {
    const files = new MemoryFiles();
    open("/a", { flag: "c", files });
    expect(files.paths()).toEqual(["/a.db"]);
    expect(stat("/a", { files })).toMatchObject({ library: "Berkeley DB", keys: 0, buckets: 2, version: 9 });
    expect([...open("/a", { files })]).toEqual([]);
  });

  it.each(["r", "w"] as const)("finds no database to open with %s", (flag) => {
    expect(() => open("/a", { flag, files: new MemoryFiles() })).toThrow(
      expect.objectContaining({ code: "not-found" }),
    );
  });

  it("lets one writer in, and readers beside it", () => {
    const files = new MemoryFiles();
    const writer = open("/a", { flag: "n", files }).set("a", "1");
    for (const flag of ["w", "c", "n"] as const)
      expect(() => open("/a", { flag, files })).toThrow(expect.objectContaining({ code: "locked" }));
    expect(open("/a", { files }).size).toBe(0);
    writer.sync();
    expect(() => open("/a", { flag: "w", files })).toThrow(expect.objectContaining({ code: "locked" }));
    expect(open("/a", { files }).size).toBe(1);
    writer.close();
    open("/a", { flag: "w", files }).close();
  });

  it("writes nothing where nothing changed", () => {
    const files = new MemoryFiles();
    open("/a", { flag: "c", files }).set("a", "1").close();
    const before = files.status("/a.db")?.identity;
    const database = open("/a", { flag: "w", files });
    database.delete("b");
    database.close();
    expect(files.status("/a.db")?.identity).toBe(before);
  });

  it("does not write over a file that another program has put in the place of its own", () => {
    const files = new MemoryFiles();
    const database = open("/a", { flag: "c", files }).set("a", "1");
    files.remove("/a.db");
    files.writeFile("/a.db", Uint8Array.of(1));
    expect(() => database.close()).toThrow(expect.objectContaining({ code: "locked" }));
    expect(files.readFile("/a.db")).toEqual(Uint8Array.of(1));
  });

  it("writes a file of libdb's other pages and byte orders in the same way", () => {
    for (const name of ["page-512.db", "page-65536.db", "big-endian.db"]) {
      const files = filesOf(name);
      const before = stat("/a", { files });
      open("/a", { flag: "w", files }).set("fresh", "value").close();
      const { "page size": pageSize, "byte order": byteOrder } = stat("/a", { files });
      expect({ pageSize, byteOrder }).toEqual({
        pageSize: before["page size"],
        byteOrder: before["byte order"],
      });
      expect(new TextDecoder().decode(open("/a", { files }).get("fresh"))).toBe("value");
      expect([...check("/a", { files })]).toEqual([]);
    }
  });

  it.each([
    ["subdatabase.db", "malformed"],
    ["encrypted.db", "unsupported"],
  ])("refuses %s", (name, code) => {
    expect(() => open("/a", { files: filesOf(name) })).toThrow(expect.objectContaining({ code }));
  });

  it("reads the first of several values, and does not write such a file", () => {
    const files = filesOf("duplicates.db");
    expect(open("/a", { files }).size).toBeGreaterThan(0);
    expect(() => open("/a", { flag: "w", files })).toThrow(expect.objectContaining({ code: "unsupported" }));
  });

  it.each(["duplicates.db", "sorted-duplicates.db"])(
    "has the trees of values checked as they are read: %s",
    (name) => {
      const files = filesOf(name);
      const problems = [...check("/a", { files })];
      expect(problems.map(({ offset }) => offset)).toEqual([2015, 3059]);
      for (const { severity, offset, message } of problems) {
        expect(severity).toBe("damage");
        expect(message).toBe(`Cannot read a value at byte ${offset}: it is a tree of values`);
      }
      expect(() => [...open("/a", { files }).values()]).toThrow("it is a tree of values");
    },
  );

  it("keeps keys of every kind: empty, of every byte, large, and those that go on where others end", () => {
    const files = new MemoryFiles();
    const model = new Model();
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const keys = [
      new Uint8Array(),
      all,
      ...[1, 1023, 1024, 1025, 5000].map((n) => new Uint8Array(n).fill(120)),
    ];
    using database = open("/a", { flag: "c", files });
    for (const key of keys)
      for (const op of [["set", key, all.slice(0, key.length % 256)] as const]) {
        applyTo(database, op);
        model.apply(op);
      }
    database.sync();
    expect(model.differences(database)).toEqual([]);
    expect(keys.filter((key) => !database.has(key))).toEqual([]);
    expect([...check("/a", { files })]).toEqual([]);
  });
});

describe("a database of Berkeley DB", () => {
  it("answers as a map does, through writing and reopening", () => {
    const files = new MemoryFiles();
    const model = new Model();
    let database = open("/a", { flag: "c", files });
    historyOf({ seed: 1, length: 4000, clears: 1 }).forEach((operation, index) => {
      expect(applyTo(database, operation) ?? undefined).toEqual(model.apply(operation) ?? undefined);
      if (index % 500 === 499) database.sync();
      if (index % 900 !== 899) return;
      database.close();
      expect([...check("/a", { files })]).toEqual([]);
      database = open("/a", { flag: "w", files });
    });
    expect(model.differences(database)).toEqual([]);
    expect(database.size).toBe(model.entries.size);
    database.close();
  });

  it("comes through each key once, whatever is changed and written meanwhile", () => {
    const files = new MemoryFiles();
    const database = open("/a", { flag: "c", files });
    for (let index = 0; index < 500; index++) database.set(`k${index}`, `${index}`);
    database.sync();
    for (let index = 500; index < 600; index++) database.set(`k${index}`, `${index}`);
    const seen = new Map<string, string>();
    let count = 0;
    for (const [key, value] of database) {
      const name = new TextDecoder().decode(key);
      if (name.startsWith("k")) expect(seen.has(name)).toBe(false);
      seen.set(name, new TextDecoder().decode(value));
      count += 1;
      if (count === 50) database.sync();
      if (count === 100) database.delete("k599");
      if (count === 200) for (let index = 0; index < 5000; index++) database.set(`n${index}`, "");
      if (count === 300) database.reorganize();
    }
    for (let index = 0; index < 599; index++) expect(seen.get(`k${index}`)).toBe(`${index}`);
    database.close();
  });

  it("walks with firstkey and nextkey as keys does, from any key", () => {
    using database = open("/a", { flag: "c", files: new MemoryFiles() });
    for (let index = 0; index < 300; index++) database.set(`k${index}`, "");
    database.sync();
    for (let index = 300; index < 320; index++) database.set(`k${index}`, "");
    database.delete("k7");
    const keys = [...database.keys()];
    const walked: Uint8Array[] = [];
    for (let key = database.firstkey(); key; key = database.nextkey(key)) walked.push(key);
    expect(walked).toEqual(keys);
    expect(database.nextkey(keys[100] as Uint8Array)).toEqual(keys[101]);
    expect(database.nextkey(keys[310] as Uint8Array)).toEqual(keys[311]);
    expect(database.nextkey("k7")).toBeUndefined();
    expect(database.nextkey(keys.at(-1) as Uint8Array)).toBeUndefined();
    while (database.popitem());
    expect(database.size).toBe(0);
  });

  it("ends a walk when it is closed", () => {
    const database = open("/a", { flag: "c", files: new MemoryFiles() }).set("a", "").set("b", "");
    const keys = database.keys();
    keys.next();
    database.close();
    expect(() => keys.next()).toThrow(DbmError);
  });

  it("does not grow by values that are replaced", () => {
    const files = new MemoryFiles();
    const database = open("/a", { flag: "c", files });
    for (let index = 0; index < 20_000; index++) database.set(encoder.encode("key"), new Uint8Array(900));
    database.close();
    expect(files.readFile("/a.db").length).toBe(3 * 4096);
  });
});

describe("databases that libdb made", () => {
  const { databases, entries, deleted } = ndbmFixtures();

  it.each(databases)("are read: %s", (name) => {
    const database = open("/a", { files: filesOf(`${name.replace(/\.db$/, "")}.db`) });
    expect(Model.of(entries).differences(database)).toEqual([]);
    expect(database.size).toBe(entries.length);
    for (const [key, value] of entries) expect(database.get(key)).toEqual(value);
    expect(deleted.filter((key) => database.has(key))).toEqual([]);
  });

  it.each(databases)("have nothing wrong: %s", (name) => {
    expect([...check("/a", { files: filesOf(`${name.replace(/\.db$/, "")}.db`) })]).toEqual([]);
  });
});

describe("open() of the files of GNU gdbm for ndbm", () => {
  it("reads and writes them", () => {
    const files = pairFiles();
    {
      using database = open("/a", { flag: "w", files });
      expect(database.library).toBe("GNU gdbm");
      expect(database.format).toBe("ndbm");
      database.set("fresh", "value");
    }
    expect(new TextDecoder().decode(open("/a", { files }).get("fresh"))).toBe("value");
    expect([...check("/a", { files })]).toEqual([]);
    expect(files.paths().sort()).toEqual(["/a.dir", "/a.pag"]);
  });

  it("writes a batch with fewer writes than its changes take alone", () => {
    const changesOf = (work: (database: NdbmDatabase) => void) => {
      const files = new Prefixes(pairFiles());
      using database = open("/a", { flag: "w", files });
      work(database);
      return files.changes;
    };
    const fill = (database: NdbmDatabase) => {
      for (let index = 0; index < 100; index++) database.set(`k${index}`, "value");
    };
    expect(changesOf((database) => database.batch(() => fill(database)))).toBeLessThan(changesOf(fill) * 0.7);
  });
});

function pairFiles(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/a.pag", fixture("ndbm", "gdbm.pag"));
  files.writeFile("/a.dir", fixture("ndbm", "gdbm.dir"));
  return files;
}
