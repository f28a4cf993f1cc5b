import type { Step } from "../program.ts";
import { each, MEMORY, type Named, TABLE, VALUES } from "./named.ts";

const RESULTS =
  "one echo kind count joined boom large largest object surrogate nul nothing true half nan infinity blob empty list";

/** Functions for SQL. */
export const FUNCTIONS: readonly Named[] = [
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
        ...each(["select f(1), typeof(f(1))"]),
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
      ...each(["select f(), f('x'), f(1, 2), f(1, 2, 3), F(5)"]),
      ["create_function", 0, "f", 1, "kind"],
      ...each(["select f(), f('x')"]),
      ["create_function", 0, "g", 128, "one"],
      ["create_function", 0, "g", -2, "one"],
      ["create_function", 0, "g", 127, "one"],
      ["create_function", 0, "x".repeat(256), 0, "one"],
      ...each(["select g()"]),
    ],
  },
  {
    name: "what is deterministic can be in an index",
    steps: [
      ...TABLE,
      ["create_function", 0, "f", 1, "echo"],
      ["create_function", 0, "g", 1, "echo", { deterministic: true }],
      ...each(["create index i on t(f(a))", "create index i on t(g(a))", "select a from t where g(a) = 2"]),
    ],
  },
  {
    name: "an aggregate sees the rows of its group",
    steps: [
      ...TABLE,
      ["create_aggregate", 0, "s", 1, "sum"],
      ["create_aggregate", 0, "v", -1, "sum"],
      ...each([
        "select s(a), v(a, a), v() from t",
        "select b, s(a) from t group by b order by b",
        "select s(a) from t where 0",
        "select s(a) filter (where a > 1), s(distinct 5) from t",
        "select s(a) from t having s(a) > 100",
        "select s(1, 2) from t",
        "select s(a) over () from t",
      ]),
      ["create_aggregate", 0, "s", 128, "sum"],
    ],
  },
];

const METHODS = ["init", "step", "finalize", "inverse", "value"];

/** Aggregates and window functions. */
export const AGGREGATES: readonly Named[] = [
  ...METHODS.slice(0, 3).map(
    (method): Named => ({
      name: `an aggregate whose ${method} fails is an error`,
      steps: [
        ...TABLE,
        ["create_aggregate", 0, "s", 1, `boom ${method}`],
        ...each([
          "select s(a) from t",
          "select s(a) from t where 0",
          "select b, s(a) from t group by b",
          "select 1",
        ]),
      ],
    }),
  ),
  ...["no step", "no finalize", "surrogate finalize", "large finalize", "object finalize"].map(
    (what): Named => ({
      name: `an aggregate with ${what} is an error`,
      steps: [
        ...TABLE,
        ["create_aggregate", 0, "s", 1, what],
        ...each(["select s(a) from t", "select s(a) from t where 0", "select 1"]),
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
          ...each([
            "select a, w(a) over (order by a rows between 1 preceding and 1 following) from t order by a",
            "select a, w(a) over (order by a) from t",
            "select w(a) over (partition by b) from t",
            "select w(a) from t",
            "select w(a) over () from t where 0",
            "select 1",
          ]),
          ["create_window_function", 0, "w", 1, null],
          ...each(["select w(a) over () from t"]),
        ],
      }),
    ),
];
