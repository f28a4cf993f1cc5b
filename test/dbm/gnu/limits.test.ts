import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { hashOf } from "../../../src/dbm/gnu/hash.ts";
import { open, recover } from "../../../src/dbm/gnu/index.ts";
import { type FileOptions, MemoryFiles, type OpenFile } from "../../../src/files/index.ts";
import { codeOf } from "../code-of.ts";
import { damageOf } from "../damage-of.ts";

const PATH = "a.db";
const folder = mkdtempSync(join(tmpdir(), "pantry-gnu-limits-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where a byte counts 32 times less in the hash than the next one. */
const PAIRS = [0, 2, 5, 7, 10, 12];

/** One of 729 keys that have the same hash. */
function collidingKey(number: number): Uint8Array {
  const key = new Uint8Array(14).fill(64);
  PAIRS.reduce((rest, index) => {
    const change = (rest % 3) - 1;
    key[index] = 64 + 32 * change;
    key[index + 1] = 64 - change;
    return Math.floor(rest / 3);
  }, number);
  return key;
}

/** Keys with one of two hashes, which have their first 24 bits in common: what is summed up for them differs by `SUM_OF_EIGHT`. */
function likeKey(number: number, group: 0 | 1): Uint8Array {
  const key = new Uint8Array(20);
  key.set(collidingKey(number));
  // From byte 15 on, each byte counts 32 times as much as the one before.
  for (let index = 0; index < 5; index += 1)
    key[15 + index] = group * ((SUM_OF_EIGHT >> (5 * index)) & (index < 4 ? 31 : 255));
  return key;
}

/** An eighth of the sum whose hash is larger by eight: the inverse of the factor of the hash. */
const SUM_OF_EIGHT = (() => {
  let inverse = 1;
  for (let step = 0; step < 5; step += 1) inverse = Math.imul(inverse, 2 - Math.imul(1103515243, inverse));
  return inverse & 0xfffffff;
})();

/** Keys whose hashes begin with eight zeros. */
function* crowdedKeys(): Generator<Uint8Array, never> {
  const key = new Uint8Array(4);
  const view = new DataView(key.buffer);
  for (let number = 0; ; number += 1) {
    view.setUint32(0, number);
    if (hashOf(key, "signed") >> 23 === 0) yield key.slice();
  }
}

/** Files that count what is written. */
class CountingFiles extends MemoryFiles {
  written = 0;

  override open(path: string, options?: FileOptions): OpenFile {
    const file = super.open(path, options);
    const write = file.write.bind(file);
    file.write = (bytes, offset) => {
      this.written += bytes.length;
      write(bytes, offset);
    };
    return file;
  }
}

describe("a database of GDBM", () => {
  it("refuses keys for which its directory would be larger than all else", () => {
    const files = new CountingFiles();
    using database = open(PATH, { flag: "n", files, blockSize: 4096 });
    const hashes = [likeKey(0, 0), likeKey(0, 1)].map((key) => hashOf(key, "signed"));
    expect(new Set(hashes).size).toBe(2);
    expect(new Set(hashes.map((hash) => hash >> 7)).size).toBe(1);
    const fill = (): void => {
      for (let number = 0; number < 100; number += 1)
        for (const group of [0, 1] as const) database.set(likeKey(number, group), "value");
    };
    expect(codeOf(fill)).toBe("limit");
    expect(database.size).toBe(166);
    expect(files.written).toBeLessThan(2 ** 21);
    database.set("another", "value");
    expect([...check(PATH, { files: files.copy() })]).toEqual([]);
  });

  it("refuses more keys with one hash than a bucket can hold, and goes on", () => {
    const files = new MemoryFiles();
    const keys = Array.from({ length: 200 }, (_, number) => collidingKey(number));
    expect(new Set(keys.map((key) => hashOf(key, "signed"))).size).toBe(1);
    expect(new Set(keys.map((key) => key.join())).size).toBe(200);
    using database = open(PATH, { flag: "n", files });
    let count = 0;
    const fill = (): void => {
      for (const key of keys) {
        database.set(key, key);
        count += 1;
      }
    };
    expect(codeOf(fill)).toBe("limit");
    expect([count, database.size]).toEqual([166, 166]);
    expect(files.readFile(PATH).length).toBeLessThan(65536);
    database.set("another", "1").set(keys[0] as Uint8Array, "2");
    database.delete(keys[1] as Uint8Array);
    database.set(keys[199] as Uint8Array, "3");
    expect(database.size).toBe(167);
    database.close();
    expect(damageOf(check(PATH, { files }))).toEqual([]);
  });

  it("takes twice the work for twice the keys, also for such as crowd in a few buckets", () => {
    const files = new CountingFiles();
    const keys = crowdedKeys();
    using database = open(PATH, { flag: "n", files, blockSize: 1024 });
    const workFor = (count: number): number => {
      files.written = 0;
      for (let done = 0; done < count; done += 1) database.set(keys.next().value, "");
      return files.written;
    };
    workFor(500);
    const [first, second] = [workFor(1500), workFor(3000)];
    expect(second).toBeLessThan(first * 3);
    expect(database.size).toBe(5000);
  });

  it("is no folder and no pipe", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const flag of ["r", "w", "c", "n"] as const) {
      expect(() => open(folder, { flag })).toThrow(/^Cannot open .*: it is a directory/);
      expect(() => open(pipe, { flag })).toThrow(/^Cannot open .*: .*(no ordinary file|ENXIO)/);
      for (const path of [folder, pipe]) expect(codeOf(() => open(path, { flag }))).toBe("system");
    }
    for (const tool of [(path: string) => [...check(path)], recover])
      expect([codeOf(() => tool(folder)), codeOf(() => tool(pipe))]).toEqual(["system", "system"]);
  });
});
