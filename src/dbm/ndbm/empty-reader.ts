import type { Bytes } from "../store.ts";
import type { FileTotals, HashReader, Shape } from "./hash-format.ts";
import { Table } from "./table.ts";

/** Reads as if all keys had been removed from a file. */
export class EmptyReader implements HashReader {
  readonly shape: Shape;
  readonly table: Table = new Table(1);
  readonly totals: FileTotals = { count: 0, bytes: 0, strays: [] };
  readonly obstacle: undefined;
  readonly #reader: HashReader;

  /** In the place of this reader. */
  constructor(reader: HashReader) {
    this.shape = reader.shape;
    this.#reader = reader;
  }

  hash(key: Uint8Array): number {
    return this.#reader.hash(key);
  }
  sizeOf(key: number, value: number): number {
    return this.#reader.sizeOf(key, value);
  }
  get(): Bytes | undefined {
    return undefined;
  }
  has(): boolean {
    return false;
  }
  *keys(): IterableIterator<Bytes> {}
  *entries(): IterableIterator<[key: Bytes, value: Bytes]> {}
}
