import type { DatabaseFile } from "../file.ts";
import { Allocation, type Barrier } from "./allocation.ts";
import type { Bucket } from "./bucket.ts";
import { Commit } from "./commit.ts";
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
