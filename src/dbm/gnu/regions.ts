import type { Region } from "./avail.ts";

/** So many regions are collected before they are sorted in. */
const BATCH = 65_536;

/** So many overlaps are kept; of more, only the number. */
const MOST_OVERLAPS = 1000;

/**
 * Which bytes of a file are taken, and by how many. Regions come in any order; those that touch become one, so that the memory needed is that of the
 * gaps between them.
 */
export class Regions {
  /** Bytes that were added twice, as far as that is known yet. */
  readonly overlaps: Region[] = [];
  /** How many bytes were added, each as often as it was. */
  total = 0;
  #starts = new Float64Array(BATCH);
  #ends = new Float64Array(BATCH);
  #waiting = 0;
  #sortedStarts: Float64Array = new Float64Array(0);
  #sortedEnds: Float64Array = new Float64Array(0);
  #sorted = 0;

  /** Takes bytes. */
  add({ address, size }: Region): void {
    if (size <= 0) return;
    this.total += size;
    if (this.#waiting === BATCH) this.#settle();
    this.#starts[this.#waiting] = address;
    this.#ends[this.#waiting] = address + size;
    this.#waiting += 1;
  }

  /** Whether any of these bytes is taken. */
  overlap({ address, size }: Region): boolean {
    this.#settle();
    const index = this.#firstEndingAfter(address);
    return size > 0 && index < this.#sorted && (this.#sortedStarts[index] as number) < address + size;
  }

  /** Settles which bytes were taken twice. */
  allOverlaps(): readonly Region[] {
    this.#settle();
    return this.overlaps;
  }

  /** What nobody has taken, up to this offset. */
  *gaps(end: number): IterableIterator<Region> {
    this.#settle();
    let address = 0;
    for (let index = 0; index < this.#sorted; index += 1) {
      const next = Math.min(this.#sortedStarts[index] as number, end);
      if (next > address) yield { address, size: next - address };
      address = Math.max(address, this.#sortedEnds[index] as number);
    }
    if (end > address) yield { address, size: end - address };
  }

  #firstEndingAfter(address: number): number {
    let [low, high] = [0, this.#sorted];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sortedEnds[middle] as number) > address) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Merges what waits into what is sorted. */
  #settle(): void {
    if (this.#waiting === 0) return;
    const [starts, ends] = [this.#starts, this.#ends];
    const order = Uint32Array.from({ length: this.#waiting }, (_, index) => index);
    order.sort((a, b) => (starts[a] as number) - (starts[b] as number));
    const total = this.#sorted + this.#waiting;
    const [oldStarts, oldEnds, old] = [this.#sortedStarts, this.#sortedEnds, this.#sorted];
    this.#sortedStarts = new Float64Array(total);
    this.#sortedEnds = new Float64Array(total);
    this.#sorted = 0;
    let [left, right] = [0, 0];
    while (left < old || right < order.length) {
      const index = order[right];
      const takesOld =
        index === undefined || (left < old && (oldStarts[left] as number) <= (starts[index] as number));
      if (takesOld) this.#append(oldStarts[left] as number, oldEnds[left++] as number);
      else {
        this.#append(starts[index] as number, ends[index] as number);
        right += 1;
      }
    }
    this.#waiting = 0;
  }

  #append(start: number, end: number): void {
    const last = this.#sorted - 1;
    const lastEnd = last < 0 ? -1 : (this.#sortedEnds[last] as number);
    if (start > lastEnd) {
      this.#sortedStarts[this.#sorted] = start;
      this.#sortedEnds[this.#sorted] = end;
      this.#sorted += 1;
      return;
    }
    if (start < lastEnd && this.overlaps.length < MOST_OVERLAPS)
      this.overlaps.push({ address: start, size: Math.min(end, lastEnd) - start });
    this.#sortedEnds[last] = Math.max(lastEnd, end);
  }
}
