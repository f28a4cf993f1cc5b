import type { DatabaseFile } from "../file.ts";
import { Bucket } from "./bucket.ts";
import { isInside } from "./check-elements.ts";
import { BUCKET_AVAIL, HASH_BITS, Layout, type LayoutName } from "./layout.ts";

/** What has to be known to find buckets where nothing says where they are. */
export interface Geometry {
  readonly layout: Layout;
  /** The size of blocks, and of buckets. */
  readonly blockSize: number;
}

/** A place that looks like a bucket. */
export interface FoundBucket {
  readonly address: number;
  readonly bits: number;
}

const CHUNK = 2 ** 20;
/** How far a file is searched for what shows its layout, and how many buckets show it. */
const SEARCHED = 2 ** 26;
const ENOUGH = 4;
/** Some elements may be damaged: one of so many. */
const TOLERANCE = 8;
const SMALLEST_BLOCK = 512;
const LARGEST_BLOCK = 2 ** 22;

/** So many slots are looked at for each byte of the file, which is a hundred times what real buckets take: bytes can be made that look like one everywhere. */
const SLOTS_PER_BYTE = 4;

/** How many slots may still be looked at. */
interface Budget {
  slots: number;
}

/** Everything in a file that looks like a bucket with keys, also those that are not used any more. */
export function* scanBuckets(
  file: DatabaseFile,
  { layout, blockSize }: Geometry,
): IterableIterator<FoundBucket> {
  const fileSize = file.size();
  const budget: Budget = { slots: SLOTS_PER_BYTE * fileSize };
  for (const { address, bytes } of places(file, layout, blockSize)) {
    const bits = looksLikeBucket(layout, bytes.subarray(0, blockSize), fileSize, budget);
    if (bits !== undefined) yield { address, bits };
  }
}

/** The layout and the size of blocks that the buckets in a file show; `undefined` where there are none. */
export function searchGeometry(file: DatabaseFile): Geometry | undefined {
  const fileSize = file.size();
  let best: Geometry | undefined;
  let most = 0;
  for (const byteOrder of ["little", "big"] as const)
    for (const name of ["64-bit", "64-bit packed", "32-bit"] as const) {
      const layout = new Layout({ name, byteOrder, numsync: saysNumsync(file, name, byteOrder) });
      const votes = votesFor(file, layout, fileSize);
      for (const [blockSize, count] of votes) {
        if (count <= most) continue;
        most = count;
        best = { layout, blockSize };
      }
      if (most >= ENOUGH) return best;
    }
  return best;
}

/** How many buckets of each size there are, as far as it takes to be sure. */
function votesFor(file: DatabaseFile, layout: Layout, fileSize: number): ReadonlyMap<number, number> {
  const votes = new Map<number, number>();
  const budget: Budget = { slots: SLOTS_PER_BYTE * fileSize };
  const largest = Math.min(LARGEST_BLOCK, fileSize);
  for (const { address, bytes } of places(file, layout, SMALLEST_BLOCK, largest)) {
    if (address > SEARCHED || budget.slots < 0) break;
    for (let size = SMALLEST_BLOCK; size <= bytes.length && size <= largest; size *= 2) {
      if (looksLikeBucket(layout, bytes.subarray(0, size), fileSize, budget, true) === undefined) continue;
      const count = (votes.get(size) ?? 0) + 1;
      votes.set(size, count);
      if (count >= ENOUGH) return votes;
    }
  }
  return votes;
}

function saysNumsync(file: DatabaseFile, name: LayoutName, byteOrder: "little" | "big"): boolean {
  const layout = new Layout({ name, byteOrder, numsync: true });
  const bytes = new Uint8Array(4);
  file.readSome(bytes, 0);
  return layout.int(new DataView(bytes.buffer), 0) === layout.magic;
}

/** Where the numbers at the beginning of a bucket can be those of one, with the bytes from there on: `length` at least, `most` at the most. */
function* places(
  file: DatabaseFile,
  layout: Layout,
  length: number,
  most = length,
): IterableIterator<{ readonly address: number; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const chunk = new Uint8Array(CHUNK + most);
  const view = new DataView(chunk.buffer);
  for (let start = 0; ; start += CHUNK) {
    const count = file.readSome(chunk, start);
    const end = Math.min(CHUNK, count - length + 1);
    for (let at = 0; at < end; at += 1) {
      // Most bytes are refused by the first number.
      if (layout.int(view, at) >>> 0 > BUCKET_AVAIL) continue;
      if (layout.int(view, at + layout.bucketBits) >>> 0 > HASH_BITS) continue;
      if (layout.int(view, at + layout.bucketCount) <= 0) continue;
      yield { address: start + at, bytes: chunk.subarray(at, Math.min(at + most, count)) };
    }
    if (count < chunk.length) return;
  }
}

/** How many bits the keys of a bucket have in common, if these bytes can be one with keys; `strictly` if none of them may be damaged. */
function looksLikeBucket(
  layout: Layout,
  bytes: Uint8Array<ArrayBuffer>,
  fileSize: number,
  budget: Budget,
  strictly = false,
): number | undefined {
  const bucket = new Bucket(layout, 0, bytes);
  const { bits, count, capacity } = bucket;
  if (count > capacity || budget.slots < 0) return undefined;
  const bad = strictly ? 0 : Math.ceil(count / TOLERANCE);
  const shift = HASH_BITS - bits;
  let [found, wrong, prefix] = [0, 0, -1];
  for (let slot = 0; slot < capacity; slot += 1) {
    budget.slots -= 1;
    if (bucket.hashAt(slot) === -1) continue;
    const element = bucket.elementAt(slot);
    found += 1;
    if (found > count + bad) return undefined;
    const right = element.hash >= 0 && isInside(element, { blockSize: 1 }, fileSize);
    if (right && prefix < 0) prefix = element.hash >> shift;
    if (!right || element.hash >> shift !== prefix) wrong += 1;
    if (wrong > bad) return undefined;
  }
  return found >= count - bad && wrong < found ? bits : undefined;
}
