import type {
  Bindable,
  EngineConnection,
  EngineRow,
  EngineStatement,
  RowFormat,
} from "../../sqlite3/engine/port.ts";
import type { Connection } from "../../sqlite3/index.ts";
import { sessionOf } from "../../sqlite3/session.ts";
import { attempt } from "./errors.ts";

const ROWS: RowFormat = { integers: "auto", textAsBytes: false, blobs: undefined };

/** All rows that there are. */
const ALL = 0x7fffffff;

/**
 * The statements of a connection, each prepared once. They go to the engine itself: a cursor describes, converts and counts what nobody
 * asks for here, which takes as long as to find a row. None is left open, so that there is no lock between two calls.
 */
export class Prepared {
  readonly #path: string;
  readonly #engine: EngineConnection;
  readonly #statements = new Map<string, EngineStatement>();

  constructor(connection: Connection, path: string) {
    this.#path = path;
    this.#engine = sessionOf(connection).engine;
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#engine.inTransaction;
  }

  /** Runs a statement; answers its first row, if it gives rows. */
  first(sql: string, values: readonly Bindable[] = []): EngineRow | undefined {
    return attempt(this.#path, () => this.#statement(sql).first(values, ROWS));
  }

  /** All rows of a query. */
  all(sql: string, values: readonly Bindable[]): EngineRow[] {
    return attempt(this.#path, () => {
      const statement = this.#statement(sql);
      const row = statement.start(values, ROWS);
      return row === undefined ? [] : [row, ...rest(statement)];
    });
  }

  /** How many rows the last statement changed. */
  get changes(): number {
    return attempt(this.#path, () => this.#engine.changes);
  }

  #statement(sql: string): EngineStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#engine.prepare(sql) as EngineStatement;
    this.#statements.set(sql, statement);
    return statement;
  }
}

function rest(statement: EngineStatement): EngineRow[] {
  const rows = statement.take(ALL);
  // An error behind some rows comes with the next call.
  if (rows.length > 0) for (const row of statement.take(ALL)) rows.push(row);
  return rows;
}
