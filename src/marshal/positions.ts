import type { Code } from "./code.ts";
import { locationsOf, UNKNOWN } from "./location-table.ts";
import { versionNumber } from "./version.ts";

/** Positions have been kept since 3.11. */
const EARLIEST = 311;

/** Where the source of one instruction stands. Each part is `null` where it is not known. */
export interface Position {
  /** The first line. */
  readonly line: number | null;
  /** The last line. */
  readonly endLine: number | null;
  /** The first column, in bytes of UTF-8 from 0. */
  readonly column: number | null;
  /** The column behind the last one. */
  readonly endColumn: number | null;
}

/**
 * A position for each unit of two bytes, caches included, as `code.co_positions()` gives them; nothing before 3.11.
 * Units of one entry share one object.
 *
 * @throws MarshalValueError for a table that cannot be, after the positions before that.
 */
export function* positionsOf(code: Code): Generator<Position, void, undefined> {
  if (versionNumber(code.python) < EARLIEST) return;
  for (const { units, line, endLine, column, endColumn } of locationsOf(code)) {
    const position: Position = {
      line: known(line),
      endLine: known(endLine),
      column: known(column),
      endColumn: known(endColumn),
    };
    for (let unit = 0; unit < units; unit += 1) yield position;
  }
}

function known(part: number): number | null {
  return part === UNKNOWN ? null : part;
}
