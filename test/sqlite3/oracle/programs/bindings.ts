import { type Cell, int } from "../cells.ts";
import type { Step } from "../program.ts";
import { dict, each, list, MEMORY, type Named, TABLE, VALUES } from "./named.ts";

/** Parameters of every kind, and those that do not fit. */
export const BINDING: readonly Named[] = [
  {
    name: "values of every kind keep their types",
    steps: [
      ...MEMORY,
      ["execute", 0, "create table t(a, b text, c integer, d real, e blob, f numeric)"],
      ...VALUES.flatMap((value): Step[] => [
        ["execute", 0, "select ?, typeof(?1)", [value]],
        ["fetchall", 0],
      ]),
      ...VALUES.filter(isPlain).map(
        (value): Step => ["execute", 0, "insert into t values(?1, ?1, ?1, ?1, ?1, ?1)", [value]],
      ),
      [
        "execute",
        0,
        "select a, typeof(a), b, c, d, e, f, typeof(b), typeof(c), typeof(d), typeof(e), typeof(f) from t",
      ],
      ["fetchall", 0],
    ],
  },
  {
    name: "parameters must be as many as the statement has",
    steps: [
      ...MEMORY,
      ...each([
        "select 1",
        "select ?",
        "select ?, ?",
        "select ?2",
        "select ?3, ?1",
        "select :a",
        "select ?, :a",
      ]),
      ...each(
        ["select 1", "select ?", "select ?, ?", "select ?2", "select ?3, ?1", "select ?, ?1", "select :a"],
        [],
      ),
      ...each(
        ["select 1", "select ?", "select ?, ?", "select ?2", "select ?3, ?1", "select ?, ?1"],
        [int(7)],
      ),
      ...each(
        ["select 1", "select ?, ?", "select ?2, ?1", "select ?3, ?1", "select ?2"],
        list(int(7), int(8)),
      ),
      ...each(["select ?3, ?1", "select ?, ?5, ?"], list(int(7), int(8), int(9))),
    ],
  },
  {
    name: "parameters by name need their names",
    steps: [
      ...MEMORY,
      ...each(
        [
          "select :a",
          "select @a",
          "select $a",
          "select :a, :b",
          "select :b, :a, :a",
          "select :a, @a, $a",
          "select 1",
        ],
        dict(["a", int(1)], ["b", "two"]),
      ),
      ...each(["select ?", "select ?1", "select :c", "select :A", "select :a, ?"], dict(["a", int(1)])),
      ...each(["select :a", "select 1"], dict()),
      ...each(["select :__proto__, :constructor"], dict(["__proto__", int(1)], ["constructor", int(2)])),
      ...each(["select :ä, $x::y(z)"], dict(["ä", int(1)], ["x::y(z)", int(2)])),
      ...each(["select :toString"], dict(["a", int(1)])),
    ],
  },
  {
    name: "names are no places for a sequence",
    needs: "autocommit",
    steps: [...MEMORY, ...each(["select :a", "select ?, :a", "select @a, ?"], list(int(7), int(8)))],
  },
  {
    name: "what SQLite has no type for is refused, and the cursor goes on",
    steps: [
      ...TABLE,
      ["execute", 0, "select ?", [{ other: "Thing" }]],
      ["execute", 0, "insert into t values(?, ?)", list(int(1), { other: "Thing" })],
      ["execute", 0, "select :a", dict(["a", { other: "Thing" }])],
      ["execute", 0, "select ?", list(list(int(1)))],
      ["execute", 0, "select ?", [int(2n ** 63n)]],
      ["execute", 0, "select ?", [int(-(2n ** 63n) - 1n)]],
      ["execute", 0, "select ?", ["\ud800"]],
      ["execute", 0, "select ?", int(5)],
      ["executemany", 0, "insert into t values(?, ?)", [list(int(1), int(2)), int(3)]],
      ["execute", 0, "select count(*) from t"],
      ["fetchall", 0],
    ],
  },
];

/** Whether every SQLite writes it as the same text. */
function isPlain(value: Cell): boolean {
  const text = JSON.stringify(value);
  return !text.includes("float") || /"(0|8|3ff|bff)0+"/.test(text);
}
