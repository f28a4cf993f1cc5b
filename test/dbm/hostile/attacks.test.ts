import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, DbmError, open as openAny } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { MemoryFiles } from "pantry/files";
import { connect } from "pantry/sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { damageOf } from "../damage-of.ts";
import { fixture } from "../fixtures.ts";
import { formats } from "../formats.ts";
import { fileOfOneBucket } from "../gnu/one-bucket.ts";
import { assault, type Step, stepsOf } from "../hostile-harness.ts";
import { mutationsOf } from "./mutations.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** How many bytes come of a walk; it gives up at a hundred times the size of the file. */
function bytesOf(database: Database, size: number): number {
  let bytes = 0;
  for (const [key, value] of database) {
    bytes += key.length + value.length;
    if (bytes > 100 * size) break;
  }
  return bytes;
}

/** What something answers, or 0 where it refuses, with an error of the kind that it should be. */
function unlessRefused(work: () => number): number {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(DbmError);
    return 0;
  }
}

/** Files that count how many bytes are read from them. */
function counted(files: MemoryFiles): () => number {
  let total = 0;
  const open = files.open.bind(files);
  files.open = (...args) => {
    const file = open(...args);
    const read = file.read.bind(file);
    file.read = (bytes, offset) => {
      total += bytes.length;
      return read(bytes, offset);
    };
    return file;
  };
  return () => total;
}

/** How long something takes, in seconds. */
function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

describe("a file of GDBM in which many keys share their bytes", () => {
  const COUNT = 400;
  const SIZE = 60_000;

  /** Records that all reach to the end of the file, each with another key. */
  function overlapping(keySize: number): MemoryFiles {
    return fileOfOneBucket({
      count: COUNT,
      size: SIZE,
      record: (index) => ({ address: 8 * index, keySize, dataSize: SIZE - 8 * COUNT - keySize }),
    });
  }

  const sizeOf = (files: MemoryFiles) => files.readFile("/a").length;

  it.each([
    ["small keys", 8],
    ["large keys", SIZE - 8 * COUNT],
  ])("yields no more than a few times its size: %s", (_, keySize) => {
    const files = overlapping(keySize);
    const bytes = unlessRefused(() => bytesOf(gnu.open("/a", { files }), sizeOf(files)));
    expect(bytes).toBeLessThan(4 * sizeOf(files));
  });

  it("is not read many times over for one key", () => {
    const files = overlapping(SIZE - 8 * COUNT);
    const read = counted(files);
    unlessRefused(() => gnu.open("/a", { files }).keys().next().value?.length ?? 0);
    expect(read()).toBeLessThan(4 * sizeOf(files));
  });

  it("is damaged, as check() finds without reading it many times over", () => {
    const files = overlapping(SIZE - 8 * COUNT);
    const read = counted(files);
    expect([...gnu.check("/a", { files })].some(({ severity }) => severity === "damage")).toBe(true);
    expect(read()).toBeLessThan(10 * sizeOf(files));
  });

  it("does not grow when it is recovered or reorganized", () => {
    for (const work of [
      (files: MemoryFiles) => gnu.recover("/a", { files }).recovered,
      (files: MemoryFiles) => {
        using database = gnu.open("/a", { flag: "w", files });
        database.reorganize();
        return database.size;
      },
    ]) {
      const files = overlapping(8);
      const before = sizeOf(files);
      unlessRefused(() => work(files));
      expect(sizeOf(files)).toBeLessThan(4 * before);
    }
  });
});

describe("bytes that take long to be understood", () => {
  it("are soon known for no buckets of GDBM", () => {
    const bytes = new Uint8Array(2 ** 18);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 24 <= bytes.length; at += 24) {
      view.setInt32(at + 8, 3, true);
      view.setInt32(at + 12, 1, true);
      view.setInt32(at + 16, -1, true);
    }
    const files = new MemoryFiles();
    files.writeFile("/a", bytes);
    expect(secondsOf(() => unlessRefused(() => gnu.recover("/a", { files }).recovered))).toBeLessThan(3);
  });

  it("are soon known for no header of a dump", () => {
    const dump = encoder.encode(`#:version=1.1,${" ".repeat(200_000)}\n# End of header\n`);
    expect(secondsOf(() => unlessRefused(() => [...gnu.readDump(dump).entries].length))).toBeLessThan(3);
  });
});

describe("a dump of GDBM", () => {
  it("does not change what objects have in common", () => {
    const { header } = gnu.readDump(
      encoder.encode("#:__proto__=x,constructor=y,version=1.1\n# End of header\n#:count=0\n"),
    );
    expect(Object.entries(header)).toEqual([["version", "1.1"]]);
    expect(Object.getPrototypeOf(header)).toBe(Object.prototype);
  });
});

describe("a directory of dbm.dumb that lies", () => {
  function filesOf(directory: string, size: number): MemoryFiles {
    const files = new MemoryFiles();
    files.writeFile("/a.dat", new Uint8Array(size).fill(1));
    files.writeFile("/a.dir", encoder.encode(directory));
    return files;
  }

  it("does not make the file grow by values that share their bytes", () => {
    const lines = Array.from({ length: 300 }, (_, index) => `'${index}', (512, 29000)\n`);
    const files = filesOf(lines.join(""), 30_000);
    unlessRefused(() => {
      using database = dumb.open("/a", { flag: "w", files });
      database.reorganize();
      return database.size;
    });
    expect(files.readFile("/a.dat").length).toBeLessThan(4 * 30_000);
  });

  it.each([10_000_000, 2 ** 53 - 1])("does not move what is written behind a value of %d bytes", (length) => {
    const files = filesOf(`'k', (0, ${length})\n`, 1);
    unlessRefused(() => {
      using database = dumb.open("/a", { flag: "w", files });
      return database.set("n", "v").size;
    });
    expect(files.readFile("/a.dat").length).toBeLessThan(2048);
    expect(() => dumb.open("/a", { files, flag: "r" }).close()).not.toThrow();
  });

  it("loses no keys by a line that is damaged in the middle of others", () => {
    const lines = Array.from({ length: 10 }, (_, index) => `'${index}', (${512 * index}, 1)\n`);
    const directory = lines.join("").replace("'1', (", "'1', \0");
    const files = filesOf(directory, 6000);
    expect(() => dumb.open("/a", { flag: "w", files }).close()).toThrow(DbmError);
    expect(decoder.decode(files.readFile("/a.dir"))).toBe(directory);
    expect([...dumb.check("/a", { files })].some(({ severity }) => severity === "damage")).toBe(true);
  });

  it("is not taken for an empty one where it is somebody's text", () => {
    const files = filesOf("a text without a line feed", 10);
    expect(() => dumb.open("/a", { flag: "w", files }).close()).toThrow(DbmError);
    expect(decoder.decode(files.readFile("/a.dir"))).toBe("a text without a line feed");
  });
});

describe.skipIf(!sqlite3.isAvailable())("a file of SQLite that has code in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "pantry-attacks-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const TABLE = "CREATE TABLE Dict (key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)";
  // Without the limit, it would not end.
  const ROWS =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000) SELECT x, x FROM c";

  function pathOf(name: string, ...statements: string[]): string {
    const path = join(folder, name);
    const connection = connect(path, { autocommit: true });
    for (const statement of statements) connection.execute(statement);
    connection.close();
    return path;
  }

  it("is not opened where the table is a view, and check() says so", () => {
    const path = pathOf("view", `CREATE VIEW Dict (key, value) AS ${ROWS}`);
    for (const flag of ["r", "w"] as const)
      expect(() => sqlite3.open(path, { flag }).close()).toThrow(
        expect.objectContaining({ name: "DbmError", code: "malformed" }),
      );
    expect([...sqlite3.check(path)]).toContainEqual(expect.objectContaining({ severity: "damage" }));
  });

  it("is not written where a change would run it", () => {
    const path = pathOf(
      "trigger",
      TABLE,
      `CREATE TRIGGER t AFTER INSERT ON Dict BEGIN INSERT INTO Dict ${ROWS}; END`,
    );
    expect(() => {
      using database = sqlite3.open(path, { flag: "w" });
      database.set("key", "value");
    }).toThrow(DbmError);
    using database = sqlite3.open(path);
    expect(database.size).toBe(0);
  });

  it("is no more than its file where a value would be computed", () => {
    const path = pathOf(
      "generated",
      "CREATE TABLE Dict (key BLOB UNIQUE NOT NULL, value BLOB AS (zeroblob(100000000)))",
      "INSERT INTO Dict (key) VALUES (x'61')",
    );
    expect(() => {
      using database = sqlite3.open(path);
      database.get("a");
    }).toThrow(DbmError);
  });
});

describe.for(formats)("a caller of $format who does what nobody should", ({ format, place }) => {
  it("is refused once the database was closed in a batch", () => {
    const database = place().open("a", "n");
    database.batch(() => database.close());
    expect(() => database.batch(() => {})).toThrow(expect.objectContaining({ code: "closed" }));
  });

  it("is refused with bytes that are gone, and loses nothing by that", () => {
    using database = place().open("a", "n");
    const gone = new Uint8Array(4);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    database.batch(() => {
      database.set("before", "1");
      expect(() => database.set(gone, "value")).toThrow(TypeError);
      expect(() => database.set("key", gone)).toThrow(TypeError);
      database.set("after", "2");
    });
    expect([...database.keys()].map((key) => decoder.decode(key)).sort()).toEqual(["after", "before"]);
  });

  it("may give and get bytes of any kind of memory", () => {
    using database = place().open("a", "n");
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(65);
    const resizable = new Uint8Array(new ArrayBuffer(3, { maxByteLength: 8 })).fill(66);
    database.set(shared, resizable).set(Buffer.from("xxkeyxx").subarray(2, 5), Buffer.from("value"));
    resizable.fill(0);
    (resizable.buffer as ArrayBuffer & { resize(length: number): void }).resize(8);
    expect(decoder.decode(database.get("AAA"))).toBe("BBB");
    const value = database.get("key");
    expect(Object.getPrototypeOf(value)).toBe(Uint8Array.prototype);
    expect(value?.buffer).toHaveProperty("byteLength", 5);
  });

  it("may spoil the keys that a walk answers", () => {
    using database = place().open("a", "n");
    database.batch(() => {
      for (let index = 0; index < 300; index += 1) database.set(`key ${index}`, "");
    });
    let [walked, stepped] = [0, 0];
    for (const key of database.keys()) {
      key.fill(0);
      walked += 1;
    }
    for (let key = database.firstkey(); key !== undefined && stepped < 400; stepped += 1) {
      const next = database.nextkey(key);
      key.fill(0);
      key = next;
    }
    expect([walked, stepped]).toEqual([300, 300]);
  });

  it("may leave walks where they are, and go on with them after anything", () => {
    using database = place().open("a", "n");
    database.batch(() => {
      for (let index = 0; index < 100; index += 1) database.set(`key ${index}`, "");
    });
    const walks = Array.from({ length: 20 }, () => database.entries());
    for (const walk of walks) walk.next();
    database.batch(() => {
      database.delete("key 50");
      database.set("more", "");
    });
    database.sync();
    database.reorganize();
    for (const walk of walks.slice(10)) expect([98, 99, 100]).toContain([...walk].length);
  });

  it("may keep a batch going after something in it failed", () => {
    const files = place().files;
    if (!(files instanceof MemoryFiles)) return;
    using database = openAny("a", { flag: "c", format, files });
    database.set("first", "");
    database.sync();
    files.capacity = 150_000;
    const isDone = unlessRefused(() => {
      database.batch(() => {
        for (let index = 0; index < 20; index += 1) database.set(`key ${index}`, "value");
        expect(() => {
          database.set("large", new Uint8Array(1e6));
          if (format === "ndbm") throw new DbmError("it is written later", "system");
        }).toThrow(DbmError);
        if (format === "ndbm") database.delete("large");
        database.set("last", "value");
      });
      return 1;
    });
    // Either it is an error at the end, or everything else is there.
    files.capacity = Number.POSITIVE_INFINITY;
    if (isDone > 0) expect(database.size).toBe(22);
  });
});

describe("files with several things wrong at once", () => {
  const KEYS = ["key 1", "key 7", "key 0", "", "big".repeat(400)].map((key) => encoder.encode(key));

  function fill(database: Database): void {
    for (let index = 0; index < 40; index += 1)
      database.set(`key ${index}`, new Uint8Array((index * 37) % 200));
    for (let index = 0; index < 40; index += 5) database.delete(`key ${index}`);
    database.set("", "empty").set("big".repeat(400), new Uint8Array(5000));
    database.close();
  }

  function filled(open: (files: MemoryFiles) => Database, files = new MemoryFiles()): MemoryFiles {
    fill(open(files));
    return files;
  }

  /** A file of BSD's library without entries. */
  function bsdFiles(): MemoryFiles {
    const files = new MemoryFiles();
    files.writeFile("/a.db", fixture("bsd", "empty.db"));
    return files;
  }

  const GNU_STEPS: readonly Step[] = [
    (files, path) => {
      gnu.recover(path, { files });
      expect(damageOf(gnu.check(path, { files }))).toEqual([]);
    },
    (files, path) => {
      using database = gnu.open(path, { files });
      for (const _ of gnu.readDump(gnu.dumpAscii(database)).entries);
    },
  ];
  const FOREIGN = { blockSize: 512, layout: "32-bit", byteOrder: "big" } as const;

  it.each([
    ["gnu", gnu, "/a", () => filled((files) => gnu.open("/a", { flag: "n", files, blockSize: 512 }))],
    [
      "gnu of another machine",
      gnu,
      "/a",
      () => filled((files) => gnu.open("/a", { flag: "n", files, ...FOREIGN })),
    ],
    ["ndbm", ndbm, "/a.db", () => filled((files) => ndbm.open("/a", { flag: "n", files }))],
    [
      "ndbm of BSD",
      ndbm,
      "/a.db",
      () => filled((files) => ndbm.open("/a", { flag: "w", files }), bsdFiles()),
    ],
    ["dumb", dumb, "/a.dir", () => filled((files) => dumb.open("/a", { flag: "n", files }))],
  ] as const)("are refused, or stand everything: %s", { timeout: 60_000 }, (_, module, path, make) => {
    const files = make();
    const bytes = files.readFile(path);
    const steps: Step[] = [
      ...stepsOf({ ...module, keys: KEYS }),
      (some, database) => void module.stat(database, { files: some }),
      ...(module === gnu ? GNU_STEPS : []),
    ];
    const { failures, done } = assault(files, steps, {
      path,
      database: "/a",
      crafted: mutationsOf(bytes, CASES, 11),
      cases: 0,
      truncate: 0,
      others: [".pag", ".dir", ".bak"].map((suffix) => `/a${suffix}`),
      size: bytes.length + 2 ** 21,
      seconds: 5,
      calls: 200_000,
    });
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(0);
  });
});
