import { cut, printable } from "../../python/printable.ts";
import type { SqlRow, SqlValue } from "../../sqlite3/values.ts";
import { host } from "../host.ts";
import { styleFor } from "../style.ts";
import { hexadecimal, realText } from "./cells.ts";
import { fitted, widthOf } from "./width.ts";

/** The first so many rows tell how wide the columns are; what is wider later sticks out. */
const MEASURED = 1000;
/** A value takes no more columns of the terminal than that. */
const WIDEST = 80;
/** Enough characters to fill them, whatever they are. */
const LONGEST = 1000;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly isNumber: boolean;
  readonly isNull: boolean;
}

interface Column {
  readonly width: number;
  /** Whether the numbers in it stand one below the other. */
  readonly isNumeric: boolean;
}

/** Columns one beside the other, for people: the names above, numbers to the right. */
export function* tableForm(names: readonly string[], rows: Iterable<SqlRow>): Generator<string> {
  const style = styleFor(host.stdout);
  const source = rows[Symbol.iterator]();
  const first: Cell[][] = [];
  let step = source.next();
  for (; !step.done && first.length < MEASURED; step = source.next()) first.push(step.value.map(cellOf));
  const heads = names.map(cellOf);
  const columns = heads.map((head, i) => columnOf(head, first, i));
  yield line(heads, columns, style.heading);
  yield `${columns.map(({ width }) => style.quiet("-".repeat(width))).join("  ")}\n`;
  for (const cells of first) yield line(cells, columns, style.value, style.quiet);
  for (; !step.done; step = source.next())
    yield line(step.value.map(cellOf), columns, style.value, style.quiet);
}

function columnOf(head: Cell, rows: readonly Cell[][], index: number): Column {
  let { width } = head;
  let numbers = 0;
  let others = 0;
  for (const cells of rows) {
    const cell = cells[index] as Cell;
    width = Math.max(width, cell.width);
    if (cell.isNumber) numbers += 1;
    else if (!cell.isNull) others += 1;
  }
  return { width, isNumeric: numbers > 0 && others === 0 };
}

function cellOf(value: SqlValue): Cell {
  const text = fitted(printable(cut(textOf(value), LONGEST)), WIDEST);
  const isNumber = typeof value === "bigint" || typeof value === "number";
  return { text, width: widthOf(text), isNumber, isNull: value === null };
}

function textOf(value: SqlValue): string {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "number":
      return realText(value);
    case "string":
      return value;
    default:
      return value === null ? "NULL" : hexadecimal(value.subarray(0, LONGEST));
  }
}

type Paint = (text: string) => string;

function line(
  cells: readonly Cell[],
  columns: readonly Column[],
  paint: Paint,
  quiet: Paint = paint,
): string {
  const parts = cells.map(({ isNull, text, width }, i) => {
    const column = columns[i] as Column;
    const space = " ".repeat(Math.max(0, column.width - width));
    const painted = isNull ? quiet(text) : paint(text);
    if (column.isNumeric) return `${space}${painted}`;
    return i === cells.length - 1 ? painted : `${painted}${space}`;
  });
  return `${parts.join("  ")}\n`;
}
