// A thread that leaves all kinds of things open: it says so, and goes on for ever inside a query.

import { parentPort } from "node:worker_threads";
import { assistedEngine } from "../../../../src/sqlite3/engine/engines.ts";
import type { OpenOptions, RowFormat } from "../../../../src/sqlite3/engine/port.ts";

const OPTIONS: OpenOptions = { uri: false, timeout: 0, readOnly: false, integers: "auto" };
const FORMAT: RowFormat = { integers: "auto", textAsBytes: false, blobs: undefined };
const ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(f(i)) from n";

const connection = assistedEngine()?.open(":memory:", OPTIONS);
const target = assistedEngine()?.open(":memory:", OPTIONS);
if (connection === undefined || target === undefined) throw new Error("There is no helper");
let calls = 0;
connection.createFunction(
  "f",
  1,
  (value = null) => {
    if (++calls === 1000) parentPort?.postMessage("ready");
    return value;
  },
  { deterministic: false, directOnly: false, innocuous: false },
);
connection.createAggregate(
  "s",
  1,
  () => ({ step: () => undefined, inverse: () => undefined, value: () => 1, finalize: () => 1 }),
  true,
);
connection.createCollation("c", () => 0);
connection.setAuthorizer(() => 0);
connection.setProgressHandler(() => false, 100);
connection.setTrace(() => undefined);
for (const sql of ["create table t(a)", "insert into t values (zeroblob(100))"])
  connection.prepare(sql)?.start([], FORMAT);
const blob = connection.openBlob("main", "t", "a", 1n, false);
const backup = connection.openBackup(target, "main");
backup.step(1);
connection.prepare("select s(value) over (order by value) from json_each('[1,2,3]')")?.start([], FORMAT);
connection.prepare(ENDLESS)?.start([], FORMAT);
console.log(blob.length);
