import type { DatabaseFile } from "../file.ts";
import { Allocation, type Barrier } from "./allocation.ts";
import type { Bucket } from "./bucket.ts";
import { Commit } from "./commit.ts";
import { readHeader } from "./header.ts";
import { Image } from "./image.ts";

/** What of a file is in memory, and what of that waits to be written. */
export class State {
  readonly image: Image;
  readonly allocation: Allocation;
  readonly commit: Commit;
  /** Buckets that wait to be written. */
  readonly waiting: Set<Bucket> = new Set();

  /** Reads the header. */
  constructor(file: DatabaseFile, readOnly: boolean, barrier: Barrier) {
    this.image = new Image(file, readOnly);
    this.allocation = new Allocation(file, this.image.header, barrier);
    this.commit = new Commit(file, this.image.header, this.allocation, barrier);
  }
}

/**
 * How the header and a bucket were before a change of it, while others wait to be written. If the change fails, what is in memory may be half of
 * it; but what waited is not to be lost.
 */
export class Before {
  readonly #state: State;
  readonly #bucket: Bucket;
  readonly #header: Uint8Array;
  readonly #bytes: Uint8Array;

  /** Before a change of this bucket. */
  constructor(state: State, bucket: Bucket) {
    this.#state = state;
    this.#bucket = bucket;
    this.#header = state.image.header.bytes.slice();
    this.#bytes = bucket.bytes.slice();
  }

  /** Takes the change back. What it has written of the header already stays: at the worst, that is space that is lost. */
  restore(file: DatabaseFile): void {
    const { header } = this.#state.image;
    const { nextBlock, stack } = readHeader(file);
    header.bytes.set(this.#header);
    header.nextBlock = nextBlock;
    header.stack = stack;
    header.touch(0, header.bytes.length);
    this.#state.allocation.taken = true;
    this.#bucket.bytes.set(this.#bytes);
    this.#bucket.touch(0, this.#bytes.length);
  }
}
