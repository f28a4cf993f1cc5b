import type { Bytes } from "../store.ts";
import { AvailTable, type Region } from "./avail.ts";
import { Block, type Fault } from "./block.ts";
import type { Header } from "./header.ts";
import { BUCKET_AVAIL, HASH_BITS, type Layout } from "./layout.ts";

/** What an element of a bucket says of its record: the key, and right behind it the value. */
export interface Element {
  /** The hash of the key, or -1 in an element that is not used. */
  readonly hash: number;
  /** Where the record is in the file. */
  readonly address: number;
  readonly keySize: number;
  readonly dataSize: number;
}

/** Which hashes a bucket is for: those that begin with these bits. */
export interface BucketRange {
  readonly bits: number;
  readonly prefix: number;
}

/** A small hash table in the file, for all hashes that begin with certain bits, and some free space. */
export class Bucket extends Block {
  readonly layout: Layout;
  /** How many elements it has room for. */
  readonly capacity: number;
  readonly avail: AvailTable;
  /** The bits that the hashes of its keys have in common, once that is known. */
  prefix = 0;
  /** Which of its elements were changed: from here on. */
  elementsFrom: number = Number.POSITIVE_INFINITY;

  /** The bucket in these bytes, whether it is right or not. */
  constructor(layout: Layout, address: number, bytes: Bytes) {
    super(address, bytes);
    this.layout = layout;
    this.capacity = layout.elementsIn(bytes.length);
    this.avail = new AvailTable(this, layout, {
      count: 0,
      table: layout.bucketAvail,
      capacity: BUCKET_AVAIL,
    });
  }

  /** A bucket with nothing in it, for hashes with so many bits in common. */
  static empty(layout: Layout, address: number, size: number, { bits, prefix }: BucketRange): Bucket {
    const bucket = new Bucket(layout, address, new Uint8Array(size));
    bucket.prefix = prefix;
    layout.setInt(bucket.view, layout.bucketBits, bits);
    for (let slot = 0; slot < bucket.capacity; slot += 1) layout.setInt(bucket.view, bucket.#at(slot), -1);
    bucket.touch(0, size);
    return bucket;
  }

  override touch(from: number, to: number): void {
    super.touch(from, to);
    if (from >= this.layout.bucketTable && from < this.elementsFrom) this.elementsFrom = from;
  }

  override settle(): void {
    super.settle();
    this.elementsFrom = Number.POSITIVE_INFINITY;
  }

  /** How many bits the hashes of its keys have in common. */
  get bits(): number {
    return this.layout.int(this.view, this.layout.bucketBits);
  }

  /** How many elements are used. */
  get count(): number {
    return this.layout.int(this.view, this.layout.bucketCount);
  }

  set count(value: number) {
    this.layout.setInt(this.view, this.layout.bucketCount, value);
    this.touch(this.layout.bucketCount, this.layout.bucketCount + 4);
  }

  hashAt(slot: number): number {
    return this.layout.int(this.view, this.#at(slot));
  }

  /** The first bytes of the key as four bytes, what lies behind a shorter key is anything. */
  keyStartAt(slot: number): Uint8Array {
    return this.bytes.subarray(this.#at(slot) + 4, this.#at(slot) + 8);
  }

  addressAt(slot: number): number {
    return this.layout.offset(this.view, this.#at(slot) + 8);
  }

  keySizeAt(slot: number): number {
    return this.layout.int(this.view, this.#at(slot) + this.layout.elementKeySize);
  }

  dataSizeAt(slot: number): number {
    return this.layout.int(this.view, this.#at(slot) + this.layout.elementDataSize);
  }

  /** Where the record of an element is: its key and its value. */
  recordAt(slot: number): Region {
    return { address: this.addressAt(slot), size: this.keySizeAt(slot) + this.dataSizeAt(slot) };
  }

  /** The first slot from this one on that is used, or -1. */
  usedFrom(from: number): number {
    for (let slot = from; slot < this.capacity; slot += 1) if (this.hashAt(slot) !== -1) return slot;
    return -1;
  }

  elementAt(slot: number): Element {
    return {
      hash: this.hashAt(slot),
      address: this.addressAt(slot),
      keySize: this.keySizeAt(slot),
      dataSize: this.dataSizeAt(slot),
    };
  }

  /** The elements that are used, with their slots. */
  *elements(): IterableIterator<[slot: number, element: Element]> {
    for (let slot = 0; slot < this.capacity; slot += 1)
      if (this.hashAt(slot) !== -1) yield [slot, this.elementAt(slot)];
  }

  /** The slot, from this one on, that may have the key: its hash, size and first bytes are the same. -1 where there is none. */
  probe(
    key: Uint8Array,
    hash: number,
    from: number = hash % this.capacity,
    steps: number = this.capacity,
  ): number {
    let slot = from;
    for (let step = 0; step < steps; step += 1) {
      const there = this.hashAt(slot);
      if (there === -1) return -1;
      if (there === hash && this.keySizeAt(slot) === key.length && this.#startsLike(slot, key)) return slot;
      slot = this.#after(slot);
    }
    return -1;
  }

  /** The slot after this one; the first comes after the last. */
  #after(slot: number): number {
    return slot + 1 === this.capacity ? 0 : slot + 1;
  }

  /** Puts in an element for a key that is not there; there must be room. */
  insert(key: Uint8Array, element: Element): void {
    const slot = this.#freeSlot(element.hash);
    this.bytes.set(key.subarray(0, 4), this.#at(slot) + 4);
    this.layout.setInt(this.view, this.#at(slot), element.hash);
    this.setRecord(slot, element);
    this.count += 1;
  }

  /** Puts in the element of another bucket; there must be room. */
  insertFrom(other: Bucket, slot: number): void {
    const target = this.#at(this.#freeSlot(other.hashAt(slot)));
    this.bytes.set(other.bytes.subarray(other.#at(slot), other.#at(slot + 1)), target);
    this.touch(target, target + this.layout.elementSize);
    this.count += 1;
  }

  /** Lets an element have another record. */
  setRecord(slot: number, { address, keySize, dataSize }: Omit<Element, "hash">): void {
    const at = this.#at(slot);
    this.layout.setOffset(this.view, at + 8, address);
    this.layout.setInt(this.view, at + this.layout.elementKeySize, keySize);
    this.layout.setInt(this.view, at + this.layout.elementDataSize, dataSize);
    this.touch(at, at + this.layout.elementSize);
  }

  /** Takes out an element, and moves others so that each can still be found from its home. */
  remove(slot: number): void {
    this.#clear(slot);
    this.count -= 1;
    let hole = slot;
    for (let next = this.#after(slot); next !== hole && this.hashAt(next) !== -1; next = this.#after(next)) {
      const home = this.hashAt(next) % this.capacity;
      const stays = hole < next ? hole < home && home <= next : hole < home || home <= next;
      if (stays) continue;
      this.bytes.copyWithin(this.#at(hole), this.#at(next), this.#at(next + 1));
      this.touch(this.#at(hole), this.#at(hole + 1));
      this.#clear(next);
      hole = next;
    }
  }

  /**
   * Counts its elements, since a program that was killed may have left another count, and sorts its free space, which old
   * versions of GDBM did not always do.
   */
  mend(): void {
    let used = 0;
    for (let slot = 0; slot < this.capacity; slot += 1) if (this.hashAt(slot) !== -1) used += 1;
    if (used !== this.count) this.count = used;
    this.avail.sort();
  }

  /** Takes out all elements. */
  removeAll(): void {
    for (let slot = 0; slot < this.capacity; slot += 1) if (this.hashAt(slot) !== -1) this.#clear(slot);
    this.count = 0;
  }

  #clear(slot: number): void {
    this.layout.setInt(this.view, this.#at(slot), -1);
    this.touch(this.#at(slot), this.#at(slot) + 4);
  }

  #freeSlot(hash: number): number {
    let slot = hash % this.capacity;
    while (this.hashAt(slot) !== -1) slot = this.#after(slot);
    return slot;
  }

  #startsLike(slot: number, key: Uint8Array): boolean {
    const start = this.#at(slot) + 4;
    for (let index = 0; index < 4 && index < key.length; index += 1)
      if (this.bytes[start + index] !== key[index]) return false;
    return true;
  }

  /** Where an element is, from the beginning of the bucket. */
  #at(slot: number): number {
    return this.layout.bucketTable + slot * this.layout.elementSize;
  }
}

/**
 * What is wrong with a bucket that was found by this index into the directory, in a file of that size. That the count is another
 * than that of the elements is no fault here.
 */
export function bucketFault(
  bucket: Bucket,
  header: Header,
  index: number,
  fileSize: number,
): Fault | undefined {
  const { layout, address, bits } = bucket;
  const object = "a bucket";
  if (bits < 0 || bits > header.directoryBits)
    return {
      object,
      offset: address + layout.bucketBits,
      reason: `its keys cannot have ${bits} bits in common`,
    };
  const prefix = index >> (header.directoryBits - bits);
  const shift = HASH_BITS - bits;
  const { blockSize, directory, directorySize } = header;
  let total = 0;
  for (let slot = 0; slot < bucket.capacity; slot += 1) {
    const hash = bucket.hashAt(slot);
    if (hash === -1) continue;
    const offset = address + layout.bucketTable + slot * layout.elementSize;
    if (hash < 0 || hash >> shift !== prefix)
      return { object, offset, reason: `a key with the hash ${hash} is not of this bucket` };
    const start = bucket.addressAt(slot);
    const keySize = bucket.keySizeAt(slot);
    const dataSize = bucket.dataSizeAt(slot);
    const end = start + keySize + dataSize;
    const inside = keySize >= 0 && dataSize >= 0 && start >= blockSize && end <= fileSize;
    total += keySize + dataSize;
    // Records that share their bytes could take any time and memory: one is as large as the file, and they are many.
    if (inside && total > fileSize) return { object, offset, reason: "its records are larger than the file" };
    if (inside && (end <= directory || start >= directory + directorySize || end === start)) continue;
    return {
      object,
      offset,
      reason: `a record of ${keySize} and ${dataSize} bytes cannot be at ${start} in a file of ${fileSize}`,
    };
  }
  return bucket.avail.fault(object, header.bounds);
}
