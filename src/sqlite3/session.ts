import type { Adapters } from "./adapters.ts";
import { Callbacks } from "./callbacks.ts";
import type { Converters } from "./converters.ts";
import type { EngineConnection, RowFormat } from "./engine/port.ts";
import { ProgrammingError } from "./errors.ts";
import { Binder } from "./parameters.ts";
import { PARSE_COLNAMES } from "./parse-flags.ts";
import { StatementCache } from "./statements.ts";
import { Transactions } from "./transactions.ts";
import type { Integers } from "./values.ts";

/** What makes of the bytes of a TEXT what is wanted in its place. */
export type TextFactory = (bytes: Uint8Array<ArrayBuffer>) => unknown;

/** The settings of a session that do not change. */
export interface SessionOptions {
  readonly detectTypes: number;
  readonly cachedStatements: number;
  readonly integers: Integers;
  readonly adapters: Adapters;
  readonly converters: Converters;
}

/** What a connection and its cursors share: the engine while it is open, and what they know of it. */
export class Session {
  /** Raises once the connection is closed, whatever it is asked. */
  engine: EngineConnection;
  readonly statements: StatementCache;
  readonly transactions: Transactions;
  readonly callbacks: Callbacks = new Callbacks();
  readonly binder: Binder;
  readonly adapters: Adapters;
  readonly converters: Converters;
  readonly detectTypes: number;
  /** Whether names of columns have the names of converters in brackets. */
  readonly hintsInNames: boolean;
  /** `undefined` for strings. */
  textFactory: TextFactory | undefined;
  /** How rows come where no column has a converter. */
  format: RowFormat;
  readonly #integers: Integers;

  constructor(engine: EngineConnection, options: SessionOptions) {
    this.engine = engine;
    this.statements = new StatementCache(engine, options.cachedStatements);
    this.transactions = new Transactions(engine);
    this.adapters = options.adapters;
    this.converters = options.converters;
    this.binder = new Binder(options.adapters);
    this.detectTypes = options.detectTypes;
    this.hintsInNames = (options.detectTypes & PARSE_COLNAMES) !== 0;
    this.#integers = options.integers;
    this.format = { integers: options.integers, textAsBytes: false, blobs: undefined };
  }

  /** The rowid of the row inserted last, as integers are wanted. */
  get lastrowid(): number | bigint {
    const rowid = this.engine.lastInsertRowid;
    return this.#integers === "bigint" ? BigInt(rowid) : rowid;
  }

  setTextFactory(factory: TextFactory | undefined): void {
    this.textFactory = factory;
    this.format = { integers: this.#integers, textAsBytes: factory !== undefined, blobs: undefined };
  }

  /** Does something for which texts are strings. */
  withStrings<T>(action: () => T): T {
    const { textFactory } = this;
    if (textFactory === undefined) return action();
    this.setTextFactory(undefined);
    try {
      return action();
    } finally {
      this.setTextFactory(textFactory);
    }
  }

  /** @throws ProgrammingError if the connection is closed. */
  check(): void {
    if (this.engine === CLOSED) throw closed();
  }

  close(): void {
    if (this.engine === CLOSED) return;
    this.transactions.close();
    this.statements.clear();
    this.engine.close();
    this.engine = CLOSED;
  }
}

/** The engine of a connection that is closed. */
const CLOSED: EngineConnection = new Proxy({} as EngineConnection, {
  get() {
    throw closed();
  },
});

function closed(): ProgrammingError {
  return new ProgrammingError("Cannot operate on a closed database.");
}

const SESSIONS = new WeakMap<object, Session>();

/** Says whose session this is. */
export function setSession(connection: object, session: Session): void {
  SESSIONS.set(connection, session);
}

/** The session of a connection. */
export function sessionOf(connection: object): Session {
  const session = SESSIONS.get(connection);
  if (session === undefined) throw new TypeError("a Connection expected");
  return session;
}
