import { int } from "../cells.ts";
import type { Step } from "../program.ts";
import { each, type Named, TABLE } from "./named.ts";

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

/** Statements within statements. */
export const NESTED: readonly Named[] = [
  // CPython does not survive an `execute` there. Once the first row is there, it would go on with a statement that is running.
  ...OWN.map(
    ([what, ...step]): Named => ({
      name: `a function that ${what} is as in Python`,
      steps: [
        ...TABLE,
        ["nested", 0, "n", ...step],
        ...each(["select n() as n", "insert into t select n(), 'n'", "select count(*) from t where n() = 1"]),
      ],
    }),
  ),
  ...OTHER.map(
    ([what, ...step]): Named => ({
      name: `a function that ${what} is as in Python`,
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
