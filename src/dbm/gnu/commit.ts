import type { DatabaseFile } from "../file.ts";
import type { Allocation, Barrier } from "./allocation.ts";
import { AvailTable, type Region } from "./avail.ts";
import { Block } from "./block.ts";
import type { Bucket } from "./bucket.ts";
import type { Header } from "./header.ts";
import { BUCKET_AVAIL, type Layout } from "./layout.ts";
import { StackBlock } from "./stack-block.ts";

/**
 * So much of a bucket is written at once. Of a larger change its head and its elements are written one by one: a process that is killed in between
 * leaves a count that is not that of the elements, which is put right when the bucket is read.
 */
const SINGLE_WRITE = 262144;

/**
 * Writes the parts of a file in an order in which a process may be killed at any time. The rule: what is free on the disk is in use
 * nowhere on the disk. So what takes space is written in the order header, bucket; what gives space away, in the order bucket, header.
 */
export class Commit {
  readonly #file: DatabaseFile;
  readonly #header: Header;
  readonly #allocation: Allocation;
  readonly #barrier: Barrier;

  constructor(file: DatabaseFile, header: Header, allocation: Allocation, barrier: Barrier) {
    this.#file = file;
    this.#header = header;
    this.#allocation = allocation;
    this.#barrier = barrier;
  }

  /** Writes the header, but without the free space to which something on the disk may still refer. */
  taken(): void {
    const { given, pushed } = this.#allocation;
    if (!this.#allocation.taken) return;
    if (given.length === 0) {
      this.all();
      return;
    }
    const { layout, avail } = this.#header;
    const place = {
      count: layout.avail + 4,
      table: layout.avail + layout.availTable,
      capacity: avail.capacity,
    };
    const copy = new Block(0, this.#header.bytes.slice());
    const table = new AvailTable(copy, layout, place);
    if (pushed.some((block) => overlapsAny({ address: block.address, size: block.bytes.length }, given))) {
      table.replace([]);
      layout.setOffset(copy.view, layout.avail + 8, 0);
    } else {
      table.replace(without(avail, given));
      for (const block of pushed) this.#file.write(withoutGiven(layout, block, given), block.address);
      if (pushed.length > 0) this.#barrier();
    }
    this.#file.write(copy.bytes, 0);
    this.#header.touch(layout.avail, copy.bytes.length);
    this.#allocation.taken = false;
  }

  /** Writes the header as it is, and what lies on the stack. */
  all(): void {
    for (const block of this.#allocation.pushed) this.#file.write(block.bytes, block.address);
    this.#allocation.pushed.length = 0;
    const header = this.#header;
    if (header.isChanged) {
      this.#barrier();
      this.#file.write(header.bytes.subarray(header.changedFrom, header.changedTo), header.changedFrom);
    }
    header.settle();
    this.#allocation.taken = false;
  }

  /** Writes a bucket that nothing on the disk refers to. */
  fresh(bucket: Bucket): void {
    this.#file.write(bucket.bytes, bucket.address);
    bucket.settle();
  }

  /** Writes what was changed of a bucket. */
  bucket(bucket: Bucket): void {
    const { changedFrom, changedTo, bytes, address } = bucket;
    if (!bucket.isChanged) return;
    const { bucketTable } = bucket.layout;
    if (changedFrom >= bucketTable || changedTo <= SINGLE_WRITE)
      this.#file.write(bytes.subarray(changedFrom, changedTo), address + changedFrom);
    else {
      const head = new Block(0, bytes.slice(0, bucketTable));
      const place = { count: 0, table: bucket.layout.bucketAvail, capacity: BUCKET_AVAIL };
      new AvailTable(head, bucket.layout, place).replace(without(bucket.avail, this.#allocation.given));
      this.#file.write(head.bytes, address);
      this.#barrier();
      if (bucket.elementsFrom < changedTo)
        this.#file.write(bytes.subarray(bucket.elementsFrom, changedTo), address + bucket.elementsFrom);
      this.#barrier();
      this.#file.write(bytes.subarray(0, bucketTable), address);
    }
    bucket.settle();
  }
}

function withoutGiven(layout: Layout, block: StackBlock, given: readonly Region[]): Uint8Array {
  const copy = new StackBlock(layout, block.address, block.bytes.slice());
  copy.avail.replace(without(block.avail, given));
  return copy.bytes;
}

function without(avail: AvailTable, given: readonly Region[]): Region[] {
  return [...avail.regions()].filter((region) => !overlapsAny(region, given));
}

function overlapsAny({ address, size }: Region, regions: readonly Region[]): boolean {
  return regions.some((other) => address < other.address + other.size && other.address < address + size);
}
