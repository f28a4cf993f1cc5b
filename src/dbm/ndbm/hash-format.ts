import type { DatabaseFile } from "../file.ts";
import type { Problem, Statistics } from "../problem.ts";
import type { Bytes } from "../store.ts";
import type { Table } from "./table.ts";

/** The libraries that Python's `dbm.ndbm` is built with, whose files are read and written. */
export type Library = "Berkeley DB" | "GNU gdbm" | "BSD db 1.85";

/** A file format of `name.db`: a hash table of pages, which is read in place and written as a whole. */
export interface HashFormat {
  readonly library: Library;
  /** What a new file is like. */
  readonly shape: Shape;
  /** The longest key or value, in bytes. */
  readonly limit: number;
  /** Reads what is in a file as it is asked for; the file does not change as long as this is used. It does not close the file. */
  read(file: DatabaseFile): HashReader;
  /** Writes all entries to a file that is empty. */
  write(file: DatabaseFile, source: EntrySource): void;
  /** What is wrong with a file. */
  check(file: DatabaseFile): IterableIterator<Problem>;
  /** What there is to say of a file. */
  stat(file: DatabaseFile): Statistics;
}

/** What stays as it is when a file is written anew. */
export interface Shape {
  /** The bytes of a page. */
  readonly pageSize: number;
  /** The byte order of its numbers. */
  readonly littleEndian: boolean;
}

/** An entry. Who is given it does not change its bytes. */
export type Entry = readonly [key: Uint8Array, value: Uint8Array];

/** What is in a file. Memory is needed for some pages and one entry, whatever the file has. */
export interface HashReader {
  readonly shape: Shape;
  readonly table: Table;
  /** What the file has, which takes a look at every page the first time. */
  readonly totals: FileTotals;
  /** Why it cannot be written anew without a loss, or `undefined` where it can. */
  readonly obstacle: string | undefined;
  /** How many bytes of the pages of buckets a key and a value of these lengths take, about. */
  sizeOf(key: number, value: number): number;
  /** The hash of a key, of which the table tells the bucket. */
  hash(key: Uint8Array): number;
  get(key: Uint8Array): Bytes | undefined;
  has(key: Uint8Array): boolean;
  /** The keys in a bucket, always in the same order; those that belong in another bucket only if they are not there. */
  keys(bucket: number): IterableIterator<Bytes>;
  /** The keys with their values, likewise: fresh bytes or, if they are not to be, some that are part of a page where that is faster. */
  entries(bucket: number, fresh?: boolean): IterableIterator<[key: Bytes, value: Bytes]>;
}

/** How much there is in a file, or will be. */
export interface Totals {
  /** How many keys. */
  readonly count: number;
  /** How many bytes they take in the pages of the buckets, about: large ones are elsewhere. */
  readonly bytes: number;
}

/** How much there is in a file that is read. */
export interface FileTotals extends Totals {
  /** The entries among them that are in buckets where lookups do not find their keys: in a file that is right, there are none. */
  readonly strays: readonly Entry[];
}

/** The entries of a file that is written: those of the file before, and the changes to it. */
export interface EntrySource {
  readonly shape: Shape;
  /** The finest table by whose buckets the entries can be asked for. */
  readonly table: Table;
  /** The number of entries, exactly, and their bytes, about. */
  readonly totals: Totals;
  /** The entries that belong in a bucket of a table with at most as many buckets, as often as one asks. */
  entries(bucket: number, table: Table): Iterable<Entry>;
}
