import { type DbmError, malformed } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import type { Header } from "./bsd-header.ts";
import { OTHER_SLOTS, pageOfAddress, pageOfBucket, SPLIT_SHIFT } from "./bsd-layout.ts";
import { PageCache } from "./page-cache.ts";

/** A page in memory, which nobody changes. */
export interface Page {
  readonly number: number;
  readonly bytes: Bytes;
  readonly view: DataView;
  /** How many slots are in use, twice as many as pairs. */
  readonly count: number;
}

/** The pages of a file, of which some are kept. */
export class BsdPages {
  readonly header: Header;
  readonly #file: DatabaseFile;
  readonly #cache: PageCache<Page>;
  /** By the addresses of overflow pages: one more than the bucket whose chain it was met in. */
  readonly #owners = new Uint32Array(65536);

  constructor(file: DatabaseFile, header: Header) {
    this.#file = file;
    this.header = header;
    this.#cache = new PageCache(header.pageSize, (number) => this.#read(number));
  }

  /** The first page of a bucket; `undefined` where the file ends before, since nothing was ever put in. */
  first(bucket: number): Page | undefined {
    const number = pageOfBucket(bucket, this.header);
    return number * this.header.pageSize < this.header.size ? this.get(number) : undefined;
  }

  /** The page that a slot of a page of this bucket has the address of. It is in no other bucket, and not in the chain until here, `visited`. */
  follow(page: Page, slot: number, bucket: number, visited: Set<number>): Page {
    const address = this.slot(page, slot);
    if (address === 0 || address >>> SPLIT_SHIFT > this.header.overflowPoint)
      throw this.wrong(page, slot, "the address of a page", `${address} is none`);
    const owner = this.#owners[address] as number;
    if (visited.has(address) || (owner !== 0 && owner !== bucket + 1))
      throw this.wrong(page, slot, "the address of a page", `page ${address} is in a chain already`);
    visited.add(address);
    this.#owners[address] = bucket + 1;
    return this.get(pageOfAddress(address, this.header));
  }

  /** Whether an overflow page was met in the chain of a bucket. */
  isUsed(address: number): boolean {
    return this.#owners[address] !== 0;
  }

  /** A page by its number. */
  get(number: number): Page {
    return this.#cache.get(number);
  }

  /** A slot of a page. The first has the number of those after it. */
  slot(page: Page, index: number): number {
    return page.view.getUint16(2 * index, this.header.littleEndian);
  }

  /** Where the slots of a page end. */
  endOfSlots({ count }: Page): number {
    return 2 * (count + OTHER_SLOTS);
  }

  /** The error of a slot that cannot be. */
  wrong(page: Page, slot: number, object: string, reason: string): DbmError {
    return malformed(object, page.number * this.header.pageSize + 2 * slot, reason, this.#file.path);
  }

  #read(number: number): Page {
    const { pageSize, littleEndian } = this.header;
    const bytes = this.#file.read(number * pageSize, pageSize, "a page");
    const view = new DataView(bytes.buffer);
    const page = { number, bytes, view, count: view.getUint16(0, littleEndian) };
    if (page.count % 2 !== 0 || this.endOfSlots(page) > pageSize)
      throw this.wrong(page, 0, "a page", `it cannot have ${page.count} slots`);
    return page;
  }
}
