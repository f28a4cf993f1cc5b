import { describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { type GnuDatabase, open } from "../../../src/dbm/gnu/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { CASES } from "../../oracle/cases.ts";
import { Killed, Prefixes } from "../faults/prefixes.ts";
import { applyTo, historyOf, latin1, Model, type Operation } from "../histories.ts";

const PATH = "a.db";

/** What is left of a database, when so many calls of its process were done, and how many operations it had done by then. */
function killedAfter(
  calls: number,
  operations: readonly Operation[],
  { batch = 1, blockSize = 512 },
): Killing {
  const mortal = new MemoryFiles();
  open(PATH, { flag: "n", files: mortal, blockSize }).close();
  const prefixes = new Prefixes(mortal, calls);
  let done = 0;
  const doSome = (database: GnuDatabase): void => {
    const some = operations.slice(done, done + batch);
    if (batch === 1) applyTo(database, some[0] as Operation);
    else database.batch(() => some.map((operation) => applyTo(database, operation)));
    done += some.length;
  };
  try {
    const database = open(PATH, { flag: "w", files: prefixes });
    while (done < operations.length) doSome(database);
    database.close();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  const files = new MemoryFiles();
  files.writeFile(PATH, mortal.readFile(PATH));
  return { files, done, calls: prefixes.changes };
}

interface Killing {
  readonly files: MemoryFiles;
  readonly done: number;
  readonly calls: number;
}

/** The keys whose value is neither from before nor from an operation that was not done to its end. */
function wrongKeys({ files, done }: Killing, operations: readonly Operation[], batch: number): string[] {
  const model = new Model();
  for (const operation of operations.slice(0, done)) model.apply(operation);
  const allowed = [new Map(model.entries)];
  for (const operation of operations.slice(done, done + batch)) {
    model.apply(operation);
    allowed.push(new Map(model.entries));
  }
  using database = open(PATH, { files });
  const found = new Map<string, string>();
  for (const [key, value] of database) found.set(latin1(key), latin1(value));
  expect(found.size).toBe(database.size);
  const keys = new Set([...found.keys(), ...allowed.flatMap((entries) => [...entries.keys()])]);
  const valueIn = (entries: Map<string, Uint8Array>, key: string): string | undefined => {
    const value = entries.get(key);
    return value && latin1(value);
  };
  return [...keys].filter((key) => !allowed.some((entries) => valueIn(entries, key) === found.get(key)));
}

describe("a process that is killed", () => {
  it.each([
    { name: "between any two calls", batch: 1, blockSize: 512, length: 120, seed: 1 },
    { name: "in a batch", batch: 25, blockSize: 512, length: 200, seed: 2 },
    { name: "with blocks that are written in parts", batch: 1, blockSize: 524288, length: 25, seed: 3 },
  ])(
    "leaves a database with what was done, and no damage: $name",
    { timeout: Math.max(30_000, CASES ** 2 * 500) },
    ({ batch, blockSize, length: most, seed }) => {
      const length = Math.ceil((most * CASES) / 12);
      const operations = historyOf({ seed, length, keys: length >> 1, valueSize: 700, reads: false });
      const { calls } = killedAfter(Number.POSITIVE_INFINITY, operations, { batch, blockSize });
      expect(calls).toBeGreaterThan(length / 2);
      for (let limit = 0; limit < calls; limit += 1) {
        const killing = killedAfter(limit, operations, { batch, blockSize });
        expect(wrongKeys(killing, operations, batch), `after ${limit} calls`).toEqual([]);
        const damage = [...check(PATH, { files: killing.files })].filter(
          // The count of a large bucket is written apart from its elements.
          ({ severity, message }) =>
            severity === "damage" && !(blockSize > 262144 && / keys, not /.test(message)),
        );
        expect(damage, `after ${limit} calls`).toEqual([]);
      }
    },
  );
});
