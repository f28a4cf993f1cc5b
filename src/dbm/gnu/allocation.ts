import { DbmError } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Region } from "./avail.ts";
import type { Bucket } from "./bucket.ts";
import type { Header } from "./header.ts";
import { BUCKET_AVAIL, IGNORED_SIZE } from "./layout.ts";
import { StackBlock } from "./stack-block.ts";

const THIRD = BUCKET_AVAIL / 3;
const LARGEST_OFFSET = { 4: 2 ** 31 - 1, 8: Number.MAX_SAFE_INTEGER };

/**
 * Is called between two writes where, if the power is cut, the later must not be on the disk without the earlier. It waits for
 * the disk, if that was asked for.
 */
export type Barrier = () => void;

/**
 * Where records, buckets and directories find space, exactly where GDBM would put them. It also notes what has to be known to
 * write one change in a safe order.
 */
export class Allocation {
  /** What was given away in this change, which something on the disk may still refer to. */
  readonly given: Region[] = [];
  /** Blocks that were pushed on the stack in this change. */
  readonly pushed: StackBlock[] = [];
  /** Whether the header on the disk lists space as free that is not. */
  taken = false;
  readonly #file: DatabaseFile;
  readonly #header: Header;
  readonly #barrier: Barrier;
  /** Whether the header was changed in this change: the occasion on which GDBM levels a bucket's free space. */
  #levels = false;

  constructor(file: DatabaseFile, header: Header, barrier: Barrier) {
    this.#file = file;
    this.#header = header;
    this.#barrier = barrier;
  }

  /** Begins a change. */
  begin(): void {
    this.given.length = 0;
    this.pushed.length = 0;
    this.#levels = false;
  }

  /** Finds space for so many bytes: a bucket's own, else the header's, else beyond the end of the file. */
  take(bucket: Bucket, size: number): number {
    const { avail } = this.#header;
    const own = bucket.avail.take(size);
    if (own) {
      this.#put(bucket, restOf(own, size), true);
      return own.address;
    }
    if (avail.count <= avail.capacity >> 1 && this.#header.stack !== 0) this.#pop(bucket);
    const piece = this.#takeCentral(size);
    this.#levels = true;
    this.#put(bucket, restOf(piece, size), false);
    return piece.address;
  }

  /** Lets go of space that something on the disk may still refer to. */
  free(bucket: Bucket, region: Region): void {
    if (region.size > IGNORED_SIZE) this.given.push(region);
    this.#put(bucket, region, false);
  }

  #put(bucket: Bucket, region: Region, given: boolean): void {
    if (region.size <= IGNORED_SIZE) return;
    if (region.size < this.#header.blockSize && bucket.avail.count < BUCKET_AVAIL) bucket.avail.put(region);
    else {
      const { avail } = this.#header;
      if (avail.count === avail.capacity) this.#push(bucket);
      avail.put(region);
      if (given) this.given.push(region);
      this.#levels = true;
    }
    if (this.#levels) this.#level(bucket);
  }

  /** Leaves a bucket with two to four pieces, if the header can help. */
  #level(bucket: Bucket): void {
    const { avail } = this.#header;
    if (bucket.avail.count < THIRD) {
      const region = avail.takeLargest();
      if (region === undefined) return;
      bucket.avail.put(region);
      this.taken = true;
      return;
    }
    while (bucket.avail.count > BUCKET_AVAIL - THIRD && avail.count < avail.capacity) {
      const region = bucket.avail.take(0);
      if (region === undefined) return;
      avail.put(region);
      this.given.push(region);
    }
  }

  #takeCentral(size: number): Region {
    const found = this.#header.avail.take(size);
    if (found === undefined) return this.#extend(size);
    this.taken = true;
    return found;
  }

  /**
   * Makes the file larger by whole blocks. The header on the disk must say so before: a file that is longer than its header says is one
   * that GDBM wants to be recovered.
   */
  #extend(size: number): Region {
    const { layout, blockSize, nextBlock: address } = this.#header;
    const whole = Math.max(1, Math.ceil(size / blockSize)) * blockSize;
    const end = address + whole;
    if (end > LARGEST_OFFSET[layout.offsetSize]) {
      const message = `Cannot write ${this.#file.path}: its offsets cannot say where ${end} bytes end`;
      throw new DbmError(message, "limit", { path: this.#file.path });
    }
    this.#header.nextBlock = end;
    this.#writeOffset(layout.nextBlock);
    this.#barrier();
    this.#file.truncate(end);
    this.#levels = true;
    return { address, size: whole };
  }

  /** Writes an offset in the header before all else: at the worst, what it says no more is space that is lost. */
  #writeOffset(at: number): void {
    const { bytes, layout } = this.#header;
    this.#file.write(bytes.subarray(at, at + layout.offsetSize), at);
  }

  /** Moves every other of the header's pieces to a block on the stack. */
  #push(bucket: Bucket): void {
    const { avail } = this.#header;
    const size = this.#header.layout.stackBlockSize(avail.capacity);
    const piece = this.#takeCentral(size);
    const block = StackBlock.of(this.#header, piece.address, size);
    const regions = [...avail.regions()];
    block.avail.replace(regions.filter((_, index) => index % 2 === 1));
    avail.replace(regions.filter((_, index) => index % 2 === 0));
    this.#header.stack = piece.address;
    this.taken = true;
    this.pushed.push(block);
    this.#put(bucket, restOf(piece, size), false);
  }

  /** Takes the topmost block from the stack: its pieces, and the space that it was in. */
  #pop(bucket: Bucket): void {
    const { avail, layout } = this.#header;
    const block = StackBlock.read(this.#file, this.#header);
    this.#header.stack = block.next;
    this.#writeOffset(layout.avail + 8);
    this.#barrier();
    this.#header.stack = block.address;
    for (const region of block.avail.regions()) {
      avail.put(region, true);
      // What is pushed here is lost: GDBM forgets it, and the files are to be the same.
      if (avail.count === avail.capacity) this.#push(bucket);
    }
    this.#levels = true;
    this.#header.stack = block.next;
    avail.put({ address: block.address, size: block.bytes.length }, true);
    this.taken = true;
  }
}

function restOf({ address, size }: Region, used: number): Region {
  return { address: address + used, size: size - used };
}
