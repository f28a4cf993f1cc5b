import type { Float } from "../../python/index.ts";
import type { Integers, SqlValue } from "../values.ts";

// What the DB-API needs of an SQLite, and all it knows of one. Whatever fails raises an error of `errors.ts`.

/** An SQLite that can be linked to: that of the runtime alone, or with the helper. */
export interface Engine {
  /** The version of SQLite, as in `"3.53.4"`. */
  readonly sqliteVersion: string;
  /** Whether it has all there is, which takes the helper. */
  readonly hasHelper: boolean;
  open(path: string, options: OpenOptions): EngineConnection;
}

export interface OpenOptions {
  /** Whether a path that begins with `file:` is a URI. */
  readonly uri: boolean;
  /** Milliseconds to wait for a lock. */
  readonly timeout: number;
  readonly readOnly: boolean;
  /** How arguments of functions are read, and rows unless the statement says otherwise. */
  readonly integers: Integers;
}

/** What is bound, and what a function gives: `undefined` and `boolean` are gone by now. */
export type Bindable = null | number | bigint | string | Uint8Array | Float;

/** What a callback gives in place of a result when it failed. Callbacks never throw. */
export class Failure {
  readonly message: string;
  /** SQLITE_ERROR, SQLITE_TOOBIG or SQLITE_NOMEM. */
  readonly code: number;

  constructor(message: string, code: number) {
    this.message = message;
    this.code = code;
  }
}

export type ScalarFunction = (...args: SqlValue[]) => Bindable | Failure;

/** One run of an aggregate over one group. */
export interface Aggregate {
  step(...args: SqlValue[]): Failure | undefined;
  finalize(): Bindable | Failure;
  /** Window functions have these two besides. */
  value?(): Bindable | Failure;
  inverse?(...args: SqlValue[]): Failure | undefined;
}

export interface FunctionFlags {
  readonly deterministic: boolean;
  readonly directOnly: boolean;
  readonly innocuous: boolean;
}

export interface EngineConnection {
  /** Whether a transaction is open: the opposite of `sqlite3_get_autocommit`. */
  readonly inTransaction: boolean;
  /** Rows changed by the last INSERT, UPDATE or DELETE: `sqlite3_changes`. */
  readonly changes: number;
  /** Rows changed since the connection was opened. */
  readonly totalChanges: number;
  readonly lastInsertRowid: number | bigint;

  /** The first statement of `sql`, which is well-formed and has no NUL; `undefined` if there is none but comments. */
  prepare(sql: string): EngineStatement | undefined;
  /** Finalizes its statements and blobs, then closes. Twice is nothing. Raises ProgrammingError inside a callback. */
  close(): void;
  interrupt(): void;

  /** `null` removes. `narg` is -1 for any number. */
  createFunction(name: string, narg: number, callback: ScalarFunction | null, flags: FunctionFlags): void;
  /** `make` is called at the first row of a group; where there is none the result is NULL. `windowed` tells whether there are value and inverse. */
  createAggregate(
    name: string,
    narg: number,
    make: (() => Aggregate | Failure) | null,
    windowed: boolean,
  ): void;
  /** `compare` gives a negative number, 0 or a positive one; NaN if it failed, of which the step tells that asked for it. */
  createCollation(name: string, compare: ((left: string, right: string) => number) | null): void;
  /** Gives SQLITE_OK, SQLITE_DENY or SQLITE_IGNORE, or what SQLite takes for a mistake of the program. */
  setAuthorizer(authorize: Authorizer | null): void;
  /** `handler` gives whether to stop; it is asked every `n` instructions. */
  setProgressHandler(handler: (() => boolean) | null, n: number): void;
  /** Told of each statement that starts, with its parameters filled in. */
  setTrace(trace: ((sql: string) => void) | null): void;

  openBlob(schema: string, table: string, column: string, rowid: bigint, readOnly: boolean): EngineBlob;
  /** Copies this connection's `schema` into the main database of the other. */
  openBackup(target: EngineConnection, schema: string): EngineBackup;
  serialize(schema: string): Uint8Array<ArrayBuffer>;
  deserialize(bytes: Uint8Array, schema: string): void;

  /** The limit of a category (`SQLITE_LIMIT_*`); one that is unknown is a ProgrammingError. */
  getLimit(category: number): number;
  /** Gives the limit before. */
  setLimit(category: number, limit: number): number;
  /** A switch (`SQLITE_DBCONFIG_*` that is on or off). */
  getConfig(option: number): boolean;
  setConfig(option: number, on: boolean): void;
  enableLoadExtension(on: boolean): void;
  loadExtension(path: string, entrypoint: string | undefined): void;
}

/** Says whether a statement may do something: gives SQLITE_OK, SQLITE_DENY or SQLITE_IGNORE. */
export type Authorizer = (
  action: number,
  first: string | null,
  second: string | null,
  schema: string | null,
  trigger: string | null,
) => number;

/** A column of what a statement gives. */
export interface EngineColumn {
  readonly name: string;
  /** The type that the table declares, if it is a column of one. */
  readonly type: string | null;
}

/** How the rows of a statement are wanted. */
export interface RowFormat {
  readonly integers: Integers;
  /**
   * Whether TEXT comes as `TextBytes`, which may be no UTF-8. Otherwise it is a `string`, and TEXT that is no UTF-8 raises
   * OperationalError "Could not decode to UTF-8 column 'c' with text '…'".
   */
  readonly textAsBytes: boolean;
  /** Whether nobody looks at the rows: an engine may give them as is easiest. */
  readonly isIgnored?: true;
  /** The columns that come as a `Uint8Array` of what SQLite's cast to BLOB gives (NULL stays `null`). */
  readonly blobs: ReadonlySet<number> | undefined;
}

/** TEXT as it lies in the file. */
export class TextBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }
}

export type EngineValue = SqlValue | TextBytes;
export type EngineRow = EngineValue[];

export interface EngineStatement {
  /** Whether it changes nothing by itself: `sqlite3_stmt_readonly`. */
  readonly isReadOnly: boolean;
  /** The names of the parameters with their prefix, by index from 0; `null` for one that has none. */
  readonly parameters: readonly (string | null)[];
  /** Where in `sql` the statement ends, in UTF-16 units. */
  readonly end: number;
  /** Whether it was started and not run to its end: `sqlite3_stmt_busy`. */
  readonly isBusy: boolean;
  /** What it gives; up to date after a step. None for what gives no rows. */
  columns(): readonly EngineColumn[];

  /**
   * Binds all parameters and runs to the first row, which is given, or to the end: `undefined`, and the statement is reset. After an
   * error it is reset too.
   */
  start(values: readonly Bindable[], format: RowFormat): EngineRow | undefined;
  /** The same, but it is reset in any case: of what gives rows, there is the first one. */
  first(values: readonly Bindable[], format: RowFormat): EngineRow | undefined;
  /** The next row; `undefined` at the end, and the statement is reset. */
  next(): EngineRow | undefined;
  /**
   * At most so many of the next rows; fewer only at the end, and the statement is reset. If a later one of them fails, those before are
   * given, and the error comes with the next call.
   */
  take(limit: number): EngineRow[];
  reset(): void;
  finalize(): void;
}

export interface EngineBlob {
  /** In bytes; it cannot change. */
  readonly length: number;
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  write(offset: number, bytes: Uint8Array): void;
  close(): void;
}

export interface EngineBackup {
  readonly remaining: number;
  readonly pageCount: number;
  /** Copies so many pages, all if negative; gives SQLITE_OK, SQLITE_DONE, SQLITE_BUSY or SQLITE_LOCKED, and raises anything else. */
  step(pages: number): number;
  /** Ends it, copied or not. */
  finish(): void;
}
