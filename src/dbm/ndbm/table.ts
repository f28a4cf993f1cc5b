/**
 * A table of linear hashing, of which both Berkeley's libraries keep one: it grows by a bucket at a time, and a bucket that
 * is not split yet holds what will go to its sibling, too.
 */
export class Table {
  /** The last bucket. */
  readonly last: number;
  /** The bits of a hash that tell a bucket of the part that is split, and those of the part that is not. */
  readonly highMask: number;
  readonly lowMask: number;

  /** The table that has so many buckets, at least one. */
  constructor(buckets: number) {
    this.last = buckets - 1;
    this.highMask = 2 ** bitsOf(buckets) - 1;
    this.lowMask = this.highMask >>> 1;
  }

  /** The bucket of a hash. */
  bucketOf(hash: number): number {
    const bucket = (hash & this.highMask) >>> 0;
    return bucket > this.last ? bucket & this.lowMask : bucket;
  }

  /** The buckets of a table with at least as many buckets that hold what this one has in `bucket`. */
  *partsOf(bucket: number, finer: Table): IterableIterator<number> {
    const isSplit = bucket > this.lowMask || bucket + this.lowMask + 1 <= this.last;
    const step = (isSplit ? this.highMask : this.lowMask) + 1;
    for (let part = bucket; part <= finer.last; part += step) yield part;
  }
}

/** The smallest power of two that is not below a number from 1 on, as its exponent. */
export function bitsOf(count: number): number {
  return 32 - Math.clz32(count - 1);
}
