import { describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { type GnuDatabase, open, recover } from "../../../src/dbm/gnu/index.ts";
import { type FileOptions, type FileSystem, MemoryFiles, type OpenFile } from "../../../src/files/index.ts";
import { CASES } from "../../oracle/cases.ts";
import { damageOf } from "../damage-of.ts";
import { type PowerCutOptions, powerCuts } from "../faults/power-cut.ts";
import { applyTo, historyOf, latin1, Model, type Operation } from "../histories.ts";

const PATH = "/data/a.db";

/** How many outcomes of each cut are tried. */
const CUTS = Math.ceil(CASES / 12);

interface Trial extends PowerCutOptions {
  readonly flag: "w" | "ws";
  readonly history: Parameters<typeof historyOf>[0];
  readonly batch?: number;
  readonly blockSize?: number;
}

interface Wreck {
  readonly files: MemoryFiles;
  /** What the database had after each step that may be the last one on the disk: first the one that was acknowledged. */
  readonly states: readonly ReadonlyMap<string, string>[];
  /** What it had when it was last synchronized. */
  readonly synced: ReadonlyMap<string, string>;
}

/** Databases after a power cut, at every change that a process makes to one. */
function* wrecks({ flag, history, batch = 1, blockSize = 512, ...options }: Trial): Generator<Wreck> {
  const operations = historyOf({ reads: false, valueSize: 700, ...history });
  const [first, rest] = [
    operations.slice(0, operations.length >> 1),
    operations.slice(operations.length >> 1),
  ];
  const start = new MemoryFiles();
  using database = open(PATH, { flag: "n", files: start, blockSize });
  for (const operation of first) applyTo(database, operation);
  database.close();
  let done = 0;
  const work = (files: FileSystem): void => {
    done = 0;
    const database: GnuDatabase = open(PATH, { flag, files });
    for (; done < rest.length; done += batch) {
      const some = rest.slice(done, done + batch);
      if (batch === 1) applyTo(database, some[0] as Operation);
      else database.batch(() => some.map((operation) => applyTo(database, operation)));
    }
  };
  for (const { files } of powerCuts(start, work, options)) {
    const model = new Model();
    const states: ReadonlyMap<string, string>[] = [];
    let synced = new Map<string, string>();
    for (const [index, operation] of [...first, ...rest.slice(0, done + batch)].entries()) {
      model.apply(operation);
      if (index === first.length - 1) synced = contentOf(model.entries);
      if (index >= first.length + Math.min(done, rest.length) - 1) states.push(contentOf(model.entries));
    }
    yield { files, states, synced };
  }
}

function contentOf(entries: Iterable<readonly [string | Uint8Array, Uint8Array]>): Map<string, string> {
  const content = new Map<string, string>();
  for (const [key, value] of entries) content.set(typeof key === "string" ? key : latin1(key), latin1(value));
  return content;
}

/** A write, or what else was asked of a file. */
interface Call {
  readonly at: number;
  readonly length: number;
}

const SYNC: Call = { at: -1, length: 0 };

/** Files that note what is written, and when the disk is waited for. */
class RecordingFiles extends MemoryFiles {
  readonly calls: Call[] = [];

  override open(path: string, options?: FileOptions): OpenFile {
    const file = super.open(path, options);
    const [write, sync] = [file.write.bind(file), file.sync.bind(file)];
    file.write = (bytes, offset) => {
      this.calls.push({ at: offset, length: bytes.length });
      write(bytes, offset);
    };
    file.sync = () => {
      this.calls.push(SYNC);
      sync();
    };
    return file;
  }
}

describe("a power cut", () => {
  it.each([
    { name: "change by change", length: 140, seed: 1, cuts: CUTS },
    { name: "batch by batch", length: 400, seed: 2, cuts: CUTS, batch: 12, every: 7 },
    {
      name: "with blocks that are written in parts",
      length: 16,
      seed: 3,
      cuts: CUTS,
      every: 2,
      blockSize: 524288,
    },
  ])("leaves everything that was acknowledged with the flag s, if no write is torn: $name", (options) => {
    const { name, length, seed, blockSize = 512, ...rest } = options;
    const history = { length, keys: length >> 2, seed };
    // The count of a large bucket is written apart from its elements, and put right when it is read.
    const isMended = (message: string) => blockSize > 262144 && / keys, not /.test(message);
    let count = 0;
    for (const { files, states } of wrecks({ flag: "ws", history, whole: true, blockSize, ...rest })) {
      count += 1;
      expect(
        damageOf(check(PATH, { files })).filter((message) => !isMended(message)),
        `wreck ${count}`,
      ).toEqual([]);
      using database = open(PATH, { flag: "w", files });
      const found = contentOf(database);
      const keys = new Set([...found.keys(), ...states.flatMap((state) => [...state.keys()])]);
      const wrong = [...keys].filter((key) => !states.some((state) => state.get(key) === found.get(key)));
      expect(wrong, `wreck ${count}`).toEqual([]);
    }
    expect(count).toBeGreaterThan(20);
  });

  it.each([
    {
      what: "the end of the file",
      blockSize: 512,
      isMeant: ({ at, length }: Call) => at === 32 && length === 8,
    },
    {
      what: "the top of the stack",
      blockSize: 512,
      isMeant: ({ at, length }: Call) => at === 48 && length === 8,
    },
    { what: "the head of a large bucket", blockSize: 524288, isMeant: ({ length }: Call) => length === 112 },
  ])("finds that the disk was waited for after $what was written", ({ blockSize, isMeant }) => {
    const files = new RecordingFiles();
    using database = open(PATH, { flag: "ns", files, blockSize });
    const count = blockSize > 512 ? 20 : 600;
    const fill = (prefix: string): void => {
      for (let number = 0; number < count; number += 1)
        database.set(`${prefix}${number}`, "x".repeat(100 + (number % 300)));
    };
    fill("k");
    for (let number = 0; number < count; number += 1) database.delete(`k${number}`);
    // What was freed is used up again, and so comes back from the stack.
    for (const prefix of ["l0", "l1", "l2"]) fill(prefix);
    const next = files.calls.flatMap((call, index) => (isMeant(call) ? [files.calls[index + 1]] : []));
    expect(next.length).toBeGreaterThan(0);
    expect(new Set(next)).toEqual(new Set([SYNC]));
  });

  it("can damage what was changed since sync(), but recover() makes a sound file of it", () => {
    const history = { length: 200, keys: 60, seed: 3 };
    let [damaged, untouched, lost] = [0, 0, 0];
    for (const { files, synced, states } of wrecks({ flag: "w", history, every: 8, cuts: 3 })) {
      if (damageOf(check(PATH, { files })).length > 0) damaged += 1;
      recover(PATH, { files });
      expect(damageOf(check(PATH, { files }))).toEqual([]);
      const found = contentOf(open(PATH, { files }));
      for (const [key, value] of synced) {
        if (states.some((state) => state.get(key) !== value)) continue;
        untouched += 1;
        if (found.get(key) !== value) lost += 1;
      }
    }
    expect(damaged).toBeGreaterThan(30);
    expect(lost / untouched).toBeLessThan(0.01);
  });
});
