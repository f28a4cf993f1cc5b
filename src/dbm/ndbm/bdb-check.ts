import type { DatabaseFile } from "../file.ts";
import { type Problem, problemOf } from "../problem.ts";
import { ITEM, META, PAGE } from "./bdb-layout.ts";
import { type Meta, pageOf, readMeta } from "./bdb-meta.ts";
import { type Page, Pages } from "./bdb-pages.ts";

/** What is wrong with a hash file of Berkeley DB. */
export function* checkBdb(file: DatabaseFile): IterableIterator<Problem> {
  try {
    yield* new BdbCheck(file, readMeta(file)).problems();
  } catch (error) {
    yield problemOf(error);
  }
}

/** Looks at every page of every bucket, and then at those that no bucket has. */
class BdbCheck {
  readonly #meta: Meta;
  readonly #pages: Pages;
  /** What has a page: each is of one bucket or one large item. */
  readonly #isUsed: Uint8Array;
  /** Where a bucket or an item cannot be read to its end, nobody knows which pages it has. */
  #isComplete = true;

  constructor(file: DatabaseFile, meta: Meta) {
    this.#meta = meta;
    this.#pages = new Pages(file, meta);
    this.#isUsed = new Uint8Array(meta.pages);
  }

  *problems(): IterableIterator<Problem> {
    this.#isUsed[0] = 1;
    for (let bucket = 0; bucket <= this.#meta.table.last; bucket++) yield* this.#checkBucket(bucket);
    yield* this.#checkFree();
    if (this.#isComplete) yield* this.#checkRest();
  }

  *#checkBucket(bucket: number): IterableIterator<Problem> {
    const pages = this.#pages;
    let previous = 0;
    try {
      for (let number = pageOf(bucket, this.#meta); number !== 0; ) {
        const page = pages.read(number);
        const count = pages.count(page, previous);
        this.#isUsed[number] = 1;
        for (let index = 0; index < count; index++) yield* this.#checkItem(page, index, count, bucket);
        previous = number;
        number = pages.next(page);
      }
    } catch (error) {
      this.#isComplete = false;
      yield problemOf(error);
    }
  }

  *#checkItem(page: Page, index: number, count: number, bucket: number): IterableIterator<Problem> {
    const pages = this.#pages;
    const start = pages.startOf(page, index, count);
    const end = pages.endOf(page, index);
    const offset = page.number * this.#meta.pageSize + start;
    const isKey = index % 2 === 0;
    try {
      if (page.bytes[start] === ITEM.large) {
        for (const { number } of pages.pagesOfLarge(page, start, end)) this.#isUsed[number] = 1;
      } else if (!isKey) pages.item(page, start, end, false);
      if (!isKey) return;
      if (this.#meta.table.bucketOf(pages.hashOfKey(page, start, end)) === bucket) return;
      yield {
        offset,
        severity: "damage",
        message: `a key is in bucket ${bucket}, where nobody looks for it`,
      };
    } catch (error) {
      this.#isComplete = false;
      yield problemOf(error);
    }
  }

  /** Marks the pages that are free. */
  *#checkFree(): IterableIterator<Problem> {
    const { freeList, pages } = this.#meta;
    let offset = META.freeList as number;
    for (let number = freeList; number !== 0; ) {
      if (number >= pages || this.#isUsed[number]) {
        yield { offset, severity: "damage", message: `page ${number} cannot be a free one` };
        return;
      }
      this.#isUsed[number] = 1;
      offset = number * this.#meta.pageSize + PAGE.next;
      number = this.#pages.next(this.#pages.read(number));
    }
  }

  /** Pages that nobody has, but for those that wait for buckets to come. */
  *#checkRest(): IterableIterator<Problem> {
    const { pages, pageSize } = this.#meta;
    for (let number = 1; number < pages; number++) {
      if (this.#isUsed[number]) continue;
      const page = this.#pages.read(number);
      if (page.view.getUint16(PAGE.entries, this.#meta.littleEndian) === 0) continue;
      yield { offset: number * pageSize, severity: "waste", message: `nothing leads to page ${number}` };
    }
  }
}
