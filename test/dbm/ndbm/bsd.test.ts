import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { HASH_CHECK, hashOf } from "../../../src/dbm/ndbm/bsd-layout.ts";
import { check, open, stat } from "../../../src/dbm/ndbm/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { historyOf, Model } from "../histories.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/dbm/bsd");
const NAMES = ["little-endian", "big-endian", "page-512", "page-64", "page-32768", "many-buckets"];
const CONTENT = contentOf();

describe("hash files of BSD's db 1.85", () => {
  it.each(NAMES)("are read to the last key, also those that their library does not list: %s", (name) => {
    const files = filesWith(name);
    using database = open("f", { files });
    expect(database.library).toBe("BSD db 1.85");
    expect(CONTENT.differences(database)).toEqual([]);
    expect(database.size).toBe(CONTENT.entries.size);
    for (const [key, value] of CONTENT.entries) expect(database.get(bytesOf(key))).toEqual(value);
    expect(database.get("nobody")).toBeUndefined();
    expect([...check("f", { files })]).toEqual([]);
  });

  it.each(NAMES)("are written anew in their byte order, and right: %s", (name) => {
    const files = filesWith(name);
    const model = contentOf();
    const before = stat("f", { files });
    for (const seed of [1, 2]) {
      using database = open("f", { flag: "w", files });
      for (const operation of historyOf({ seed, length: 500, valueSize: 9000, reads: false })) {
        model.apply(operation);
        if (operation[0] === "set") database.set(operation[1], operation[2]);
        else if (operation[0] === "delete") database.delete(operation[1]);
      }
    }
    using database = open("f", { files });
    expect(model.differences(database)).toEqual([]);
    expect([...check("f", { files })]).toEqual([]);
    expect(stat("f", { files })["byte order"]).toBe(before["byte order"]);
  });

  it("without entries are byte for byte those of their library", () => {
    const files = filesWith("empty");
    const original = files.readFile("f.db");
    {
      using database = open("f", { flag: "w", files });
      database.set("key", "value");
    }
    expect(files.readFile("f.db")).not.toEqual(original);
    {
      using database = open("f", { flag: "w", files });
      database.delete("key");
    }
    expect(files.readFile("f.db")).toEqual(original);
  });

  it("get larger pages where there would not be enough for large values", () => {
    const files = filesWith("page-64");
    {
      using database = open("f", { flag: "w", files });
      database.set("large", new Uint8Array(2_000_000).fill(7));
    }
    expect(stat("f", { files })["page size"]).toBeGreaterThan(64);
    using database = open("f", { files });
    expect(Buffer.alloc(2_000_000, 7).equals(database.get("large") ?? Buffer.of())).toBe(true);
    expect(database.size).toBe(CONTENT.entries.size + 1);
  });

  it("tell of pages that count as free, or as used, and are not", () => {
    const files = filesWith("little-endian");
    const bytes = files.readFile("f.db");
    // Its only bitmap is at the first overflow page: after the header and two buckets.
    const at = 3 * 4096;
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    files.writeFile("f.db", bytes);
    const problems = [...check("f", { files })];
    expect(problems.length).toBe(8);
    expect(problems.every(({ offset }) => offset === at)).toBe(true);
  });

  it("tell their hash function by the hash of a name", () => {
    expect(hashOf(new TextEncoder().encode("%$sniglet^&\0"))).toBe(HASH_CHECK);
  });
});

function filesWith(name: string): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("f.db", new Uint8Array(gunzipSync(readFileSync(join(FOLDER, `${name}.db.gz`)))));
  return files;
}

function contentOf(): Model {
  const text = gunzipSync(readFileSync(join(FOLDER, "content.json.gz"))).toString();
  const pairs = Object.entries(JSON.parse(text) as Record<string, string>);
  return Model.of(pairs.map(([key, value]) => [fromHex(key), fromHex(value)] as const));
}

function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}

function bytesOf(key: string): Uint8Array {
  return new Uint8Array(Buffer.from(key, "latin1"));
}
