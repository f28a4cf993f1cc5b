import type { DatabaseFile } from "../file.ts";
import {
  BIG_ENDIAN,
  HASH_CHECK,
  HEADER,
  HEADER_SIZE,
  LITTLE_ENDIAN,
  MAX_PAGE_SIZE,
  MIN_PAGE_SIZE,
  type Places,
  pageOfBucket,
  SPLITS,
  VERSION,
} from "./bsd-layout.ts";
import type { Shape } from "./hash-format.ts";
import { HASH_MAGIC } from "./magic.ts";
import { unsupported, wrong } from "./refusals.ts";
import { bitsOf, Table } from "./table.ts";

/** What the header of a file says. */
export interface Header extends Shape, Places {
  readonly version: number;
  readonly table: Table;
  readonly fillFactor: number;
  /** How many keys its library counted. */
  readonly keys: number;
  /** The split point that overflow pages are made at. */
  readonly overflowPoint: number;
  /** The addresses of the pages that tell which overflow pages are in use. */
  readonly bitmaps: readonly number[];
  /** How many bytes the file has. */
  readonly size: number;
}

/** A table may have been made for many keys, and have no pages yet for so many buckets. */
const BUCKETS_WITHOUT_PAGES = 2 ** 20;

/** Reads the header, and refuses what is of another kind, or cannot be. */
export function readHeader(file: DatabaseFile): Header {
  const view = new DataView(file.read(0, HEADER_SIZE, "the header").buffer);
  const number = (offset: number) => view.getUint32(offset, false);
  if (number(HEADER.magic) !== HASH_MAGIC)
    throw wrong(file, HEADER.magic, "a magic number", "no hash table of BSD's db 1.85");
  const version = number(HEADER.version);
  if (version !== VERSION && version !== VERSION - 1)
    throw unsupported(file, HEADER.version, `version ${version} of the format is not known`);
  if (number(HEADER.hashCheck) !== HASH_CHECK)
    throw unsupported(file, HEADER.hashCheck, "its hash function is one of its program's own");
  const order = number(HEADER.byteOrder);
  if (order !== LITTLE_ENDIAN && order !== BIG_ENDIAN)
    throw wrong(file, HEADER.byteOrder, "the byte order", `${order} is none`);
  const pageSize = number(HEADER.pageSize);
  const isPower = (pageSize & (pageSize - 1)) === 0 && number(HEADER.pageShift) === bitsOf(pageSize);
  if (pageSize < MIN_PAGE_SIZE || pageSize > MAX_PAGE_SIZE || !isPower)
    throw wrong(file, HEADER.pageSize, "the size of pages", `${pageSize} is none`);
  const size = file.size();
  const places = placesOf(file, number, pageSize);
  return {
    version,
    littleEndian: order === LITTLE_ENDIAN,
    pageSize,
    table: tableOf(file, number, places, size / pageSize),
    fillFactor: number(HEADER.fillFactor),
    keys: number(HEADER.keys),
    overflowPoint: number(HEADER.overflowPoint),
    bitmaps: Array.from({ length: SPLITS }, (_, index) => view.getUint16(HEADER.bitmaps + 2 * index, false)),
    size,
    ...places,
  };
}

function placesOf(file: DatabaseFile, number: (offset: number) => number, pageSize: number): Places {
  const headerPages = number(HEADER.headerPages);
  if (headerPages * pageSize < HEADER_SIZE || headerPages > 2 ** 16)
    throw wrong(file, HEADER.headerPages, "the size of the header", `it cannot be ${headerPages} pages`);
  const spares = Array.from({ length: SPLITS }, (_, index) => number(HEADER.spares + 4 * index));
  const overflowPoint = number(HEADER.overflowPoint);
  if (overflowPoint >= SPLITS)
    throw wrong(file, HEADER.overflowPoint, "the split point", `there is no split point ${overflowPoint}`);
  for (let split = 0; split <= overflowPoint; split++) {
    const spare = spares[split] as number;
    if (spare < (spares[split - 1] ?? 0) || spare > 2 ** 31)
      throw wrong(file, HEADER.spares + 4 * split, "the number of overflow pages", `it cannot be ${spare}`);
  }
  return { headerPages, spares };
}

function tableOf(
  file: DatabaseFile,
  number: (offset: number) => number,
  places: Places,
  pages: number,
): Table {
  const last = number(HEADER.maxBucket);
  const [high, low] = [number(HEADER.highMask), number(HEADER.lowMask)];
  if (((low + 1) & low) !== 0 || high !== 2 * low + 1 || last < low || last > high)
    throw wrong(file, HEADER.highMask, "the masks", `they are not those of ${last + 1} buckets`);
  if (bitsOf(last + 1) > number(HEADER.overflowPoint))
    throw wrong(file, HEADER.overflowPoint, "the split point", `it is not one of ${last + 1} buckets`);
  if (last >= BUCKETS_WITHOUT_PAGES && pageOfBucket(last, places) >= pages + BUCKETS_WITHOUT_PAGES)
    throw wrong(file, HEADER.maxBucket, "the number of buckets", `the file has no room for ${last + 1}`);
  return new Table(last + 1);
}
