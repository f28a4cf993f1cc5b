import type { DatabaseFile } from "../file.ts";
import {
  FLAG_DUPLICATES,
  FLAG_SUBDATABASES,
  groupOf,
  HASH_CHECK,
  MAX_PAGE_SIZE,
  META,
  META_CHECKSUM,
  META_SIZE,
  MIN_PAGE_SIZE,
  OLDEST_VERSION,
  PAGE,
  PAGE_TYPE,
  SPARES,
  VERSION,
} from "./bdb-layout.ts";
import { HASH_MAGIC } from "./magic.ts";
import { unsupported, wrong } from "./refusals.ts";
import { Table } from "./table.ts";
import { torekHash } from "./torek-hash.ts";

/** What the first page of a file says. */
export interface Meta {
  readonly version: number;
  readonly pageSize: number;
  readonly littleEndian: boolean;
  /** Whether each page has a checksum. */
  readonly hasChecksums: boolean;
  /** Where a page has the index of its items. */
  readonly items: number;
  readonly hasDuplicates: boolean;
  readonly table: Table;
  readonly fillFactor: number;
  /** The first page of those that are free, or 0. */
  readonly freeList: number;
  /** What is added to the number of a bucket for its page, by the bucket's group. */
  readonly spares: readonly number[];
  /** How many whole pages the file has. */
  readonly pages: number;
}

/** The page of a bucket. */
export function pageOf(bucket: number, { spares }: Meta): number {
  return bucket + (spares[groupOf(bucket)] as number);
}

/** Reads the first page, and refuses what is of another kind, or cannot be. */
export function readMeta(file: DatabaseFile): Meta {
  const view = new DataView(file.read(0, META_SIZE, "the first page").buffer);
  const littleEndian = view.getUint32(META.magic, true) === HASH_MAGIC;
  const number = (offset: number) => view.getUint32(offset, littleEndian);
  if (number(META.magic) !== HASH_MAGIC)
    throw wrong(file, META.magic, "a magic number", "no hash table of Berkeley DB");
  refuseOtherKinds(file, view, number);
  const pageSize = number(META.pageSize);
  if (pageSize < MIN_PAGE_SIZE || pageSize > MAX_PAGE_SIZE || (pageSize & (pageSize - 1)) !== 0)
    throw wrong(file, META.pageSize, "the size of pages", `${pageSize} is none`);
  const hasChecksums = (view.getUint8(META.metaFlags) & META_CHECKSUM) !== 0;
  if (hasChecksums && number(META.checksum) !== checksumOf(view, META.checksum))
    throw wrong(file, META.checksum, "the checksum of the first page", "it is not that of its bytes");
  const pages = Math.floor(file.size() / pageSize);
  const spares = Array.from({ length: SPARES }, (_, index) => number(META.spares + 4 * index));
  return {
    version: number(META.version),
    pageSize,
    littleEndian,
    hasChecksums,
    items: hasChecksums ? PAGE.itemsAfterChecksum : PAGE.items,
    hasDuplicates: (number(META.flags) & FLAG_DUPLICATES) !== 0,
    table: tableOf(file, number, spares, pages),
    fillFactor: number(META.fillFactor),
    freeList: number(META.freeList),
    spares,
    pages,
  };
}

/** The checksum of a page: Torek's hash of its bytes, of which the four that have it count as zeros. */
export function checksumOf({ buffer, byteLength }: DataView, offset: number): number {
  const bytes = new Uint8Array(buffer, 0, byteLength);
  const zeros = torekHash(new Uint8Array(4), 0, 4, torekHash(bytes, 0, offset));
  return torekHash(bytes, offset + 4, byteLength, zeros);
}

/** Files that are right, but that nobody can read here. */
function refuseOtherKinds(file: DatabaseFile, view: DataView, number: (offset: number) => number): void {
  const version = number(META.version);
  if (version < OLDEST_VERSION || version > VERSION)
    throw unsupported(
      file,
      META.version,
      `version ${version} of the format is not one of ${OLDEST_VERSION} to ${VERSION}`,
    );
  if (view.getUint8(META.encryption) !== 0) throw unsupported(file, META.encryption, "it is encrypted");
  if (view.getUint8(META.type) !== PAGE_TYPE.meta)
    throw wrong(
      file,
      META.type,
      "the kind of the first page",
      `${view.getUint8(META.type)} is not that of a hash table`,
    );
  if (number(META.partitions) !== 0) throw unsupported(file, META.partitions, "it is one of several parts");
  if (number(META.flags) & FLAG_SUBDATABASES)
    throw unsupported(file, META.flags, "it holds several databases");
  if (number(META.hashCheck) !== HASH_CHECK)
    throw unsupported(file, META.hashCheck, "its hash function is one of its program's own");
}

/** The table of buckets, whose pages are all within the file, and belong to one bucket each. */
function tableOf(
  file: DatabaseFile,
  number: (offset: number) => number,
  spares: readonly number[],
  pages: number,
): Table {
  const last = number(META.maxBucket);
  if (last >= pages)
    throw wrong(file, META.maxBucket, "the number of buckets", `${pages} pages cannot hold ${last + 1}`);
  const table = new Table(last + 1);
  const masksAreRight = number(META.highMask) === table.highMask && number(META.lowMask) === table.lowMask;
  if (last > 0 && !masksAreRight)
    throw wrong(file, META.highMask, "the masks", `they are not those of ${last + 1} buckets`);
  const groups = spares.slice(0, groupOf(last) + 1).map((spare, group) => {
    const first = group === 0 ? 0 : 2 ** (group - 1);
    const end = group === 0 ? 1 : Math.min(2 * first, last + 1);
    return { group, start: first + spare, end: end + spare };
  });
  groups.sort((a, b) => a.start - b.start);
  let free = 1;
  for (const { group, start, end } of groups) {
    if (start < free || end > pages)
      throw wrong(
        file,
        META.spares + 4 * group,
        "the place of buckets",
        `pages ${start} to ${end - 1} are not theirs`,
      );
    free = end;
  }
  return table;
}
