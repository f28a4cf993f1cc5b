// Uses the helper in every order that it should survive: `node --expose-gc soak.ts SECONDS SEED`. PANTRY_SQLITE3_HELPER names the
// helper. Prints how much was done, by kind of work.

import { Worker } from "node:worker_threads";
import { assistedEngine } from "../../../../src/sqlite3/engine/engines.ts";
import {
  type Bindable,
  type EngineConnection,
  type EngineStatement,
  Failure,
  type OpenOptions,
  type RowFormat,
} from "../../../../src/sqlite3/engine/port.ts";
import { SqliteError } from "../../../../src/sqlite3/errors.ts";

const [, , seconds = "5", seed = "1"] = process.argv;
const OPTIONS: OpenOptions = { uri: false, timeout: 0, readOnly: false, integers: "auto" };
const FORMATS: readonly RowFormat[] = [
  { integers: "auto", textAsBytes: false, blobs: undefined },
  { integers: "bigint", textAsBytes: true, blobs: undefined },
  { integers: "number", textAsBytes: false, blobs: new Set([0, 2, 9]) },
];
const FLAGS = { deterministic: false, directOnly: false, innocuous: false };

const engine = assistedEngine();
if (engine === undefined) throw new Error("There is no helper");

let state = Number(seed) | 1;
function random(limit: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

function pick<T>(of: readonly T[]): T {
  return of[random(of.length)] as T;
}

const connections: EngineConnection[] = [];
const statements: EngineStatement[] = [];
const handles: { close(): void }[] = [];
/** Callbacks call one another through queries, so deep at most. */
let depth = 0;

function open(): EngineConnection {
  const connection = (engine as NonNullable<typeof engine>).open(":memory:", OPTIONS);
  run(connection, "create table t(a, b, c)");
  for (let row = 0; row < 40; row++)
    run(connection, "insert into t values (?, ?, ?)", [row, value(), value()]);
  define(connection);
  connections.push(connection);
  return connection;
}

function value(): Bindable {
  const size = pick([0, 1, 20, 1023, 1025, 4096, 4097, 40_000]);
  const make: (() => Bindable)[] = [
    () => null,
    () => random(1000) - 500,
    () => random(1000) / 7,
    () => BigInt(random(1 << 30)) << 33n,
    () => pick(["a", "é", "€", "😀"]).repeat(size),
    () => new Uint8Array(size).fill(size & 0xff),
  ];
  return pick(make)();
}

function run(connection: EngineConnection, sql: string, values: readonly Bindable[] = []): void {
  const statement = connection.prepare(sql);
  statement?.start(values, pick(FORMATS));
  statement?.finalize();
}

/** What callbacks do: anything at all, on any connection, and sometimes throw though they are told not to. */
function meddle(): void {
  if (random(300) === 0) throw new Error("thrown by a callback");
  if (depth > 3 || random(6) > 0) return;
  depth++;
  try {
    pick(WORK).act();
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
  } finally {
    depth--;
  }
}

function define(connection: EngineConnection): void {
  const kinds: (() => void)[] = [
    () =>
      connection.createFunction(
        pick(["f", "F", "é"]),
        pick([-1, 0, 1, 2]),
        pick([
          null,
          (...args) => {
            meddle();
            return random(9) === 0 ? new Failure("failed", pick([1, 7, 18])) : (args[0] ?? value());
          },
        ]),
        FLAGS,
      ),
    () =>
      connection.createAggregate(
        pick(["agg", "win"]),
        1,
        pick([null, aggregate, aggregate]),
        random(2) === 0,
      ),
    () =>
      connection.createCollation(
        "coll",
        pick([
          null,
          (left: string, right: string) => {
            meddle();
            return left < right ? -1 : left > right ? 1 : 0;
          },
        ]),
      ),
    () =>
      connection.setAuthorizer(
        pick([
          null,
          null,
          () => {
            meddle();
            return random(200) === 0 ? pick([1, 2, 77]) : 0;
          },
        ]),
      ),
    () =>
      connection.setProgressHandler(
        pick([
          null,
          () => {
            meddle();
            return random(50) === 0;
          },
        ]),
        1 + random(50),
      ),
    () => connection.setTrace(pick([null, () => tracing(connection)])),
  ];
  pick(kinds)();
}

/** A tracer that takes its own place. */
function tracing(connection: EngineConnection): void {
  if (random(3) === 0) connection.setTrace(pick([null, () => tracing(connection)]));
  meddle();
}

function aggregate() {
  meddle();
  if (random(50) === 0) return new Failure("not made", 1);
  let sum = 0;
  const add = (what: unknown) => {
    meddle();
    sum += Number(what) || 0;
    return random(100) === 0 ? new Failure("failed", 1) : undefined;
  };
  const give = () => {
    meddle();
    return random(100) === 0 ? new Failure("failed", 1) : sum;
  };
  return { step: add, inverse: add, value: give, finalize: give };
}

const QUERIES = [
  "select * from t",
  "select f(a), f(b, c), f() from t",
  "select agg(a), win(b) from t group by a % 7",
  "select win(a) over (order by a rows between 2 preceding and 2 following), b from t",
  "select b from t order by b collate coll",
  "select cast(b as text), cast(c as blob), ?1, :x from t",
  "insert into t values (f(?), ?, ?)",
  "delete from t where a > 45",
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) select i, f(i) from n",
  "begin",
  "commit",
  "rollback",
  "alter table t rename column c to c",
  "create index if not exists i on t(b collate coll)",
  "drop index if exists i",
  "no sql",
  "select cast(x'ff80' as text) from t",
];

const WORK: readonly { readonly name: string; act(): void }[] = [
  {
    name: "prepare",
    act() {
      const statement = pick(connections)?.prepare(pick(QUERIES));
      if (statement !== undefined) statements.push(statement);
    },
  },
  {
    name: "start",
    act() {
      const statement = pick(statements);
      statement?.start(statement.parameters.map(value), pick(FORMATS));
    },
  },
  { name: "next", act: () => pick(statements)?.next() },
  { name: "take", act: () => pick(statements)?.take(random(100)) },
  { name: "columns", act: () => pick(statements)?.columns() },
  { name: "reset", act: () => pick(statements)?.reset() },
  { name: "finalize", act: () => pick(statements)?.finalize() },
  { name: "define", act: () => define(pick(connections)) },
  { name: "counters", act: () => void pick(connections).lastInsertRowid },
  { name: "interrupt", act: () => random(20) === 0 && pick(connections).interrupt() },
  {
    name: "blob",
    act() {
      const blob = pick(connections).openBlob(
        "main",
        "t",
        pick(["b", "c"]),
        BigInt(1 + random(40)),
        random(2) === 0,
      );
      handles.push(blob);
      blob.read(0, blob.length);
      blob.write(0, new Uint8Array(Math.min(blob.length, 50)));
    },
  },
  {
    name: "backup",
    act() {
      const backup = pick(connections).openBackup(pick(connections), "main");
      handles.push({ close: () => backup.finish() });
      backup.step(pick([0, 1, -1]));
    },
  },
  { name: "close handle", act: () => pick(handles)?.close() },
  { name: "forget handle", act: () => void handles.splice(random(handles.length + 1), 1) },
  { name: "forget statement", act: () => void statements.splice(random(statements.length + 1), 1) },
  {
    name: "serialize",
    act: () => random(20) === 0 && pick(connections).deserialize(pick(connections).serialize("main"), "main"),
  },
  {
    name: "close",
    act() {
      if (random(200) > 0) return;
      const index = random(connections.length);
      connections[index]?.close();
      connections.splice(index, 1);
      open();
    },
  },
  {
    name: "forget connection",
    act() {
      if (random(100) > 0) return;
      connections.splice(random(connections.length), 1);
      open();
    },
  },
];

const done = new Map<string, number>();
const end = performance.now() + Number(seconds) * 1000;
for (let index = 0; index < 5; index++) open();
for (let round = 0; performance.now() < end; round++) {
  const work = pick(WORK);
  try {
    work.act();
    done.set(work.name, (done.get(work.name) ?? 0) + 1);
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    done.set("failed", (done.get("failed") ?? 0) + 1);
  }
  if (statements.length > 60) statements.length = 0;
  if (handles.length > 30) handles.length = 0;
  if (round % 500 === 0) {
    globalThis.gc?.();
    // Finalizers come between two turns.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (round % 5000 === 2000) await endWorker();
}
console.log(JSON.stringify(Object.fromEntries(done)));

/** A thread that ends in the midst of its work. */
async function endWorker(): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [] });
  await new Promise((resolve) => worker.once("message", resolve));
  await worker.terminate();
  done.set("worker", (done.get("worker") ?? 0) + 1);
}
