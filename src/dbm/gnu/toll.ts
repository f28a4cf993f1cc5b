import { malformed } from "../errors.ts";
import type { GnuTable } from "./table.ts";

/**
 * Counts the records that a walk meets: while nothing is changed, they cannot be larger than the file. Where they are, they share their bytes, and a
 * small file could yield any number of them.
 */
export class Toll {
  #total = 0;
  #version = -1;

  /** Counts some records of the table. */
  pay(table: GnuTable, size: number): void {
    if (table.version !== this.#version) {
      this.#version = table.version;
      this.#total = 0;
    }
    this.#total += size;
    if (this.#total > Math.max(table.header.nextBlock, table.file.size()))
      throw malformed("the buckets", 0, "the records together are larger than the file", table.file.path);
  }
}
