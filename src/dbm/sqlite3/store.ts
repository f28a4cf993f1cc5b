import type { Bindable, EngineRow } from "../../sqlite3/engine/port.ts";
import type { Connection } from "../../sqlite3/index.ts";
import { DbmError } from "../errors.ts";
import type { Bytes, Format, Seek, Store } from "../store.ts";
import { attempt } from "./errors.ts";
import { Prepared } from "./prepared.ts";
import * as sql from "./statements.ts";

/** How many rows are asked for at once. */
const PAGE = 256;
/** And after a change, since the next one may follow at once. */
const SMALL_PAGE = 8;

const LOWEST_ROWID = -(2n ** 63n);

type Cell = EngineRow[number];

/** Python's table of keys and values in a database of SQLite. */
export class SqliteStore implements Store {
  readonly format: Format = "sqlite3";
  readonly path: string;
  readonly readOnly: boolean;
  readonly #connection: Connection;
  readonly #prepared: Prepared;
  /** How many changes there were. */
  #changes = 0;
  #inBatch = false;

  constructor(connection: Connection, path: string, readOnly: boolean) {
    this.#connection = connection;
    this.#prepared = new Prepared(connection, path);
    this.path = path;
    this.readOnly = readOnly;
  }

  size(): number {
    return this.#prepared.first(sql.GET_SIZE)?.[0] as number;
  }

  get(key: Uint8Array): Bytes | undefined {
    return (this.#prepared.first(sql.LOOKUP_KEY, [key])?.[0] ?? undefined) as Bytes | undefined;
  }

  has(key: Uint8Array): boolean {
    return this.#prepared.first(sql.HAS_KEY, [key]) !== undefined;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    this.#change(sql.STORE_KV, [key, value]);
  }

  delete(key: Uint8Array): boolean {
    this.#change(sql.DELETE_KEY, [key]);
    return this.#prepared.changes > 0;
  }

  clear(): void {
    this.#change(sql.DELETE_ALL);
  }

  *keys(): IterableIterator<Bytes> {
    yield* this.#walk(sql.KEYS, ([, key]) => this.#key(key));
  }

  *entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    yield* this.#walk(sql.ENTRIES, ([, key, value]) => this.#entry(key, value));
  }

  firstkey(): Bytes | undefined {
    const row = this.#prepared.first(sql.FIRST_KEY);
    return row && this.#key(row[0]);
  }

  nextkey(key: Uint8Array): Bytes | undefined {
    if (!this.has(key)) return undefined;
    const row = this.#prepared.first(sql.NEXT_KEY, [key]);
    return row && this.#key(row[0]);
  }

  seek(where: Seek, key?: Uint8Array): [key: Bytes, value: Bytes] | undefined {
    const row = this.#prepared.first(sql.SEEK[where], key && [key]);
    return row && this.#entry(row[0], row[1]);
  }

  beginBatch(): void {
    this.#change(this.readOnly ? "BEGIN" : "BEGIN IMMEDIATE");
    this.#inBatch = true;
  }

  endBatch(failed: boolean): void {
    try {
      if (!failed || this.#prepared.inTransaction) this.#change(failed ? "ROLLBACK" : "COMMIT");
    } catch (error) {
      if (this.#prepared.inTransaction) this.#change("ROLLBACK");
      throw error;
    } finally {
      this.#inBatch = false;
    }
  }

  /** Each change was on the disk when it was done: SQLite syncs with each transaction. */
  sync(): void {}

  reorganize(): void {
    this.#change("VACUUM");
    // What it wrote is in the log until then.
    this.#prepared.first("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  close(): void {
    attempt(this.path, () => this.#connection.close());
  }

  *#walk<T>({ foreign, first, next }: sql.Walk, use: (row: EngineRow) => T): Generator<T, void, undefined> {
    yield* this.#pages((after, size) => this.#prepared.all(foreign, [after ?? LOWEST_ROWID, size]), use);
    yield* this.#pages(
      (after, size) =>
        after === undefined ? this.#prepared.all(first, [size]) : this.#prepared.all(next, [after, size]),
      use,
    );
  }

  /**
   * What is there in an order, a page after the other: between them no statement is open, so that others may write. After a change of ours
   * what is left of the page is asked for again.
   */
  *#pages<T>(
    ask: (after: Bindable | undefined, size: number) => EngineRow[],
    use: (row: EngineRow) => T,
  ): Generator<T, void, undefined> {
    let after: Bindable | undefined;
    for (let size = PAGE; ; ) {
      const changes = this.#changes;
      const rows = ask(after, size);
      for (const row of rows) {
        after = placeOf(row);
        yield use(row);
        if (changes !== this.#changes) break;
      }
      const changed = changes !== this.#changes;
      if (rows.length === 0 || (!changed && rows.length < size)) return;
      size = changed ? SMALL_PAGE : PAGE;
    }
  }

  /** A key, which is bytes as the query asks for; in a damaged file, an index can lead to anything. */
  #key(cell: Cell | undefined): Bytes {
    if (cell instanceof Uint8Array) return cell as Bytes;
    throw new DbmError(`Cannot use ${this.path}: its index has a key that is no bytes`, "malformed", {
      offset: 0,
      path: this.path,
    });
  }

  #entry(key: Cell | undefined, value: Cell | undefined): [key: Bytes, value: Bytes] {
    return [this.#key(key), (value ?? new Uint8Array()) as Bytes];
  }

  /**
   * When a disk is full, say, SQLite takes back the whole batch: what comes after the change that failed must not be written as if the rest
   * were there, nor may the batch end well.
   */
  #change(statement: string, values?: readonly Bindable[]): void {
    if (this.#inBatch && !this.#prepared.inTransaction)
      throw new DbmError(`Cannot use ${this.path}: the batch was taken back when a change failed`, "system", {
        path: this.path,
      });
    this.#changes += 1;
    this.#prepared.first(statement, values);
  }
}

/** Where a row is in its order; whoever has got its key may change the bytes. */
function placeOf([place]: EngineRow): Bindable {
  return place instanceof Uint8Array ? place.slice() : (place as Bindable);
}
