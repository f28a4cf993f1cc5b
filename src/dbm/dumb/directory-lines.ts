import type { DatabaseFile } from "../file.ts";
import { BadLine, type Line, LineParser, lineEnd } from "./line-parser.ts";

/** No disk loses less than that of what was written. */
const SECTOR = 512;
const CHUNK = 256 * 1024;
/** Python writes at most four bytes for one of a key. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A line of the directory, or why it cannot be read. */
export interface ReadLine {
  /** Where it begins, in bytes from the beginning of the file. */
  readonly start: number;
  readonly line: Line | undefined;
  /** What is wrong with it, and where in the file. */
  readonly bad: BadLine | undefined;
  /**
   * Whether it is bad as a write is that was cut off: a line begins, and then the file ends, or there are zeros where sectors of the disk were
   * not reached. What follows was not there before; a line that is not provisional never follows.
   */
  readonly torn: boolean;
}

/** The lines of a directory, of which never more than a piece is in memory. A line that is torn is the last one. */
export function* directoryLines(file: DatabaseFile): Generator<ReadLine, void, undefined> {
  let settled = 0;
  for (const read of linesFrom(file, 0)) {
    if (!read.torn) yield read;
    else {
      if (read.start >= settled) settled = settledAfter(file, read.start) ?? 0;
      const torn = read.start >= settled;
      yield { ...read, torn };
      if (torn) return;
    }
  }
}

/** Where the next line begins that is whole and not provisional. */
function settledAfter(file: DatabaseFile, start: number): number | undefined {
  for (const { start: found, line } of linesFrom(file, start)) if (line && !line.note) return found;
  return undefined;
}

/** The lines from the one on that begins at `base`, each judged by itself. */
function* linesFrom(file: DatabaseFile, base: number): Generator<ReadLine, void, undefined> {
  const parser = new LineParser();
  let bytes = new Uint8Array(Math.min(CHUNK, file.size() + 1));
  /** How much of the piece there is; `base` is where it lies in the file. */
  let filled = 0;
  for (let isLast = false; !isLast; ) {
    const count = file.readSome(bytes.subarray(filled), base + filled);
    isLast = count < bytes.length - filled;
    filled += count;
    let start = 0;
    for (let end = 0; ; start = end + 1) {
      end = lineEnd(bytes, start, filled);
      if (end < 0) break;
      yield readLine(parser, bytes, start, end, base, true);
    }
    if (isLast) {
      if (start < filled) yield readLine(parser, bytes, start, filled, base, false);
      return;
    }
    if (start === 0 && bytes.length >= LONGEST_LINE) {
      yield { start: base, line: undefined, bad: new BadLine("the line is too long", base), torn: false };
      return;
    }
    // A line that fills the piece needs a larger one.
    const rest = bytes.subarray(start, filled);
    const next = new Uint8Array(start === 0 ? bytes.length * 2 : bytes.length);
    next.set(rest);
    bytes = next;
    base += start;
    filled -= start;
  }
}

function readLine(
  parser: LineParser,
  bytes: Uint8Array,
  start: number,
  end: number,
  base: number,
  isEnded: boolean,
): ReadLine {
  let bad: BadLine;
  try {
    const line = parser.parse(bytes, start, end);
    if (isEnded || !line.provisional) return { start: base + start, line, bad: undefined, torn: false };
    bad = new BadLine("the line is cut off", end);
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    bad = error;
  }
  const torn = isTorn(parser, bytes, start, end, base, isEnded);
  return { start: base + start, line: undefined, bad: new BadLine(bad.reason, base + bad.at), torn };
}

/** Whether a bad line begins as one does, up to the end of the file or to zeros that go up to the end of a sector. */
function isTorn(
  parser: LineParser,
  bytes: Uint8Array,
  start: number,
  end: number,
  base: number,
  isEnded: boolean,
): boolean {
  const line = bytes.subarray(start, end);
  const zeros = line.indexOf(0);
  if (zeros < 0) return !isEnded && isBeginning(parser, bytes, start, end);
  const zerosEnd = start + line.lastIndexOf(0) + 1;
  if ((base + zerosEnd) % SECTOR !== 0 && (isEnded || zerosEnd < end)) return false;
  return isBeginning(parser, bytes, start, start + zeros);
}

function isBeginning(parser: LineParser, bytes: Uint8Array, start: number, end: number): boolean {
  try {
    parser.parse(bytes, start, end);
    return true;
  } catch (error) {
    return error instanceof BadLine && error.at === end;
  }
}
