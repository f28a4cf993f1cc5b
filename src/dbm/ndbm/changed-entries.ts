import type { Bytes } from "../store.ts";
import { nameOf } from "./byte-name.ts";
import type { Entry, EntrySource, HashReader, Shape, Totals } from "./hash-format.ts";
import { Table } from "./table.ts";

/** What became of a key: a value, or `undefined` where it was removed. */
export interface Change {
  readonly key: Bytes;
  readonly value: Bytes | undefined;
}

/** A key that the file has not. */
export interface Addition extends Change {
  readonly value: Bytes;
}

/** By its buckets, whatever has no entries in a file can be asked for. */
const FINEST = /* @__PURE__ */ new Table(2 ** 31);

/** The entries of a file with changes, bucket by bucket. */
export class ChangedEntries implements EntrySource {
  readonly shape: Shape;
  readonly table: Table;
  readonly totals: Totals;
  readonly #reader: HashReader;
  readonly #isEmpty: boolean;
  readonly #changed: ReadonlyMap<string, Change>;
  readonly #added: readonly Addition[];
  /** The additions by their buckets, in the table that was asked for last. */
  #buckets = new Map<number, Addition[]>();
  #bucketsOf: Table | undefined;

  constructor(
    shape: Shape,
    reader: HashReader,
    totals: Totals,
    changed: ReadonlyMap<string, Change>,
    added: readonly Addition[],
  ) {
    this.shape = shape;
    this.totals = totals;
    this.#reader = reader;
    this.#isEmpty = reader.totals.count === 0;
    this.table = this.#isEmpty ? FINEST : reader.table;
    this.#changed = changed;
    this.#added = added;
  }

  *entries(bucket: number, table: Table): IterableIterator<Entry> {
    if (!this.#isEmpty) {
      for (const part of table.partsOf(bucket, this.#reader.table)) yield* this.#kept(part);
    }
    for (const { key, value } of this.#additions(table).get(bucket) ?? []) yield [key, value];
  }

  /** What is in a bucket of the file, and was not removed. */
  *#kept(bucket: number): IterableIterator<Entry> {
    if (this.#changed.size === 0) return yield* this.#reader.entries(bucket);
    for (const entry of this.#reader.entries(bucket)) {
      const change = this.#changed.get(nameOf(entry[0]));
      if (change === undefined) yield entry;
      else if (change.value !== undefined) yield [change.key, change.value];
    }
  }

  #additions(table: Table): ReadonlyMap<number, readonly Addition[]> {
    if (this.#bucketsOf === table) return this.#buckets;
    this.#buckets = new Map();
    for (const addition of this.#added) {
      const bucket = table.bucketOf(this.#reader.hash(addition.key));
      const found = this.#buckets.get(bucket);
      if (found) found.push(addition);
      else this.#buckets.set(bucket, [addition]);
    }
    this.#bucketsOf = table;
    return this.#buckets;
  }
}
