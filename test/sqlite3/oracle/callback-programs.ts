import { bytes, type Cell, float, int } from "./cells.ts";
import type { Step } from "./program.ts";
import { MEMORY, type Named, TABLE, VALUES } from "./programs.ts";

/** Executes each text and fetches what it gives. */
function each(...sqls: string[]): Step[] {
  return sqls.flatMap((sql): Step[] => [
    ["execute", 0, sql],
    ["fetchall", 0],
  ]);
}

const RESULTS =
  "one echo kind count joined boom large largest object surrogate nul nothing true half nan infinity blob empty list";

const FUNCTIONS: readonly Named[] = [
  {
    name: "a function gets and gives values of every kind",
    steps: [
      ...MEMORY,
      ["create_function", 0, "f", 1, "echo"],
      ["create_function", 0, "k", 1, "kind"],
      ...VALUES.flatMap((value): Step[] => [
        ["execute", 0, "select f(?), k(?)", [value, value]],
        ["fetchall", 0],
      ]),
    ],
  },
  {
    name: "a result that SQLite cannot have is an error",
    steps: [
      ...MEMORY,
      ...RESULTS.split(" ").flatMap((name): Step[] => [
        ["create_function", 0, "f", -1, name],
        ...each("select f(1), typeof(f(1))"),
      ]),
    ],
  },
  {
    name: "functions of one name are told apart by their arguments",
    steps: [
      ...MEMORY,
      ["create_function", 0, "f", 0, "one"],
      ["create_function", 0, "f", 1, "echo"],
      ["create_function", 0, "f", -1, "count"],
      ...each("select f(), f('x'), f(1, 2), f(1, 2, 3), F(5)"),
      ["create_function", 0, "f", 1, "kind"],
      ...each("select f(), f('x')"),
      ["create_function", 0, "g", 128, "one"],
      ["create_function", 0, "g", -2, "one"],
      ["create_function", 0, "g", 127, "one"],
      ["create_function", 0, "x".repeat(256), 0, "one"],
      ...each("select g()"),
    ],
  },
  {
    name: "what is deterministic can be in an index",
    steps: [
      ...TABLE,
      ["create_function", 0, "f", 1, "echo"],
      ["create_function", 0, "g", 1, "echo", { deterministic: true }],
      ...each("create index i on t(f(a))", "create index i on t(g(a))", "select a from t where g(a) = 2"),
    ],
  },
  {
    name: "an aggregate sees the rows of its group",
    steps: [
      ...TABLE,
      ["create_aggregate", 0, "s", 1, "sum"],
      ["create_aggregate", 0, "v", -1, "sum"],
      ...each(
        "select s(a), v(a, a), v() from t",
        "select b, s(a) from t group by b order by b",
        "select s(a) from t where 0",
        "select s(a) filter (where a > 1), s(distinct 5) from t",
        "select s(a) from t having s(a) > 100",
        "select s(1, 2) from t",
        "select s(a) over () from t",
      ),
      ["create_aggregate", 0, "s", 128, "sum"],
    ],
  },
];

const METHODS = ["init", "step", "finalize", "inverse", "value"];

const AGGREGATES: readonly Named[] = [
  ...METHODS.slice(0, 3).map(
    (method): Named => ({
      name: `an aggregate whose ${method} fails is an error`,
      needs: "helper",
      steps: [
        ...TABLE,
        ["create_aggregate", 0, "s", 1, `boom ${method}`],
        ...each(
          "select s(a) from t",
          "select s(a) from t where 0",
          "select b, s(a) from t group by b",
          "select 1",
        ),
      ],
    }),
  ),
  ...["no step", "no finalize", "surrogate finalize", "large finalize", "object finalize"].map(
    (what): Named => ({
      name: `an aggregate with ${what} is an error`,
      needs: "helper",
      steps: [
        ...TABLE,
        ["create_aggregate", 0, "s", 1, what],
        ...each("select s(a) from t", "select s(a) from t where 0", "select 1"),
      ],
    }),
  ),
  ...["sum", ...METHODS.flatMap((method) => [`boom ${method}`, `no ${method}`])]
    .filter((what) => what !== "no init")
    .map(
      (what): Named => ({
        name: `a window function with ${what} is as in Python`,
        needs: "helper",
        steps: [
          ...TABLE,
          ["create_window_function", 0, "w", 1, what],
          ...each(
            "select a, w(a) over (order by a rows between 1 preceding and 1 following) from t order by a",
            "select a, w(a) over (order by a) from t",
            "select w(a) over (partition by b) from t",
            "select w(a) from t",
            "select w(a) over () from t where 0",
            "select 1",
          ),
          ["create_window_function", 0, "w", 1, null],
          ...each("select w(a) over () from t"),
        ],
      }),
    ),
];

const HOOKS: readonly Named[] = [
  {
    name: "a collation orders texts",
    needs: "helper",
    steps: [
      ...TABLE,
      ["create_collation", 0, "c", "reverse"],
      ...each(
        "select b from t order by b collate c",
        "select 'b' < 'a' collate C",
        "select max(b collate c) from t",
      ),
      ["create_collation", 0, "c", "length"],
      ...each("select b from t order by b collate c, b", "select count(*) from t group by b collate c"),
      ["create_collation", 0, "c", "large"],
      ...each("select b from t order by b collate c"),
      ["create_collation", 0, "c", null],
      ...each("select b from t order by b collate c"),
      ["create_collation", 0, "ü😀", "reverse"],
      ...each('select b from t order by b collate "ü😀"'),
      ["create_collation", 0, "\ud800", "reverse"],
      ...each("select b from t order by b collate missing"),
    ],
  },
  ...[
    "ok",
    "deny reads of b",
    "ignore b",
    "deny drops",
    "boom",
    "text",
    "unknown",
    "nothing",
    "half",
    "large",
  ].map(
    (callback): Named => ({
      name: `an authorizer (${callback}) decides what is prepared`,
      steps: [
        ...TABLE,
        ...each("select a from t"),
        ["set_authorizer", 0, callback],
        ...each(
          "select a from t",
          "select a, b from t",
          "select b from t",
          "insert into t(b) values('x')",
          "drop table t",
        ),
        ["rollback", 0],
        ["set_authorizer", 0, null],
        ...each("select a, b from t"),
      ],
    }),
  ),
  {
    name: "an authorizer that comes and goes leaves alone what is being read",
    steps: [
      ...TABLE,
      ["execute", 0, "select a from t"],
      ["fetchone", 0],
      ["set_authorizer", 0, "deny drops"],
      ["fetchone", 0],
      ["set_authorizer", 0, null],
      ["fetchall", 0],
      ...each("select a from t"),
    ],
  },
  ...["go", "stop", "boom", "nothing", "text"].map(
    (callback): Named => ({
      name: `a progress handler (${callback}) decides whether to go on`,
      needs: "helper",
      steps: [
        ...TABLE,
        ["set_progress_handler", 0, callback, 1],
        ...each("select a from t", "select count(*) from t x, t y, t z"),
        ["set_progress_handler", 0, callback, 0],
        ...each("select a from t"),
        ["set_progress_handler", 0, null, 1],
        ...each("select a from t"),
      ],
    }),
  ),
  {
    name: "a tracer is told of each statement",
    steps: [
      ...TABLE,
      ["set_trace_callback", 0, "log"],
      ["execute", 0, "select a from t where b = ? and a < ?", ["it's", int(5)]],
      ["fetchall", 0],
      [
        "execute",
        0,
        "select :x, :y, :z",
        {
          dict: [
            ["x", null],
            ["y", bytes("00ff")],
            ["z", float(0.5)],
          ],
        } as Cell,
      ],
      ["execute", 0, "insert into t values(?, ?)", [int(4), "ü😀"]],
      ["executemany", 0, "insert into t values(?, 'x')", [[int(5)], [int(6)]]],
      ["executescript", 0, "select 1; select 2 -- comment\n; drop table if exists u"],
      ["commit", 0],
      ["rollback", 0],
      ["set_trace_callback", 0, "boom"],
      ["execute", 0, "select 1"],
      ["fetchall", 0],
      ["set_trace_callback", 0, null],
      ["execute", 0, "select 2"],
    ],
  },
];

const OWN: readonly (readonly [what: string, ...Step])[] = [
  ["fetches from its own cursor", "fetchone", 0],
  ["fetches all from its own cursor", "fetchall", 0],
  ["runs a script on its own cursor", "executescript", 0, "select 1"],
];

const OTHER: readonly (readonly [what: string, ...Step])[] = [
  ["executes on another cursor", "execute", 1, "select a from t"],
  ["fetches from another cursor", "fetchall", 1],
  ["deletes by another cursor", "execute", 1, "delete from t where a = 3"],
  ["executes anew", "shortcut", 0, "select count(*) from t"],
  ["commits", "commit", 0],
  ["rolls back", "rollback", 0],
  ["fails elsewhere", "execute", 1, "select * from nowhere"],
];

const NESTED: readonly Named[] = [
  // CPython does not survive an `execute` there. Once the first row is there, it would go on with a statement that is running.
  ...OWN.map(
    ([what, ...step]): Named => ({
      name: `a function that ${what} is as in Python`,
      steps: [
        ...TABLE,
        ["nested", 0, "n", ...step],
        ...each("select n() as n", "insert into t select n(), 'n'", "select count(*) from t where n() = 1"),
      ],
    }),
  ),
  ...OTHER.map(
    ([what, ...step]): Named => ({
      name: `a function that ${what} is as in Python`,
      needs: "helper",
      steps: [
        ...TABLE,
        ["cursor", 0],
        ["execute", 1, "select a from t order by a"],
        ["nested", 0, "n", ...step],
        ["execute", 0, "select n() as n"],
        ["fetchall", 0],
        ["execute", 0, "select a, n() from t"],
        ["fetchone", 0],
        ["fetchall", 0],
        ["execute", 0, "insert into t select n(), 'n'"],
        ["fetchall", 0],
        ["fetchall", 1],
        ["rollback", 0],
        ["shortcut", 0, "select a from t order by a"],
      ],
    }),
  ),
  ...(
    [
      ["fetches from the same cursor", ["fetchall", 0]],
      ["closes the cursor", ["close_cursor", 0]],
      ["inserts by another cursor", ["execute", 1, "insert into t values(9, 'nine')"]],
      ["commits", ["commit", 0]],
      ["rolls back", ["rollback", 0]],
    ] as const
  ).map(
    ([what, step]): Named => ({
      name: `parameters whose generator ${what} are as in Python`,
      steps: [
        ...TABLE,
        ["cursor", 0],
        [
          "executemany_nested",
          0,
          "insert into t values(?, ?)",
          [
            [int(7), "x"],
            [int(8), "y"],
          ],
          ...step,
        ],
        ["commit", 0],
        ["shortcut", 0, "select a from t order by a"],
      ],
    }),
  ),
];

const BLOBS: readonly Named[] = [
  {
    name: "a blob is read and written in pieces",
    needs: "helper",
    steps: [
      ...MEMORY,
      ["execute", 0, "create table t(a, b, c)"],
      ["execute", 0, "insert into t values(?, 'text', 5)", [bytes("000102030405060708090a")]],
      ["commit", 0],
      ["blobopen", 0, "t", "a", "1", {}],
      ["blob", 0, "length"],
      ["blob", 0, "read", 3],
      ["blob", 0, "tell"],
      ["blob", 0, "read"],
      ["blob", 0, "read"],
      ["blob", 0, "seek", 0],
      ["blob", 0, "read", 0],
      ["blob", 0, "read", 100],
      ...[[3], [3, 0], [-2, 2], [2, 1], [-1, 1], [0, 2], [11], [12], [-1], [1, 2], [-12, 2], [1, 9]].flatMap(
        (seek): Step[] => [
          ["blob", 0, "seek", ...seek],
          ["blob", 0, "tell"],
        ],
      ),
      ["blob", 0, "seek", 9],
      ["blob", 0, "write", bytes("aabb")],
      ["blob", 0, "write", bytes("cc")],
      ["blob", 0, "write", bytes("")],
      ...[0, 10, -1, -11, 11, -12].map((index): Step => ["blob", 0, "get", index]),
      ...[0, 255, 256, -1].map((byte): Step => ["blob", 0, "set", 1, byte]),
      ["blob", 0, "set", 11, 5],
      ["blob", 0, "set", -1, 5],
      ...[[0, 3], [3], [-3], [2, -2], [5, 2], [100], [-100, 100]].map(
        (range): Step => ["blob", 0, "slice", range[0], range[1] ?? null],
      ),
      ["execute", 0, "select * from t"],
      ["fetchall", 0],
      ["blob", 0, "close"],
      ["blob", 0, "close"],
      ["blob", 0, "read"],
      ["blob", 0, "length"],
      ["blob", 0, "get", 0],
      ["blob", 0, "tell"],
    ],
  },
  {
    name: "a blob is opened where there is one",
    steps: [
      ...MEMORY,
      ["execute", 0, "create table t(a, b, c, d integer primary key)"],
      ["execute", 0, "insert into t values(?, 'text', 5, 7)", [bytes("")]],
      ["execute", 0, "insert into t values(null, 0.5, 5, 8)"],
      ["blobopen", 0, "t", "a", "7", {}],
      ["blob", 0, "length"],
      ["blob", 0, "read"],
      ["blob", 0, "get", 0],
      ["blobopen", 0, "t", "b", "7", { readonly: true }],
      ["blob", 1, "read"],
      ["blob", 1, "write", bytes("00")],
      ...(
        [
          ["t", "c", "7"],
          ["t", "a", "8"],
          ["t", "b", "8"],
          ["t", "d", "7"],
          ["t", "a", "9"],
          ["t", "x", "7"],
          ["x", "a", "7"],
        ] as const
      ).map((place): Step => ["blobopen", 0, ...place, {}]),
      ["blobopen", 0, "t", "a", "7", { name: "temp" }],
      ["blobopen", 0, "t", "a", "7", { name: "nowhere" }],
      ["execute", 0, "update t set b = 'other' where d = 7"],
      ["blob", 1, "read"],
      ["blob", 1, "length"],
    ],
    needs: "helper",
  },
];

const LONG = `select ${"1".repeat(500)}.5 > 0`;

const WHOLE: readonly Named[] = [
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
    needs: "helper",
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

/** Programs that take more than statements. */
export const CALLBACK_PROGRAMS: readonly Named[] = [
  ...FUNCTIONS,
  ...AGGREGATES,
  ...HOOKS,
  ...NESTED,
  ...BLOBS,
  ...WHOLE,
];
