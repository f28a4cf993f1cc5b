// JavaScript engines hash numbers with no secret, so keys can be crafted to fall into one bucket of a `Map` or `Set`,
// which makes filling it take quadratic time (131,072 such keys took V8 ten seconds). Strings and objects are not
// affected. This file computes where V8 would put number keys; crafted for another engine, they are not found here.

/** Smaller tables are not worth a look, nor fewer keys than that after one: a thousand in one bucket cost milliseconds. */
const FIRST_LOOK = 1024;
/** Keys for each bucket that is counted, at most. V8 has two, but its tables of counts would not fit into the fastest memory. */
const CROWD = 32;
const NO_NUMBER = -1;
const bits = new DataView(new ArrayBuffer(8));

/** How many keys may be added to a table before it must be guarded. */
export const UNGUARDED: number = FIRST_LOOK;

/** Whether a table of this size is looked at. */
export function isWatched(size: number): boolean {
  return size >= FIRST_LOOK;
}

/** Watches how the number keys of one table spread while it grows. Most keys are hashed once, at the next look. */
export class FloodWatch {
  readonly table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;
  /** It goes on with what was added since it last stopped. */
  #keys: Iterator<unknown>;
  /**
   * Keys by the low bits of their hash, fewer than V8 takes: what falls into one of its buckets does so here, together
   * with others.
   */
  #counts: Uint32Array = new Uint32Array(FIRST_LOOK);
  #seen = 0;
  #fullest = 0;

  constructor(table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>) {
    this.table = table;
    this.#keys = table.keys();
  }

  /** Whether enough keys were added since the last look. */
  get isDue(): boolean {
    return this.table.size - this.#seen >= FIRST_LOOK;
  }

  /** How many number keys share the fullest bucket; exact where that is more than `limit`. */
  look(limit: number): number {
    const { size } = this.table;
    if (size > CROWD * this.#counts.length) this.#recount((CROWD / 2) * this.#counts.length);
    this.#countTo(size);
    const buckets = bucketsOf(size);
    if (this.#fullest > limit && this.#counts.length < buckets) {
      this.#recount(buckets);
      this.#countTo(size);
    }
    return this.#fullest;
  }

  #recount(buckets: number): void {
    this.#counts = new Uint32Array(buckets);
    this.#keys = this.table.keys();
    this.#seen = 0;
    this.#fullest = 0;
  }

  #countTo(size: number): void {
    const keys = this.#keys;
    const counts = this.#counts;
    const mask = counts.length - 1;
    let fullest = this.#fullest;
    for (let seen = this.#seen; seen < size; seen += 1) {
      const hash = hashOf(keys.next().value);
      if (hash === NO_NUMBER) continue;
      const count = (counts[hash & mask] as number) + 1;
      counts[hash & mask] = count;
      if (count > fullest) fullest = count;
    }
    this.#seen = size;
    this.#fullest = fullest;
  }
}

/** V8's ordered hash tables have half as many buckets as room for entries, and grow by doubling. */
function bucketsOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size));
}

/** V8's hash of a number or bigint key (`ComputeUnseededHash`, `ComputeLongHash`); `NO_NUMBER` for other keys. */
function hashOf(key: unknown): number {
  if (typeof key === "number") {
    if ((key | 0) === key) return intHash(key);
    bits.setFloat64(0, key);
    return longHash(bits.getInt32(4), bits.getInt32(0));
  }
  return typeof key === "bigint" ? bigintHash(key) : NO_NUMBER;
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

/** That of the lowest 64 bits of what it is without its sign. */
function bigintHash(key: bigint): number {
  if (key === 0n) return 0;
  bits.setBigInt64(0, key);
  const low = bits.getInt32(4);
  const high = bits.getInt32(0);
  return key < 0n ? longHash(-low | 0, low === 0 ? -high | 0 : ~high) : longHash(low, high);
}

/** Arithmetic of 64 bits in halves: that of bigints takes twenty times as long. */
function longHash(low: number, high: number): number {
  // hash = ~hash + (hash << 18)
  let sum = (~low >>> 0) + ((low << 18) >>> 0);
  let h = (~high + ((high << 18) | (low >>> 14)) + carryOf(sum)) | 0;
  let l = sum | 0;
  // hash ^= hash >> 31
  l ^= (l >>> 31) | (h << 1);
  h ^= h >>> 31;
  // hash *= 21
  sum = (l >>> 0) * 21;
  h = (Math.imul(h, 21) + carryOf(sum)) | 0;
  l = sum | 0;
  // hash ^= hash >> 11
  l ^= (l >>> 11) | (h << 21);
  h ^= h >>> 11;
  // hash += hash << 6
  sum = (l >>> 0) + ((l << 6) >>> 0);
  h = (h + ((h << 6) | (l >>> 26)) + carryOf(sum)) | 0;
  l = sum | 0;
  // hash ^= hash >> 22
  return (l ^ ((l >>> 22) | (h << 10))) & 0x3fffffff;
}

/** What goes over 32 bits. */
function carryOf(sum: number): number {
  return Math.floor(sum / 2 ** 32);
}
