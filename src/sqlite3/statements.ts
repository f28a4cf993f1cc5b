import type { EngineColumn, EngineConnection, EngineStatement } from "./engine/port.ts";
import { DataError, ProgrammingError } from "./errors.ts";
import type { Description } from "./row.ts";
import { hasStatement, isDml } from "./sql-text.ts";
import { SQLITE_LIMIT_SQL_LENGTH } from "./switches.ts";
import { lossOf } from "./well-formed.ts";

/** A statement that was prepared, and what DB-API wants to know of it. */
export class Statement {
  /** The text that it was made of. */
  readonly sql: string;
  /** Whether it begins with INSERT, UPDATE, DELETE or REPLACE: then rows are counted and a transaction is begun. */
  readonly isDml: boolean;
  /** @internal */
  readonly engine: EngineStatement;
  /** Whether the cache still has it. */
  isCached = false;
  /** Whether a cursor is in the midst of it. */
  isClaimed = false;
  #columns: readonly EngineColumn[] = [];
  #description: Description | null = null;

  /** @internal */
  constructor(sql: string, engine: EngineStatement) {
    this.sql = sql;
    this.engine = engine;
    this.isDml = isDml(sql);
  }

  /** The columns as a cursor describes them. `hint` tells whether the names have converters' names in brackets. */
  describe(hint: boolean): Description | null {
    const columns = this.engine.columns();
    // An engine gives the same array as long as nothing has changed.
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#description =
        columns.length === 0 ? null : columns.map(({ name }) => column(hint ? plainName(name) : name));
    }
    return this.#description;
  }

  /** Lets go of it: a cursor is done with it. */
  release(): void {
    if (this.isCached) this.engine.reset();
    else this.engine.finalize();
    this.isClaimed = false;
  }
}

function column(name: string): Description[number] {
  return [name, null, null, null, null, null, null];
}

/** `name [type]` without the type. */
function plainName(name: string): string {
  const bracket = name.indexOf("[");
  if (bracket < 0) return name;
  return name.slice(0, bracket > 0 && name[bracket - 1] === " " ? bracket - 1 : bracket);
}

/** The statements of a connection by their text, those used last kept. */
export class StatementCache {
  readonly #connection: EngineConnection;
  readonly #capacity: number;
  readonly #statements = new Map<string, Statement>();
  /** Which was used last; asking for it again changes nothing. */
  #latest: Statement | undefined;

  constructor(connection: EngineConnection, capacity: number) {
    this.#connection = connection;
    this.#capacity = capacity;
  }

  /** A statement of this text for a cursor, which has to release it; `undefined` if it is nothing but comments. */
  claim(sql: string): Statement | undefined {
    const statement = this.#get(sql);
    if (statement !== undefined) statement.isClaimed = true;
    return statement;
  }

  #get(sql: string): Statement | undefined {
    const known = this.#statements.get(sql);
    if (known === undefined || known.isClaimed) return this.#prepare(sql, known);
    if (known !== this.#latest) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      this.#latest = known;
    }
    return known;
  }

  /** Lets go of all of them. One that is in use its cursor has for itself then. */
  clear(): void {
    for (const statement of this.#statements.values()) this.#drop(statement);
    this.#latest = undefined;
  }

  /** A new one takes the place of one that is in use, which its cursor has for itself then. */
  #prepare(sql: string, busy: Statement | undefined): Statement | undefined {
    const statement = prepareOne(this.#connection, sql);
    if (statement === undefined || this.#capacity <= 0) return statement;
    if (busy !== undefined) this.#drop(busy);
    this.#statements.set(sql, statement);
    statement.isCached = true;
    this.#latest = statement;
    if (this.#statements.size > this.#capacity) {
      const [oldest] = this.#statements.values();
      if (oldest !== undefined) this.#drop(oldest);
    }
    return statement;
  }

  #drop(statement: Statement): void {
    statement.isCached = false;
    this.#statements.delete(statement.sql);
    if (!statement.isClaimed) statement.engine.finalize();
  }
}

/**
 * Prepares text that holds one statement.
 *
 * @throws ProgrammingError for two of them, for NUL and for lone surrogates.
 * @throws DataError for text that is too long.
 */
function prepareOne(connection: EngineConnection, sql: string): Statement | undefined {
  checkText(connection, sql);
  if (sql.includes("\0")) throw new ProgrammingError("the query contains a null character");
  const engine = connection.prepare(sql);
  if (engine === undefined) return undefined;
  if (hasStatement(sql, engine.end)) {
    engine.finalize();
    throw new ProgrammingError("You can only execute one statement at a time.");
  }
  return new Statement(sql, engine);
}

/** @throws TypeError, ProgrammingError or DataError for what is no text, cannot be UTF-8 or is too long. */
export function checkText(connection: EngineConnection, sql: string): void {
  if (typeof sql !== "string") throw new TypeError(`SQL must be a string, not ${typeof sql}`);
  const loss = lossOf(sql);
  if (loss !== undefined) throw new ProgrammingError(loss);
  const limit = connection.getLimit(SQLITE_LIMIT_SQL_LENGTH);
  // A UTF-16 unit takes three bytes at most.
  if (sql.length * 3 > limit && new TextEncoder().encode(sql).length > limit)
    throw new DataError("query string is too large");
}
