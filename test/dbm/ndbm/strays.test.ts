import { check, open } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { fixture } from "../fixtures.ts";
import { Model } from "../histories.ts";

/** Files of each format in which the pages of two buckets have changed places: nobody finds the keys in them. */
const FORMATS = [
  ["Berkeley DB", () => swapped(new MemoryFiles())],
  ["BSD db 1.85", () => swapped(bsdFiles())],
] as const;

/** The pages of both: the first one, then those of the buckets. */
const PAGE = 4096;
const COUNT = 40;
const MODEL = Model.of(Array.from({ length: COUNT }, (_, index) => [keyOf(index), keyOf(index)] as const));

describe.each(FORMATS)("keys in wrong buckets of a file of %s", (library, make) => {
  it("are damage, are listed, and are not found", () => {
    const files = make();
    expect([...check("/a", { files })].filter(({ severity }) => severity === "damage").length).toBe(COUNT);
    using database = open("/a", { files });
    expect(database.library).toBe(library);
    expect(MODEL.differences(database)).toEqual([]);
    expect([...database.keys()].length).toBe(COUNT);
    expect(database.size).toBe(COUNT);
    expect(database.get(keyOf(1))).toBeUndefined();
  });

  it("are where they belong when the file was written anew, with all changes", () => {
    const files = make();
    const model = Model.of([[keyOf(7), keyOf(8)] as const, [keyOf(100), keyOf(1)] as const]);
    for (const [key, value] of MODEL.entries) if (!model.entries.has(key)) model.entries.set(key, value);
    {
      using database = open("/a", { flag: "w", files });
      expect(database.delete(keyOf(1))).toBe(false);
      database.set(keyOf(7), keyOf(8)).set(keyOf(100), keyOf(1));
      expect(model.differences(database)).toEqual([]);
      expect([...database.keys()].length).toBe(COUNT + 1);
      expect(database.size).toBe(COUNT + 1);
      database.sync();
      expect(model.differences(database)).toEqual([]);
      expect(database.get(keyOf(1))).toEqual(keyOf(1));
    }
    expect([...check("/a", { files })]).toEqual([]);
    using database = open("/a", { files });
    expect(model.differences(database)).toEqual([]);
    expect(database.size).toBe(COUNT + 1);
  });

  it("give way to those that are found", () => {
    const files = make();
    const pages = files.readFile("/a.db");
    // The first bucket's own page, twice.
    pages.copyWithin(PAGE, 2 * PAGE, 3 * PAGE);
    files.writeFile("/a.db", pages);
    const there = COUNT / 2;
    {
      using database = open("/a", { flag: "w", files });
      const keys = [...database.keys()];
      expect(keys.length).toBe(there);
      expect(database.size).toBe(there);
      const [key = keyOf(0)] = keys;
      database.set(key, "new");
      expect(database.delete(keys[1] ?? key)).toBe(true);
      expect(database.size).toBe(there - 1);
    }
    using database = open("/a", { files });
    expect(database.size).toBe(there - 1);
    expect([...database].filter(([, value]) => value.length === 3).length).toBe(1);
    expect([...check("/a", { files })]).toEqual([]);
  });
});

function keyOf(index: number): Uint8Array {
  return new TextEncoder().encode(`key number ${index}`);
}

function bsdFiles(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/a.db", fixture("bsd", "empty.db"));
  return files;
}

/** Fills two buckets, and gives each the page of the other. */
function swapped(files: MemoryFiles): MemoryFiles {
  {
    using database = open("/a", { flag: "c", files });
    for (let index = 0; index < COUNT; index++) database.set(keyOf(index), keyOf(index));
  }
  const bytes = files.readFile("/a.db");
  const page = bytes.slice(PAGE, 2 * PAGE);
  bytes.copyWithin(PAGE, 2 * PAGE, 3 * PAGE);
  bytes.set(page, 2 * PAGE);
  files.writeFile("/a.db", bytes);
  return files;
}
