// `npm run bench -- shelve [format …] [--rounds N]`: shelves of each format against CPython's `shelve` on its module of that name, and what one would
// use instead. All take turns in one run, with the same records of six fields. Each workload opens its file and closes it.
//
// Keyv has SQLite through an adapter of a few lines over node:sqlite, since its own needs a native build that is not done here.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { deserialize, serialize } from "node:v8";
import Conf from "conf";
import { Keyv } from "keyv";
import * as lmdb from "lmdb";
import type { Format } from "../src/dbm/index.ts";
import { open } from "../src/shelve/index.ts";
import { debianPython } from "../test/dbm/oracle/driver.ts";
import { findPythons } from "../test/oracle/oracle.ts";
import { Peer } from "./peer.ts";
import { COUNT, type Item, items, keys } from "./records.ts";
import { type Contender as Any, compareInTurns, timed } from "./turns.ts";

const WORKLOADS = ["set", "batch", "get", "get in batch", "iterate"] as const;
type Workload = (typeof WORKLOADS)[number];
type Contender = Any<Workload>;

/** As in `shelve_peer.py`: how keys are visited out of order. */
const STEP = 7919;
/** For what has a file for each item. */
const SOME = 1000;
/** For what writes, and reads, all of its items each time. */
const FEW = 200;
const FORMATS: readonly Format[] = ["sqlite3", "gnu", "ndbm", "dumb"];

/** It has no types of its own. */
interface NodePersist {
  create(options: { dir: string }): {
    init(): Promise<unknown>;
    clear(): Promise<unknown>;
    setItem(key: string, item: unknown): Promise<unknown>;
    getItem(key: string): Promise<unknown>;
    values(): Promise<unknown[]>;
  };
}
const nodePersist = createRequire(import.meta.url)("node-persist") as NodePersist;

/** A store that is open, for one workload, and answers at once. */
interface Direct {
  set(key: string, item: Item): unknown;
  get(key: string): unknown;
  entries(): Iterable<unknown>;
  close(): unknown;
  /** Does all of it at once, if it can. */
  batch?(work: () => void): unknown;
}

/** One that answers with promises, each of which is waited for. */
interface Promising {
  set(key: string, item: Item): Promise<unknown>;
  get(key: string): Promise<unknown>;
  entries(): Iterable<unknown> | AsyncIterable<unknown>;
  close(): unknown;
}

/** What is opened anew for each workload, empty for `set` and `batch`. */
function direct(count: number, reopen: (flag: "n" | "r" | "w") => Direct, hasBatches = true): Contender {
  return async (workload) => {
    const isBatch = workload === "batch" || workload === "get in batch";
    if (isBatch && !hasBatches) return undefined;
    const flag = workload === "get in batch" ? "w" : isReading(workload) ? "r" : "n";
    const work = (store: Direct) => {
      if (!isReading(workload))
        for (let i = 0; i < count; i++) store.set(keys[i] as string, items[i] as Item);
      else if (workload === "iterate") expectCount([...store.entries()].length, count);
      else
        for (let i = 0, id = 0; i < count; i++, id = (i * STEP) % count)
          expectItem(store.get(keys[id] as string), id);
    };
    return timed(count, () => {
      const store = reopen(flag);
      if (isBatch) store.batch?.(() => work(store));
      else work(store);
      return store.close();
    });
  };
}

function promising(count: number, reopen: (flag: "n" | "r") => Promising | Promise<Promising>): Contender {
  return async (workload) => {
    if (workload === "batch" || workload === "get in batch") return undefined;
    return timed(count, async () => {
      const store = await reopen(isReading(workload) ? "r" : "n");
      if (workload === "set")
        for (let i = 0; i < count; i++) await store.set(keys[i] as string, items[i] as Item);
      if (workload === "get")
        for (let i = 0, id = 0; i < count; i++, id = (i * STEP) % count)
          expectItem(await store.get(keys[id] as string), id);
      if (workload === "iterate") {
        let found = 0;
        for await (const _ of store.entries()) found += 1;
        expectCount(found, count);
      }
      await store.close();
    });
  };
}

function pantry(count: number, format: Format, file: string): Contender {
  return direct(count, (flag) => {
    const shelf = open<Item>(file, { flag, format });
    return {
      set: (key, item) => shelf.set(key, item),
      get: (key) => shelf.get(key),
      entries: () => shelf.entries(),
      close: () => shelf.close(),
      batch: (work) => shelf.batch(work),
    };
  });
}

function python(count: number, peer: Peer, format: Format, file: string): Contender {
  return async (workload) => {
    if (workload === "batch" || workload === "get in batch") return undefined;
    return ((await peer.ask({ ask: workload, format, path: file, count })) as number) / count;
  };
}

/** The SQL of those who make it themselves, with the log that Python's module uses and ours. */
function table(file: string, flag: string): DatabaseSync {
  if (flag === "n") for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal");
  database.exec("create table if not exists items (key text primary key, value blob not null)");
  return database;
}

function withV8(count: number, file: string): Contender {
  return direct(count, (flag) => {
    const database = table(file, flag);
    const set = database.prepare("replace into items values (?, ?)");
    const get = database.prepare("select value from items where key = ?");
    const all = database.prepare("select key, value from items");
    return {
      set: (key, item) => set.run(key, serialize(item)),
      get: (key) => deserialize(get.get(key)?.value as Uint8Array),
      entries: () => all.all().map(({ key, value }) => [key, deserialize(value as Uint8Array)]),
      close: () => database.close(),
      batch(work) {
        database.exec("begin immediate");
        work();
        database.exec("commit");
      },
    };
  });
}

function withKeyv(count: number, file: string): Contender {
  return promising(count, (flag) => {
    const database = table(file, flag);
    const set = database.prepare("replace into items values (?, ?)");
    const get = database.prepare("select value from items where key = ?");
    const remove = database.prepare("delete from items where key = ?");
    const all = database.prepare("select key, value from items");
    const entries = () =>
      all
        .all()
        .map(({ key, value }) => [key, { value }])
        .values();
    const store = {
      get: (key: string) => get.get(key),
      set: (key: string, { value }: { value: string }) => set.run(key, value),
      delete: (key: string) => remove.run(key).changes > 0,
      has: (key: string) => get.get(key) !== undefined,
      clear: () => database.exec("delete from items"),
      entries,
      [Symbol.iterator]: entries,
    };
    const keyv = new Keyv({ store });
    return {
      set: (key, item) => keyv.set(key, item),
      get: (key) => keyv.get(key),
      entries: () => keyv.iterator(),
      close: () => database.close(),
    };
  });
}

function withConf(count: number, folder: string): Contender {
  const reopen = (flag: string) => {
    const conf = new Conf<Record<string, Item>>({ cwd: folder, projectName: "bench" });
    if (flag === "n") conf.clear();
    return {
      set: (key: string, item: Item) => conf.set(key, item),
      get: (key: string) => conf.get(key),
      entries: () => conf,
      close() {},
    };
  };
  return direct(count, reopen, false);
}

function withNodePersist(count: number, folder: string): Contender {
  return promising(count, async (flag) => {
    const files = nodePersist.create({ dir: folder });
    await files.init();
    if (flag === "n") await files.clear();
    return {
      set: (key, item) => files.setItem(key, item),
      get: (key) => files.getItem(key),
      entries: async function* () {
        yield* await files.values();
      },
      close() {},
    };
  });
}

function withLmdb(count: number, folder: string): Contender {
  return direct(count, (flag) => {
    if (flag === "n") rmSync(folder, { recursive: true, force: true });
    const database = lmdb.open<Item, string>({ path: folder });
    return {
      set: (key, item) => database.putSync(key, item),
      get: (key) => database.get(key),
      entries: () => database.getRange(),
      close: () => database.close(),
      batch: (work) => database.transactionSync(work),
    };
  });
}

function isReading(workload: Workload): boolean {
  return workload !== "set" && workload !== "batch";
}

function expectItem(item: unknown, id: number): void {
  if ((item as Item | undefined)?.id !== id) throw new Error("A value is not what was stored");
}

function expectCount(found: number, count: number): void {
  if (found !== count) throw new Error(`${found} items in place of ${count}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(path.join(tmpdir(), "pantry-bench-"));
const place = (name: string) => path.join(folder, name);
const comparison = {
  workloads: WORKLOADS,
  rounds,
  against: { batch: "set", "get in batch": "get" },
} as const;
const chosen = (positionals.length > 0 ? positionals : FORMATS) as Format[];
console.log(`Node ${process.versions.node}, microseconds for each operation, medians of ${rounds}`);
console.log("In brackets: how many times as fast as the first; batches are compared with single operations");
for (const format of chosen) await compareWithPython(format);
console.log("\nWhat else there is: for sqlite3");
await compareInTurns(
  {
    "Pantry sqlite3": pantry(COUNT, "sqlite3", place("else")),
    "v8 + node:sqlite": withV8(COUNT, place("v8")),
    "keyv over SQLite": withKeyv(COUNT, place("keyv")),
    lmdb: withLmdb(COUNT, place("lmdb")),
    [`conf, ${FEW} items`]: withConf(FEW, place("conf")),
    "node-persist": withNodePersist(SOME, place("persist")),
  },
  comparison,
);
rmSync(folder, { recursive: true });

async function compareWithPython(format: Format): Promise<void> {
  const found = format === "gnu" || format === "ndbm" ? debianPython : findPythons().at(-1);
  console.log(`\n${format}, beside ${found ? `CPython ${found.short}` : "no CPython that has it"}`);
  const peer = found && new Peer(found, "shelve_peer.py");
  await compareInTurns(
    {
      ...(peer && { CPython: python(COUNT, peer, format, place(`${format}-cpython`)) }),
      Pantry: pantry(COUNT, format, place(`${format}-pantry`)),
    },
    comparison,
  );
  peer?.close();
}
