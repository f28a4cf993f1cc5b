import { DbmError } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import type { Barrier } from "./allocation.ts";
import { joined } from "./avail.ts";
import type { Bucket } from "./bucket.ts";
import type { HashSign } from "./hash.ts";
import type { Header } from "./header.ts";
import { endOf, type Image } from "./image.ts";
import { KeyHash } from "./key-hash.ts";
import { HASH_BITS } from "./layout.ts";
import { Records } from "./records.ts";
import { ensureSplittable, type Split, split } from "./splitting.ts";
import { State } from "./state.ts";
import type { Toll } from "./toll.ts";

/** How a file is worked with. */
export interface TableOptions {
  readonly readOnly?: boolean;
  readonly hashSign?: HashSign | undefined;
  readonly inPlace?: boolean;
  /** Whether a lock keeps others from writing it. Default: `false`. */
  readonly locks?: boolean;
  /** Whether changes get to the disk in their order, so that a power cut does what a killed process does. Default: `false`. */
  readonly syncs?: boolean;
}

/** A place of a key: where it is, or where it would be. */
interface Place {
  readonly bucket: Bucket;
  readonly hash: number;
  /** -1 where the key is not there. */
  readonly slot: number;
}

/** What a change has to write, besides a record, which is written already: into space that nothing on the disk refers to. */
interface Change {
  readonly bucket: Bucket;
  readonly split?: Split | undefined;
}

/** Makes a change in memory. It says when it begins to touch what is there: if it fails before, nothing has changed but for space that is lost. */
type Making = (touch: () => void) => Change;

/** A file of GDBM as a table of keys and values. */
export class GnuTable {
  readonly file: DatabaseFile;
  readonly #readOnly: boolean;
  readonly #inPlace: boolean;
  readonly #records: Records;
  readonly #barrier: Barrier;
  readonly #keys: KeyHash;
  /** What is in memory; nothing after a failure, since what is on the disk is always right. */
  #state: State | undefined;
  #waits = false;
  /** Whether changes that waited were lost with one that failed. */
  #isLost = false;
  #size: number | undefined;
  #version = 0;

  /** Reads the header of a file. */
  constructor(file: DatabaseFile, options: TableOptions = {}) {
    const { readOnly = false, hashSign, inPlace = false, locks = false, syncs = false } = options;
    this.file = file;
    this.#readOnly = readOnly;
    this.#inPlace = inPlace;
    this.#records = new Records(file, locks);
    this.#barrier = syncs ? () => file.sync() : () => {};
    const source = {
      all: () => this.#image().all(),
      keyAt: (bucket: Bucket, slot: number) => this.#records.key(bucket, slot),
    };
    this.#keys = new KeyHash(source, hashSign);
    this.#state = new State(file, readOnly, this.#barrier);
  }

  get header(): Header {
    return this.#image().header;
  }

  /** How the keys are hashed. */
  get hashSign(): HashSign {
    return this.#keys.sign;
  }

  /** Changes when anything is changed. */
  get version(): number {
    return this.#version;
  }

  size(): number {
    if (this.#size !== undefined) return this.#size;
    let size = 0;
    for (const bucket of this.#image().all()) size += bucket.count;
    this.#size = size;
    return size;
  }

  get(key: Uint8Array): Bytes | undefined {
    const { bucket, slot } = this.#find(key);
    return slot < 0 ? undefined : this.#records.value(bucket, slot);
  }

  has(key: Uint8Array): boolean {
    return this.#find(key).slot >= 0;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    const place = this.#find(key);
    this.#ensureSize(key.length + value.length);
    if (place.slot >= 0) {
      this.#change((touch) => this.#replace(place, key, value, touch));
      return;
    }
    const { bucket, hash } = place;
    if (bucket.count === bucket.capacity) ensureSplittable(this.#image(), bucket, hash, this.file.path);
    this.#change((touch) => this.#insert(place, key, value, touch));
    if (this.#size !== undefined) this.#size += 1;
  }

  delete(key: Uint8Array): boolean {
    const { bucket, slot } = this.#find(key);
    if (slot < 0) return false;
    this.#change((touch) => {
      touch();
      const region = bucket.recordAt(slot);
      bucket.remove(slot);
      this.#live().allocation.free(bucket, region);
      return { bucket };
    });
    if (this.#size !== undefined) this.#size -= 1;
    return true;
  }

  /** Removes all keys, bucket by bucket. */
  clear(): void {
    for (const bucket of this.#image().all()) {
      if (bucket.count === 0) continue;
      const regions = joined([...bucket.elements()].map(([slot]) => bucket.recordAt(slot)));
      this.#change((touch) => {
        touch();
        bucket.removeAll();
        return { bucket };
      });
      this.#flush();
      // Only now does nothing on the disk refer to the records any more.
      this.#change((touch) => {
        touch();
        for (const region of regions) this.#live().allocation.free(bucket, region);
        return { bucket };
      });
    }
    this.#size = 0;
  }

  /** The keys of the bucket for this hash in their order with the hash from which on the next bucket's keys come. */
  keysFrom(hash: number, toll: Toll): { readonly entries: readonly BucketEntry[]; readonly next: number } {
    const bucket = this.#image().bucketOf(hash);
    const entries: BucketEntry[] = [];
    let size = 0;
    for (let slot = bucket.usedFrom(0); slot >= 0; slot = bucket.usedFrom(slot + 1))
      size += bucket.keySizeAt(slot) + bucket.dataSizeAt(slot);
    toll.pay(this, size);
    for (let slot = bucket.usedFrom(0); slot >= 0; slot = bucket.usedFrom(slot + 1))
      entries.push({ bucket, slot, key: this.#records.key(bucket, slot) });
    return { entries, next: endOf(bucket, hash) };
  }

  /** The value of an entry, if nothing has changed since it was found. */
  valueOf({ bucket, slot }: BucketEntry): Bytes {
    return this.#records.valueAlone(bucket, slot);
  }

  /** The first key of all with that hash or a higher one. */
  firstFrom(hash: number): Bytes | undefined {
    for (let next = hash; next < 2 ** HASH_BITS; ) {
      const bucket = this.#image().bucketOf(next);
      const slot = bucket.usedFrom(0);
      if (slot >= 0) return this.#records.key(bucket, slot);
      next = endOf(bucket, next);
    }
    return undefined;
  }

  /** The key after this one; `undefined` where this one is not there. */
  after(key: Uint8Array): Bytes | undefined {
    const { bucket, slot, hash } = this.#find(key);
    if (slot < 0) return undefined;
    const next = bucket.usedFrom(slot + 1);
    return next >= 0 ? this.#records.key(bucket, next) : this.firstFrom(endOf(bucket, hash));
  }

  /** From now on, changes may wait in memory. */
  wait(): void {
    this.#isLost = false;
    this.#waits = true;
  }

  /** Writes what waits; from now on, nothing does. */
  release(): void {
    const isLost = this.#isLost;
    this.#waits = false;
    this.#isLost = false;
    this.#flush();
    if (!isLost) return;
    const { path } = this.file;
    throw new DbmError(
      `Cannot write ${path}: changes of the batch before one that failed are lost`,
      "system",
      { path },
    );
  }

  /** Returns when everything is on the disk; in a file that counts how often, it is counted. */
  sync(counts: boolean): void {
    this.#flush();
    const state = this.#state;
    const count = state?.image.header.numsync;
    if (state && counts && count !== undefined) {
      state.image.header.numsync = count + 1;
      this.#guarded(() => state.commit.all());
    }
    this.file.sync();
  }

  #live(): State {
    this.#state ??= new State(this.file, this.#readOnly, this.#barrier);
    return this.#state;
  }

  #image(): Image {
    return this.#live().image;
  }

  #find(key: Uint8Array): Place {
    const hash = this.#keys.of(key);
    const bucket = this.#image().bucketOf(hash);
    const home = hash % bucket.capacity;
    for (let slot = bucket.probe(key, hash); slot >= 0; ) {
      if (this.#records.matches(bucket, slot, key)) return { bucket, hash, slot };
      const next = slot + 1 === bucket.capacity ? 0 : slot + 1;
      const steps = (home - next + bucket.capacity) % bucket.capacity;
      slot = bucket.probe(key, hash, next, steps);
    }
    return { bucket, hash, slot: -1 };
  }

  #replace({ bucket, slot }: Place, key: Uint8Array, value: Uint8Array, touch: () => void): Change {
    const { allocation } = this.#live();
    const old = bucket.recordAt(slot);
    const size = key.length + value.length;
    let { address } = old;
    if (!this.#inPlace) {
      address = allocation.take(bucket, size);
      this.#records.write({ address, key, value });
      touch();
      allocation.free(bucket, old);
    } else {
      touch();
      if (size !== old.size) {
        allocation.free(bucket, old);
        address = allocation.take(bucket, size);
      }
      this.#records.write({ address, key, value });
    }
    bucket.setRecord(slot, { address, keySize: key.length, dataSize: value.length });
    return { bucket };
  }

  #insert({ bucket: found, hash }: Place, key: Uint8Array, value: Uint8Array, touch: () => void): Change {
    const { allocation, image, waiting } = this.#live();
    const address = allocation.take(found, key.length + value.length);
    this.#records.write({ address, key, value });
    const parts = found.count === found.capacity ? split(image, allocation, found, hash, touch) : undefined;
    if (parts) waiting.delete(found);
    const bucket = parts?.bucket ?? found;
    touch();
    bucket.insert(key, { hash, address, keySize: key.length, dataSize: value.length });
    return { bucket, split: parts };
  }

  #change(make: Making): void {
    const state = this.#live();
    const { allocation, waiting } = state;
    this.#version += 1;
    const waited = waiting.size > 0;
    let isTouched = false;
    try {
      allocation.begin();
      this.#write(
        make(() => {
          isTouched = true;
        }),
      );
    } catch (error) {
      const isWhole = !isTouched && allocation.given.length === 0 && allocation.pushed.length === 0;
      if (!(waited && isWhole)) this.#drop(waited);
      throw error;
    }
  }

  /** Writes a change, or lets it wait: that can be what only takes space. */
  #write({ bucket, split: parts }: Change): void {
    const { allocation, commit, image, waiting } = this.#live();
    const defers = this.#waits && !parts && allocation.given.length === 0 && allocation.pushed.length === 0;
    if (!defers && !parts?.doubled) commit.taken();
    if (defers) {
      waiting.add(bucket);
      if (waiting.size > image.buckets.waitingLimit) this.#flush();
      return;
    }
    if (parts) for (const fresh of parts.fresh) commit.fresh(fresh);
    if (parts?.doubled) image.directory.write();
    this.#barrier();
    // Until here, nothing on the disk refers to what was written; one write changes that.
    if (!parts) commit.bucket(bucket);
    else if (parts.doubled) commit.taken();
    else image.directory.write();
    waiting.delete(bucket);
    if (parts?.doubled || allocation.pushed.length > 0 || !this.#waits) commit.all();
    else this.#barrier();
  }

  #flush(): void {
    const state = this.#state;
    if (!state || this.#readOnly) return;
    this.#guarded(() => this.#writeWaiting(state));
  }

  #writeWaiting(state: State): void {
    state.allocation.begin();
    state.commit.taken();
    if (state.waiting.size > 0) this.#barrier();
    for (const bucket of state.waiting) state.commit.bucket(bucket);
    state.waiting.clear();
    state.commit.all();
  }

  #guarded(work: () => void): void {
    const waited = (this.#state?.waiting.size ?? 0) > 0;
    try {
      work();
    } catch (error) {
      this.#drop(waited);
      throw error;
    }
  }

  /** Forgets what is in memory, which may be half of a change. If changes were lost with it, the end of the batch tells of it. */
  #drop(waited: boolean): void {
    this.#state = undefined;
    this.#size = undefined;
    this.#records.forget();
    this.#isLost ||= waited;
  }

  #ensureSize(size: number): void {
    if (size <= 2 ** 31 - 1 - 2 * this.header.blockSize) return;
    const { path } = this.file;
    throw new DbmError(`Cannot write ${path}: a key and its value cannot have ${size} bytes`, "limit", {
      path,
    });
  }
}

/** A key that was found in a bucket. */
export interface BucketEntry {
  readonly bucket: Bucket;
  readonly slot: number;
  readonly key: Bytes;
}
