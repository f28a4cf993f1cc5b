import type { DatabaseFile } from "../file.ts";
import type { Problem, Statistics } from "../problem.ts";
import type { Bytes } from "../store.ts";
import type { Table } from "./table.ts";

/** The libraries whose files are read and written: what Python says in `dbm.ndbm.library`, and on which system's file. */
export type Library = "Berkeley DB" | "GNU gdbm" | "BSD db 1.85";

/** A file format of `name.db`: a hash table of pages, which is read in place and written as a whole. */
export interface HashFormat {
  readonly library: Library;
  /** The size of the pages of a new file. */
  readonly pageSize: number;
  /** Reads what is in a file as it is asked for; the file does not change as long as this is used. It does not close the file. */
  read(file: DatabaseFile): HashReader;
  /** Writes all entries to a file that is empty. */
  write(file: DatabaseFile, source: EntrySource): void;
  /** What is wrong with a file. */
  check(file: DatabaseFile): IterableIterator<Problem>;
  /** What there is to say of a file. */
  stat(file: DatabaseFile): Statistics;
}

/** What is in a file. Memory is needed for some pages and one entry, whatever the file has. */
export interface HashReader {
  readonly pageSize: number;
  readonly table: Table;
  /** What the file has, which takes a look at every page the first time. */
  readonly totals: Totals;
  /** The hash of a key, of which the table tells the bucket. */
  hash(key: Uint8Array): number;
  get(key: Uint8Array): Bytes | undefined;
  has(key: Uint8Array): boolean;
  /** The keys in a bucket, always in the same order. */
  keys(bucket: number): IterableIterator<Bytes>;
  /** The keys with their values, likewise. */
  entries(bucket: number): IterableIterator<[key: Bytes, value: Bytes]>;
}

/** How much there is in a file, or will be. */
export interface Totals {
  /** How many keys. */
  readonly count: number;
  /** How many bytes of pages that belong to buckets they take, about: large ones are elsewhere. */
  readonly bytes: number;
}

/** The entries of a file that is written: those of the file before, and the changes to it. */
export interface EntrySource {
  readonly pageSize: number;
  /** The table of the file before: the finest by which the entries can be asked for. */
  readonly table: Table;
  /** The number of entries, exactly, and their bytes, about. */
  readonly totals: Totals;
  /** The entries of a bucket of a table with at most as many buckets, as often as one asks. */
  entries(bucket: number, table: Table): Iterable<readonly [key: Uint8Array, value: Uint8Array]>;
}
