import { bytes, float, int } from "../cells.ts";
import { MEMORY, type Named, TABLE } from "./named.ts";

const LONG = `select ${"1".repeat(500)}.5 > 0`;

/** What is done with a database as a whole. */
export const WHOLE: readonly Named[] = [
  {
    name: "a backup copies a database",
    steps: [
      ...TABLE,
      ["connect", ":memory:", {}],
      ["backup", 0, 1, {}],
      ["shortcut", 1, "select * from t"],
      ["backup", 0, 0, {}],
      ["execute", 0, "create table u as select 1 as x"],
      ["backup", 0, 1, { pages: 1 }],
      ["shortcut", 1, "select * from u"],
      ["backup", 0, 1, { pages: 0 }],
      ["backup", 0, 1, { name: "main" }],
      ["backup", 0, 1, { name: "nowhere" }],
      ["execute", 0, "attach ':memory:' as other"],
      ["execute", 0, "create table other.v as select 2 as y"],
      ["backup", 0, 1, { name: "other" }],
      ["shortcut", 1, "select * from v"],
      ["close", 1],
      ["backup", 0, 1, {}],
      ["close", 0],
      ["backup", 0, 1, {}],
    ],
  },
  {
    name: "a database can be dumped",
    steps: [
      ...MEMORY,
      [
        "executescript",
        0,
        "create table t(a integer primary key autoincrement, b text, c blob default x'00', d real); create index i on t(b); create view v as select * from t; create trigger tr after insert on t begin select 1; end; create table \"od d\"(quoted)",
      ],
      ["execute", 0, "insert into t values(?, ?, ?, ?)", [int(1), "it's\n", bytes("00ff"), float(0.5)]],
      ["execute", 0, "insert into t values(null, null, null, 2)"],
      ["execute", 0, 'insert into "od d" values(9223372036854775807)'],
      ["iterdump", 0],
    ],
  },
  {
    name: "limits can be asked for and set",
    steps: [
      ...MEMORY,
      ["limits", 0, 0],
      ["limits", 0, 1, 500],
      ["limits", 0, 1],
      ["execute", 0, `select ${"1".repeat(480)}.5 > 0`],
      ["execute", 0, LONG],
      ["executescript", 0, LONG],
      ["limits", 0, 1, -1],
      ["limits", 0, 1111],
      ["limits", 0, 1111, 5],
    ],
  },
];
