import type { Connection } from "./connection.ts";
import type { EngineRow } from "./engine/port.ts";
import { DataError, OperationalError, ProgrammingError } from "./errors.ts";
import type { Parameters } from "./parameters.ts";
import type { Description, RowFactory } from "./row.ts";
import { Row } from "./row.ts";
import { RowBuffer, type RowSource, takeInto } from "./row-buffer.ts";
import { Conversion, withTexts } from "./rows.ts";
import { runScript } from "./script.ts";
import { type Session, sessionOf } from "./session.ts";
import type { Statement } from "./statements.ts";
import { isClassOf } from "./subclass.ts";
import type { SqlRow } from "./values.ts";

/** All rows that there are. */
const ALL = 0x7fffffff;

/**
 * Executes statements and fetches what they give, row by row as it is asked for.
 *
 * A query is open, and keeps its lock, until its last row is fetched, another one is executed, a `for` loop over the cursor ends, or the
 * cursor is closed, which `using` sees to. What writes runs to its end at once.
 *
 * @typeParam R What a row is: an array of values, or what `rowFactory` makes of it.
 */
export class Cursor<R = SqlRow> implements IterableIterator<R, undefined> {
  /** The connection that it belongs to. */
  readonly connection: Connection;
  /** How many rows `fetchmany` fetches if it is not told; 1. */
  arraysize = 1;
  /** What a row is made into; `null` leaves the array. That of the connection when the cursor was made. */
  rowFactory: RowFactory<R> | null = null;
  readonly #session: Session;
  #statement: Statement | undefined;
  #source: RowSource | undefined;
  /** How many rows were changed, which is told when all that was given is fetched. */
  #changes: number | undefined;
  #conversion: Conversion | undefined;
  /** Whether its texts come as bytes, which was decided when it began. */
  #textAsBytes = false;
  /** The row that comes next. */
  #row: EngineRow | undefined;
  /** Why there is none, to be said when it is asked for: its text cannot be read. */
  #unreadable: Error | undefined;
  #description: Description | null = null;
  #rowcount = -1;
  #lastrowid: number | bigint | null = null;
  #isClosed = false;
  /** Whether code of the user runs in the midst of something. */
  #isLocked = false;

  /**
   * A cursor of a connection, as `connection.cursor()` makes it.
   *
   * @param connection The connection to belong to.
   */
  constructor(connection: Connection) {
    this.connection = connection;
    this.#session = sessionOf(connection);
  }

  /** The names of the columns, each with six times `null` as PEP 249 wants it; `null` for what gives no rows. */
  get description(): Description | null {
    return this.#description;
  }

  /**
   * How many rows an INSERT, UPDATE, DELETE or REPLACE changed, once it has run to its end; -1 for everything else.
   */
  get rowcount(): number {
    return this.#rowcount;
  }

  /** The rowid of the row inserted last, by whomever on this connection; `null` before the first `execute`. */
  get lastrowid(): number | bigint | null {
    return this.#lastrowid;
  }

  /**
   * Executes one statement and runs it to its first row.
   *
   * @param parameters An array for `?`, a plain object or `Map` for `:name`, `@name` and `$name`.
   * @throws Error of this module, by class what is wrong.
   */
  execute(sql: string, parameters?: Parameters): this {
    const session = this.#begin();
    try {
      const statement = this.#claim(session, sql);
      if (statement === undefined) return this;
      const { engine, isDml } = statement;
      if (isDml) session.transactions.beginImplicitly();
      const bindings = session.binder.bind(parameters, engine.parameters);
      const columns = session.detectTypes === 0 ? undefined : engine.columns();
      if (columns !== undefined) this.#conversion = Conversion.of(session, columns);
      const format = this.#conversion?.format ?? session.format;
      this.#textAsBytes = format.textAsBytes;
      try {
        this.#row = engine.start(bindings, format);
        if (columns !== undefined && columns !== engine.columns() && engine.isReadOnly) {
          // The schema has changed since the statement was prepared, and it has other columns.
          this.#conversion = Conversion.of(session, engine.columns());
          this.#row = engine.start(bindings, this.#conversion?.format ?? session.format);
        }
      } catch (error) {
        this.#defer(error);
      }
      this.#description = statement.describe(session.hintsInNames);
      this.#lastrowid = session.lastrowid;
      if (this.#row === undefined) {
        if (this.#unreadable === undefined) this.#finish();
      } else if (engine.isReadOnly) {
        this.#source = engine;
      } else {
        this.#source = this.#drain(statement);
      }
      return this;
    } catch (error) {
      this.#rowcount = -1;
      throw this.#failed(error);
    } finally {
      this.#isLocked = false;
    }
  }

  /**
   * Executes one INSERT, UPDATE, DELETE or REPLACE again and again, once for each parameters of `sequence`. What RETURNING gives is
   * dropped.
   *
   * @throws ProgrammingError for a statement that only reads.
   */
  executemany(sql: string, sequence: Iterable<Parameters>): this {
    const session = this.#begin();
    try {
      const statement = this.#claim(session, sql);
      if (statement === undefined || statement.engine.isReadOnly)
        throw new ProgrammingError("executemany() can only execute DML statements.");
      const { engine, isDml } = statement;
      if (isDml) session.transactions.beginImplicitly();
      const { binder, format } = session;
      for (const parameters of sequence) {
        const bindings = binder.bind(parameters, engine.parameters);
        if (engine.start(bindings, format) !== undefined) engine.reset();
        if (isDml) this.#rowcount += session.engine.changes;
      }
      this.#description = statement.describe(session.hintsInNames);
      this.#release();
      return this;
    } catch (error) {
      this.#rowcount = -1;
      throw this.#failed(error);
    } finally {
      this.#isLocked = false;
    }
  }

  /**
   * Executes statements one after the other, without parameters. A transaction that was begun implicitly is committed first.
   *
   * @throws Error of this module for the first that fails; those before it were executed.
   */
  executescript(script: string): this {
    this.#check();
    runScript(this.#session, script);
    return this;
  }

  /** The next row, or `null` if there is none. */
  fetchone(): R | null {
    this.#check();
    return this.#hasRow() ? this.#fetch() : null;
  }

  /**
   * The next rows.
   *
   * @param size How many at most; `arraysize` if left out, and all if it is negative.
   * @throws TypeError for what is no integer.
   */
  fetchmany(size: number = this.arraysize): R[] {
    this.#check();
    if (!Number.isInteger(size)) throw new TypeError(`size must be an integer, not ${String(size)}`);
    return this.#fetchRows(size < 0 ? ALL : size);
  }

  /** All rows that are left. */
  fetchall(): R[] {
    this.#check();
    return this.#fetchRows(ALL);
  }

  /** Lets go of the statement. The cursor cannot be used any more. */
  close(): void {
    this.#session.check();
    this[Symbol.dispose]();
  }

  /** Does nothing, as PEP 249 allows. */
  setinputsizes(_sizes: unknown): void {}

  /** Does nothing, as PEP 249 allows. */
  setoutputsize(_size: unknown, _column?: unknown): void {}

  /** The next row, for `for … of`. */
  next(): IteratorResult<R, undefined> {
    this.#check();
    return this.#hasRow() ? { done: false, value: this.#fetch() } : { done: true, value: undefined };
  }

  /** Lets go of the statement, for a `for … of` that ends early. */
  return(): IteratorResult<R, undefined> {
    if (this.#isLocked) throw recursive();
    this.#release();
    return { done: true, value: undefined };
  }

  /** The cursor itself, for `for … of`. */
  [Symbol.iterator](): this {
    return this;
  }

  /** Closes the cursor, for `using`. */
  [Symbol.dispose](): void {
    if (this.#isLocked) throw recursive();
    this.#release();
    this.#isClosed = true;
  }

  #check(): void {
    if (this.#isClosed) throw new ProgrammingError("Cannot operate on a closed cursor.");
    if (this.#isLocked) throw recursive();
    this.#session.check();
  }

  /** Leaves what was executed before. */
  #begin(): Session {
    this.#rowcount = -1;
    this.#check();
    this.#release();
    this.#description = null;
    this.#isLocked = true;
    return this.#session;
  }

  #claim(session: Session, sql: string): Statement | undefined {
    const statement = session.statements.claim(sql);
    this.#statement = statement;
    if (statement?.isDml) this.#rowcount = 0;
    return statement;
  }

  /**
   * Runs a statement that writes to its end, so that no transaction waits for rows that nobody fetches: in Python, it ends with the
   * last reference to the cursor. SQLite has them all by now.
   */
  #drain(statement: Statement): RowBuffer {
    const { engine } = statement;
    const rows: EngineRow[] = [];
    try {
      takeInto(rows, engine, ALL);
    } catch (error) {
      this.#defer(error);
    }
    if (statement.isDml) this.#changes = this.#session.engine.changes;
    statement.release();
    this.#statement = undefined;
    return new RowBuffer(rows);
  }

  #release(): void {
    this.#row = undefined;
    this.#source = undefined;
    this.#changes = undefined;
    this.#unreadable = undefined;
    this.#conversion = undefined;
    this.#statement?.release();
    this.#statement = undefined;
  }

  /** The statement has run to its end. */
  #finish(): void {
    if (this.#changes !== undefined) this.#rowcount = this.#changes;
    else if (this.#statement?.isDml) this.#rowcount = this.#session.engine.changes;
    this.#release();
  }

  #failed(error: unknown): unknown {
    this.#release();
    return this.#session.callbacks.explain(error);
  }

  #hasRow(): boolean {
    if (this.#row === undefined && this.#unreadable !== undefined) throw this.#unreadable;
    return this.#row !== undefined;
  }

  #fetch(): R {
    const row = this.#present(this.#row as EngineRow);
    this.#advance();
    return this.rowFactory === null ? (row as R) : this.#shape(row, this.rowFactory);
  }

  #fetchRows(size: number): R[] {
    if (size > 1 && this.rowFactory === null && this.#isPlain()) return this.#fetchPlain(size);
    const rows: R[] = [];
    while (rows.length < size && this.#hasRow()) rows.push(this.#fetch());
    return rows;
  }

  /** Many rows at once, with which nothing has to be done. */
  #fetchPlain(size: number): R[] {
    if (!this.#hasRow()) return [];
    const rows = [this.#row as EngineRow];
    this.#isLocked = true;
    try {
      takeInto(rows, this.#source as RowSource, size);
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#isLocked = false;
    }
    if (rows.length < size) this.#finish();
    else this.#advance();
    return rows as R[];
  }

  #advance(): void {
    this.#row = undefined;
    // A function that the step calls must not step on.
    this.#isLocked = true;
    try {
      this.#row = this.#source?.next();
      if (this.#row === undefined) this.#finish();
    } catch (error) {
      this.#defer(error);
    } finally {
      this.#isLocked = false;
    }
  }

  /** An error that a row cannot be read, which has no code, is for the one who asks for the row. */
  #defer(error: unknown): void {
    const isReadable = !(error instanceof OperationalError || error instanceof DataError);
    if (isReadable || error.sqliteErrorcode !== undefined) throw this.#failed(error);
    this.#unreadable = error;
  }

  /** Whether rows are as the engine gives them. */
  #isPlain(): boolean {
    return this.#conversion === undefined && !this.#textAsBytes && this.#session.textFactory === undefined;
  }

  /** The row as it is shown; converters are code of the user. */
  #present(values: EngineRow): SqlRow {
    if (this.#isPlain()) return values as SqlRow;
    this.#isLocked = true;
    try {
      this.#conversion?.apply(values);
      return withTexts(values, this.#session, this.#conversion);
    } finally {
      this.#isLocked = false;
    }
  }

  #shape(row: SqlRow, factory: RowFactory<R>): R {
    return isClassOf(factory, Row)
      ? new factory(this, row)
      : (factory as (cursor: this, row: SqlRow) => R)(this, row);
  }
}

function recursive(): ProgrammingError {
  return new ProgrammingError("Recursive use of cursors not allowed.");
}
