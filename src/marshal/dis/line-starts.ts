import type { Code } from "../code.ts";
import { readable } from "./readable.ts";

/** The offsets at which lines begin, with their numbers; `null` for instructions of no line. */
export type LineStarts = ReadonlyMap<number, number | null>;

/** From 3.13 on instructions of no line are told apart from those of the line before. */
const WITHOUT_LINE = 313;

/** Where lines begin, as that version of Python tells it (`dis.findlinestarts`). */
export function lineStartsOf(code: Code, version: number): LineStarts {
  const starts = new Map<number, number | null>();
  let last: number | null | undefined;
  for (const { start, line } of readable(code.lines())) {
    if (line === last || (line === null && version < WITHOUT_LINE)) continue;
    last = line;
    starts.set(start, line);
  }
  return starts;
}
