import { type Adapted, type AdaptedType, Adapters, adapters } from "./adapters.ts";
import { type BackupOptions, backUp } from "./backup.ts";
import { Blob, type BlobOptions } from "./blob.ts";
import type { AggregateClass, SqlResult, WindowClass } from "./callbacks.ts";
import { type Converter, Converters, converters } from "./converters.ts";
import { Cursor } from "./cursor.ts";
import { type CursorFactory, cursorBy } from "./cursor-factory.ts";
import { iterdump } from "./dump.ts";
import { dumpCursor } from "./dump-cursor.ts";
import { defaultEngine } from "./engine/engines.ts";
import type { Authorizer } from "./engine/port.ts";
import { ErrorAttributes } from "./error-attributes.ts";
import { OperationalError, ProgrammingError, SqliteError } from "./errors.ts";
import {
  callable,
  checkConfig,
  checkFunction,
  checkName,
  type FunctionOptions,
  flagsOf,
} from "./functions.ts";
import { type ConnectOptions, locationOf } from "./options.ts";
import type { Parameters } from "./parameters.ts";
import type { RowFactory } from "./row.ts";
import { Session, sessionOf, setSession, type TextFactory } from "./session.ts";
import * as switches from "./switches.ts";
import type { Autocommit, IsolationLevel } from "./transactions.ts";
import { int64, type SqlInput, type SqlRow, type SqlValue } from "./values.ts";

/**
 * A database that is open.
 *
 * It is closed by `close`, or by `using` at the end of its block; what was not committed is rolled back.
 */
export class Connection extends ErrorAttributes {
  /** What the rows of new cursors are made into; `null`, the default, leaves arrays. */
  rowFactory: RowFactory<unknown> | null = null;
  readonly #session: Session;

  /**
   * Opens a database, as `connect` does.
   *
   * @throws OperationalError if the file cannot be opened, or created.
   */
  constructor(database: string | Uint8Array | URL, options: ConnectOptions = {}) {
    super();
    const { timeout = 5, detectTypes = 0, cachedStatements = 128, integers = "auto" } = options;
    const { location, uri } = locationOf(database, options.uri ?? false);
    const engine = defaultEngine().open(location, {
      uri,
      timeout: Math.round(timeout * 1000),
      readOnly: options.readOnly ?? false,
      integers,
    });
    const session = new Session(engine, {
      detectTypes,
      cachedStatements,
      integers,
      adapters: new Adapters(adapters),
      converters: new Converters(converters),
    });
    this.#session = session;
    setSession(this, session);
    try {
      if (options.defensive) engine.setConfig(switches.SQLITE_DBCONFIG_DEFENSIVE, true);
      if (options.trustedSchema === false) engine.setConfig(switches.SQLITE_DBCONFIG_TRUSTED_SCHEMA, false);
      if (options.isolationLevel !== undefined) session.transactions.isolationLevel = options.isolationLevel;
      if (options.autocommit !== undefined) session.transactions.autocommit = options.autocommit;
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  /** How transactions begin of themselves before rows are changed; `null`: never. For `autocommit` at its default only. */
  get isolationLevel(): IsolationLevel | null {
    this.#session.check();
    return this.#session.transactions.isolationLevel;
  }

  /** @throws RangeError for what is no level. */
  set isolationLevel(level: IsolationLevel | null) {
    this.#explained(({ transactions }) => {
      transactions.isolationLevel = level;
    });
  }

  /** Whether SQLite commits each statement (`true`), or a transaction is always open (`false`). */
  get autocommit(): Autocommit {
    this.#session.check();
    return this.#session.transactions.autocommit;
  }

  /** Commits what is open when it is set to `true`, begins when it is set to `false`. */
  set autocommit(mode: Autocommit) {
    this.#explained(({ transactions }) => {
      transactions.autocommit = mode;
    });
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#session.engine.inTransaction;
  }

  /** How many rows were changed since the connection was opened. */
  get totalChanges(): number {
    return this.#session.engine.totalChanges;
  }

  /** What makes of the UTF-8 of a TEXT what is wanted in its place; `undefined`, the default, gives strings. */
  get textFactory(): TextFactory | undefined {
    return this.#session.textFactory;
  }

  /** Counts for the rows that are fetched from now on. */
  set textFactory(factory: TextFactory | undefined) {
    this.#session.setTextFactory(factory);
  }

  /** A cursor of this connection. */
  cursor<R = SqlRow>(): Cursor<R>;
  /** A cursor of a class of yours. */
  cursor<C extends Cursor<unknown>>(factory: CursorFactory<C>): C;
  cursor(factory: CursorFactory<Cursor<unknown>> = Cursor): Cursor<unknown> {
    this.#session.check();
    const cursor = cursorBy(factory, this);
    if (this.rowFactory !== null) cursor.rowFactory = this.rowFactory;
    return cursor;
  }

  /** Executes one statement with a new cursor: see `Cursor.execute`. */
  execute<R = SqlRow>(sql: string, parameters?: Parameters): Cursor<R> {
    return this.cursor<R>().execute(sql, parameters);
  }

  /** Executes one statement again and again with a new cursor: see `Cursor.executemany`. */
  executemany(sql: string, sequence: Iterable<Parameters>): Cursor {
    return this.cursor().executemany(sql, sequence);
  }

  /** Executes a script with a new cursor: see `Cursor.executescript`. */
  executescript(script: string): Cursor {
    return this.cursor().executescript(script);
  }

  /**
   * Executes a statement that is written as a template; what is inserted is bound, never pasted.
   *
   * ```ts
   * import { connect } from "pantry/sqlite3";
   *
   * using connection = connect(":memory:");
   * const [row] = connection.sql`select ${"it's"} || ${1}`;
   * if (row?.[0] !== "it's1") throw new Error("not bound");
   * ```
   */
  sql<R = SqlRow>(strings: TemplateStringsArray, ...values: readonly unknown[]): Cursor<R> {
    return this.execute<R>(strings.join("?"), values);
  }

  /** Commits the transaction that is open, if there is one. */
  commit(): void {
    this.#explained(({ transactions }) => transactions.commit());
  }

  /** Rolls back the transaction that is open, if there is one. */
  rollback(): void {
    this.#explained(({ transactions }) => transactions.rollback());
  }

  /**
   * Commits what `action` does, or rolls it back if it throws: Python's `with connection:`. As there, nothing is begun here: it depends on
   * `isolationLevel` and `autocommit` what begins a transaction.
   *
   * @returns What `action` gives.
   * @throws TypeError if that is a promise, since others could use the connection before it is settled.
   */
  transaction<T>(action: (connection: this) => T): T {
    this.#session.check();
    try {
      const result = action(this);
      if (typeof (result as { then?: unknown } | null | undefined)?.then === "function")
        throw new TypeError("a transaction cannot wait for a promise");
      this.commit();
      return result;
    } catch (error) {
      this.#rollBackAfter(error);
      throw error;
    }
  }

  /** Closes the database; twice is nothing. */
  close(): void {
    this.#session.close();
  }

  /** Closes the database, for `using`. */
  [Symbol.dispose](): void {
    this.#session.close();
  }

  /**
   * Makes a function for SQL.
   *
   * @param narg How many arguments it takes; -1 for any number.
   * @param callback Gets the values of the arguments. `null` takes the function away.
   * @throws OperationalError for a name of more than 255 bytes, another `narg`, and while a statement runs that may use it.
   */
  createFunction(
    name: string,
    narg: number,
    callback: ((...args: SqlValue[]) => SqlResult) | null,
    options: FunctionOptions = {},
  ): void {
    const { engine, callbacks } = this.#session;
    const wrapped = callback === null ? null : callbacks.scalar(name, narg, callable(callback));
    checkFunction(name, narg, () => new OperationalError("Error creating function"));
    engine.createFunction(name, narg, wrapped, flagsOf(options));
  }

  /**
   * Makes an aggregate for SQL of a class with `step` and `finalize`.
   *
   * @param aggregate `null` takes it away.
   * @throws OperationalError as `createFunction`.
   */
  createAggregate(name: string, narg: number, aggregate: AggregateClass | null): void {
    const { engine, callbacks } = this.#session;
    checkFunction(name, narg, () => new OperationalError("Error creating aggregate"));
    engine.createAggregate(
      name,
      narg,
      aggregate && callbacks.aggregate(name, narg, callable(aggregate)),
      false,
    );
  }

  /**
   * Makes a window function for SQL of a class with `step`, `inverse`, `value` and `finalize`.
   *
   * @param window `null` takes it away.
   */
  createWindowFunction(name: string, narg: number, window: WindowClass | null): void {
    const { engine, callbacks } = this.#session;
    checkFunction(name, narg, () => new ProgrammingError("bad parameter or other API misuse"));
    engine.createAggregate(name, narg, window && callbacks.aggregate(name, narg, callable(window)), true);
  }

  /**
   * Makes a collation for SQL: an order of texts.
   *
   * @param compare Gives a negative number, 0 or a positive one. `null` takes it away.
   * @throws NotSupportedError without the helper.
   */
  createCollation(name: string, compare: ((left: string, right: string) => number) | null): void {
    const { engine, callbacks } = this.#session;
    checkName(name);
    const wrapped = compare && callbacks.collation(callable(compare));
    engine.createCollation(name, wrapped);
  }

  /**
   * Asks `authorize` whether a statement may do what it is about to, while it is prepared: it gets an action (`SQLITE_CREATE_TABLE` …), two
   * names that depend on it, the schema, and the trigger or view that is the reason, and gives SQLITE_OK, SQLITE_DENY or SQLITE_IGNORE.
   */
  setAuthorizer(authorize: Authorizer | null): void {
    const { engine, callbacks, statements } = this.#session;
    engine.setAuthorizer(authorize && callbacks.authorizer(callable(authorize)));
    statements.clear();
  }

  /**
   * Calls `handler` again and again while statements run; if it gives what is true, the statement ends with OperationalError.
   *
   * @param n Every so many instructions of SQLite's machine.
   * @throws NotSupportedError without the helper.
   */
  setProgressHandler(handler: (() => unknown) | null, n: number): void {
    const { engine, callbacks } = this.#session;
    engine.setProgressHandler(handler && callbacks.progress(callable(handler)), n);
  }

  /** Tells `trace` of each statement that starts, with its parameters filled in. */
  setTraceCallback(trace: ((sql: string) => unknown) | null): void {
    const { engine, callbacks } = this.#session;
    engine.setTrace(trace && callbacks.trace(callable(trace)));
  }

  /** Ends what runs with OperationalError, for a callback that has seen enough. */
  interrupt(): void {
    this.#session.engine.interrupt();
  }

  /**
   * Opens the BLOB in one column of one row, to read and write it in pieces.
   *
   * @throws OperationalError if there is no such row, or no BLOB or TEXT in it.
   */
  blobopen(table: string, column: string, rowid: number | bigint, options: BlobOptions = {}): Blob {
    const { readonly = false, name = "main" } = options;
    return this.#explained((session) => {
      const blob = session.engine.openBlob(name, table, column, int64(BigInt(rowid)), readonly);
      return new Blob(session, blob);
    });
  }

  /**
   * Copies the database into that of another connection, which loses what it has.
   *
   * @throws RangeError if it is the same connection.
   */
  backup(target: Connection, options: BackupOptions = {}): void {
    if (!(target instanceof Connection)) throw new TypeError("target must be a Connection");
    if (target === this) throw new RangeError("target cannot be the same connection instance");
    const { engine } = sessionOf(target);
    sessionOf(target).check();
    this.#explained((session) => backUp(session.engine, engine, options));
  }

  /**
   * The database as SQL text, statement by statement, as `.dump` of SQLite's shell gives it.
   *
   * @param options.filter A LIKE pattern of the names of what is wanted; everything.
   */
  iterdump(options: { readonly filter?: string } = {}): Generator<string, void, undefined> {
    return iterdump(dumpCursor(this.cursor(), this.#session), options.filter);
  }

  /**
   * The bytes of the database, as they would be in a file.
   *
   * @param options.name The schema; `"main"`.
   */
  serialize(options: { readonly name?: string } = {}): Uint8Array<ArrayBuffer> {
    return this.#explained(({ engine }) => engine.serialize(options.name ?? "main"));
  }

  /**
   * Puts such bytes, which are copied, in the place of the database; it is in memory from then on.
   *
   * @param options.name The schema; `"main"`.
   */
  deserialize(bytes: Uint8Array, options: { readonly name?: string } = {}): void {
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a Uint8Array expected");
    this.#explained(({ engine }) => engine.deserialize(bytes, options.name ?? "main"));
  }

  /** A limit of SQLite, `SQLITE_LIMIT_LENGTH` and the others. */
  getlimit(category: number): number {
    return this.#session.engine.getLimit(category);
  }

  /**
   * Sets a limit of SQLite; a negative one changes nothing.
   *
   * @returns The limit before.
   */
  setlimit(category: number, limit: number): number {
    return this.#session.engine.setLimit(category, limit);
  }

  /** A switch of SQLite, `SQLITE_DBCONFIG_ENABLE_FKEY` and the others. */
  getconfig(op: number): boolean {
    return this.#session.engine.getConfig(checkConfig(op));
  }

  /** Turns a switch of SQLite on, or off. */
  setconfig(op: number, enable: boolean = true): void {
    this.#session.engine.setConfig(checkConfig(op), enable);
  }

  /** Allows `loadExtension`, which it is not at first, since an extension is native code. */
  enableLoadExtension(enabled: boolean): void {
    this.#session.engine.enableLoadExtension(enabled);
  }

  /**
   * Loads an extension of SQLite from a shared library.
   *
   * @param options.entrypoint The name of its function; SQLite guesses it by the name of the file.
   */
  loadExtension(path: string, options: { readonly entrypoint?: string } = {}): void {
    this.#session.engine.loadExtension(path, options.entrypoint);
  }

  /** Says what is bound in place of the instances of a class, on this connection: see `registerAdapter` of the module. */
  registerAdapter<T>(type: AdaptedType<T>, adapter: (value: Adapted<T>) => SqlInput): void {
    this.#session.adapters.register(type, adapter);
  }

  /** Says what the columns of a type are read as, on this connection: see `registerConverter` of the module. */
  registerConverter(name: string, converter: Converter): void {
    this.#session.converters.register(name, converter);
  }

  #explained<T>(action: (session: Session) => T): T {
    this.#session.check();
    try {
      return action(this.#session);
    } catch (error) {
      throw this.#session.callbacks.explain(error);
    }
  }

  /** If that fails, too, it is what is reported, as in Python, and the first error is its cause. */
  #rollBackAfter(error: unknown): void {
    try {
      this.rollback();
    } catch (second) {
      if (second instanceof SqliteError && second.cause === undefined) second.cause = error;
      throw second;
    }
  }
}
