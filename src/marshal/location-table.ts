import type { Code } from "./code.ts";
import { TableReader } from "./table-reader.ts";

/** What stands for a part of a location that is not known. */
export const UNKNOWN = -1;

/** Where the source of a few instructions in a row stands; each part may be `UNKNOWN`. */
export interface Location {
  /** How many units of two bytes, caches included: 1 to 8. */
  readonly units: number;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
}

// The kinds of entries. Those below have the columns in the second byte, those of one line have a byte for each column.
const ONE_LINE = 10;
const NO_COLUMNS = 13;
const LONG = 14;
const NONE = 15;

const UNITS = 0b111;
const KIND_SHIFT = 3;

/**
 * The entries of the location table of Python 3.11 and later (`co_linetable`).
 *
 * @throws MarshalValueError for a table that cannot be.
 */
export function* locationsOf(code: Code): Generator<Location, void, undefined> {
  const reader = new TableReader(code.linetable, "linetable");
  let line = code.firstlineno;
  while (!reader.isAtEnd) {
    const start = reader.offset;
    const first = reader.first();
    const kind = first >> KIND_SHIFT;
    const units = (first & UNITS) + 1;
    if (kind === NONE) {
      yield { units, line: UNKNOWN, endLine: UNKNOWN, column: UNKNOWN, endColumn: UNKNOWN };
      continue;
    }
    line = reader.int(line + lineDelta(reader, kind), start);
    const endLine = kind === LONG ? reader.int(line + reader.varint(), start) : line;
    yield { units, line, endLine, ...columns(reader, kind, start) };
  }
}

function lineDelta(reader: TableReader, kind: number): number {
  if (kind >= NO_COLUMNS) return reader.signedVarint();
  return Math.max(kind - ONE_LINE, 0);
}

function columns(reader: TableReader, kind: number, start: number): Pick<Location, "column" | "endColumn"> {
  if (kind === NO_COLUMNS) return { column: UNKNOWN, endColumn: UNKNOWN };
  if (kind === LONG) return { column: longColumn(reader, start), endColumn: longColumn(reader, start) };
  if (kind >= ONE_LINE) return { column: reader.inner(), endColumn: reader.inner() };
  const second = reader.inner();
  const column = (kind << 3) | (second >> 4);
  return { column, endColumn: column + (second & 0b1111) };
}

/** Counted from 1, so that 0 is left for what is not known. */
function longColumn(reader: TableReader, start: number): number {
  return reader.int(reader.varint() - 1, start);
}
