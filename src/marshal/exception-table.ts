import type { Code } from "./code.ts";
import { TableReader } from "./table-reader.ts";
import { versionNumber } from "./version.ts";

/** The table has been there since 3.11. */
const EARLIEST = 311;
/** The table counts in units of this many bytes. */
const UNIT = 2;

/** What happens to an exception that comes from instructions in a range of bytes. */
export interface ExceptionEntry {
  /** The first byte of the range. */
  readonly start: number;
  /** The byte behind the range. */
  readonly end: number;
  /** The byte at which it goes on. */
  readonly target: number;
  /** How many values of the stack are kept. */
  readonly depth: number;
  /** Whether the offset of the instruction is pushed before the exception. */
  readonly lasti: boolean;
}

/**
 * The entries of the exception table (`co_exceptiontable`) in order, as `dis` lists them; nothing before 3.11, whose
 * instructions say it.
 *
 * @throws MarshalValueError for a table that cannot be, after the entries before that.
 */
export function* exceptionEntries(code: Code): Generator<ExceptionEntry, void, undefined> {
  if (versionNumber(code.python) < EARLIEST) return;
  const reader = new TableReader(code.exceptiontable, "exceptiontable");
  while (!reader.isAtEnd) {
    const start = reader.bigVarint(reader.first()) * UNIT;
    const end = start + reader.bigVarint() * UNIT;
    const target = reader.bigVarint() * UNIT;
    const depthAndLasti = reader.bigVarint();
    yield { start, end, target, depth: depthAndLasti >> 1, lasti: (depthAndLasti & 1) === 1 };
  }
}
