import type { Code } from "./code.ts";
import { locationsOf, UNKNOWN } from "./location-table.ts";
import { TableReader } from "./table-reader.ts";
import { versionNumber } from "./version.ts";

// What changed, and when.
const SIGNED_DELTAS = 306;
const STOPS_AT_END = 308;
const RANGES = 310;
const LOCATIONS = 311;
const MERGED = 312;

/** Says in 3.10 that instructions have no line. */
const NO_LINE = -128;
/** A location table counts in units of this many bytes. */
const UNIT = 2;

/** Instructions of one line: bytes from `start` to `end`, not included. */
export interface LineRange {
  /** The first byte of the instructions. */
  readonly start: number;
  /** The byte behind them. */
  readonly end: number;
  /** The line, or `null` for instructions of no line. */
  readonly line: number | null;
}

/**
 * From 3.10 on what `code.co_lines()` gives in that Python: up to 3.11 neighbours may have the same line. Before it
 * `start` and `line` are those of `dis.findlinestarts(code)`, and the last range ends with the instructions.
 *
 * @throws MarshalValueError for a table that cannot be, after the ranges before that.
 */
export function lineRanges(code: Code): Generator<LineRange, void, undefined> {
  const version = versionNumber(code.python);
  if (version >= MERGED) return merged(rangesOfLocations(code, isUnknown));
  if (version >= LOCATIONS) return rangesOfLocations(code, isNegative);
  if (version >= RANGES) return rangesOfDeltas(code);
  return rangesOfStarts(code, lineStarts(code, version));
}

function* merged(ranges: Iterable<LineRange>): Generator<LineRange, void, undefined> {
  let open: LineRange | undefined;
  for (const range of ranges) {
    if (open && open.line !== range.line) yield open;
    open = open?.line === range.line ? { ...open, end: range.end } : range;
  }
  if (open) yield open;
}

function* rangesOfLocations(
  code: Code,
  hasNoLine: (line: number) => boolean,
): Generator<LineRange, void, undefined> {
  let start = 0;
  for (const { units, line } of locationsOf(code)) {
    const end = start + units * UNIT;
    yield { start, end, line: hasNoLine(line) ? null : line };
    start = end;
  }
}

function isUnknown(line: number): boolean {
  return line === UNKNOWN;
}

function isNegative(line: number): boolean {
  return line < 0;
}

/** The table of 3.10: how many bytes, and by how much their line differs from the one before. */
function* rangesOfDeltas(code: Code): Generator<LineRange, void, undefined> {
  const reader = new TableReader(code.linetable, "linetable");
  let line = code.firstlineno;
  let start = 0;
  while (!reader.isAtEnd) {
    const end = start + reader.u8();
    const delta = reader.i8();
    if (delta !== NO_LINE) line += delta;
    if (end > start) yield { start, end, line: delta === NO_LINE || isNegative(line) ? null : line };
    start = end;
  }
}

interface LineStart {
  readonly start: number;
  readonly line: number;
}

function* rangesOfStarts(code: Code, starts: Iterable<LineStart>): Generator<LineRange, void, undefined> {
  let open: LineStart | undefined;
  for (const next of starts) {
    if (open) yield { start: open.start, end: next.start, line: open.line };
    open = next;
  }
  // A table may go on behind the instructions, where some were optimized away.
  if (open) yield { start: open.start, end: Math.max(open.start, code.code.length), line: open.line };
}

/** The table before 3.10 (`co_lnotab`): how many bytes later, how many lines later. */
function* lineStarts(code: Code, version: number): Generator<LineStart, void, undefined> {
  const reader = new TableReader(code.linetable, "linetable");
  let last: number | undefined;
  let line = code.firstlineno;
  let start = 0;
  while (!reader.isAtEnd) {
    const width = reader.u8();
    const delta = version >= SIGNED_DELTAS ? reader.i8() : reader.u8();
    if (width > 0 && line !== last) {
      yield { start, line };
      last = line;
    }
    start += width;
    if (version >= STOPS_AT_END && width > 0 && start >= code.code.length) return;
    line += delta;
  }
  if (line !== last) yield { start, line };
}
