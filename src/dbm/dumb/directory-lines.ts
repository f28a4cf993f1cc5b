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
  for (const read of new Reading(file, 0).lines()) {
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
  for (const { start: found, line } of new Reading(file, start).lines()) if (line && !line.note) return found;
  return undefined;
}

/** A way through the lines of a file, each judged by itself. */
class Reading {
  readonly #file: DatabaseFile;
  readonly #parser = new LineParser();
  /** A piece of the file, where it begins there, and how much of it there is. */
  #bytes: Uint8Array;
  #base: number;
  #filled = 0;

  /** From the line on that begins at `start`. */
  constructor(file: DatabaseFile, start: number) {
    this.#file = file;
    this.#base = start;
    this.#bytes = new Uint8Array(Math.min(CHUNK, file.size() + 1));
  }

  *lines(): Generator<ReadLine, void, undefined> {
    for (;;) {
      const isLast = this.#fill();
      let start = 0;
      for (let end = 0; ; start = end + 1) {
        end = lineEnd(this.#bytes, start, this.#filled);
        if (end < 0) break;
        yield this.#line(start, end, true);
      }
      if (isLast) {
        if (start < this.#filled) yield this.#line(start, this.#filled, false);
        return;
      }
      if (start === 0 && this.#bytes.length >= LONGEST_LINE) {
        const bad = new BadLine("the line is too long", this.#base);
        yield { start: this.#base, line: undefined, bad, torn: false };
        return;
      }
      this.#keepFrom(start);
    }
  }

  /** Reads on where the piece ends; answers whether the file does, too. */
  #fill(): boolean {
    const room = this.#bytes.subarray(this.#filled);
    const count = this.#file.readSome(room, this.#base + this.#filled);
    this.#filled += count;
    return count < room.length;
  }

  /** Begins a piece with the line that is not ended in this one. A line that fills the piece needs a larger one. */
  #keepFrom(start: number): void {
    const next = new Uint8Array(start === 0 ? this.#bytes.length * 2 : this.#bytes.length);
    next.set(this.#bytes.subarray(start, this.#filled));
    this.#bytes = next;
    this.#base += start;
    this.#filled -= start;
  }

  #line(start: number, end: number, isEnded: boolean): ReadLine {
    let bad: BadLine;
    try {
      const line = this.#parser.parse(this.#bytes, start, end);
      if (isEnded || !line.provisional)
        return { start: this.#base + start, line, bad: undefined, torn: false };
      bad = new BadLine("the line is cut off", end);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      bad = error;
    }
    return {
      start: this.#base + start,
      line: undefined,
      bad: new BadLine(bad.reason, this.#base + bad.at),
      torn: this.#isTorn(start, end, isEnded),
    };
  }

  /** Whether a bad line begins as one does, up to the end of the file or to zeros that go up to the end of a sector. */
  #isTorn(start: number, end: number, isEnded: boolean): boolean {
    const line = this.#bytes.subarray(start, end);
    const zeros = line.indexOf(0);
    if (zeros < 0) return !isEnded && this.#isBeginning(start, end);
    const zerosEnd = start + line.lastIndexOf(0) + 1;
    if ((this.#base + zerosEnd) % SECTOR !== 0 && (isEnded || zerosEnd < end)) return false;
    return this.#isBeginning(start, start + zeros);
  }

  #isBeginning(start: number, end: number): boolean {
    try {
      this.#parser.parse(this.#bytes, start, end);
      return true;
    } catch (error) {
      return error instanceof BadLine && error.at === end;
    }
  }
}
