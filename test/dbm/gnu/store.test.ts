import { describe, expect, it } from "vitest";
import { hashOf } from "../../../src/dbm/gnu/hash.ts";
import { type GnuOpenOptions, open } from "../../../src/dbm/gnu/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { codeOf } from "../code-of.ts";
import { applyTo, historyOf, latin1, Model } from "../histories.ts";
import { structureOf } from "./structure.ts";

const PATH = "a.db";
const layouts = ["64-bit", "64-bit packed", "32-bit"] as const;
const kinds: GnuOpenOptions[] = layouts.flatMap((layout) =>
  (["little", "big"] as const).flatMap((byteOrder) =>
    [false, true].map((numsync) => ({ layout, byteOrder, numsync })),
  ),
);

describe("a file of GDBM", () => {
  it.each(kinds)("keeps what it is given, laid out as $layout $byteOrder, numsync $numsync", (kind) => {
    const files = new MemoryFiles();
    const model = new Model();
    {
      using database = open(PATH, { flag: "n", files, blockSize: 512, ...kind });
      for (const operation of historyOf({ seed: 1, length: 1500, valueSize: 900, reads: false })) {
        applyTo(database, operation);
        model.apply(operation);
      }
      expect(database.size).toBe(model.entries.size);
    }
    using database = open(PATH, { files });
    expect(database).toMatchObject({ ...kind, blockSize: 512, hashSign: "signed", size: model.entries.size });
    expect(model.differences(database)).toEqual([]);
    expect(structureOf(files.readFile(PATH)).length).toBeGreaterThan(model.entries.size);
  });

  it("finds out by its keys whether bytes are hashed as signed", () => {
    const key = Uint8Array.of(104, 195, 169);
    expect(hashOf(key, "signed")).not.toBe(hashOf(key, "unsigned"));
    for (const hashSign of ["signed", "unsigned"] as const) {
      const files = new MemoryFiles();
      open(PATH, { flag: "n", files, hashSign }).set("ascii", "1").set(key, "2").close();
      using database = open(PATH, { files });
      expect(database.get(key)).toEqual(Uint8Array.of(50));
      expect(database.hashSign).toBe(hashSign);
    }
  });

  it("gives each key once while others come and go", () => {
    const files = new MemoryFiles();
    using database = open(PATH, { flag: "n", files, blockSize: 512 });
    for (let index = 0; index < 100; index += 1) database.set(`old ${index}`, "");
    const found: string[] = [];
    for (const key of database.keys()) {
      found.push(latin1(key));
      for (let index = 0; index < 5; index += 1) database.set(`new ${found.length} ${index}`, "");
      if (found.length === 1) database.delete("old 50");
      if (found.length > 3000) break;
    }
    const old = found.filter((key) => key.startsWith("old"));
    expect(new Set(found).size).toBe(found.length);
    expect(old.length).toBeGreaterThanOrEqual(99);
  });

  it("walks from key to key in the order of its keys", () => {
    const files = new MemoryFiles();
    using database = open(PATH, { flag: "n", files, blockSize: 512 });
    expect(database.firstkey()).toBeUndefined();
    for (let index = 0; index < 200; index += 1) database.set(`${index}`, "");
    const walked: string[] = [];
    for (let key = database.firstkey(); key; key = database.nextkey(key)) walked.push(latin1(key));
    expect(walked).toEqual([...database.keys()].map(latin1));
    expect(walked.length).toBe(200);
    expect(database.nextkey("missing")).toBeUndefined();
  });

  it("is empty when it was cleared, and uses its space again", () => {
    const files = new MemoryFiles();
    using database = open(PATH, { flag: "n", files, blockSize: 512 });
    const fill = (): void => {
      for (let index = 0; index < 300; index += 1) database.set(`${index}`, "x".repeat(40));
    };
    fill();
    const { length } = files.readFile(PATH);
    database.clear();
    expect([database.size, [...database]]).toEqual([0, []]);
    fill();
    expect(database.size).toBe(300);
    expect(files.readFile(PATH).length).toBeLessThan(length * 1.5);
  });

  it("excludes others while it is written, and writers while it is read, but with u", () => {
    const files = new MemoryFiles();
    const writer = open(PATH, { flag: "c", files });
    expect(codeOf(() => open(PATH, { files }))).toBe("locked");
    open(PATH, { flag: "ru", files }).close();
    writer.close();
    using reader = open(PATH, { files });
    open(PATH, { files }).close();
    expect(codeOf(() => open(PATH, { flag: "w", files }))).toBe("locked");
    expect(codeOf(() => reader.set("a", "b"))).toBe("read-only");
  });

  it("refuses flags, layouts and sizes that there are not, and files that are none", () => {
    const files = new MemoryFiles();
    for (const flag of ["", "x", "rw", "cz"]) expect(() => open(PATH, { flag, files })).toThrow(RangeError);
    expect(() => open(PATH, { flag: "c", files, blockSize: -1 })).toThrow(RangeError);
    expect(() => open(PATH, { flag: "c", files, layout: "16-bit" as never })).toThrow(RangeError);
    expect(codeOf(() => open(PATH, { files }))).toBe("not-found");
    files.writeFile(PATH, new Uint8Array(100));
    expect(codeOf(() => open(PATH, { flag: "w", files }))).toBe("malformed");
    files.writeFile(PATH, new Uint8Array());
    expect(codeOf(() => open(PATH, { files }))).toBe("malformed");
    open(PATH, { flag: "w", files }).set("a", "b").close();
  });
});
