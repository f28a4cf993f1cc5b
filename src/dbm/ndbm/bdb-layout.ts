/** Where the numbers of a meta page are, in bytes from its beginning. */
export const META = {
  pageNumber: 8,
  magic: 12,
  version: 16,
  pageSize: 20,
  encryption: 24,
  type: 25,
  metaFlags: 26,
  freeList: 28,
  lastPage: 32,
  partitions: 36,
  flags: 48,
  identity: 52,
  maxBucket: 72,
  highMask: 76,
  lowMask: 80,
  fillFactor: 84,
  elements: 88,
  hashCheck: 92,
  spares: 96,
  checksum: 492,
} as const;

/** The size of a meta page's part that means something. */
export const META_SIZE = 512;
/** How many bytes identify a file to its library. */
export const IDENTITY_SIZE = 20;
/** How many groups of bucket pages there can be. */
export const SPARES = 32;
/** The versions that are alike, but for the order inside of pages. */
export const OLDEST_VERSION = 7;
export const VERSION = 9;

/** Bits of the flags of a meta page. */
export const META_CHECKSUM = 1;
export const FLAG_DUPLICATES = 1;
export const FLAG_SUBDATABASES = 2;

/** Where the numbers of any other page are. */
export const PAGE = {
  number: 8,
  previous: 12,
  next: 16,
  entries: 20,
  /** The first byte of the items, or how many bytes an overflow page holds. */
  highFree: 22,
  type: 25,
  /** The index of the items, or the bytes of an overflow page. */
  items: 26,
  /** The same, where pages have checksums. */
  itemsAfterChecksum: 32,
  checksum: 28,
} as const;

/** The kinds of pages. */
export const PAGE_TYPE = { none: 0, unsortedHash: 2, overflow: 7, meta: 8, hash: 13 } as const;

/** The kinds of items, their first byte. */
export const ITEM = { data: 1, duplicates: 2, large: 3, largeDuplicates: 4 } as const;

/** An item that says where a large one is: its kind, three bytes that say nothing, the first page, the length. */
export const LARGE_SIZE = 12;
export const LARGE_PAGE = 4;
export const LARGE_LENGTH = 8;

/** What is longer than this part of a page is large. */
const LARGE_FRACTION = 4;

/** Whether a key or value of this length is a large one. */
export function isLarge(length: number, pageSize: number): boolean {
  return length > pageSize / LARGE_FRACTION;
}

/** How many bytes of a bucket's page a key or value takes: its kind, its bytes or where they are, and where it is itself. */
export function sizeOfItem(length: number, pageSize: number): number {
  return (isLarge(length, pageSize) ? LARGE_SIZE : length + 1) + 2;
}

export const MIN_PAGE_SIZE = 512;
export const MAX_PAGE_SIZE = 65536;
/** The pages of a new file are those of Python's library. */
export const PAGE_SIZE = 4096;
/** How many pairs a bucket is meant for. */
export const FILL_FACTOR = 40;

/** What the hash of a name that nobody would use tells of the function: `%$sniglet^&` and a zero byte. */
const SAMPLE = /* @__PURE__ */ Uint8Array.of(
  0x25,
  0x24,
  0x73,
  0x6e,
  0x69,
  0x67,
  0x6c,
  0x65,
  0x74,
  0x5e,
  0x26,
  0,
);
export const HASH_CHECK: number = /* @__PURE__ */ hashOf(SAMPLE);

/** The hash of a key, or of bytes that are one, that of Fowler, Noll and Vo from zero. */
export function hashOf(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let hash = 0;
  for (let index = start; index < end; index++) hash = Math.imul(hash, 0x01000193) ^ (bytes[index] as number);
  return hash >>> 0;
}

/** The number of the group of bucket pages that a bucket is in: bucket 0 is alone, then each is as large as all before it. */
export function groupOf(bucket: number): number {
  return 32 - Math.clz32(bucket);
}
