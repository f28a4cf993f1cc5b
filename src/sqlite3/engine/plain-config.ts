import { OperationalError, ProgrammingError, sqliteError } from "../errors.ts";
import { SQLITE_ERROR } from "../result-codes.ts";
import * as switches from "../switches.ts";
import type { NodeDatabase, NodeLimit } from "./node-sqlite.ts";
import type { PlainConnection } from "./plain-connection.ts";
import { needsHelper, needsNewer } from "./plain-errors.ts";

/** Each limit's name in `node:sqlite`, and what SQLite has where it was not changed. */
const LIMITS: ReadonlyMap<number, readonly [name: NodeLimit, usual: number]> = new Map([
  [switches.SQLITE_LIMIT_LENGTH, ["length", 1_000_000_000]],
  [switches.SQLITE_LIMIT_SQL_LENGTH, ["sqlLength", 1_000_000_000]],
  [switches.SQLITE_LIMIT_COLUMN, ["column", 2000]],
  [switches.SQLITE_LIMIT_EXPR_DEPTH, ["exprDepth", 1000]],
  [switches.SQLITE_LIMIT_COMPOUND_SELECT, ["compoundSelect", 500]],
  [switches.SQLITE_LIMIT_VDBE_OP, ["vdbeOp", 250_000_000]],
  [switches.SQLITE_LIMIT_FUNCTION_ARG, ["functionArg", 1000]],
  [switches.SQLITE_LIMIT_ATTACHED, ["attach", 10]],
  [switches.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, ["likePatternLength", 50_000]],
  [switches.SQLITE_LIMIT_VARIABLE_NUMBER, ["variableNumber", 32_766]],
  [switches.SQLITE_LIMIT_TRIGGER_DEPTH, ["triggerDepth", 1000]],
]);

/** The switches that a pragma turns. */
const PRAGMAS: ReadonlyMap<number, string> = new Map([
  [switches.SQLITE_DBCONFIG_ENABLE_FKEY, "foreign_keys"],
  [switches.SQLITE_DBCONFIG_WRITABLE_SCHEMA, "writable_schema"],
  [switches.SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, "legacy_alter_table"],
  [switches.SQLITE_DBCONFIG_TRUSTED_SCHEMA, "trusted_schema"],
]);

/** All others, as they are when a connection has been opened. */
const OTHERS: ReadonlyMap<number, boolean> = new Map([
  [switches.SQLITE_DBCONFIG_ENABLE_TRIGGER, true],
  [switches.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false],
  [switches.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, false],
  [switches.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false],
  [switches.SQLITE_DBCONFIG_ENABLE_QPSG, false],
  [switches.SQLITE_DBCONFIG_TRIGGER_EQP, false],
  [switches.SQLITE_DBCONFIG_RESET_DATABASE, false],
  [switches.SQLITE_DBCONFIG_DEFENSIVE, false],
  [switches.SQLITE_DBCONFIG_DQS_DML, true],
  [switches.SQLITE_DBCONFIG_DQS_DDL, true],
  [switches.SQLITE_DBCONFIG_ENABLE_VIEW, true],
  [switches.SQLITE_DBCONFIG_LEGACY_FILE_FORMAT, false],
]);

/** The limits, switches and extensions of a connection. */
export class PlainConfig {
  readonly #database: NodeDatabase;
  readonly #connection: PlainConnection;
  readonly #switches = new Map(OTHERS);

  constructor(database: NodeDatabase, connection: PlainConnection) {
    this.#database = database;
    this.#connection = connection;
  }

  getLimit(category: number): number {
    if (category === switches.SQLITE_LIMIT_WORKER_THREADS) return Number(this.#pragma("threads"));
    const [name, usual] = limitOf(category);
    return this.#database.limits?.[name] ?? usual;
  }

  setLimit(category: number, limit: number): number {
    const before = this.getLimit(category);
    if (limit < 0 || limit === before) return before;
    if (category === switches.SQLITE_LIMIT_WORKER_THREADS) {
      this.#pragma(`threads = ${limit}`);
      return before;
    }
    const { limits } = this.#database;
    if (limits === undefined) throw needsNewer("setlimit()");
    limits[limitOf(category)[0]] = limit;
    return before;
  }

  get(option: number): boolean {
    const pragma = PRAGMAS.get(option);
    if (pragma !== undefined) return Number(this.#pragma(pragma)) !== 0;
    const isOn = this.#switches.get(option);
    if (isOn === undefined) throw new ProgrammingError(`unknown config 'op': ${option}`);
    return isOn;
  }

  /** @throws NotSupportedError for a switch that cannot be reached, unless it is as it is wanted. */
  set(option: number, on: boolean): void {
    if (this.get(option) === on) return;
    const pragma = PRAGMAS.get(option);
    if (pragma !== undefined) this.#setPragma(pragma, option, on);
    else if (option === switches.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION) this.enableLoadExtension(on);
    else if (option === switches.SQLITE_DBCONFIG_DEFENSIVE) this.#setDefensive(on);
    else throw needsHelper("setconfig() with this switch");
  }

  enableLoadExtension(on: boolean): void {
    const option = switches.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION;
    if (this.get(option) === on) return;
    if (this.#database.enableLoadExtension === undefined) throw needsHelper("enableLoadExtension()");
    this.#database.enableLoadExtension(on);
    this.#switches.set(option, on);
  }

  loadExtension(path: string, entrypoint: string | undefined): void {
    if (!this.get(switches.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION))
      throw sqliteError(SQLITE_ERROR, "not authorized");
    if (entrypoint === undefined) this.#database.loadExtension(path);
    else this.#database.loadExtension(path, entrypoint);
  }

  #setPragma(pragma: string, option: number, on: boolean): void {
    this.#pragma(`${pragma} = ${on ? 1 : 0}`);
    // In a transaction, foreign keys stay as they are.
    if (this.get(option) !== on) throw new OperationalError("Unable to set config");
  }

  #setDefensive(on: boolean): void {
    if (this.#database.enableDefensive === undefined)
      throw needsNewer("setconfig() with SQLITE_DBCONFIG_DEFENSIVE");
    this.#database.enableDefensive(on);
    this.#switches.set(switches.SQLITE_DBCONFIG_DEFENSIVE, on);
  }

  #pragma(text: string): unknown {
    return this.#connection.ask(`pragma ${text}`)?.[0];
  }
}

function limitOf(category: number): readonly [NodeLimit, number] {
  const limit = LIMITS.get(category);
  if (limit === undefined) throw new ProgrammingError("'category' is out of bounds");
  return limit;
}
