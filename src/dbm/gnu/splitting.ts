import { DbmError } from "../errors.ts";
import type { Allocation } from "./allocation.ts";
import type { Region } from "./avail.ts";
import { Bucket } from "./bucket.ts";
import type { Image } from "./image.ts";
import { HASH_BITS, MAX_DIRECTORY_SIZE } from "./layout.ts";

/** What came of splitting a bucket. */
export interface Split {
  /** The bucket for the hash that was in need of room. */
  readonly bucket: Bucket;
  /** Buckets that are not yet in the file. */
  readonly fresh: Iterable<Bucket>;
  /** Whether the file has another directory now. */
  readonly doubled: boolean;
}

/**
 * Splits a full bucket, as often as it takes until there is room for this hash. What fails before `touch` is called has changed nothing, but for
 * space that is lost.
 */
export function split(
  image: Image,
  allocation: Allocation,
  full: Bucket,
  hash: number,
  touch: () => void,
): Split {
  const { header, directory, buckets } = image;
  const { layout, bucketSize, blockSize } = header;
  const fresh = new Set<Bucket>();
  const oldDirectories: Region[] = [];
  let bucket = full;
  while (bucket.count === bucket.capacity) {
    const bits = bucket.bits + 1;
    const halves = [0, 1].map((bit) => {
      const address = allocation.take(bucket, bucketSize);
      return Bucket.empty(layout, address, bucketSize, { bits, prefix: bucket.prefix * 2 + bit });
    }) as [Bucket, Bucket];
    const isFull = header.directoryBits === bucket.bits;
    const larger = isFull ? allocation.take(bucket, header.directorySize * 2) : undefined;
    for (let slot = 0; slot < bucket.capacity; slot += 1)
      halves[(bucket.hashAt(slot) >> (HASH_BITS - bits)) & 1]?.insertFrom(bucket, slot);
    const block = { address: allocation.take(bucket, blockSize), size: blockSize };
    touch();
    shareFreeSpace(bucket, halves, block);
    if (larger !== undefined) {
      oldDirectories.push({ address: header.directory, size: header.directorySize });
      directory.double(larger);
    }
    const span = 2 ** (header.directoryBits - bits);
    for (const half of halves) directory.fill(half.prefix * span, (half.prefix + 1) * span, half.address);
    const [left, right] = halves;
    const isRight = ((hash >> (HASH_BITS - bits)) & 1) === 1;
    (isRight ? left : right).avail.put({ address: bucket.address, size: bucketSize });

    buckets.delete(bucket);
    fresh.delete(bucket);
    for (const half of halves) {
      buckets.add(half);
      fresh.add(half);
    }
    bucket = isRight ? right : left;
  }
  for (const region of oldDirectories) allocation.free(bucket, region);
  return { bucket, fresh, doubled: oldDirectories.length > 0 };
}

/** The left half gets the free space that the bucket had, the right one a new block; and one piece of six. */
function shareFreeSpace(bucket: Bucket, [left, right]: [Bucket, Bucket], block: Region): void {
  const regions = [...bucket.avail.regions()];
  right.avail.put(block);
  const [first] = regions;
  if (first && regions.length === bucket.avail.capacity) {
    right.avail.put(first);
    regions.shift();
  }
  left.avail.replace(regions);
}

/**
 * A directory up to this size is made whatever the file's size. A larger one is not made larger than the file, since a few hundred keys can be made
 * for which it would be: keys whose hashes have many bits in common.
 */
const MODEST_DIRECTORY_SIZE = 2 ** 24;

/** Throws unless splitting the bucket makes room for this hash: the keys may have too many bits in common. */
export function ensureSplittable(image: Image, bucket: Bucket, hash: number, path: string): void {
  const { directoryBits, layout, nextBlock } = image.header;
  const size = Math.min(MAX_DIRECTORY_SIZE, Math.max(MODEST_DIRECTORY_SIZE, nextBlock));
  const most = Math.max(directoryBits, Math.floor(Math.log2(size / layout.offsetSize)));
  const shift = HASH_BITS - most;
  for (let slot = 0; slot < bucket.capacity; slot += 1)
    if (bucket.hashAt(slot) >> shift !== hash >> shift) return;
  const message = `Cannot write ${path}: it has as many keys with a hash like ${hash} as a bucket can hold`;
  throw new DbmError(message, "limit", { path });
}
