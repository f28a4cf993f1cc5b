import { bytes, type Cell, float, int } from "../cells.ts";
import { each, type Named, TABLE } from "./named.ts";

/** Collations, authorizers, progress handlers and tracers. */
export const HOOKS: readonly Named[] = [
  {
    name: "a collation orders texts",
    needs: "helper",
    steps: [
      ...TABLE,
      ["create_collation", 0, "c", "reverse"],
      ...each([
        "select b from t order by b collate c",
        "select 'b' < 'a' collate C",
        "select max(b collate c) from t",
      ]),
      ["create_collation", 0, "c", "length"],
      ...each(["select b from t order by b collate c, b", "select count(*) from t group by b collate c"]),
      ["create_collation", 0, "c", "large"],
      ...each(["select b from t order by b collate c"]),
      ["create_collation", 0, "c", null],
      ...each(["select b from t order by b collate c"]),
      ["create_collation", 0, "ü😀", "reverse"],
      ...each(['select b from t order by b collate "ü😀"']),
      ["create_collation", 0, "\ud800", "reverse"],
      ...each(["select b from t order by b collate missing"]),
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
        ...each(["select a from t"]),
        ["set_authorizer", 0, callback],
        ...each([
          "select a from t",
          "select a, b from t",
          "select b from t",
          "insert into t(b) values('x')",
          "drop table t",
        ]),
        ["rollback", 0],
        ["set_authorizer", 0, null],
        ...each(["select a, b from t"]),
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
      ...each(["select a from t"]),
    ],
  },
  ...["go", "stop", "boom", "nothing", "text"].map(
    (callback): Named => ({
      name: `a progress handler (${callback}) decides whether to go on`,
      needs: "helper",
      steps: [
        ...TABLE,
        ["set_progress_handler", 0, callback, 1],
        ...each(["select a from t", "select count(*) from t x, t y, t z"]),
        ["set_progress_handler", 0, callback, 0],
        ...each(["select a from t"]),
        ["set_progress_handler", 0, null, 1],
        ...each(["select a from t"]),
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
