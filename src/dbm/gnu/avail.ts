import type { Block, Fault } from "./block.ts";
import { IGNORED_SIZE, type Layout } from "./layout.ts";

/** A piece of the file. */
export interface Region {
  readonly address: number;
  readonly size: number;
}

/** Where a table of free space is in its block. */
export interface AvailPlace {
  /** Where the number of its entries is. */
  readonly count: number;
  /** Where its first entry is. */
  readonly table: number;
  /** How many entries it has a place for. */
  readonly capacity: number;
}

/** A table of free space, sorted by size: the header's, a bucket's, or one of the stack. */
export class AvailTable {
  readonly capacity: number;
  readonly #block: Block;
  readonly #layout: Layout;
  readonly #count: number;
  readonly #table: number;

  constructor(block: Block, layout: Layout, place: AvailPlace) {
    this.capacity = place.capacity;
    this.#block = block;
    this.#layout = layout;
    this.#count = place.count;
    this.#table = place.table;
  }

  get count(): number {
    return this.#layout.int(this.#block.view, this.#count);
  }

  sizeAt(index: number): number {
    return this.#layout.int(this.#block.view, this.#entry(index));
  }

  addressAt(index: number): number {
    return this.#layout.offset(this.#block.view, this.#entry(index) + this.#layout.availAddress);
  }

  at(index: number): Region {
    return { address: this.addressAt(index), size: this.sizeAt(index) };
  }

  *regions(): IterableIterator<Region> {
    for (let index = 0; index < this.count; index += 1) yield this.at(index);
  }

  /** Takes out a piece that is large enough, one of the smallest; `undefined` where there is none. */
  take(size: number): Region | undefined {
    const index = this.#place(size);
    return index < this.count ? this.#remove(index) : undefined;
  }

  /** Takes out the largest piece. */
  takeLargest(): Region | undefined {
    const { count } = this;
    return count > 0 ? this.#remove(count - 1) : undefined;
  }

  /** Puts in a piece, for which there must be a place. Tiny ones are forgotten. With `merge`, it is joined with its neighbours. */
  put(region: Region, merge = false): void {
    if (region.size <= IGNORED_SIZE) return;
    const whole = merge ? this.#withNeighbours(region) : region;
    const index = this.#place(whole.size);
    const { count } = this;
    this.#move(index, index + 1, count - index);
    this.#set(index, whole);
    this.#setCount(count + 1);
  }

  /** Puts the pieces in that order, whatever was there. */
  replace(regions: readonly Region[]): void {
    for (const [index, region] of regions.entries()) this.#set(index, region);
    this.#setCount(regions.length);
  }

  /** What is wrong with it: its count, or a piece that is outside of the file or in its header or directory. */
  fault(object: string, bounds: AvailBounds): Fault | undefined {
    const { address } = this.#block;
    const { count } = this;
    if (count < 0 || count > this.capacity)
      return {
        object,
        offset: address + this.#count,
        reason: `it has ${count} pieces of free space, ${this.capacity} at most`,
      };
    for (let index = 0; index < count; index += 1) {
      const { address: start, size } = this.at(index);
      const end = start + size;
      const inside = size >= 0 && start >= bounds.start && end <= bounds.end;
      if (inside && (end <= bounds.directory || start >= bounds.directoryEnd || size === 0)) continue;
      return {
        object,
        offset: address + this.#entry(index),
        reason: `free space of ${size} bytes at ${start} cannot be`,
      };
    }
    return undefined;
  }

  /** Sorts it, which old versions of GDBM did not always do. */
  sort(): void {
    const regions = [...this.regions()];
    if (regions.every(({ size }, index) => index === 0 || size >= (regions[index - 1] as Region).size))
      return;
    this.replace(regions.sort((a, b) => a.size - b.size));
  }

  /** Where a piece of this size belongs. Of many of one size, it is the one that GDBM's search meets. */
  #place(size: number): number {
    let start = 0;
    let { count } = this;
    while (count > 0) {
      const pivot = start + (count >> 1);
      const there = this.sizeAt(pivot);
      if (size === there) return pivot;
      if (size > there) {
        start = pivot + 1;
        count -= 1;
      }
      count >>= 1;
    }
    return start;
  }

  #withNeighbours({ address, size }: Region): Region {
    let start = address;
    let end = address + size;
    for (let index = 0; index < this.count; ) {
      const other = this.at(index);
      if (other.address + other.size === start) start = other.address;
      else if (end === other.address) end += other.size;
      else {
        index += 1;
        continue;
      }
      this.#remove(index);
    }
    return { address: start, size: end - start };
  }

  #remove(index: number): Region {
    const region = this.at(index);
    const { count } = this;
    this.#move(index + 1, index, count - index - 1);
    this.#setCount(count - 1);
    return region;
  }

  #entry(index: number): number {
    return this.#table + index * this.#layout.availEntrySize;
  }

  #move(from: number, to: number, count: number): void {
    if (count === 0) return;
    this.#block.bytes.copyWithin(this.#entry(to), this.#entry(from), this.#entry(from + count));
    this.#block.touch(this.#entry(to), this.#entry(to + count));
  }

  #set(index: number, { address, size }: Region): void {
    const entry = this.#entry(index);
    const { view } = this.#block;
    this.#block.bytes.fill(0, entry, entry + this.#layout.availEntrySize);
    this.#layout.setInt(view, entry, size);
    this.#layout.setOffset(view, entry + this.#layout.availAddress, address);
    this.#block.touch(entry, entry + this.#layout.availEntrySize);
  }

  #setCount(count: number): void {
    this.#layout.setInt(this.#block.view, this.#count, count);
    this.#block.touch(this.#count, this.#count + 4);
  }
}

/** Where free space may be: from `start` to `end`, and not in the directory. */
export interface AvailBounds {
  readonly start: number;
  readonly end: number;
  readonly directory: number;
  readonly directoryEnd: number;
}

/** Pieces of the file, of which neighbours are joined. */
export function joined(regions: readonly Region[]): Region[] {
  const result: Region[] = [];
  for (const region of regions.toSorted((a, b) => a.address - b.address)) {
    const last = result.at(-1);
    if (last && last.address + last.size === region.address)
      result[result.length - 1] = { address: last.address, size: last.size + region.size };
    else result.push(region);
  }
  return result;
}
