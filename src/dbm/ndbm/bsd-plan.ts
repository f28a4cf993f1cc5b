import { FILL_FACTOR, MAX_PAGE_SIZE, SPLIT_MASK, SPLITS } from "./bsd-layout.ts";
import type { Shape, Totals } from "./hash-format.ts";
import { bitsOf } from "./table.ts";

/** How full the pages of buckets are on average, at the most. */
const FILLING = 0.7;
/** How many overflow pages are made at a split point: BSD's library never uses the last one again that there could be. */
const SPLIT_PAGES = SPLIT_MASK - 1;

/** How many buckets and overflow pages a file will have. */
export interface Plan {
  readonly shape: Shape;
  /** The number of buckets, as a power of two; it is also the last split point that has overflow pages. */
  readonly split: number;
  /** How many overflow pages there are up to each split point. */
  readonly spares: readonly number[];
  /** How many of these are bitmaps. Of the others, the last one is free. */
  readonly bitmaps: number;
}

/**
 * Finds out how many buckets there must be, and how large pages, so that there are enough overflow pages: of those there are a limited number
 * at each split point, of which each doubling of the buckets gives one more.
 *
 * @param measure - How many overflow pages the entries need, in a file like this with 2 ** `split` buckets.
 * @returns The plan, or `undefined` where the entries need more than any file can have.
 */
export function planFor(
  totals: Totals,
  { pageSize: wished, littleEndian }: Shape,
  measure: (shape: Shape, split: number) => number,
): Plan | undefined {
  for (let pageSize = wished; pageSize <= MAX_PAGE_SIZE; pageSize *= 2) {
    const shape = { pageSize, littleEndian };
    let split = bitsOf(bucketsFor(totals, pageSize));
    let needed = measure(shape, split);
    // More buckets than overflow pages would be wasted; larger pages are not.
    const most = bitsOf(needed + 1) - 1;
    if (fits(needed, most, pageSize))
      while (!fits(needed, split, pageSize) && split < most) needed = measure(shape, ++split);
    if (fits(needed, split, pageSize)) return plan(needed, split, shape);
  }
  return undefined;
}

function bucketsFor({ count, bytes }: Totals, pageSize: number): number {
  return Math.max(2, Math.ceil(count / FILL_FACTOR), Math.ceil(bytes / (FILLING * pageSize)));
}

function fits(needed: number, split: number, pageSize: number): boolean {
  const bitmaps = bitmapsFor(needed, pageSize);
  return bitmaps <= SPLITS && needed + 1 + bitmaps <= SPLIT_PAGES * (split + 1);
}

/** Each bitmap has a bit for itself, too. */
function bitmapsFor(needed: number, pageSize: number): number {
  return Math.ceil((needed + 1) / (8 * pageSize - 1));
}

/** Overflow pages are at the last split point, after all buckets; those that have no room there are at the ones before. */
function plan(needed: number, split: number, shape: Shape): Plan {
  const bitmaps = bitmapsFor(needed, shape.pageSize);
  const spares = new Array<number>(SPLITS).fill(0);
  let rest = needed + 1 + bitmaps;
  // As its library begins: the next split point starts from here.
  spares[split + 1] = rest;
  for (let point = split; point >= 0; point--) {
    spares[point] = rest;
    rest = Math.max(0, rest - SPLIT_PAGES);
  }
  return { shape, split, spares, bitmaps };
}
