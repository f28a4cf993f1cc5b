import type { Database } from "pantry/dbm";
import { check, open } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { fixture } from "../fixtures.ts";
import { Model } from "../histories.ts";

/** Files of each format in which the pages of two of four buckets have changed places: nobody finds the keys in them. */
const FORMATS = [
  ["Berkeley DB", () => swapped(new MemoryFiles())],
  ["BSD db 1.85", () => swapped(bsdFiles())],
] as const;

/** The pages of both: the first one, then those of the buckets. */
const PAGE = 4096;
const COUNT = 120;
const MODEL_ENTRIES = Array.from({ length: COUNT }, (_, index) => [keyOf(index), keyOf(index)] as const);
const MODEL = Model.of(MODEL_ENTRIES);

describe.each(FORMATS)("keys in wrong buckets of a file of %s", (library, make) => {
  it("are damage, are listed, and are not found", () => {
    const files = make();
    using database = open("/a", { files });
    expect(database.library).toBe(library);
    expect(MODEL.differences(database)).toEqual([]);
    expect([...database.keys()].length).toBe(COUNT);
    expect(database.size).toBe(COUNT);
    const lost = lostIn(database);
    expect(lost.length).toBeGreaterThan(COUNT / 4);
    expect(lost.length).toBeLessThan(COUNT);
    const problems = [...check("/a", { files })].filter(({ severity }) => severity === "damage");
    expect(problems.map(({ message }) => message.replace(/bucket \d/, "a bucket"))).toEqual(
      lost.map(() => "a key is in a bucket, where nobody looks for it"),
    );
  });

  it("are where they belong when the file was written anew, with all changes", () => {
    const files = make();
    const model = Model.of(MODEL_ENTRIES);
    {
      using database = open("/a", { flag: "w", files });
      const [first, second] = lostIn(database);
      expect(database.delete(first ?? "")).toBe(false);
      for (const key of [second ?? keyOf(0), keyOf(COUNT)]) {
        database.set(key, keyOf(8));
        model.apply(["set", key, keyOf(8)]);
      }
      expect(model.differences(database)).toEqual([]);
      expect([...database.keys()].length).toBe(COUNT + 1);
      expect(database.size).toBe(COUNT + 1);
      database.sync();
      expect(model.differences(database)).toEqual([]);
      expect(lostIn(database)).toEqual([]);
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
    let there = 0;
    {
      using database = open("/a", { flag: "w", files });
      const keys = [...database.keys()];
      there = keys.length;
      expect(there).toBeGreaterThan(COUNT / 2);
      expect(there).toBeLessThan(COUNT);
      expect(keys.filter((key) => !database.has(key))).toEqual([]);
      expect(database.size).toBe(there);
      const [key = keyOf(0)] = keys;
      database.set(key, "new");
      expect(database.delete(keys[1] ?? key)).toBe(true);
      expect(database.size).toBe(there - 1);
    }
    using database = open("/a", { files });
    expect(database.size).toBe(there - 1);
    expect([...database.keys()].length).toBe(there - 1);
    expect([...database].filter(([, value]) => value.length === 3).length).toBe(1);
    expect([...check("/a", { files })]).toEqual([]);
  });
});

/** Keys that are there, and that lookups do not find. */
function lostIn(database: Database): Uint8Array[] {
  return MODEL_ENTRIES.map(([key]) => key).filter((key) => !database.has(key));
}

function keyOf(index: number): Uint8Array {
  return new TextEncoder().encode(`key number ${index}`);
}

function bsdFiles(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/a.db", fixture("bsd", "empty.db"));
  return files;
}

/** Fills four buckets, and gives the first two the page of the other. */
function swapped(files: MemoryFiles): MemoryFiles {
  {
    using database = open("/a", { flag: "c", files });
    for (const [key, value] of MODEL_ENTRIES) database.set(key, value);
  }
  const bytes = files.readFile("/a.db");
  const page = bytes.slice(PAGE, 2 * PAGE);
  bytes.copyWithin(PAGE, 2 * PAGE, 3 * PAGE);
  bytes.set(page, 2 * PAGE);
  files.writeFile("/a.db", bytes);
  return files;
}
