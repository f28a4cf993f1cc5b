import { malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { DataFile } from "./data-file.ts";
import { directoryLines } from "./directory-lines.ts";
import type { Extent, Index } from "./extent.ts";
import type { Note } from "./line.ts";

/** What a directory says. */
export interface Directory {
  /** The values by their keys, in the order that Python has them in. */
  readonly index: Index;
  /** Whether it is as `sync` and `close` leave it: no line is provisional, and the last one is whole. */
  readonly settled: boolean;
  /** How many lines there are. */
  readonly lines: number;
  /**
   * Values that are not those for which their provisional lines were written, and before which there was none: an original has put another in their
   * place, and was killed before it said so.
   */
  readonly overwritten: readonly Extent[];
}

/** What provisional lines said of a key, one after the other, and what was said before. */
interface Claims {
  readonly before: Extent | undefined;
  readonly claims: { readonly value: Extent; readonly note: Note }[];
}

/**
 * Reads the whole directory; the last line of a key counts. If a write was cut off, the lines before it are all there is; if a provisional
 * line is there and its value is not, as may happen when the power fails, the line before it counts.
 */
export function readDirectory(file: DatabaseFile, data: DataFile): Directory {
  const index: Index = new Map();
  const provisional = new Map<string, Claims>();
  let settled = true;
  let lines = 0;
  for (const { line, bad, torn } of directoryLines(file)) {
    if (torn) {
      settled = false;
      break;
    }
    if (!line) throw malformed("the directory", bad?.at ?? 0, bad?.reason ?? "", file.path);
    lines += 1;
    const { key, offset, length, note } = line;
    const value = { offset, length };
    if (note === undefined) provisional.delete(key);
    else {
      const known = provisional.get(key);
      if (known) known.claims.push({ value, note });
      else provisional.set(key, { before: index.get(key), claims: [{ value, note }] });
    }
    index.set(key, value);
  }
  if (provisional.size === 0) return { index, settled, lines, overwritten: [] };
  return { index, settled: false, lines, overwritten: settle(index, provisional, data, file) };
}

/** Finds out which of the provisional lines count; answers the values of those that do though something else is in the place. */
function settle(
  index: Index,
  provisional: ReadonlyMap<string, Claims>,
  data: DataFile,
  file: DatabaseFile,
): Extent[] {
  const overwritten: Extent[] = [];
  // Values that a writer has written do not overlap; this is for those who make a file to keep us busy.
  let left = 4 * data.size + 65536;
  for (const [key, { before, claims }] of provisional) {
    let found = before ?? placeOf(claims, data);
    let isOther = before === undefined;
    for (const { value, note } of claims.reverse()) {
      left -= note === "deleted" ? 0 : value.length;
      if (left < 0)
        throw malformed("the directory", 0, "its values overlap too much to be checked", file.path);
      const holds = note === "deleted" || (data.has(value) && data.checksum(value) === note.crc);
      if (!holds) continue;
      isOther = false;
      found = note === "deleted" ? undefined : value;
      break;
    }
    if (found === undefined) index.delete(key);
    else index.set(key, found);
    if (found !== undefined && isOther) overwritten.push(found);
  }
  return overwritten;
}

/**
 * Where the last claim of a key says that its value is, if there is something that cannot be what was there before. When the power fails, new space that
 * a value has not reached has zeros.
 */
function placeOf(claims: Claims["claims"], data: DataFile): Extent | undefined {
  const { value, note } = claims.at(-1) ?? {};
  if (!value || note === undefined || note === "deleted" || note.reused) return undefined;
  return data.has(value) && !data.hasEmptyBlock(value) ? value : undefined;
}
