import { bitsOf } from "./table.ts";

/** Where the numbers of the header are, in bytes; all are big-endian. */
export const HEADER = {
  magic: 0,
  version: 4,
  byteOrder: 8,
  pageSize: 12,
  pageShift: 16,
  directorySize: 20,
  segmentSize: 24,
  segmentShift: 28,
  overflowPoint: 32,
  lastFreed: 36,
  maxBucket: 40,
  highMask: 44,
  lowMask: 48,
  fillFactor: 52,
  keys: 56,
  headerPages: 60,
  hashCheck: 64,
  spares: 68,
  bitmaps: 196,
} as const;

export const HEADER_SIZE = 260;
/** As many bytes are left for the header at least. */
export const HEADER_ROOM = 512;
export const VERSION = 2;
/** Byte orders, as the number says that has the bytes in that order. */
export const LITTLE_ENDIAN = 1234;
export const BIG_ENDIAN = 4321;
/** How many split points, and how many bitmaps, the header has room for. */
export const SPLITS = 32;
/** The pages of a new file are those of `dbm_open`, and so is how many pairs a bucket is meant for. */
export const PAGE_SIZE = 4096;
export const FILL_FACTOR = 40;
export const MIN_PAGE_SIZE = 64;
/** The end of larger pages has no place in a slot: BSD's library itself destroys them, where it makes them at all. */
export const MAX_PAGE_SIZE = 32768;

/** What stands in the place of a value's offset: no value can be so near to the beginning of a page. */
export const MARK = {
  /** The key's place has the address of the next page of the bucket. */
  link: 0,
  /** A part of a large key, which goes on in the next page. */
  partialKey: 1,
  /** The last part of a large key, or a part of a large value that goes on in the next page. */
  fullKey: 2,
  /** The last part of a large key and the beginning of its value, or the last part of a large value. */
  fullKeyAndData: 3,
} as const;
/** What is not below this is an offset. */
export const FIRST_OFFSET = 4;
/** Each page has the number of its slots that are in use, and after them its free bytes and the end of these. */
export const OTHER_SLOTS = 3;

/** How many bytes of a page a pair of these lengths takes, with its slots. */
export function sizeOfPair(key: number, value: number): number {
  return 4 + key + value;
}

/** An overflow page has its split point in the upper bits of its address, its number there, from one on, in the lower ones. */
export const SPLIT_SHIFT = 11;
export const SPLIT_MASK: number = 2 ** SPLIT_SHIFT - 1;

/** The hash of `%$sniglet^&` and a zero byte, by which a file tells its function: no other gives the same. */
export const HASH_CHECK: number = 0x956e7de3;

/** The hash of a key. */
export { torekHash as hashOf } from "./torek-hash.ts";

/** What tells where pages are. */
export interface Places {
  /** How many pages the header takes. */
  readonly headerPages: number;
  /** How many overflow pages there are up to each split point. */
  readonly spares: readonly number[];
}

/** The page of a bucket. The overflow pages of split point n are before bucket 2 ** n. */
export function pageOfBucket(bucket: number, { headerPages, spares }: Places): number {
  return headerPages + bucket + (bucket === 0 ? 0 : (spares[bitsOf(bucket + 1) - 1] as number));
}

/** The page of an overflow page's address. */
export function pageOfAddress(address: number, places: Places): number {
  return pageOfBucket(2 ** (address >> SPLIT_SHIFT) - 1, places) + (address & SPLIT_MASK);
}

/** The address of an overflow page by its number among all of them, from one on. */
export function addressOf(number: number, spares: readonly number[]): number {
  const split = spares.findIndex((spare) => number <= spare);
  return (split << SPLIT_SHIFT) | (number - (spares[split - 1] ?? 0));
}
