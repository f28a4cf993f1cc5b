import { describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { readDump } from "../../../src/dbm/gnu/dump.ts";
import { open } from "../../../src/dbm/gnu/index.ts";
import { sniffLayout } from "../../../src/dbm/gnu/layout.ts";
import { stat } from "../../../src/dbm/gnu/stat.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { damageOf } from "../damage-of.ts";
import { fixture, type GnuFixture, gnuFixtures } from "../fixtures.ts";
import { applyTo, type Entry, historyOf, Model } from "../histories.ts";

const { databases, entries, deleted, few } = gnuFixtures();

function filesOf({ name }: GnuFixture): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("a.db", fixture("gnu", `${name}.db`));
  return files;
}

function sorted(pairs: Iterable<Entry>): Entry[] {
  return [...pairs].sort(([one], [other]) => Buffer.compare(one, other));
}

describe.each(databases)("the database $name of libgdbm", (database) => {
  it("shows how it is laid out", () => {
    const { layout: name, byteOrder, kind, blockSize } = database;
    const bytes = fixture("gnu", `${database.name}.db`);
    expect(sniffLayout(bytes.subarray(0, blockSize))).toMatchObject({
      name,
      byteOrder,
      numsync: kind === "numsync",
    });
    const files = filesOf(database);
    expect(stat("a.db", { files })).toMatchObject({ "block size": blockSize });
    expect([...check("a.db", { files })]).toEqual([]);
  });

  it("is read", () => {
    const files = filesOf(database);
    using db = open("a.db", { flag: "r", files });
    expect(sorted(db)).toEqual(sorted(entries));
    expect(db.size).toBe(entries.length);
    for (const [key, value] of entries) expect(db.get(key)).toEqual(value);
    for (const key of deleted) expect(db.has(key)).toBe(false);
    const keys = [db.firstkey()];
    for (let key = keys[0]; key !== undefined; key = db.nextkey(key)) keys.push(db.nextkey(key));
    expect(keys.slice(0, -1)).toEqual([...db.keys()]);
    db.close();
    expect(files.readFile("a.db")).toEqual(fixture("gnu", `${database.name}.db`));
  });

  it.each([{ inPlace: false }, { inPlace: true }])(
    "is written in its own layout ($inPlace)",
    ({ inPlace }) => {
      const files = filesOf(database);
      const model = Model.of(entries);
      {
        using db = open("a.db", { flag: "w", files, inPlace });
        const options = { length: 1500, keys: 400, valueSize: 1500 };
        const history = [
          ...[...deleted, ...entries.slice(0, 100).map(([key]) => key)].map(
            (key) => ["delete", key] as const,
          ),
          ...historyOf({ seed: 3, ...options }),
        ];
        for (const operation of history) expect(applyTo(db, operation)).toEqual(model.apply(operation));
        db.batch(() => {
          for (const operation of historyOf({ seed: 4, ...options }))
            expect(applyTo(db, operation)).toEqual(model.apply(operation));
        });
      }
      const bytes = files.readFile("a.db");
      const magic = bytes.subarray(0, 4);
      expect(magic).toEqual(fixture("gnu", `${database.name}.db`).subarray(0, 4));
      expect(damageOf(check("a.db", { files }))).toEqual([]);
      using again = open("a.db", { flag: "r", files });
      expect(model.differences(again)).toEqual([]);
      for (const [key, value] of model.entries) expect(again.get(Buffer.from(key, "latin1"))).toEqual(value);
    },
  );
});

describe("dumps of libgdbm", () => {
  it("has the entries of the text", () => {
    const dump = readDump(fixture("gnu", "content.ascii"));
    expect(dump).toMatchObject({ kind: "ascii", header: { format: "standard" } });
    expect(sorted(dump.entries)).toEqual(sorted(entries));
  });

  it.each(["x86-64", "i386", "s390x", "ppc"])("has the entries of the binary dump of %s", (machine) => {
    const dump = readDump(fixture("gnu", `few-${machine}.binary`));
    expect(dump.kind).toBe("binary");
    expect(sorted(dump.entries)).toEqual(sorted(few));
  });
});
