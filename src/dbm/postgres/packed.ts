import type { Bytes } from "../store.ts";

/** How much goes into one statement: beyond, nothing is saved any more. */
const MOST_ITEMS = 10_000;
const MOST_BYTES = 4 << 20;

/** Some items in one run of bytes. The numbers are arrays of SQL, of integers. */
export interface Packed {
  readonly bytes: Bytes;
  /** Where each item begins, counted from 1. */
  readonly starts: string;
  /** How long the first part of each item is; the second parts, and so on. */
  readonly sizes: readonly string[];
  /** How many items there are. */
  readonly count: number;
}

/** Items of one or more parts, in as many packs as it takes. */
export function* packed(items: readonly (readonly Uint8Array[])[]): IterableIterator<Packed> {
  for (let first = 0; first < items.length; ) {
    let length = 0;
    let end = first;
    for (; end < items.length && end - first < MOST_ITEMS; end++) {
      const next = length + lengthOf(items[end] ?? []);
      if (next > MOST_BYTES && end > first) break;
      length = next;
    }
    yield pack(items.slice(first, end), length);
    first = end;
  }
}

function pack(items: readonly (readonly Uint8Array[])[], length: number): Packed {
  const bytes = new Uint8Array(length);
  const starts: number[] = [];
  const sizes = (items[0] ?? []).map((): number[] => []);
  let offset = 0;
  for (const item of items) {
    starts.push(offset + 1);
    for (const [i, part] of item.entries()) {
      bytes.set(part, offset);
      offset += part.length;
      sizes[i]?.push(part.length);
    }
  }
  return { bytes, starts: `{${starts}}`, sizes: sizes.map((ones) => `{${ones}}`), count: items.length };
}

function lengthOf(item: readonly Uint8Array[]): number {
  return item.reduce((sum, { length }) => sum + length, 0);
}
