import { describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { open } from "../../../src/dbm/gnu/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { CASES } from "../../oracle/cases.ts";
import { applyTo, historyOf } from "../histories.ts";
import { assault, stepsOf } from "../hostile-harness.ts";

const keys = ["k1", "k2", "k3"].map((key) => new TextEncoder().encode(key));

/** A file of small blocks with several buckets, free space on the stack, and these keys. */
function seed(length: number): MemoryFiles {
  const files = new MemoryFiles();
  using database = open("/a.db", { flag: "n", files, blockSize: 512 });
  for (const operation of historyOf({ seed: 7, length, valueSize: 300, reads: false }))
    applyTo(database, operation);
  for (const key of keys) database.set(key, key);
  return files;
}

describe("a damaged file", () => {
  it.each([
    ["its header", 40, [[0, 512]]],
    ["its directory and first buckets", 40, [[512, 2048]]],
    ["all of a larger one", 400, undefined],
  ] as const)("is refused, or read and written without harm: %s", { timeout: 60_000 }, (_, length, range) => {
    const ranges = range ? { bits: range, lies: range, truncate: 0 } : { truncate: 97 };
    const steps = stepsOf({ open, check, keys });
    const { failures, done, refused } = assault(seed(length), steps, { ...ranges, cases: CASES * 20 });
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(0);
    expect(refused).toMatchObject({ malformed: expect.any(Number) });
  });
});
