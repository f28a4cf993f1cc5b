import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type GnuOpenOptions, open } from "../../../src/dbm/gnu/index.ts";
import { CASES as MUCH } from "../../oracle/cases.ts";
import { structureOf } from "../gnu/structure.ts";
import { applyTo, historyOf, type Operation } from "../histories.ts";
import { describeDebianPython } from "./driver.ts";

const folder = mkdtempSync(join(tmpdir(), "pantry-gnu-structure-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly name: string;
  readonly options: GnuOpenOptions;
  readonly history: Parameters<typeof historyOf>[0];
  readonly batch?: number;
  /** What is done once in a while. */
  readonly again?: Operation;
}

/** So many operations, and then that one. */
const WHILE = 700;

const CASES: Case[] = [
  {
    name: "of blocks of 512 bytes",
    options: { blockSize: 512 },
    history: { seed: 1, length: 5000, valueSize: 2000 },
  },
  { name: "of blocks of 4096 bytes", options: { blockSize: 4096 }, history: { seed: 2, length: 4000 } },
  {
    name: "of large blocks",
    options: { blockSize: 131072 },
    history: { seed: 3, length: 300, valueSize: 300000 },
  },
  {
    name: "that counts synchronizations",
    options: { blockSize: 512, numsync: true },
    history: { seed: 4, length: 2000 },
    again: ["sync"],
  },
  {
    name: "that is reorganized",
    options: { blockSize: 512 },
    history: { seed: 6, length: 3000, valueSize: 1500 },
    again: ["reorganize"],
  },
  {
    name: "that counts synchronizations and is reorganized",
    options: { blockSize: 1024, numsync: true },
    history: { seed: 7, length: 1000 },
    again: ["reorganize"],
  },
  {
    name: "that is written in batches",
    options: { blockSize: 1024 },
    history: { seed: 5, length: 5000, valueSize: 500 },
    batch: 300,
  },
];

describeDebianPython("the structure of a file", "gnu", (driver) => {
  it.each(CASES)("is that of libgdbm, for one $name", async ({ options, history, batch = 1, again }) => {
    const ours = join(folder, `${history.seed}-ours.db`);
    const its = join(folder, `${history.seed}-its.db`);
    const length = Math.ceil((history.length * MUCH) / 12);
    const operations = historyOf({ reads: false, ...history, length }).flatMap(
      (operation, index): Operation[] =>
        again && index % WHILE === WHILE - 1 ? [operation, again] : [operation],
    );
    open(ours, { flag: "n", ...options }).close();
    copyFileSync(ours, its);
    {
      using database = open(ours, { flag: "w", inPlace: true });
      for (let from = 0; from < operations.length; from += batch)
        if (batch === 1) applyTo(database, operations[from] as Operation);
        else
          database.batch(() => all(operations.slice(from, from + batch), (each) => applyTo(database, each)));
    }
    await driver().run("gnu", its, "w", operations);
    expect(structureOf(contentOf(ours))).toEqual(structureOf(contentOf(its)));
  });
});

function all(operations: readonly Operation[], work: (operation: Operation) => unknown): void {
  for (const operation of operations) work(operation);
}

function contentOf(path: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(path));
}
