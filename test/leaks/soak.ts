// `node --expose-gc --conditions=source soak.ts WORKLOAD SECONDS`: does the same thing over and over, and prints what it holds on to.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "pantry/dbm";
import * as marshal from "pantry/marshal";
import { dumps, loads } from "pantry/pickle";
import { connect } from "pantry/sqlite3";
import { samplesOf } from "./samples.ts";
import { SHELVES } from "./shelves.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-soak-"));
const value = {
  name: "x".repeat(100),
  list: Array.from({ length: 50 }, (_, i) => [i, `${i}`]),
  when: new Date(0),
};
const key = (i: number) => `key ${i % 97}`;

const WORKLOADS: Readonly<Record<string, (round: number, folder: string) => void>> = {
  pickle() {
    if (loads<typeof value>(dumps(value)).list.length !== 50) throw new Error("not the same");
    expectError(() => loads(dumps(value).subarray(0, 200)));
  },
  marshal() {
    if (marshal.loads<typeof value.list>(marshal.dumps(value.list)).length !== 50)
      throw new Error("not the same");
    expectError(() => marshal.loads(marshal.dumps(value.list).subarray(0, 100)));
  },
  sqlite3(round) {
    using connection = connect(round % 2 === 0 ? ":memory:" : path.join(folder, "soak.sqlite"));
    connection.createFunction("twice", 1, (number) => (number as number) * 2);
    connection.createFunction("fail", 0, () => expectError(fail));
    connection.createAggregate("total_of", 1, Total);
    connection.execute("create table if not exists t(a)");
    connection.executemany("insert into t values (?)", [[1], [2], [3]]);
    connection.execute("select twice(a), total_of(a) from t").fetchall();
    connection.execute("select a from t").fetchone();
    connection.execute("delete from t");
    expectError(() => connection.execute("select nothing from t"));
  },
  gnu: (round) => useDatabase("gnu", round),
  ndbm: (round) => useDatabase("ndbm", round),
  dumb: (round) => useDatabase("dumb", round),
  "dbm sqlite3": (round) => useDatabase("sqlite3", round),
  ...SHELVES,
};

class Total {
  total = 0;
  step(number: unknown): void {
    this.total += number as number;
  }
  finalize(): number {
    return this.total;
  }
}

function useDatabase(format: "dumb" | "gnu" | "ndbm" | "sqlite3", round: number): void {
  const file = path.join(folder, format);
  const database = open(file, { flag: round === 0 ? "n" : "c", format });
  database.batch(() => {
    for (let i = 0; i < 20; i++) database.set(key(round + i), "x".repeat((round * 31 + i * 17) % 700));
  });
  for (const [name] of database) if (!database.has(name)) throw new Error("not there");
  database.delete(key(round));
  database.sync();
  if (round % 50 === 49) database.reorganize();
  database.close();
  using reader = open(file, { flag: "r" });
  if (reader.size !== [...reader.keys()].length) throw new Error("not all");
  expectError(() => open(path.join(folder, "missing")));
  expectError(() => reader.clear());
}

function fail(): never {
  throw new Error("expected");
}

function expectError(work: () => unknown): null {
  try {
    work();
  } catch {
    return null;
  }
  throw new Error("no error");
}

const [name = "", seconds] = process.argv.slice(2);
const work = WORKLOADS[name];
if (work === undefined) throw new Error(`${Object.keys(WORKLOADS).join(", ")} expected`);
const samples = await samplesOf({ work: (round) => work(round, folder) }, Number(seconds));
rmSync(folder, { recursive: true });
console.log(JSON.stringify(samples));
