import { OperationalError, ProgrammingError, sqliteError } from "../errors.ts";
import { foldedName, quotedName } from "../names.ts";
import { SQLITE_BUSY, SQLITE_ERROR, SQLITE_NOTADB } from "../result-codes.ts";
import { isBlank } from "../sql-text.ts";
import type { Integers } from "../values.ts";
import type { NodeDatabase, NodeInput, NodeOutput, NodeParameters, NodeStatement } from "./node-sqlite.ts";
import { Activity } from "./plain-activity.ts";
import { PlainBackup } from "./plain-backup.ts";
import { openBlob } from "./plain-blob.ts";
import { PlainConfig } from "./plain-config.ts";
import { needsHelper, needsNewer } from "./plain-errors.ts";
import { PlainFunctions } from "./plain-functions.ts";
import { PlainStatement } from "./plain-statement.ts";
import { wanted } from "./plain-values.ts";
import type {
  Aggregate,
  Authorizer,
  EngineBackup,
  EngineBlob,
  EngineConnection,
  EngineStatement,
  Failure,
  FunctionFlags,
  ScalarFunction,
} from "./port.ts";

/** What the runtime does in its own way. */
export interface Traits {
  /** Whether errors come out of `iterate()`; in Deno they look like the end. */
  readonly iteratesSafely: boolean;
  /** Whether texts end at NUL. */
  readonly cutsTexts: boolean;
  /** A new database in memory. */
  openMemory(): NodeDatabase;
}

type Counts = ReturnType<NodeStatement["run"]>;

/** A connection of `node:sqlite`. */
export class PlainConnection implements EngineConnection {
  readonly activity: Activity = new Activity();
  /** Raised when all statements end: another database takes the place of this one, or it is closed. */
  generation = 0;
  tracer: ((sql: string) => void) | undefined;
  readonly #database: NodeDatabase;
  /** How it was opened. */
  readonly #path: string;
  readonly #integers: Integers;
  readonly traits: Traits;
  readonly #functions: PlainFunctions;
  readonly #config: PlainConfig;
  /** Statements of the engine itself. */
  readonly #questions = new Map<string, NodeStatement>();
  /** What the last statement changed, if that is known. */
  #counts: Counts | undefined;
  #isUtf8: boolean | undefined;
  #isClosed = false;

  constructor(database: NodeDatabase, path: string, integers: Integers, traits: Traits) {
    this.#database = database;
    this.#path = path;
    this.#integers = integers;
    this.traits = traits;
    this.#functions = new PlainFunctions(database, this.activity, integers);
    this.#config = new PlainConfig(database, this);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  get changes(): number {
    return Number(this.#counts?.changes ?? this.ask("select changes()")?.[0]);
  }

  get totalChanges(): number {
    return Number(this.ask("select total_changes()")?.[0]);
  }

  get lastInsertRowid(): number | bigint {
    const rowid = this.#counts?.lastInsertRowid ?? this.ask("select last_insert_rowid()")?.[0];
    return wanted(rowid as bigint, this.#integers === "number" ? "auto" : this.#integers) as number | bigint;
  }

  /** Whether its texts are kept as UTF-8. */
  get isUtf8(): boolean {
    this.#isUtf8 ??= this.ask("pragma encoding")?.[0] === "UTF-8";
    return this.#isUtf8;
  }

  /** Where others find the main database too: its file, or the name of memory that is shared; `undefined` if it is ours alone. */
  get sharedPlace(): string | undefined {
    const place = this.#database.location();
    if (place !== null && place !== "") return place;
    return /^file:.*[?&]cache=shared\b/.test(this.#path) ? this.#path : undefined;
  }

  prepare(sql: string): EngineStatement | undefined {
    if (isBlank(sql)) return undefined;
    this.activity.begin();
    try {
      return this.attempt(() => new PlainStatement(this, this.prepareNode(sql)));
    } finally {
      this.activity.end();
    }
  }

  close(): void {
    if (this.activity.callbacks > 0)
      throw new ProgrammingError("Cannot close the connection inside a callback");
    if (this.#isClosed) return;
    this.attempt(() => this.#database.close());
    this.#isClosed = true;
    this.generation += 1;
  }

  interrupt(): void {
    this.activity.interrupt();
  }

  createFunction(name: string, narg: number, callback: ScalarFunction | null, flags: FunctionFlags): void {
    this.attempt(() => {
      if (callback === null) this.#functions.remove(name, narg);
      else this.#functions.scalar(name, narg, callback, flags);
    });
  }

  createAggregate(
    name: string,
    narg: number,
    make: (() => Aggregate | Failure) | null,
    windowed: boolean,
  ): void {
    this.attempt(() => {
      if (make === null) this.#functions.remove(name, narg);
      else this.#functions.aggregate(name, narg, make, windowed);
    });
  }

  createCollation(_name: string, compare: ((left: string, right: string) => number) | null): void {
    if (compare !== null) throw needsHelper("createCollation()");
  }

  setAuthorizer(authorize: Authorizer | null): void {
    this.attempt(() => this.#functions.authorizer(authorize));
  }

  setProgressHandler(handler: (() => boolean) | null, _n: number): void {
    if (handler !== null) throw needsHelper("setProgressHandler()");
  }

  setTrace(trace: ((sql: string) => void) | null): void {
    this.tracer = trace ?? undefined;
  }

  openBlob(schema: string, table: string, column: string, rowid: bigint, readOnly: boolean): EngineBlob {
    return openBlob(this, { schema, table, column, rowid }, readOnly);
  }

  openBackup(target: EngineConnection, schema: string): EngineBackup {
    if (!(target instanceof PlainConnection)) throw needsHelper("backup() to a connection with the helper");
    return new PlainBackup(this, target, schema);
  }

  serialize(schema: string): Uint8Array<ArrayBuffer> {
    const { serialize } = this.#database;
    if (serialize === undefined) throw needsNewer("serialize()");
    if (!this.hasSchema(schema)) throw new OperationalError(`unable to serialize '${schema}'`);
    return this.attempt(() => serialize.call(this.#database, schema));
  }

  deserialize(bytes: Uint8Array, schema: string): void {
    const { deserialize } = this.#database;
    if (deserialize === undefined) throw needsNewer("deserialize()");
    if (!this.hasSchema(schema)) throw sqliteError(SQLITE_ERROR, `unknown database ${schema}`);
    if (this.activity.isRunning) throw sqliteError(SQLITE_BUSY, "database is locked");
    if (bytes.length === 0) throw sqliteError(SQLITE_NOTADB, "file is not a database");
    // SQLite keeps such tables with a pointer to the schema that it is about to free.
    if (this.#list("pragma module_list", 0).some((name) => /^(?:pragma_|json)/.test(name)))
      throw needsHelper("deserialize() after a query of pragma_table_info, json_each and the like");
    this.attempt(() => {
      this.#questions.clear();
      this.generation += 1;
      this.#isUtf8 = undefined;
      deserialize.call(this.#database, bytes, { dbName: schema });
    });
  }

  getLimit(category: number): number {
    return this.#config.getLimit(category);
  }

  setLimit(category: number, limit: number): number {
    return this.#config.setLimit(category, limit);
  }

  getConfig(option: number): boolean {
    return this.#config.get(option);
  }

  setConfig(option: number, on: boolean): void {
    this.attempt(() => this.#config.set(option, on));
  }

  enableLoadExtension(on: boolean): void {
    this.attempt(() => this.#config.enableLoadExtension(on));
  }

  loadExtension(path: string, entrypoint: string | undefined): void {
    this.attempt(() => this.#config.loadExtension(path, entrypoint));
  }

  /** A statement whose rows are arrays with integers as `bigint`, and whose parameters have their prefixes. */
  prepareNode(sql: string): NodeStatement {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    statement.setAllowBareNamedParameters(false);
    return statement;
  }

  /** The rows, if the runtime can one after the other. */
  rows(statement: NodeStatement, parameters: readonly NodeParameters[]): Iterator<NodeOutput[], unknown> {
    if (this.traits.iteratesSafely) return statement.iterate(...parameters);
    return statement.all(...parameters).values();
  }

  /** The first row of what the engine itself wants to know, of which no callback is told. */
  ask(sql: string, ...parameters: NodeInput[]): NodeOutput[] | undefined {
    return this.privately(() => {
      let question = this.#questions.get(sql);
      if (question === undefined) {
        question = this.prepareNode(sql);
        this.#questions.set(sql, question);
      }
      return question.get(...parameters);
    });
  }

  /** Does what the engine does for itself. */
  privately<T>(action: () => T): T {
    const { isPrivate } = this.activity;
    this.activity.isPrivate = true;
    try {
      return this.attempt(action);
    } finally {
      this.activity.isPrivate = isPrivate;
    }
  }

  /** Takes down what a statement has changed, if it is known. */
  changed(counts: Counts | undefined): void {
    this.#counts = counts;
  }

  attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw this.activity.explain(error);
    }
  }

  hasSchema(schema: string): boolean {
    const name = foldedName(schema);
    // It is only listed once there is something in it.
    if (name === "temp") return true;
    return this.#list("pragma database_list", 1).some((listed) => foldedName(listed) === name);
  }

  /** One column of what a PRAGMA lists. */
  #list(sql: string, column: number): string[] {
    return this.privately(() =>
      this.prepareNode(sql)
        .all()
        .map((row) => String(row[column])),
    );
  }

  pageCount(schema: string): number {
    return Number(this.ask(`pragma ${quotedName(schema)}.page_count`)?.[0]);
  }

  /** The database as others can have it, which is not one of no pages. */
  imageOf(schema: string): Uint8Array<ArrayBuffer> {
    if (this.pageCount(schema) > 0) return this.serialize(schema);
    return this.#withMemory((database) => database.serialize?.("main") ?? new Uint8Array());
  }

  /** Fills an empty file with the database that these bytes are. */
  vacuumInto(place: string, bytes: Uint8Array): void {
    this.#withMemory((database) => {
      database.deserialize?.(bytes, { dbName: "main" });
      database.prepare("vacuum into ?").run(place);
    });
  }

  #withMemory<T>(action: (database: NodeDatabase) => T): T {
    return this.attempt(() => {
      const database = this.traits.openMemory();
      try {
        return action(database);
      } finally {
        database.close();
      }
    });
  }
}
