import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { Bucket, type Element } from "./bucket.ts";
import { type FoundBucket, type Geometry, scanBuckets } from "./bucket-scan.ts";
import { isInside, startsLike } from "./check-elements.ts";
import type { Header } from "./header.ts";
import { KeySigns } from "./key-signs.ts";
import { HASH_BITS } from "./layout.ts";
import { Regions } from "./regions.ts";
import { directoryRuns } from "./structure.ts";

/** A key and its value that were found, or the reason why they were not. */
export interface Salvaged {
  /** Where the element is that leads to them. */
  readonly offset: number;
  readonly record?: { readonly key: Bytes; readonly value: Bytes };
  /** What speaks against it. */
  readonly reason?: string;
}

/** So many times the size of the file is read at the most: records that share their bytes could take any time. */
const READINGS = 16;

/** How many buckets there were. */
export interface Counts {
  /** Those that the directory leads to, and those that nothing refers to. */
  buckets: number;
  strayBuckets: number;
}

/** Finds what is left in a damaged file: first what its directory leads to, then whatever looks like a bucket. */
export class Salvage {
  readonly counts: Counts = { buckets: 0, strayBuckets: 0 };
  readonly signs: KeySigns = new KeySigns();
  readonly #file: DatabaseFile;
  readonly #fileSize: number;
  readonly #geometry: Geometry;
  readonly #header: Header | undefined;
  /** Hashes whose buckets were sound. */
  readonly #covered = new Regions();
  /** Records of keys that were found by the directory. */
  readonly #taken = new Regions();
  readonly #visited = new Set<number>();
  #sound = true;
  #bytesRead = 0;

  constructor(file: DatabaseFile, geometry: Geometry, header: Header | undefined) {
    this.#file = file;
    this.#fileSize = file.size();
    this.#geometry = geometry;
    this.#header = header;
  }

  /** Everything that is found, what is surest and newest first. */
  *all(): IterableIterator<Salvaged> {
    if (this.#header) yield* this.#listed(this.#header);
    if (this.#header && this.#sound) return;
    const strays = [...scanBuckets(this.#file, this.#geometry)].filter(
      ({ address }) => !this.#visited.has(address),
    );
    // A bucket that was split has fewer bits than what became of it.
    strays.sort((a, b) => b.bits - a.bits || b.address - a.address);
    for (const stray of strays) yield* this.#stray(stray);
  }

  *#listed(header: Header): IterableIterator<Salvaged> {
    const { bucketSize, blockSize, directoryBits, layout } = header;
    for (const { index, length, address } of directoryRuns(this.#file, header)) {
      if (this.#visited.has(address)) {
        this.#sound = false;
        continue;
      }
      if (address < blockSize || address + bucketSize > this.#fileSize) {
        this.#sound = false;
        const offset = header.directory + index * layout.offsetSize;
        yield { offset, reason: `a bucket cannot be at ${address}` };
        continue;
      }
      this.#visited.add(address);
      const bucket = this.#bucketAt(address);
      const isListed = length === 2 ** (directoryBits - bucket.bits) && index % length === 0;
      this.counts.buckets += 1;
      let sound = isListed;
      let used = 0;
      for (const [slot, element] of bucket.elements()) {
        const found = this.#element(bucket, slot, element);
        used += 1;
        sound &&= found.reason === undefined && element.hash >> (HASH_BITS - bucket.bits) === index / length;
        if (found.record)
          this.#taken.add({ address: element.address, size: element.keySize + element.dataSize });
        yield found;
      }
      if (sound && used === bucket.count) this.#cover(bucket.bits, index / length);
      else this.#sound = false;
    }
  }

  /** Of a bucket that nothing refers to: keys that are whole, where no better bucket is known and no other record is. */
  *#stray({ address, bits }: FoundBucket): IterableIterator<Salvaged> {
    const bucket = this.#bucketAt(address);
    let used = false;
    let prefix = 0;
    for (const [slot, element] of bucket.elements()) {
      if (element.hash < 0 || this.#covered.overlap({ address: element.hash, size: 1 })) continue;
      if (this.#taken.overlap({ address: element.address, size: element.keySize + element.dataSize }))
        continue;
      const found = this.#element(bucket, slot, element);
      if (found.reason !== undefined) continue;
      used = true;
      prefix = element.hash >> (HASH_BITS - bits);
      yield found;
    }
    if (!used) return;
    this.counts.strayBuckets += 1;
    this.#cover(bits, prefix);
  }

  #cover(bits: number, prefix: number): void {
    const size = 2 ** (HASH_BITS - bits);
    this.#covered.add({ address: prefix * size, size });
  }

  #bucketAt(address: number): Bucket {
    return new Bucket(
      this.#geometry.layout,
      address,
      this.#file.read(address, this.#geometry.blockSize, "a bucket"),
    );
  }

  #element(bucket: Bucket, slot: number, element: Element): Salvaged {
    const { layout } = bucket;
    const offset = bucket.address + layout.bucketTable + slot * layout.elementSize;
    const { address, keySize, dataSize, hash } = element;
    if (!isInside(element, this.#geometry, this.#fileSize))
      return { offset, reason: `a record of ${keySize} and ${dataSize} bytes cannot be at ${address}` };
    this.#bytesRead += keySize + dataSize;
    if (this.#bytesRead > READINGS * this.#fileSize)
      return { offset, reason: `too many records share bytes to read the one at ${address}` };
    const bytes = this.#file.read(address, keySize + dataSize, "a record");
    const record = { key: bytes.slice(0, keySize), value: bytes.slice(keySize) };
    const hashed = this.signs.judge(record.key, hash) !== "wrong";
    const begins = startsLike(record.key, bucket.keyStartAt(slot));
    if (hashed && begins) return { offset, record };
    // One of both is damaged. Where both are wrong, something else was written there.
    if (!hashed && begins)
      return { offset, record, reason: `the hash of the key at ${address} is not ${hash}` };
    if (hashed) return { offset, record, reason: `the key at ${address} does not begin as its element says` };
    return { offset, reason: `what is at ${address} is not the key that belongs there` };
  }
}
