// JavaScript engines hash numbers with no secret, so keys can be crafted to fall into one bucket of a `Map` or `Set`,
// which makes filling it take quadratic time (131,072 such keys took V8 ten seconds). Strings and objects are not
// affected. This file computes where V8 would put number keys; crafted for another engine, they are not found here.

/** Smaller tables are not worth a look: a thousand keys in one bucket cost milliseconds. */
const FIRST_LOOK = 1024;
const MASK_64 = 0xffffffffffffffffn;
const double = new DataView(new ArrayBuffer(8));

/** Whether a table of this size is looked at: at each power of two, so that all looks together take linear time. */
export function isLookDue(size: number): boolean {
  return size >= FIRST_LOOK && (size & (size - 1)) === 0;
}

/** How many number keys share the fullest bucket of a table of these keys. */
export function fullestBucket(keys: Iterable<unknown>, size: number): number {
  // V8's ordered hash tables have half as many buckets as room for entries, and grow by doubling.
  const buckets = size;
  const counts = new Uint32Array(buckets);
  let fullest = 0;
  for (const key of keys) {
    const hash = hashOf(key);
    if (hash === undefined) continue;
    const bucket = hash & (buckets - 1);
    const count = (counts[bucket] as number) + 1;
    counts[bucket] = count;
    if (count > fullest) fullest = count;
  }
  return fullest;
}

/** V8's hash of a number or bigint key (`ComputeUnseededHash`, `ComputeLongHash`); `undefined` for other keys. */
function hashOf(key: unknown): number | undefined {
  if (typeof key === "bigint") return key === 0n ? 0 : longHash((key < 0n ? -key : key) & MASK_64);
  if (typeof key !== "number") return undefined;
  if ((key | 0) === key) return intHash(key);
  double.setFloat64(0, key);
  return longHash(double.getBigUint64(0));
}

function intHash(key: number): number {
  let hash = key | 0;
  hash = (~hash + (hash << 15)) | 0;
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  hash ^= hash >>> 16;
  return hash & 0x3fffffff;
}

function longHash(key: bigint): number {
  let hash = key;
  hash = (~hash + (hash << 18n)) & MASK_64;
  hash ^= hash >> 31n;
  hash = (hash * 21n) & MASK_64;
  hash ^= hash >> 11n;
  hash = (hash + (hash << 6n)) & MASK_64;
  hash ^= hash >> 22n;
  return Number(hash & 0x3fffffffn);
}
