import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DbmError } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { MemoryFiles } from "pantry/files";
import { open, Shelf, ShelveError } from "pantry/shelve";
import { connect } from "pantry/sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { BUILD_TABLE } from "../../src/dbm/sqlite3/statements.ts";
import { fixture } from "../dbm/fixtures.ts";
import { assault, type Step, stepsOf } from "../dbm/hostile-harness.ts";
import { ALL, fullRanges, useDamaged } from "./damages.ts";

const KEYS = ["a", "key"].map((key) => new TextEncoder().encode(key));
/** Of the damages to a file of SQLite, each so many-th. */
const SHARE = ALL ? 1 : 3;
const MODULES = { dumb, gnu, ndbm };

/** A small database with two entries, and the place of a third. */
function filled(format: keyof typeof MODULES, files = new MemoryFiles()): MemoryFiles {
  const database =
    format === "gnu"
      ? gnu.open("/d", { flag: "n", files, blockSize: 512 })
      : MODULES[format].open("/d", { flag: "c", files });
  database.set("a", "1").set("gone", "2").set("key", new Uint8Array(40).fill(7));
  database.delete("gone");
  database.close();
  return files;
}

/** A file of BSD's library with small pages, and no entries. */
function bsd(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/d.db", fixture("bsd", "page-64.db"));
  using database = ndbm.open("/d", { flag: "w", files });
  database.clear();
  return files;
}

/** What is done to each: all is read and checked, and one entry is changed. */
function some(module: (typeof MODULES)[keyof typeof MODULES]): Step[] {
  const [walk, , check, change] = stepsOf({ ...module, keys: KEYS });
  return [walk, check, change].filter((step) => step !== undefined);
}

describe("a database that is cut off at any byte, or has any bit wrong", () => {
  it.for<[name: string, path: string, format: keyof typeof MODULES, files: () => MemoryFiles]>([
    ["the directory of dbm.dumb", "/d.dir", "dumb", () => filled("dumb")],
    ["the values of dbm.dumb", "/d.dat", "dumb", () => filled("dumb")],
    ["GDBM", "/d", "gnu", () => filled("gnu")],
    ["Berkeley DB", "/d.db", "ndbm", () => filled("ndbm")],
    ["BSD db 1.85", "/d.db", "ndbm", () => filled("ndbm", bsd())],
  ])("is read and changed, or refused: %s", { timeout: 60_000 }, ([, path, format, files]) => {
    const seed = files();
    const { failures, done, cases } = assault(seed, some(MODULES[format]), {
      path,
      database: "/d",
      bits: fullRanges(seed.readFile(path)),
      lies: [],
      cases: Number.POSITIVE_INFINITY,
      others: [".bak", ".pag", ".dir"].map((suffix) => `/d${suffix}`),
    });
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(seed.readFile(path).length);
    expect(done).toBeGreaterThan(0);
  });

  it.for(["ascii", "binary"] as const)("is loaded, or refused: a dump of GDBM, %s", async (kind) => {
    using database = gnu.open("/d", { files: filled("gnu") });
    const dump = Buffer.concat(
      Array.from(kind === "ascii" ? gnu.dumpAscii(database) : gnu.dumpBinary(database), (part) =>
        Buffer.from(part),
      ),
    );
    const use = (bytes: Uint8Array) => {
      for (const _ of gnu.readDump(bytes).entries);
    };
    const { refused } = await useDamaged(dump, use, isDbmError);
    expect(refused).toBeGreaterThan(dump.length);
  });

  // Each has to be on a disk, so that a third of them must do.
  it.skipIf(!sqlite3.isAvailable())(
    "is read and changed, or refused: dbm.sqlite3",
    { timeout: 60_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "pantry-bits-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const path = join(folder, "d");
      {
        using connection = connect(path, { autocommit: true });
        connection.executescript(`pragma page_size = 512; ${BUILD_TABLE}`);
      }
      {
        using database = sqlite3.open(path, { flag: "w" });
        database.set("a", "1").set("key", new Uint8Array(40).fill(7));
      }
      const walk = (flag: "r" | "w") => {
        using database = sqlite3.open(path, { flag });
        for (const key of database.keys()) database.get(key);
        // Each change waits for the disk: a few will do.
        if (flag === "w") database.set("a", "2");
      };
      let count = 0;
      const use = (bytes: Uint8Array) => {
        if (count++ % SHARE !== 0) return;
        writeFileSync(path, bytes);
        for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
        walk(count % 40 === 0 ? "w" : "r");
      };
      const { read, refused } = await useDamaged(new Uint8Array(readFileSync(path)), use, isDbmError);
      expect(read).toBeGreaterThan(100);
      expect(refused).toBeGreaterThan(100);
    },
  );
});

describe("a shelf that is cut off at any byte, or has any bit wrong", () => {
  it("is read, or refused", async () => {
    const files = new MemoryFiles();
    {
      using shelf = new Shelf(gnu.open("/s", { files, flag: "n", blockSize: 512 }));
      shelf.set("a", { list: [1, "two"] });
    }
    const use = (bytes: Uint8Array) => {
      files.writeFile("/s", bytes);
      using shelf = open("/s", { files, flag: "r", format: "gnu" });
      return [...shelf];
    };
    const { read, refused } = await useDamaged(
      files.readFile("/s"),
      use,
      (error) => isDbmError(error) || error instanceof ShelveError,
    );
    expect(read).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});

function isDbmError(error: unknown): boolean {
  return error instanceof DbmError;
}
