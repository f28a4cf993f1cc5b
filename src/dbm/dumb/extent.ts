/** Where a value lies in the `.dat` file. */
export interface Extent {
  /** In bytes from the beginning of the file. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/** The values by their keys, whose bytes are the characters of a string. */
export type Index = Map<string, Extent>;

/** Each value begins with a block of its own. */
export const BLOCK_SIZE = 512;

/** The next beginning of a block. */
export function aligned(offset: number): number {
  return Math.ceil(offset / BLOCK_SIZE) * BLOCK_SIZE;
}

/** Where the blocks of a value begin. */
export function blocksStart({ offset }: Extent): number {
  return Math.floor(offset / BLOCK_SIZE) * BLOCK_SIZE;
}

/** Where the blocks of a value end; an empty value has none. */
export function blocksEnd(extent: Extent): number {
  return extent.length === 0 ? blocksStart(extent) : aligned(extent.offset + extent.length);
}

/** The values in the order in which they lie in the file, those that are not empty. */
export function byOffset<T extends Extent>(values: Iterable<T>): T[] {
  return [...values].filter(({ length }) => length > 0).sort((left, right) => left.offset - right.offset);
}

/** How many bytes the blocks of values take. */
export function roomOf(values: Iterable<Extent>): number {
  let room = 0;
  for (const { length } of values) room += aligned(length);
  return room;
}
