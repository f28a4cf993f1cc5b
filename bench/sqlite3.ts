// `npm run bench -- sqlite3 [workload …] [--rounds N --plain]`: Pantry, with the helper or (`--plain`) without, against CPython's
// `sqlite3`, and what one would use instead: `node:sqlite` as it is, and better-sqlite3. All take turns in one run, each on a file of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import BetterSqlite3 from "better-sqlite3";
import { assistedEngine, plainEngine, useEngine } from "../src/sqlite3/engine/engines.ts";
import type { Engine } from "../src/sqlite3/engine/port.ts";
import { connect } from "../src/sqlite3/index.ts";
import { findPythons } from "../test/oracle/oracle.ts";
import { Peer } from "./peer.ts";

const ROWS = 200_000;
const LOOKUPS = 100_000;
const CREATE = "create table t(id integer primary key, name text, score real)";
const DROP = "drop table if exists t";
const INSERT = "insert into t values (?, ?, ?)";
const SELECT = "select id, name, score from t";
const LOOKUP = "select name, score from t where id = ?";
const CALL = "select sum(increment(id)) from t";
const AGGREGATE = "select total_of(id) from t";
const rows = Array.from({ length: ROWS }, (_, number): [number, string, number] => [
  number,
  `name ${number}`,
  number * 0.5,
]);

const WORKLOADS = ["insert", "fetchall", "iterate", "lookup", "function", "aggregate"] as const;
type Contender = { readonly [workload in (typeof WORKLOADS)[number]]: () => unknown };

function pantry(engine: Engine, file: string): Contender {
  useEngine(engine);
  const connection = connect(file);
  useEngine(undefined);
  connection.createFunction("increment", 1, (value) => (value as number) + 1);
  connection.createAggregate(
    "total_of",
    1,
    class {
      total = 0;
      step(value: unknown) {
        this.total += value as number;
      }
      finalize() {
        return this.total;
      }
    },
  );
  return {
    insert() {
      connection.execute(DROP);
      connection.execute(CREATE);
      connection.executemany(INSERT, rows);
      connection.commit();
    },
    fetchall: () => connection.execute(SELECT).fetchall(),
    iterate() {
      for (const _ of connection.execute(SELECT));
    },
    lookup() {
      connection.execute("begin");
      const cursor = connection.cursor();
      for (let number = 0; number < LOOKUPS; number++) cursor.execute(LOOKUP, [number]).fetchone();
      connection.commit();
    },
    function: () => connection.execute(CALL).fetchone(),
    aggregate: () => connection.execute(AGGREGATE).fetchone(),
  };
}

/** As one would use it, numbers as they come: an integer is bound as a REAL. */
function nodeSqlite(file: string): Contender {
  const database = new DatabaseSync(file, { returnArrays: true });
  database.function("increment", (value) => (value as number) + 1);
  database.aggregate("total_of", { start: 0, step: (total: number, value) => total + (value as number) });
  const transaction = (work: () => void) => {
    database.exec("begin");
    work();
    database.exec("commit");
  };
  return {
    insert() {
      database.exec(`${DROP}; ${CREATE}`);
      const statement = database.prepare(INSERT);
      transaction(() => {
        for (const row of rows) statement.run(...row);
      });
    },
    fetchall: () => database.prepare(SELECT).all(),
    iterate() {
      for (const _ of database.prepare(SELECT).iterate());
    },
    lookup() {
      const statement = database.prepare(LOOKUP);
      transaction(() => {
        for (let number = 0; number < LOOKUPS; number++) statement.get(number);
      });
    },
    function: () => database.prepare(CALL).get(),
    aggregate: () => database.prepare(AGGREGATE).get(),
  };
}

function betterSqlite3(file: string): Contender {
  const database = new BetterSqlite3(file);
  database.function("increment", (value: number) => value + 1);
  database.aggregate("total_of", { start: 0, step: (total: number, value: number) => total + value });
  return {
    insert() {
      database.exec(`${DROP}; ${CREATE}`);
      const statement = database.prepare(INSERT);
      database.transaction(() => {
        for (const row of rows) statement.run(...row);
      })();
    },
    fetchall: () => database.prepare(SELECT).raw().all(),
    iterate() {
      for (const _ of database.prepare(SELECT).raw().iterate());
    },
    lookup() {
      const statement = database.prepare(LOOKUP).raw();
      database.transaction(() => {
        for (let number = 0; number < LOOKUPS; number++) statement.get(number);
      })();
    },
    function: () => database.prepare(CALL).raw().get(),
    aggregate: () => database.prepare(AGGREGATE).raw().get(),
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "7" }, plain: { type: "boolean", default: false } },
});
const python = findPythons().at(-1);
if (python === undefined) {
  console.error("Cannot compare: no CPython is on this machine");
  process.exit(2);
}
const folder = mkdtempSync(path.join(tmpdir(), "pantry-bench-"));
const file = (name: string) => path.join(folder, `${name}.sqlite`);
const peer = new Peer(python, "sqlite3_peer.py", [file("cpython")]);
// One engine in one process, as for users: code that has met two is slower.
const engine = values.plain ? plainEngine() : assistedEngine();
if (engine === undefined) {
  console.error("Cannot compare: the helper is not built, which takes a C compiler; --plain goes without");
  process.exit(2);
}
const contenders: { readonly [name: string]: Contender } = {
  [values.plain ? "no helper" : "Pantry"]: pantry(engine, file("pantry")),
  "node:sqlite": nodeSqlite(file("node")),
  "better-sqlite3": betterSqlite3(file("better")),
};
const names = Object.keys(contenders);

console.log(`Node ${process.versions.node} against CPython ${python.version}, milliseconds, medians`);
console.log("In brackets: the time as a part of CPython's, and of node:sqlite's (below 1 is faster)\n");
console.log("".padEnd(12) + ["CPython", ...names].map((name) => name.padStart(21)).join(""));
for (const workload of positionals.length > 0 ? positionals : WORKLOADS)
  await line(workload as keyof Contender);
peer.close();
rmSync(folder, { recursive: true });

/** One workload of all, in turns. */
async function line(workload: keyof Contender): Promise<void> {
  const times = new Map<string, number[]>(["CPython", ...names].map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    times.get("CPython")?.push((await peer.ask({ ask: workload })) as number);
    for (const name of names) times.get(name)?.push(seconds(contenders[name]?.[workload]));
  }
  const of = (name: string) => median(times.get(name) ?? []);
  const cells = names.map((name) => {
    const [theirs, raw] = [of(name) / of("CPython"), of(name) / of("node:sqlite")];
    return `${milliseconds(of(name))} (${theirs.toFixed(2)}, ${raw.toFixed(2)})`.padStart(21);
  });
  console.log(workload.padEnd(12) + milliseconds(of("CPython")).padStart(21) + cells.join(""));
}

function seconds(work: (() => unknown) | undefined): number {
  const start = performance.now();
  work?.();
  return (performance.now() - start) / 1000;
}

function milliseconds(time: number): string {
  return (time * 1000).toFixed(1);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;
}
