import type { Bucket } from "./bucket.ts";

/** So many bytes of buckets are held, */
const MAX_BYTES = 32 * 1024 * 1024;
/** but always this many buckets. */
const MIN_BUCKETS = 4;

/** The buckets that were read last. Those that were changed and not yet written stay. */
export class BucketCache {
  readonly #buckets = new Map<number, { readonly bucket: Bucket; recent: boolean }>();
  readonly #capacity: number;

  constructor(bucketSize: number) {
    this.#capacity = Math.max(MIN_BUCKETS, Math.floor(MAX_BYTES / bucketSize));
  }

  /** How many buckets may wait to be written. */
  get waitingLimit(): number {
    return this.#capacity / 2;
  }

  get(address: number): Bucket | undefined {
    const entry = this.#buckets.get(address);
    if (entry === undefined) return undefined;
    entry.recent = true;
    return entry.bucket;
  }

  add(bucket: Bucket): void {
    if (this.#buckets.size >= this.#capacity) this.#evict();
    this.#buckets.set(bucket.address, { bucket, recent: false });
  }

  delete(bucket: Bucket): void {
    this.#buckets.delete(bucket.address);
  }

  /** Drops the bucket that was read first of those that were not asked for since they were looked at last. */
  #evict(): void {
    let steps = 2 * this.#buckets.size;
    for (const [address, entry] of this.#buckets) {
      if (steps === 0) return;
      steps -= 1;
      if (!entry.recent && !entry.bucket.isChanged) {
        this.#buckets.delete(address);
        return;
      }
      entry.recent = false;
      this.#buckets.delete(address);
      this.#buckets.set(address, entry);
    }
  }
}
