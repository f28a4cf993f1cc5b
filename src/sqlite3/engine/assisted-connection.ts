import { OperationalError, ProgrammingError } from "../errors.ts";
import { foldedName } from "../names.ts";
import { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION } from "../switches.ts";
import type { Integers } from "../values.ts";
import { readCell } from "./assisted-cells.ts";
import { aggregateFunction, scalarFunction } from "./assisted-functions.ts";
import { AssistedBackup, AssistedBlob } from "./assisted-handles.ts";
import {
  CHANGES,
  type Handle,
  IN_TRANSACTION,
  INTEGERS,
  LAST_ROWID,
  type Shared,
  STATUS,
} from "./assisted-helper.ts";
import { AssistedStatement } from "./assisted-statement.ts";
import type { NodeDatabase } from "./node-sqlite.ts";
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

const SCALAR = 0;
const AGGREGATE = 1;
const WINDOW = 2;

const SQLITE_DETERMINISTIC = 0x800;
const SQLITE_DIRECTONLY = 0x80000;
const SQLITE_INNOCUOUS = 0x200000;

/** A connection that `node:sqlite` opens and closes, and the helper uses. */
export class AssistedConnection implements EngineConnection {
  readonly #database: NodeDatabase;
  readonly #shared: Shared;
  readonly #handle: Handle<"connection">;
  readonly #integers: Integers;
  /** What the helper may call: it does not keep them alive itself. */
  readonly #callbacks = new Map<string, object | null>();
  #isClosed = false;
  /** What the last step has left behind; `undefined` if something else may have changed it. */
  #counted: { changes: number; lastRowid: number; inTransaction: boolean } | undefined;

  /** For a database that has just loaded the helper as its extension. */
  constructor(database: NodeDatabase, shared: Shared, integers: Integers) {
    const handle = shared.helper.adopt(database);
    shared.check(handle);
    this.#database = database;
    this.#shared = shared;
    this.#handle = handle;
    this.#integers = integers;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get changes(): number {
    return this.#counted?.changes ?? (this.#counters()[0] as number);
  }

  get totalChanges(): number {
    return this.#counters()[1] as number;
  }

  get lastInsertRowid(): number | bigint {
    const rowid = this.#counted?.lastRowid ?? Number.NaN;
    if (!Number.isNaN(rowid)) return rowid;
    this.#counters();
    return readCell(this.#shared, 2, undefined) as number | bigint;
  }

  get inTransaction(): boolean {
    return this.#counted?.inTransaction ?? this.#counters()[3] !== 0;
  }

  /** Keeps what a statement has counted with its step, unless it was refused and made none. */
  count(): void {
    const { counters, head } = this.#shared;
    if ((head[STATUS] as number) < 0) {
      this.uncount();
      return;
    }
    this.#counted ??= { changes: 0, lastRowid: 0, inTransaction: false };
    this.#counted.changes = counters[CHANGES] as number;
    this.#counted.lastRowid = counters[LAST_ROWID] as number;
    this.#counted.inTransaction = counters[IN_TRANSACTION] !== 0;
  }

  /** What was counted may be over: a statement that ends before its last row counts then. */
  uncount(): void {
    this.#counted = undefined;
  }

  prepare(sql: string): EngineStatement | undefined {
    const handle = this.#shared.helper.prepare(this.#handle, sql);
    this.#shared.check(handle);
    return handle && new AssistedStatement(this, this.#shared, handle);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#shared.check(this.#shared.helper.close(this.#handle));
    this.#isClosed = true;
    this.#counted = undefined;
    this.#database.close();
    this.#callbacks.clear();
  }

  interrupt(): void {
    this.#shared.check(this.#shared.helper.interrupt(this.#handle));
  }

  createFunction(name: string, narg: number, callback: ScalarFunction | null, flags: FunctionFlags): void {
    const bits =
      (flags.deterministic ? SQLITE_DETERMINISTIC : 0) |
      (flags.directOnly ? SQLITE_DIRECTONLY : 0) |
      (flags.innocuous ? SQLITE_INNOCUOUS : 0);
    const called = callback && scalarFunction(this.#shared, narg, callback);
    this.#createFunction(SCALAR, name, narg, bits, called);
  }

  createAggregate(
    name: string,
    narg: number,
    make: (() => Aggregate | Failure) | null,
    windowed: boolean,
  ): void {
    const called = make && aggregateFunction(this.#shared, make);
    this.#createFunction(windowed ? WINDOW : AGGREGATE, name, narg, 0, called);
  }

  createCollation(name: string, compare: ((left: string, right: string) => number) | null): void {
    this.#shared.check(this.#shared.helper.createCollation(this.#handle, name, compare));
    this.#keep(`collation ${foldedName(name)}`, compare);
  }

  setAuthorizer(authorize: Authorizer | null): void {
    this.#shared.check(this.#shared.helper.setAuthorizer(this.#handle, authorize));
    this.#keep("authorizer", authorize);
  }

  setProgressHandler(handler: (() => boolean) | null, n: number): void {
    this.#shared.check(this.#shared.helper.setProgressHandler(this.#handle, handler, n));
    this.#keep("progress", handler);
  }

  setTrace(trace: ((sql: string) => void) | null): void {
    this.#shared.check(this.#shared.helper.setTrace(this.#handle, trace));
    this.#keep("trace", trace);
  }

  openBlob(schema: string, table: string, column: string, rowid: bigint, readOnly: boolean): EngineBlob {
    const { helper } = this.#shared;
    return new AssistedBlob(
      this,
      this.#shared,
      helper.openBlob(this.#handle, schema, table, column, rowid, !readOnly),
    );
  }

  openBackup(target: EngineConnection, schema: string): EngineBackup {
    if (!(target instanceof AssistedConnection))
      throw new ProgrammingError("A backup goes to a connection of the same engine");
    const handle = this.#shared.helper.openBackup(this.#handle, schema, target.#handle);
    return new AssistedBackup(this, target, this.#shared, handle);
  }

  serialize(schema: string): Uint8Array<ArrayBuffer> {
    const buffer = this.#shared.helper.serialize(this.#handle, schema);
    this.#shared.check(buffer ?? `unable to serialize '${schema}'`);
    return new Uint8Array(buffer as ArrayBuffer);
  }

  deserialize(bytes: Uint8Array, schema: string): void {
    this.uncount();
    this.#shared.check(this.#shared.helper.deserialize(this.#handle, bytes, schema));
  }

  getLimit(category: number): number {
    return this.setLimit(category, -1);
  }

  setLimit(category: number, limit: number): number {
    this.#shared.check(this.#shared.helper.limit(this.#handle, category, limit));
    const before = this.#shared.numbers[0] as number;
    if (before < 0) throw new ProgrammingError("'category' is out of bounds");
    return before;
  }

  getConfig(option: number): boolean {
    return this.#configure(option, -1);
  }

  setConfig(option: number, on: boolean): void {
    if (this.#configure(option, on ? 1 : 0) !== on) throw new OperationalError("Unable to set config");
  }

  enableLoadExtension(on: boolean): void {
    this.setConfig(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, on);
  }

  loadExtension(path: string, entrypoint: string | undefined): void {
    this.uncount();
    this.#shared.check(this.#shared.helper.loadExtension(this.#handle, path, entrypoint));
  }

  #counters(): Float64Array {
    this.#shared.check(this.#shared.helper.counters(this.#handle));
    return this.#shared.numbers;
  }

  #configure(option: number, on: number): boolean {
    this.#shared.check(this.#shared.helper.configure(this.#handle, option, on));
    return this.#shared.numbers[0] !== 0;
  }

  #createFunction(
    sort: number,
    name: string,
    narg: number,
    flags: number,
    callback: ((texts: never) => unknown) | null,
  ): void {
    const { helper } = this.#shared;
    const integers = INTEGERS[this.#integers];
    this.#shared.check(helper.createFunction(this.#handle, sort, name, narg, flags, callback, integers));
    this.#keep(`function ${foldedName(name)}/${narg}`, callback);
  }

  /** SQLite has let go of what was in this place. */
  #keep(place: string, callback: object | null): void {
    if (callback === null) this.#callbacks.delete(place);
    else this.#callbacks.set(place, callback);
  }
}
