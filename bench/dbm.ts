// `npm run bench -- dbm [format …] [--rounds N]`: each format against CPython's module of that name, and what one would use instead:
// lmdb and classic-level. All take turns in one run; keys have 16 bytes, values 100. Each workload opens the database and closes it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ClassicLevel } from "classic-level";
import * as lmdb from "lmdb";
import type { Database, Format } from "../src/dbm/index.ts";
import { open } from "../src/dbm/index.ts";
import { debianPython } from "../test/dbm/oracle/driver.ts";
import { findPythons } from "../test/oracle/oracle.ts";
import { Peer } from "./peer.ts";

/** As in `dbm_peer.py`: how keys are visited out of order. */
const STEP = 7919;
const VALUE = new Uint8Array(100).fill(0x78);
const WORKLOADS = ["write", "batch", "read", "iterate", "delete"] as const;
type Workload = (typeof WORKLOADS)[number];

/** How many operations of each kind: fewer where one of them takes a millisecond. */
interface Counts {
  readonly write: number;
  readonly delete: number;
}
const COUNTS: Readonly<Record<Format, Counts>> = {
  gnu: { write: 100_000, delete: 100_000 },
  ndbm: { write: 100_000, delete: 100_000 },
  dumb: { write: 100_000, delete: 20 },
  sqlite3: { write: 5_000, delete: 2_000 },
};

const keys = Array.from({ length: 100_000 }, (_, number) =>
  new TextEncoder().encode(`key-${String(number).padStart(12, "0")}`),
);

/** One way of keeping keys and values: each workload answers the seconds of one operation, or nothing if there is no such thing. */
type Contender = (workload: Workload, counts: Counts) => Promise<number | undefined>;

function pantry(format: Format, file: string): Contender {
  const use = (flag: "n" | "r" | "w", work: (database: Database) => void) => {
    using database = open(file, { flag, format });
    work(database);
  };
  const write = (database: Database, count: number) => {
    for (let i = 0; i < count; i++) database.set(keys[i] as Uint8Array, VALUE);
  };
  return async (workload, counts) => {
    const count = workload === "delete" ? counts.delete : counts.write;
    return timed(count, () => {
      if (workload === "write") use("n", (database) => write(database, count));
      if (workload === "batch") use("n", (database) => database.batch(() => write(database, count)));
      if (workload === "read") {
        use("r", (database) => {
          for (let i = 0; i < count; i++) expectValue(database.get(keys[(i * STEP) % count] as Uint8Array));
        });
      }
      if (workload === "iterate") {
        use("r", (database) => {
          for (const [, value] of database) expectValue(value);
        });
      }
      if (workload === "delete") {
        use("w", (database) => {
          for (let i = 0; i < count; i++) database.delete(keys[i] as Uint8Array);
        });
      }
    });
  };
}

function python(peer: Peer, format: Format, file: string): Contender {
  return async (workload, counts) => {
    if (workload === "batch") return undefined;
    const count = workload === "delete" ? counts.delete : counts.write;
    return ((await peer.ask({ ask: workload, format, path: file, count })) as number) / count;
  };
}

function withLmdb(folder: string): Contender {
  return async (workload, counts) => {
    const database = lmdb.open<Uint8Array, Uint8Array>({
      path: folder,
      encoding: "binary",
      keyEncoding: "binary",
      noSync: workload === "write",
    });
    const time = await timed(counts.write, async () => {
      if (workload === "write") for (let i = 0; i < 2000; i++) database.putSync(keys[i] as Uint8Array, VALUE);
      if (workload === "batch") {
        database.transactionSync(() => {
          for (const key of keys) database.putSync(key, VALUE);
        });
      }
      if (workload === "read")
        for (let i = 0; i < keys.length; i++)
          expectValue(database.get(keys[(i * STEP) % keys.length] as Uint8Array));
      if (workload === "iterate") for (const { value } of database.getRange()) expectValue(value);
      if (workload === "delete") {
        database.transactionSync(() => {
          for (const key of keys) database.removeSync(key);
        });
      }
    });
    await database.close();
    return workload === "write" ? (time * counts.write) / 2000 : time;
  };
}

function withLevel(folder: string): Contender {
  return async (workload, counts) => {
    const database = new ClassicLevel<Uint8Array, Uint8Array>(folder, {
      keyEncoding: "view",
      valueEncoding: "view",
    });
    await database.open();
    const time = await timed(counts.write, async () => {
      if (workload === "write")
        for (let i = 0; i < counts.write; i++) await database.put(keys[i] as Uint8Array, VALUE);
      if (workload === "batch")
        for (let start = 0; start < keys.length; start += 1000)
          await database.batch(
            keys.slice(start, start + 1000).map((key) => ({ type: "put", key, value: VALUE })),
          );
      if (workload === "read")
        for (let i = 0; i < keys.length; i++)
          expectValue(database.getSync(keys[(i * STEP) % keys.length] as Uint8Array));
      if (workload === "iterate") for await (const [, value] of database.iterator()) expectValue(value);
      if (workload === "delete")
        for (let start = 0; start < keys.length; start += 1000)
          await database.batch(keys.slice(start, start + 1000).map((key) => ({ type: "del", key })));
    });
    await database.close();
    return time;
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(path.join(tmpdir(), "pantry-bench-"));
const chosen = (positionals.length > 0 ? positionals : Object.keys(COUNTS)) as Format[];
console.log(`Node ${process.versions.node}, microseconds for each operation, medians of ${rounds}`);
console.log("In brackets: the time as a part of CPython's (below 1 is faster)");
for (const format of chosen) await compareWithPython(format);
console.log("\nWhat else there is");
await compare(COUNTS.gnu, {
  lmdb: withLmdb(path.join(folder, "lmdb")),
  "classic-level": withLevel(path.join(folder, "level")),
});
rmSync(folder, { recursive: true });

async function compareWithPython(format: Format): Promise<void> {
  const found = pythonOf(format);
  console.log(`\n${format}, beside ${found ? `CPython ${found.short}` : "no CPython that has it"}`);
  const peer = found && new Peer(found, "dbm_peer.py");
  await compare(COUNTS[format], {
    ...(peer && { CPython: python(peer, format, path.join(folder, `${format}-cpython`)) }),
    Pantry: pantry(format, path.join(folder, `${format}-pantry`)),
  });
  peer?.close();
}

function pythonOf(format: Format): { readonly path: string; readonly short: string } | undefined {
  return format === "gnu" || format === "ndbm" ? debianPython : findPythons().at(-1);
}

/** All workloads of all, in turns. */
async function compare(counts: Counts, contenders: Readonly<Record<string, Contender>>): Promise<void> {
  const names = Object.keys(contenders);
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      for (const workload of WORKLOADS) {
        const time = await contenders[name]?.(workload, counts);
        if (time !== undefined)
          times.set(`${name} ${workload}`, [...(times.get(`${name} ${workload}`) ?? []), time]);
      }
    }
  }
  console.log("".padEnd(10) + names.map((name) => name.padStart(18)).join(""));
  for (const workload of WORKLOADS) {
    // A batch is what Python's single writes are compared with.
    const theirs = median(times.get(`CPython ${workload === "batch" ? "write" : workload}`));
    const cells = names.map((name) => {
      const ours = median(times.get(`${name} ${workload}`));
      if (ours === undefined) return "".padStart(18);
      const ratio = name === "CPython" || theirs === undefined ? "" : ` (${(ours / theirs).toFixed(2)})`;
      return `${(ours * 1e6).toFixed(2)}${ratio}`.padStart(18);
    });
    console.log(workload.padEnd(10) + cells.join(""));
  }
}

async function timed(count: number, work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000 / count;
}

function expectValue(value: Uint8Array | undefined): void {
  if (value?.length !== VALUE.length) throw new Error("A value is not what was written");
}

function median(numbers: readonly number[] = []): number | undefined {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
