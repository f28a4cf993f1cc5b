import type { Block } from "./instrument.ts";

/** More blocks than all of `src` has. */
const MOST_BLOCKS = 2 ** 17;

/** How often something ran, as a bit: once, twice, three times, up to 7, 15, 31, 127, more. What is in between makes no difference. */
const BITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, count) => {
  if (count <= 3) return count === 0 ? 0 : 1 << (count - 1);
  const [bit] = [7, 15, 31, 127, 255]
    .map((most, index) => ({ most, index }))
    .filter(({ most }) => count <= most);
  return 8 << (bit?.index ?? 0);
});

/** Of blocks and of functions, how many have run. */
export interface Share {
  readonly blocks: readonly [run: number, all: number];
  readonly functions: readonly [run: number, all: number];
}

/** How often each block ran, and how often each has ever run. */
export class Coverage {
  /** They stop at 255. */
  readonly counters: Uint8ClampedArray<ArrayBuffer> = new Uint8ClampedArray(MOST_BLOCKS);
  readonly #words = new Uint32Array(this.counters.buffer);
  readonly #seen = new Uint8Array(MOST_BLOCKS);
  readonly #files: { readonly file: string; readonly first: number; readonly blocks: readonly Block[] }[] =
    [];
  readonly #literals = new Map<string, readonly (string | number)[]>();
  #size = 0;

  /** How many blocks there are. */
  get size(): number {
    return this.#size;
  }

  add(file: string, blocks: readonly Block[], literals: readonly (string | number)[]): void {
    this.#files.push({ file, first: this.#size, blocks });
    this.#literals.set(file, literals);
    this.#size += blocks.length;
    if (this.#size > MOST_BLOCKS) throw new RangeError("more blocks than there are counters");
  }

  /** Forgets how often blocks ran, but not that they did. */
  clear(): void {
    this.counters.fill(0, 0, this.#size);
  }

  /** Takes down what has run since `clear`. Says whether a block ran that never did, or ran about so often for the first time. */
  note(): "block" | "count" | undefined {
    let news: "block" | "count" | undefined;
    const words = (this.#size + 3) >> 2;
    for (let word = 0; word < words; word += 1) {
      if (this.#words[word] === 0) continue;
      for (let block = 4 * word; block < 4 * word + 4; block += 1) {
        const bit = BITS[this.counters[block] as number] as number;
        const seen = this.#seen[block] as number;
        if ((seen & bit) === bit) continue;
        this.#seen[block] = seen | bit;
        if (seen === 0) news = "block";
        else news ??= "count";
      }
    }
    return news;
  }

  /** The blocks that have run since `clear`. */
  running(): number[] {
    const blocks: number[] = [];
    for (let block = 0; block < this.#size; block += 1) if (this.counters[block] !== 0) blocks.push(block);
    return blocks;
  }

  /** How much of the files whose names begin so has ever run. */
  shareOf(folders: readonly string[]): Share {
    const [blocks, functions] = [[0, 0] as [number, number], [0, 0] as [number, number]];
    for (const { first, blocks: own } of this.#of(folders)) {
      for (const [index, { isFunction }] of own.entries()) {
        const ran = this.#seen[first + index] === 0 ? 0 : 1;
        for (const share of isFunction ? [blocks, functions] : [blocks]) {
          share[0] += ran;
          share[1] += 1;
        }
      }
    }
    return { blocks, functions };
  }

  /** Where the blocks are that never ran, as `file:offset`. */
  missing(folders: readonly string[]): string[] {
    return this.#of(folders).flatMap(({ file, first, blocks }) =>
      blocks.flatMap(({ offset }, index) => (this.#seen[first + index] === 0 ? [`${file}:${offset}`] : [])),
    );
  }

  /** What those files compare with. */
  literalsOf(folders: readonly string[]): (string | number)[] {
    return [...new Set(this.#of(folders).flatMap(({ file }) => this.#literals.get(file) ?? []))];
  }

  #of(folders: readonly string[]) {
    return this.#files.filter(({ file }) => folders.some((folder) => file.startsWith(folder)));
  }
}
