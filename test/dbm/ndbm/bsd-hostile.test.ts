import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { check, open } from "../../../src/dbm/ndbm/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { assault, stepsOf } from "../hostile-harness.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/dbm/bsd");
const KEYS = ["key 1", "key 10", "large value 481", "nobody"].map((key) => new TextEncoder().encode(key));
const HEADER_SIZE = 260;

describe("damaged hash files of BSD's db 1.85", () => {
  it.each(["empty", "few"])("raise a DbmError at the most: %s", (name) => {
    const files = name === "empty" ? filesWith("empty") : few();
    const bytes = files.readFile("d.db");
    const { failures, cases, done, refused } = assault(files, stepsOf({ open, check, keys: KEYS }), {
      path: "d.db",
      database: "d",
      bits: [[0, HEADER_SIZE], ...slotsOf(bytes)],
      lies: [[0, HEADER_SIZE], ...slotsOf(bytes)],
      truncate: 97,
      cases: 120,
    });
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(50);
    expect(done).toBeGreaterThan(0);
    expect(refused.malformed).toBeGreaterThan(20);
  });
});

/** A small database with pages linked to others, and large pairs. */
function few(): MemoryFiles {
  const files = filesWith("page-512");
  using database = open("d", { flag: "w", files });
  for (const key of [...database.keys()]) {
    const text = new TextDecoder().decode(key);
    if (!/^key [1-4]|^large value (481|9|4082)/.test(text)) database.delete(key);
  }
  return files;
}

/** The beginnings of all pages of 512 bytes. */
function slotsOf({ length }: Uint8Array): (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(length / 512) }, (_, page) => [512 * page, 512 * page + 24] as const);
}

function filesWith(name: string): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("d.db", new Uint8Array(gunzipSync(readFileSync(join(FOLDER, `${name}.db.gz`)))));
  return files;
}
