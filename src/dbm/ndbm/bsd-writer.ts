import { DbmError } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import { type BsdDraft, draftsOf } from "./bsd-draft.ts";
import {
  addressOf,
  BIG_ENDIAN,
  FILL_FACTOR,
  HASH_CHECK,
  HEADER,
  HEADER_ROOM,
  HEADER_SIZE,
  hashOf,
  LITTLE_ENDIAN,
  type Places,
  pageOfAddress,
  pageOfBucket,
  VERSION,
} from "./bsd-layout.ts";
import { type Plan, planFor } from "./bsd-plan.ts";
import { bucketsOf } from "./distribution.ts";
import type { EntrySource, Shape } from "./hash-format.ts";
import { HASH_MAGIC } from "./magic.ts";
import { PageStream } from "./page-stream.ts";
import { bitsOf, Table } from "./table.ts";

/** The buckets whose pages BSD's library keeps in one piece of memory, as a power of two. */
const SEGMENT_SHIFT = 8;

/** Writes a hash file of BSD's db 1.85: the entries are asked for twice, to count the pages that they need and to write them. */
export function writeBsdFile(file: DatabaseFile, source: EntrySource): void {
  const plan = planFor(source.totals, source.shape, (shape, split) => {
    let pages = 0;
    for (const [, entries] of bucketsOf(source, new Table(2 ** split), hashOf)) {
      pages -= 1;
      for (const _ of draftsOf(entries, shape)) pages += 1;
    }
    return pages;
  });
  if (plan === undefined)
    throw new DbmError(`Cannot write ${file.path}: its large entries need too many pages`, "limit", {
      path: file.path,
    });
  new BsdWriter(file, plan).write(source);
}

class BsdWriter {
  readonly #file: DatabaseFile;
  readonly #plan: Plan;
  readonly #shape: Shape;
  readonly #places: Places;
  readonly #bucketPages: PageStream;
  readonly #overflowPages: PageStream;
  /** How many overflow pages have been used. */
  #used = 0;

  constructor(file: DatabaseFile, plan: Plan) {
    const { shape, spares } = plan;
    this.#file = file;
    this.#plan = plan;
    this.#shape = shape;
    this.#places = { headerPages: Math.ceil(HEADER_ROOM / shape.pageSize), spares };
    this.#bucketPages = new PageStream(file, shape.pageSize);
    this.#overflowPages = new PageStream(file, shape.pageSize);
  }

  write(source: EntrySource): void {
    const table = new Table(2 ** this.#plan.split);
    let count = 0;
    for (const [bucket, entries] of bucketsOf(source, table, hashOf)) {
      this.#writeBucket(bucket, draftsOf(entries, this.#shape));
      count += entries.length;
    }
    this.#bucketPages.flush();
    this.#overflowPages.flush();
    this.#writeBitmaps();
    this.#writeHeader(count);
  }

  #writeBucket(bucket: number, drafts: Iterable<BsdDraft>): void {
    let stream = this.#bucketPages;
    let page = pageOfBucket(bucket, this.#places);
    let waiting: BsdDraft | undefined;
    for (const draft of drafts) {
      if (waiting !== undefined) {
        const address = this.#take();
        waiting.link(address);
        stream.put(page, waiting.bytes);
        stream = this.#overflowPages;
        page = pageOfAddress(address, this.#places);
      }
      waiting = draft;
    }
    // What was never written is an empty bucket.
    if (waiting !== undefined && !waiting.isEmpty) stream.put(page, waiting.bytes);
  }

  /** The address of the next overflow page. The first that a bitmap has a bit for is the bitmap itself. */
  #take(): number {
    if (this.#used % (8 * this.#shape.pageSize) === 0) this.#used += 1;
    this.#used += 1;
    return addressOf(this.#used, this.#plan.spares);
  }

  /** A set bit is that of a page that is in use, or that there is none for. */
  #writeBitmaps(): void {
    const { spares, split, bitmaps } = this.#plan;
    const { pageSize, littleEndian } = this.#shape;
    for (let index = 0; index < bitmaps; index++) {
      const bitmap = new Uint8Array(pageSize).fill(0xff);
      if (index === bitmaps - 1) {
        const free = ((spares[split] as number) - 1) % (8 * pageSize);
        new DataView(bitmap.buffer).setUint32(4 * (free >> 5), ~(1 << (free & 31)), littleEndian);
      }
      this.#file.write(bitmap, pageOfAddress(this.#bitmapAddress(index), this.#places) * pageSize);
    }
  }

  #bitmapAddress(index: number): number {
    return addressOf(8 * this.#shape.pageSize * index + 1, this.#plan.spares);
  }

  #writeHeader(count: number): void {
    const { shape, split, spares, bitmaps } = this.#plan;
    const buckets = 2 ** split;
    const segments = Math.max(1, buckets >> SEGMENT_SHIFT);
    const bytes = new Uint8Array(HEADER_SIZE);
    const view = new DataView(bytes.buffer);
    const set = (offset: number, value: number) => view.setUint32(offset, value, false);
    set(HEADER.magic, HASH_MAGIC);
    set(HEADER.version, VERSION);
    set(HEADER.byteOrder, shape.littleEndian ? LITTLE_ENDIAN : BIG_ENDIAN);
    set(HEADER.pageSize, shape.pageSize);
    set(HEADER.pageShift, bitsOf(shape.pageSize));
    // Its library writes beyond this list of segments once it has grown twice, so it begins large.
    set(HEADER.directorySize, Math.max(256, 4 * segments));
    set(HEADER.segmentSize, 2 ** SEGMENT_SHIFT);
    set(HEADER.segmentShift, SEGMENT_SHIFT);
    set(HEADER.overflowPoint, split);
    // Free overflow pages are looked for from here on.
    set(HEADER.lastFreed, Math.max(2, (spares[split] as number) - 1));
    set(HEADER.maxBucket, buckets - 1);
    set(HEADER.highMask, 2 * buckets - 1);
    set(HEADER.lowMask, buckets - 1);
    set(HEADER.fillFactor, FILL_FACTOR);
    set(HEADER.keys, count);
    set(HEADER.headerPages, this.#places.headerPages);
    set(HEADER.hashCheck, HASH_CHECK);
    for (const [point, spare] of spares.entries()) set(HEADER.spares + 4 * point, spare);
    for (let index = 0; index < bitmaps; index++)
      view.setUint16(HEADER.bitmaps + 2 * index, this.#bitmapAddress(index), false);
    this.#file.write(bytes, 0);
  }
}
