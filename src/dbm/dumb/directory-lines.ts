import type { DatabaseFile } from "../file.ts";
import { BadLine, type Line, LineParser, lineEnd } from "./line-parser.ts";

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
  /** Whether it is bad as a write is that was cut off: it has no end, or zeros where nothing reached the disk. */
  readonly torn: boolean;
}

/** The lines of a directory, of which never more than a piece is in memory. */
export function* directoryLines(file: DatabaseFile): Generator<ReadLine, void, undefined> {
  const parser = new LineParser();
  let bytes = new Uint8Array(Math.min(CHUNK, file.size() + 1));
  /** Where the piece lies in the file, and how much of it there is. */
  let base = 0;
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
  const torn = !isEnded || bytes.subarray(start, end).includes(0);
  return { start: base + start, line: undefined, bad: new BadLine(bad.reason, base + bad.at), torn };
}
