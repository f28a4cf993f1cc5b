import { decodeLatin1 } from "../../bytes/index.ts";
import type { DatabaseFile } from "../file.ts";
import { type Problem, problemOf } from "../problem.ts";
import { type Header, readHeader } from "./bsd-header.ts";
import { addressOf, HEADER, pageOfAddress, SPLIT_MASK } from "./bsd-layout.ts";
import { BsdPages } from "./bsd-pages.ts";
import { BsdWalk } from "./bsd-walk.ts";

/** What is wrong with a hash file of BSD's db 1.85. */
export function* checkBsd(file: DatabaseFile): IterableIterator<Problem> {
  try {
    const header = readHeader(file);
    yield* new BsdCheck(file, header).problems();
  } catch (error) {
    yield problemOf(error);
  }
}

/** Looks at every pair of every bucket, and then at what the bitmaps say of the overflow pages. */
class BsdCheck {
  readonly #file: DatabaseFile;
  readonly #header: Header;
  readonly #pages: BsdPages;
  #keys = 0;
  /** Where a bucket cannot be read to its end, nobody knows which pages it has. */
  #isComplete = true;

  constructor(file: DatabaseFile, header: Header) {
    this.#file = file;
    this.#header = header;
    this.#pages = new BsdPages(file, header);
  }

  *problems(): IterableIterator<Problem> {
    for (let bucket = 0; bucket <= this.#header.table.last; bucket++) yield* this.#checkBucket(bucket);
    if (!this.#isComplete) return;
    const { keys } = this.#header;
    if (keys !== this.#keys)
      yield {
        offset: HEADER.keys,
        severity: "damage",
        message: `the header counts ${keys} keys, but there are ${this.#keys}`,
      };
    yield* this.#checkBitmaps();
  }

  *#checkBucket(bucket: number): IterableIterator<Problem> {
    const { table, pageSize } = this.#header;
    const seen = new Set<string>();
    try {
      for (const walk = new BsdWalk(this.#pages, bucket); walk.next(); this.#keys++) {
        const key = walk.key();
        const name = decodeLatin1(key);
        const offset = walk.place * pageSize;
        if (table.bucketOf(walk.hash()) !== bucket)
          yield {
            offset,
            severity: "damage",
            message: `a key is in bucket ${bucket}, where nobody looks for it`,
          };
        if (seen.has(name))
          yield { offset, severity: "damage", message: `a key is in bucket ${bucket} twice` };
        seen.add(name);
      }
    } catch (error) {
      this.#isComplete = false;
      yield problemOf(error);
    }
  }

  /** A bit for each overflow page says whether it is in use. */
  *#checkBitmaps(): IterableIterator<Problem> {
    const { spares, overflowPoint, bitmaps, pageSize, littleEndian } = this.#header;
    const bits = 8 * pageSize;
    const own = new Set(bitmaps);
    const total = Math.min(spares[overflowPoint] as number, SPLIT_MASK * spares.length);
    for (let first = 1; first <= total; first += bits) {
      const index = (first - 1) / bits;
      if (index >= bitmaps.length) return;
      const offset = pageOfAddress(bitmaps[index] as number, this.#header) * pageSize;
      const view = new DataView(this.#file.read(offset, pageSize, "a bitmap").buffer);
      for (let number = first; number < first + bits && number <= total; number++) {
        const bit = number - first;
        const isSet = ((view.getUint32(4 * (bit >> 5), littleEndian) >>> (bit & 31)) & 1) === 1;
        const address = addressOf(number, spares);
        const isUsed = this.#pages.isUsed(address) || own.has(address);
        if (isSet === isUsed) continue;
        yield {
          offset: offset + (bit >> 3),
          severity: isUsed ? "damage" : "waste",
          message: isUsed
            ? `page ${address} is in use, but counts as free`
            : `nothing leads to page ${address}, which is not free`,
        };
      }
    }
  }
}
