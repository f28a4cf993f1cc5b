import type { EngineConnection } from "./engine/port.ts";

/** The value of `autocommit` that leaves transactions to `isolationLevel`, as it was before Python 3.12. */
export const LEGACY_TRANSACTION_CONTROL: -1 = -1;

/** How an implicit transaction begins: `""` and `"DEFERRED"` at the first read or write, the others at once with a lock. */
export type IsolationLevel = "" | "DEFERRED" | "IMMEDIATE" | "EXCLUSIVE";

/** Whether SQLite is left in its autocommit mode, a transaction is always open, or `isolationLevel` decides. */
export type Autocommit = boolean | typeof LEGACY_TRANSACTION_CONTROL;

const LEVELS: readonly string[] = ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"];

/** When transactions begin and end. */
export class Transactions {
  readonly #engine: EngineConnection;
  #isolationLevel: IsolationLevel | null = "";
  #autocommit: Autocommit = LEGACY_TRANSACTION_CONTROL;

  constructor(engine: EngineConnection) {
    this.#engine = engine;
  }

  get isolationLevel(): IsolationLevel | null {
    return this.#isolationLevel;
  }

  /** @throws RangeError for what is no level. */
  set isolationLevel(level: IsolationLevel | null) {
    if (level === null) {
      this.#isolationLevel = null;
      // As CPython: what was begun for the former level ends with it.
      this.commit();
      return;
    }
    if (typeof level !== "string") throw new TypeError("isolation_level must be str or None");
    const name = level.toUpperCase();
    if (!LEVELS.includes(name))
      throw new RangeError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'");
    this.#isolationLevel = name as IsolationLevel;
  }

  get autocommit(): Autocommit {
    return this.#autocommit;
  }

  /**
   * As in CPython, it is set even if what it has to commit or to begin fails.
   *
   * @throws RangeError for anything but the three values.
   */
  set autocommit(mode: Autocommit) {
    if (typeof mode !== "boolean" && mode !== LEGACY_TRANSACTION_CONTROL)
      throw new RangeError("autocommit must be true, false, or LEGACY_TRANSACTION_CONTROL");
    this.#autocommit = mode;
    if (mode === true && this.#engine.inTransaction) this.#run("COMMIT");
    if (mode === false && !this.#engine.inTransaction) this.#run("BEGIN");
  }

  /** Begins one before a statement that changes rows, if that is for us to do. */
  beginImplicitly(): void {
    if (this.#autocommit !== LEGACY_TRANSACTION_CONTROL || this.#isolationLevel === null) return;
    if (!this.#engine.inTransaction) this.#run(`BEGIN ${this.#isolationLevel}`);
  }

  /** Ends one before a script, which sees to transactions itself. */
  commitBeforeScript(): void {
    if (this.#autocommit === LEGACY_TRANSACTION_CONTROL && this.#engine.inTransaction) this.#run("COMMIT");
  }

  commit(): void {
    this.#end("COMMIT");
  }

  rollback(): void {
    this.#end("ROLLBACK");
  }

  /** What is open when the connection closes was not committed. */
  close(): void {
    if (this.#autocommit === false && this.#engine.inTransaction) this.#run("ROLLBACK");
  }

  #end(sql: "COMMIT" | "ROLLBACK"): void {
    const isOpen = this.#engine.inTransaction;
    if (this.#autocommit === true) return;
    if (this.#autocommit === false) {
      this.#run(sql);
      this.#run("BEGIN");
    } else if (isOpen) {
      this.#run(sql);
    }
  }

  #run(sql: string): void {
    const statement = this.#engine.prepare(sql);
    try {
      statement?.start([], { integers: "auto", textAsBytes: false, blobs: undefined });
    } finally {
      statement?.finalize();
    }
  }
}
