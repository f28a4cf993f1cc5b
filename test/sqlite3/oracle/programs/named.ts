import { bytes, type Cell, float, int } from "../cells.ts";
import type { Step } from "../program.ts";

/** A program by name; `needs` is what only some of the Pythons and engines have. */
export interface Named {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly needs?: "autocommit" | "helper";
}

/** A connection and a cursor. */
export const MEMORY: readonly Step[] = [
  ["connect", ":memory:", {}],
  ["cursor", 0],
];
/** The same with a table of three rows. */
export const TABLE: readonly Step[] = [
  ...MEMORY,
  ["execute", 0, "create table t(a, b)"],
  [
    "executemany",
    0,
    "insert into t values(?, ?)",
    [list(int(1), "one"), list(int(2), "two"), list(int(3), "three")],
  ],
  ["commit", 0],
];

/** A sequence. */
export function list(...cells: Cell[]): Cell {
  return cells;
}

/** A dictionary. */
export function dict(...entries: (readonly [string, Cell])[]): Cell {
  return { dict: entries };
}

/** Every kind of value, and the corners of each. */
export const VALUES: readonly Cell[] = [
  null,
  true,
  false,
  ...["0", "1", "-1", "2", "9007199254740991", "9007199254740993", "-9007199254740993"].map(integer),
  ...["9223372036854775807", "-9223372036854775808"].map(integer),
  ...[0, -0, 1, -1, 0.1, 2 ** 53, 2 ** 63, 1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN].map(float),
  "",
  "text",
  "a\0b",
  "\0",
  "ünïcödé ✓ 😀",
  "\ufeffmark",
  "12",
  bytes(""),
  bytes("00"),
  bytes("ff00fe80"),
];

function integer(text: string): Cell {
  return { int: text };
}

/** Steps that are the same for each of some texts. */
export function each(sqls: readonly string[], ...parameters: Cell[]): Step[] {
  return sqls.flatMap((sql): Step[] => [
    ["execute", 0, sql, ...parameters],
    ["fetchall", 0],
  ]);
}
