import { decodeLatin1 } from "../../bytes/index.ts";
import type { Bytes } from "../store.ts";
import type { Entry, EntrySource, HashReader, Shape, Totals } from "./hash-format.ts";
import { Table } from "./table.ts";

/** What became of a key. */
export interface Change {
  readonly key: Bytes;
  /** Its value, or `undefined` where it was removed. */
  readonly value: Bytes | undefined;
  /** Whether lookups do not find it in the file. */
  readonly isNew: boolean;
}

/** By its buckets, whatever has no entries in a file can be asked for. */
const FINEST = /* @__PURE__ */ new Table(2 ** 31);

/** The entries of a file with changes, bucket by bucket. Those that lookups did not find in the file are where they belong. */
export class ChangedEntries implements EntrySource {
  readonly shape: Shape;
  readonly table: Table;
  readonly totals: Totals;
  readonly #reader: HashReader;
  readonly #changes: ReadonlyMap<string, Change>;
  /** Whether nothing stays where it is in the file. */
  readonly #isEmpty: boolean;
  readonly #added: Entry[];
  /** The additions by their buckets, in the table that was asked for last. */
  #buckets = new Map<number, Entry[]>();
  #bucketsOf: Table | undefined;

  constructor(shape: Shape, reader: HashReader, changes: ReadonlyMap<string, Change>) {
    const { totals } = reader;
    const { strays } = totals;
    this.shape = shape;
    this.#reader = reader;
    this.#changes = changes;
    this.#added = strays.filter(([key]) => !changes.has(decodeLatin1(key)));
    let bytes = 0;
    for (const [key, value] of this.#added) bytes += reader.sizeOf(key.length, value.length);
    let [replaced, removed] = [0, 0];
    for (const { key, value, isNew } of changes.values()) {
      if (value === undefined) {
        removed += 1;
        continue;
      }
      bytes += reader.sizeOf(key.length, value.length);
      if (isNew) this.#added.push([key, value]);
      else replaced += 1;
    }
    const kept = totals.count - strays.length - removed;
    this.#isEmpty = kept === 0;
    this.table = this.#isEmpty ? FINEST : reader.table;
    if (!this.#isEmpty) bytes += (totals.bytes * (kept - replaced)) / totals.count;
    this.totals = { count: kept + this.#added.length, bytes: Math.ceil(bytes) };
  }

  *entries(bucket: number, table: Table): IterableIterator<Entry> {
    if (!this.#isEmpty) {
      for (const part of table.partsOf(bucket, this.#reader.table)) yield* this.#kept(part);
    }
    yield* this.#additions(table).get(bucket) ?? [];
  }

  /** What is in a bucket of the file, belongs there, and was not removed. */
  *#kept(bucket: number): IterableIterator<Entry> {
    const { table, totals } = this.#reader;
    const hasStrays = totals.strays.length > 0;
    if (this.#changes.size === 0 && !hasStrays) return yield* this.#reader.entries(bucket, false);
    for (const entry of this.#reader.entries(bucket, false)) {
      if (hasStrays && table.bucketOf(this.#reader.hash(entry[0])) !== bucket) continue;
      const change = this.#changes.get(decodeLatin1(entry[0]));
      if (change === undefined) yield entry;
      else if (change.value !== undefined) yield [change.key, change.value];
    }
  }

  #additions(table: Table): ReadonlyMap<number, readonly Entry[]> {
    if (this.#bucketsOf === table) return this.#buckets;
    this.#buckets = new Map();
    for (const entry of this.#added) {
      const bucket = table.bucketOf(this.#reader.hash(entry[0]));
      const found = this.#buckets.get(bucket);
      if (found) found.push(entry);
      else this.#buckets.set(bucket, [entry]);
    }
    this.#bucketsOf = table;
    return this.#buckets;
  }
}
