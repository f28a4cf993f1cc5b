import type { Entry, EntrySource } from "./hash-format.ts";
import type { Table } from "./table.ts";

/**
 * The buckets of a table, each with its entries. They come in the order in which the source can be asked: the entries of one of its buckets, or of
 * one of the table's, are in memory at a time.
 */
export function* bucketsOf(
  source: EntrySource,
  table: Table,
  hash: (key: Uint8Array) => number,
): IterableIterator<[bucket: number, entries: Entry[]]> {
  const coarse = table.last < source.table.last ? table : source.table;
  for (let bucket = 0; bucket <= coarse.last; bucket++) {
    const parts = new Map<number, Entry[]>();
    for (const part of coarse.partsOf(bucket, table)) parts.set(part, []);
    for (const entry of source.entries(bucket, coarse))
      (parts.get(table.bucketOf(hash(entry[0]))) as Entry[]).push(entry);
    yield* parts;
  }
}
