// JavaScript engines hash numbers with no secret, so keys can be crafted to fall into one bucket of a `Map` or `Set`,
// which makes filling it take quadratic time (131,072 such keys took V8 ten seconds). Strings and objects are not
// affected. This file computes where V8 would put number keys; crafted for another engine, they are not found here.

/** Smaller tables are not worth a look: a thousand keys in one bucket cost milliseconds. */
const FIRST_LOOK = 1024;
const NO_NUMBER = -1;
const MASK_64 = 0xffffffffffffffffn;
const double = new DataView(new ArrayBuffer(8));

/** Whether a table of this size is looked at: often enough that the keys between two looks cost milliseconds. */
export function isLookDue(size: number): boolean {
  return size > 0 && size % FIRST_LOOK === 0;
}

/** Watches how the number keys of one table spread while it grows. Each key is hashed once, at the next look. */
export class FloodWatch {
  readonly #table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;
  /** It goes on with what was added since it last stopped. */
  readonly #keys: Iterator<unknown>;
  #hashes: Int32Array = new Int32Array(0);
  #counts: Uint32Array = new Uint32Array(0);
  #seen = 0;
  #fullest = 0;

  constructor(table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>) {
    this.#table = table;
    this.#keys = table.keys();
  }

  /** How many number keys share the fullest bucket. */
  look(): number {
    const { size } = this.#table;
    if (size >= 2 * this.#counts.length) this.#grow(size);
    while (this.#seen < size) {
      const hash = hashOf(this.#keys.next().value);
      this.#hashes[this.#seen++] = hash;
      this.#count(hash);
    }
    return this.#fullest;
  }

  /** V8's ordered hash tables have half as many buckets as room for entries, and grow by doubling. */
  #grow(size: number): void {
    const buckets = 2 ** Math.floor(Math.log2(size));
    const hashes = new Int32Array(2 * buckets);
    hashes.set(this.#hashes.subarray(0, this.#seen));
    this.#hashes = hashes;
    this.#counts = new Uint32Array(buckets);
    this.#fullest = 0;
    for (let i = 0; i < this.#seen; i += 1) this.#count(hashes[i] as number);
  }

  #count(hash: number): void {
    if (hash === NO_NUMBER) return;
    const bucket = hash & (this.#counts.length - 1);
    const count = (this.#counts[bucket] as number) + 1;
    this.#counts[bucket] = count;
    if (count > this.#fullest) this.#fullest = count;
  }
}

/** V8's hash of a number or bigint key (`ComputeUnseededHash`, `ComputeLongHash`); `NO_NUMBER` for other keys. */
function hashOf(key: unknown): number {
  if (typeof key === "bigint") return key === 0n ? 0 : longHash((key < 0n ? -key : key) & MASK_64);
  if (typeof key !== "number") return NO_NUMBER;
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
