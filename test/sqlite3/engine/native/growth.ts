// Makes and forgets things again and again: `node --expose-gc growth.ts`. Prints by how many megabytes memory has grown, by kind.

import { assistedEngine } from "../../../../src/sqlite3/engine/engines.ts";
import type { OpenOptions, RowFormat } from "../../../../src/sqlite3/engine/port.ts";

const OPTIONS: OpenOptions = { uri: false, timeout: 0, readOnly: false, integers: "auto" };
const FORMAT: RowFormat = { integers: "auto", textAsBytes: false, blobs: undefined };
const FLAGS = { deterministic: false, directOnly: false, innocuous: false };

const engine = assistedEngine();
if (engine === undefined) throw new Error("There is no helper");
const open = () => engine.open(":memory:", OPTIONS);
const connection = open();
connection.prepare("create table t(a)")?.start([], FORMAT);
connection.prepare("insert into t values (zeroblob(1000))")?.start([], FORMAT);

const WORK: Record<string, { times: number; act(): void }> = {
  "statements finalized": { times: 30_000, act: () => connection.prepare("select 1")?.finalize() },
  "statements forgotten": {
    times: 30_000,
    act: () => void connection.prepare("select ?")?.start(["x".repeat(5000)], FORMAT),
  },
  "functions replaced": { times: 30_000, act: () => connection.createFunction("f", 1, () => 1, FLAGS) },
  "collations replaced": { times: 30_000, act: () => connection.createCollation("c", () => 1) },
  "tracers replaced": { times: 30_000, act: () => connection.setTrace(() => undefined) },
  "blobs forgotten": { times: 10_000, act: () => void connection.openBlob("main", "t", "a", 1n, true) },
  "groups ended": {
    times: 100,
    act() {
      connection.createAggregate("s", 1, () => ({ step: () => undefined, finalize: () => 1 }), false);
      const statement = connection.prepare(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select s(i) from n group by i",
      );
      statement?.start([], FORMAT);
      statement?.take(1000);
    },
  },
  "connections closed": {
    times: 1000,
    act() {
      const other = open();
      other.createFunction("f", 1, () => 1, FLAGS);
      other.prepare("select 1")?.start([], FORMAT);
      other.close();
    },
  },
  "connections forgotten, in a circle with their callbacks": {
    times: 1000,
    act() {
      const other = open();
      other.createFunction("f", 1, () => other.changes, FLAGS);
      other.createCollation("c", () => other.changes);
      other.setProgressHandler(() => other.inTransaction, 100);
      other.prepare("select 1 union select 2")?.start([], FORMAT);
    },
  },
};
const grown: Record<string, number> = {};
for (const [name, { times, act }] of Object.entries(WORK)) {
  for (let index = 0; index < times / 5; index++) act();
  await collect();
  const before = process.memoryUsage().rss;
  for (let part = 0; part < 5; part++) {
    for (let index = 0; index < times / 5; index++) act();
    await collect();
  }
  grown[name] = Math.round((process.memoryUsage().rss - before) / 1e6);
}
console.log(JSON.stringify(grown));

async function collect(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
