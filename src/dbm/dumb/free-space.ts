import { aligned, BLOCK_SIZE, blocksEnd, blocksStart, byOffset, type Extent } from "./extent.ts";

/** How many sizes of gaps are tried for a value that fits none exactly. */
const TRIES = 32;

/**
 * The blocks of the `.dat` file that no directory on the disk refers to. What is let go of is not among them before that is so
 * for it, too.
 */
export class FreeSpace {
  /** Where gaps of each size begin, the size in blocks. */
  readonly #gaps = new Map<number, number[]>();
  readonly #released: Extent[] = [];
  /**
   * Whether values share blocks, which no writer does, or are said to go on behind the end of the file, where others will be: then a block
   * may be in use even if a value in it is gone.
   */
  readonly #shared: boolean;
  #releasedBytes = 0;
  #end = 0;

  /** What values leave free in a file of that size. What they are said to have behind its end is not there, and takes no room. */
  constructor(values: Iterable<Extent>, size: number) {
    const limit = aligned(size);
    let shared = false;
    for (const value of byOffset(values)) {
      const start = Math.min(blocksStart(value), limit);
      const end = Math.min(blocksEnd(value), limit);
      if (end < blocksEnd(value)) shared = true;
      if (start < this.#end) shared = true;
      else this.#add(this.#end, start);
      this.#end = Math.max(this.#end, end);
    }
    this.#shared = shared;
  }

  /** How many bytes are let go of, but not free yet. */
  get releasedBytes(): number {
    return this.#releasedBytes;
  }

  /** Takes room for a value of that many bytes, in a gap or at the end; answers where. */
  take(length: number): number {
    const blocks = Math.ceil(length / BLOCK_SIZE);
    if (blocks === 0) return this.#end;
    const found = this.#gaps.get(blocks)?.pop() ?? this.#split(blocks);
    if (found !== undefined) return found;
    const offset = this.#end;
    this.#end += blocks * BLOCK_SIZE;
    return offset;
  }

  /** What was taken is not needed after all. */
  giveBack(value: Extent): void {
    this.#add(blocksStart(value), blocksEnd(value));
  }

  /** A value is not referred to any more, by what will be on the disk. */
  release(value: Extent): void {
    if (this.#shared || value.length === 0) return;
    this.#released.push(value);
    this.#releasedBytes += blocksEnd(value) - blocksStart(value);
  }

  /** What was released is free: what is on the disk does not refer to it. */
  settle(): void {
    for (const value of this.#released.splice(0)) this.#add(blocksStart(value), blocksEnd(value));
    this.#releasedBytes = 0;
  }

  #add(start: number, end: number): void {
    const blocks = (end - start) / BLOCK_SIZE;
    if (blocks === 0) return;
    const starts = this.#gaps.get(blocks);
    if (starts) starts.push(start);
    else this.#gaps.set(blocks, [start]);
  }

  #split(blocks: number): number | undefined {
    let tries = TRIES;
    for (const [size, starts] of this.#gaps) {
      if (tries-- === 0) return undefined;
      if (size < blocks) continue;
      const start = starts.pop();
      if (starts.length === 0) this.#gaps.delete(size);
      if (start === undefined) continue;
      this.#add(start + blocks * BLOCK_SIZE, start + size * BLOCK_SIZE);
      return start;
    }
    return undefined;
  }
}
