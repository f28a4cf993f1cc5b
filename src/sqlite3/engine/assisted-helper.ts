// The helper as JavaScript sees it: handles, functions that leave a status, and a buffer for what is passed. `native/helper.h`
// has the other side.

import { DataError, OperationalError, ProgrammingError, type SqliteError, sqliteError } from "../errors.ts";
import { SQLITE_OK } from "../result-codes.ts";

declare const HANDLE: unique symbol;

/** What the helper made. */
export interface Handle<K extends "connection" | "statement" | "blob" | "backup"> {
  readonly [HANDLE]: K;
}

type ConnectionHandle = Handle<"connection">;
type StatementHandle = Handle<"statement">;
type BlobHandle = Handle<"blob">;
type BackupHandle = Handle<"backup">;

/** The text of cells; or an array of it and what is listed; or nothing; or the message of what failed. */
export type Texts = string | readonly unknown[] | undefined;

type Callback = (...args: never[]) => unknown;

/** The functions of the helper. What each does stands beside it in `native/`. */
export interface Helper {
  /** Which meaning of the shared buffer and of the calls it knows. */
  layout(): number;
  share(buffer: ArrayBuffer, cells: number): void;
  version(): string;
  adopt(database: object): ConnectionHandle;
  close(connection: ConnectionHandle): Texts;
  counters(connection: ConnectionHandle): Texts;
  interrupt(connection: ConnectionHandle): Texts;
  limit(connection: ConnectionHandle, category: number, limit: number): Texts;
  configure(connection: ConnectionHandle, option: number, on: number): Texts;
  loadExtension(connection: ConnectionHandle, path: string, entrypoint: string | undefined): Texts;
  serialize(connection: ConnectionHandle, schema: string): ArrayBuffer | Texts;
  deserialize(connection: ConnectionHandle, bytes: Uint8Array, schema: string): Texts;
  createFunction(
    connection: ConnectionHandle,
    sort: number,
    name: string,
    narg: number,
    flags: number,
    callback: Callback | null,
    integers: number,
  ): Texts;
  createCollation(connection: ConnectionHandle, name: string, compare: Callback | null): Texts;
  setAuthorizer(connection: ConnectionHandle, authorize: Callback | null): Texts;
  setProgressHandler(connection: ConnectionHandle, handler: Callback | null, n: number): Texts;
  setTrace(connection: ConnectionHandle, trace: Callback | null): Texts;

  prepare(connection: ConnectionHandle, sql: string): StatementHandle | undefined;
  parameters(statement: StatementHandle): readonly (string | null)[];
  columns(statement: StatementHandle): readonly (string | null)[];
  format(statement: StatementHandle, integers: number, textAsBytes: boolean, blobs: readonly number[]): Texts;
  start(statement: StatementHandle, count: number, values: readonly unknown[]): Texts;
  next(statement: StatementHandle): Texts;
  take(statement: StatementHandle, limit: number): Texts;
  reset(statement: StatementHandle): Texts;
  finalize(statement: StatementHandle): Texts;
  busy(statement: StatementHandle): Texts;

  openBlob(
    connection: ConnectionHandle,
    schema: string,
    table: string,
    column: string,
    rowid: bigint,
    writable: boolean,
  ): BlobHandle;
  readBlob(blob: BlobHandle, offset: number, length: number): ArrayBuffer;
  writeBlob(blob: BlobHandle, offset: number, bytes: Uint8Array): Texts;
  closeBlob(blob: BlobHandle): Texts;
  openBackup(source: ConnectionHandle, schema: string, target: ConnectionHandle): BackupHandle;
  stepBackup(backup: BackupHandle, pages: number): Texts;
  finishBackup(backup: BackupHandle): Texts;
}

/** How the helper numbers `Integers`. */
export const INTEGERS = { auto: 0, bigint: 1, number: 2 } as const;

const PROGRAMMING_ERROR = -1;
const OPERATIONAL_ERROR = -2;
const DATA_ERROR = -3;

/** The error for a status and the message that came with it. */
export function errorOf(status: number, message: unknown): SqliteError {
  const text = String(message);
  switch (status) {
    case PROGRAMMING_ERROR:
      return new ProgrammingError(text);
    case OPERATIONAL_ERROR:
      return new OperationalError(text);
    case DATA_ERROR:
      return new DataError(text);
    default:
      return sqliteError(status, text);
  }
}

/** The words at the beginning of the shared buffer. */
export const STATUS = 0;
export const ROWS = 1;
export const COLUMNS = 2;
export const GENERATION = 3;
export const OPERATION = 4;
export const GROUP = 5;
const COUNTERS = 8;
const HEAD_WORDS = 14;

// Among the counters.
export const CHANGES = 0;
export const LAST_ROWID = 1;
export const IN_TRANSACTION = 2;

/** What the helper gives in place of a row: there are more columns than cells. */
export const TOO_FEW_CELLS = -4;

/** Functions and nearly all statements get by with so many. */
const FEWEST_CELLS = 1024;

/** The buffer that is shared with the helper, one for each thread. It is read and written between two calls, never longer. */
export class Shared {
  readonly helper: Helper;
  head!: Int32Array;
  /** What the connection whose statement has just made a step has counted. */
  counters!: Float64Array;
  numbers!: Float64Array;
  /** The same memory. */
  integers!: BigInt64Array;
  /** Where the text of each cell ends, among those of all. */
  ends!: Int32Array;
  types!: Uint8Array;

  constructor(helper: Helper) {
    this.helper = helper;
    this.grow(FEWEST_CELLS);
  }

  /** Makes room for so many cells. */
  grow(cells: number): void {
    if (this.types !== undefined && cells <= this.types.length) return;
    const start = HEAD_WORDS * 4;
    const buffer = new ArrayBuffer(start + cells * 13);
    this.head = new Int32Array(buffer, 0, HEAD_WORDS);
    this.counters = new Float64Array(buffer, COUNTERS * 4, 3);
    this.numbers = new Float64Array(buffer, start, cells);
    this.integers = new BigInt64Array(buffer, start, cells);
    this.ends = new Int32Array(buffer, start + cells * 8, cells);
    this.types = new Uint8Array(buffer, start + cells * 12, cells);
    this.helper.share(buffer, cells);
  }

  /** @throws SqliteError unless the last call ended well. */
  check(message: unknown): void {
    const status = this.head[STATUS] as number;
    if (status !== SQLITE_OK) throw errorOf(status, message);
  }
}
