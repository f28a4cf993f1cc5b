import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, DatabaseError } from "pantry/sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { Dice } from "../../pickletools/mutants.ts";
import { nodeChild } from "../children.ts";
import { describeEachEngine } from "../engine/each-engine.ts";

const SEED = Number(process.env.PANTRY_SEED ?? 7);
const FILES = Number(process.env.PANTRY_FILES ?? 240);
const PAGE = 1024;
const CHILD = join(import.meta.dirname, "use-everything.ts");

/** The errors that a file can be the reason of. */
const EXPECTED = new Set([
  "DatabaseError",
  "OperationalError",
  "IntegrityError",
  "DataError",
  "InternalError",
]);

describeEachEngine("a broken file", (engine) => {
  it("that is no database at all is said to be none", () => {
    const path = join(folder(), "notes.txt");
    writeFileSync(path, "Dear diary, ".repeat(100));
    using connection = connect(path);
    const act = () => connection.execute("select * from sqlite_schema");
    expect(act).toThrow(DatabaseError);
    expect(act).toThrow(
      expect.objectContaining({
        name: "DatabaseError",
        message: "file is not a database",
        sqliteErrorname: "SQLITE_NOTADB",
      }),
    );
    expect(readFileSync(path, "utf8")).toBe("Dear diary, ".repeat(100));
  });

  it("that is empty is an empty database", () => {
    const path = join(folder(), "empty.db");
    writeFileSync(path, "");
    using connection = connect(path);
    expect(connection.execute("select * from sqlite_schema").fetchall()).toEqual([]);
  });

  it("that is a folder, or in none, cannot be opened", () => {
    for (const path of [folder(), join(folder(), "missing", "shop.db")])
      expect(() => connect(path).execute("select 1 from sqlite_schema")).toThrow(
        expect.objectContaining({ name: "OperationalError", message: "unable to open database file" }),
      );
  });

  it(`is an error of PEP 249 wherever it is cut: ${FILES / 3} times`, { timeout: 120_000 }, async () => {
    const dice = new Dice(SEED);
    await use(FILES / 3, (path, size) => truncateSync(path, dice.below(size)));
  });

  it(`is one whichever of its bits are wrong: ${FILES} times (PANTRY_FILES, PANTRY_SEED)`, {
    timeout: 240_000,
  }, async () => {
    const dice = new Dice(SEED + 1);
    await use(FILES, (path) => {
      const bytes = readFileSync(path);
      // Most of them in what SQLite goes by: the headers of the file and of its pages.
      for (let count = 1 + dice.below(12); count > 0; count -= 1) {
        const page = dice.below(bytes.length / PAGE) * PAGE;
        const at = dice.below(3) > 0 ? page + dice.below(page === 0 ? 100 : 40) : dice.below(bytes.length);
        bytes[at] = dice.below(2) > 0 ? dice.below(256) : (bytes[at] as number) ^ (1 << dice.below(8));
      }
      writeFileSync(path, bytes);
    });
  });

  /** Breaks copies of a database, and lets a process use them, so that a crash is seen. */
  async function use(count: number, spoil: (path: string, size: number) => void): Promise<void> {
    const place = folder();
    const sound = database(join(place, "sound.db"));
    const paths = Array.from({ length: count }, (_, index) => join(place, `${index}.db`));
    for (const path of paths) {
      writeFileSync(path, sound);
      spoil(path, sound.length);
    }
    const { end, output, errors } = await nodeChild(engine, CHILD, ...paths).ended();
    const lines = output.trim().split("\n");
    expect([end, lines.length, errors]).toEqual([0, count, ""]);
    const thrown = lines.map((line) => JSON.parse(line) as string[]);
    expect(new Set(thrown.flat().filter((name) => !EXPECTED.has(name)))).toEqual(new Set());
    // Most of them are noticed, and not all of them at once.
    expect(thrown.filter((names) => names.includes("DatabaseError")).length).toBeGreaterThan(count / 3);
  }
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "pantry-broken-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** The bytes of a database with pages of every kind. */
function database(path: string): Buffer {
  using connection = connect(path);
  connection.executescript(`
    pragma page_size = ${PAGE};
    create table t(a, b integer);
    create index i on t(b);
    create table w(b primary key, c) without rowid;
    create virtual table f using fts5(x);
    create view v as select a from t;
    create trigger tr after insert on t begin insert or ignore into w values(new.b, new.a); end;
  `);
  const words = ["seven", "ünïcödé", "x".repeat(50)];
  connection.executemany(
    "insert into t values(?, ?)",
    Array.from({ length: 200 }, (_, index) => [
      index % 8 === 7 ? new Uint8Array(3000) : words[index % 3],
      index,
    ]),
  );
  connection.executemany(
    "insert into f values(?)",
    Array.from({ length: 60 }, (_, index) => [words[index % 3]]),
  );
  connection.execute("delete from t where b % 7 = 3");
  connection.commit();
  connection.close();
  return readFileSync(path);
}
