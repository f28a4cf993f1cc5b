import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Error as Base,
  type Blob,
  type Connection,
  type ConnectOptions,
  type Cursor,
  connect,
  dictRow,
  type Parameters,
  Row,
  type RowFactory,
  type TextFactory,
} from "pantry/sqlite3";
import { AUTHORIZERS, aggregate, boom, COLLATIONS, FUNCTIONS, HANDLERS } from "./callbacks.ts";
import { type Cell, decode, encode, int } from "./cells.ts";

/** A step of a program: a verb and its arguments, as `worker.py` has them. */
export type Step = readonly [verb: string, ...args: readonly unknown[]];

/** What a step gives, or its error: class, message, and SQLite's name of it. */
export type Outcome =
  | { readonly value: Cell }
  | { readonly error: readonly [kind: string, message: string, name: string | null] };

/** The connections, the cursors, and what callbacks have told, after a step. */
export type State = readonly [connections: unknown[], cursors: unknown[], log: unknown[]];

/** What can be seen after one step. */
export type Seen = readonly [outcome: Outcome, state: State];

const FACTORIES: { readonly [name: string]: RowFactory } = { Row, dict: dictRow, boom };

const TEXT_FACTORIES: { readonly [name: string]: TextFactory } = {
  bytes: (bytes) => bytes,
  length: (bytes) => BigInt(bytes.length),
};

const UTF8 = new TextEncoder();

/** Runs a program, and tells what can be seen after each of its steps. */
export function runProgram(steps: readonly Step[], hasAutocommit = true): Seen[] {
  const folder = mkdtempSync(join(tmpdir(), "pantry-program-"));
  try {
    return new Program(folder, hasAutocommit).run(steps);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Names = readonly (string | undefined)[];

/** The verbs are the methods of the same names in `worker.py`. */
class Program {
  readonly #folder: string;
  readonly #hasAutocommit: boolean;
  readonly #connections: Connection[] = [];
  readonly #cursors: Cursor<unknown>[] = [];
  readonly #blobs: Blob[] = [];
  #log: unknown[] = [];

  constructor(folder: string, hasAutocommit: boolean) {
    this.#folder = folder;
    this.#hasAutocommit = hasAutocommit;
  }

  run(steps: readonly Step[]): Seen[] {
    try {
      return steps.map((step) => [this.#attempt(step), this.#state()]);
    } finally {
      for (const connection of this.#connections) connection.close();
    }
  }

  #attempt([verb, ...args]: Step): Outcome {
    try {
      const act = this.#verbs[verb];
      if (act === undefined) throw new Error(`no such verb: ${verb}`);
      return { value: encode(act(...(args as never[]))) };
    } catch (error) {
      if (error instanceof Base) return { error: [error.name, error.message, error.sqliteErrorname ?? null] };
      const { name, message } = error as Error;
      return { error: [name, message, null] };
    }
  }

  #state(): State {
    const connections = this.#connections.map((connection) => [
      peek(() => connection.inTransaction),
      peek(() => connection.totalChanges),
      peek(() => connection.isolationLevel),
      ...(this.#hasAutocommit ? [peek(() => connection.autocommit)] : []),
    ]);
    const cursors = this.#cursors.map((cursor) => [
      cursor.rowcount,
      cursor.lastrowid === null ? null : int(cursor.lastrowid),
      cursor.arraysize,
      cursor.description,
    ]);
    const log = this.#log;
    this.#log = [];
    return [connections, cursors, log];
  }

  #connection(number: number): Connection {
    return this.#connections[number] as Connection;
  }

  #cursor(number: number): Cursor<unknown> {
    return this.#cursors[number] as Cursor<unknown>;
  }

  readonly #verbs: { readonly [verb: string]: (...args: never[]) => unknown } = {
    connect: (
      database: string,
      { isolation_level, detect_types, cached_statements, ...options }: PythonOptions,
    ) => {
      const path = database.startsWith("/") ? `${this.#folder}${database}` : database;
      const own: ConnectOptions = {
        timeout: 0,
        integers: "bigint",
        ...options,
        ...(isolation_level !== undefined && { isolationLevel: isolation_level as "" }),
        ...(detect_types !== undefined && { detectTypes: detect_types }),
        ...(cached_statements !== undefined && { cachedStatements: cached_statements }),
      };
      this.#connections.push(connect(path, own));
    },
    cursor: (connection: number) => {
      this.#cursors.push(this.#connection(connection).cursor());
    },
    execute: (cursor: number, sql: string, ...parameters: Cell[]) => {
      const target = this.#cursor(cursor);
      return target.execute(sql, ...(parameters.map(decode) as [Parameters])) === target;
    },
    run_to_end: (cursor: number, sql: string, ...parameters: Cell[]) =>
      this.#cursor(cursor)
        .execute(sql, ...(parameters.map(decode) as [Parameters]))
        .fetchall(),
    executemany: (cursor: number, sql: string, sequence: Cell[]) => {
      const target = this.#cursor(cursor);
      return target.executemany(sql, sequence.map(decode) as Parameters[]) === target;
    },
    executescript: (cursor: number, script: string) => {
      const target = this.#cursor(cursor);
      return target.executescript(script) === target;
    },
    shortcut: (connection: number, sql: string, ...parameters: Cell[]) =>
      this.#connection(connection)
        .execute(sql, ...(parameters.map(decode) as [Parameters]))
        .fetchall(),
    fetchone: (cursor: number) => this.#cursor(cursor).fetchone(),
    fetchmany: (cursor: number, ...size: [number]) => this.#cursor(cursor).fetchmany(...size),
    fetchall: (cursor: number) => this.#cursor(cursor).fetchall(),
    next: (cursor: number) => {
      const { done, value } = this.#cursor(cursor).next();
      return done ? "the end" : value;
    },
    close_cursor: (cursor: number) => this.#cursor(cursor).close(),
    commit: (connection: number) => this.#connection(connection).commit(),
    rollback: (connection: number) => this.#connection(connection).rollback(),
    close: (connection: number) => this.#connection(connection).close(),
    transaction: (connection: number, cursor: number, sqls: string[]) =>
      this.#connection(connection).transaction(() => {
        for (const sql of sqls) this.#cursor(cursor).execute(sql);
      }),
    set: (connection: number, name: string, value: never) => {
      const target = this.#connection(connection);
      if (name === "isolation_level") target.isolationLevel = value;
      else target.autocommit = value;
    },
    set_cursor: (cursor: number, _arraysize: string, value: number) => {
      this.#cursor(cursor).arraysize = value;
    },
    row_factory: (cursor: number, name: string | null) => {
      this.#cursor(cursor).rowFactory = (name && FACTORIES[name]) || null;
    },
    connection_row_factory: (connection: number, name: string | null) => {
      this.#connection(connection).rowFactory = (name && FACTORIES[name]) || null;
    },
    text_factory: (connection: number, name: string) => {
      this.#connection(connection).textFactory = TEXT_FACTORIES[name];
    },
    create_function: (connection: number, name: string, narg: number, callback: string | null, options) =>
      this.#connection(connection).createFunction(name, narg, named(FUNCTIONS, callback), options),
    create_aggregate: (connection: number, name: string, narg: number, callback: string | null) =>
      this.#connection(connection).createAggregate(
        name,
        narg,
        callback === null ? null : aggregate(callback),
      ),
    create_window_function: (connection: number, name: string, narg: number, callback: string | null) =>
      this.#connection(connection).createWindowFunction(
        name,
        narg,
        callback === null ? null : aggregate(callback),
      ),
    create_collation: (connection: number, name: string, callback: string | null) =>
      this.#connection(connection).createCollation(name, named(COLLATIONS, callback)),
    set_authorizer: (connection: number, callback: string | null) =>
      this.#connection(connection).setAuthorizer(named(AUTHORIZERS, callback)),
    set_progress_handler: (connection: number, callback: string | null, n: number) =>
      this.#connection(connection).setProgressHandler(named(HANDLERS, callback), n),
    set_trace_callback: (connection: number, callback: string | null) => {
      const log = (sql: string) => this.#log.push(sql);
      this.#connection(connection).setTraceCallback((callback && (callback === "log" ? log : boom)) || null);
    },
    nested: (connection: number, name: string, ...step: [string]) =>
      this.#connection(connection).createFunction(name, 0, () => {
        this.#log.push(this.#attempt(step));
        return 1;
      }),
    executemany_nested: (cursor: number, sql: string, sequence: Cell[], ...step: [string]) => {
      const attempt = () => this.#log.push(this.#attempt(step));
      this.#cursor(cursor).executemany(
        sql,
        (function* () {
          for (const one of sequence) {
            attempt();
            yield decode(one) as Parameters;
          }
        })(),
      );
    },
    blobopen: (connection: number, table: string, column: string, row: string, options) => {
      this.#blobs.push(this.#connection(connection).blobopen(table, column, BigInt(row), options));
    },
    blob: (blob: number, verb: string, ...args: never[]) => useBlob(this.#blobs[blob] as Blob, verb, args),
    backup: (source: number, target: number, options: object) =>
      this.#connection(source).backup(this.#connection(target), {
        sleep: 0,
        ...options,
        progress: (...progress) => this.#log.push(progress),
      }),
    iterdump: (connection: number, ...filter: Names) =>
      Array.from(this.#connection(connection).iterdump(filter[0] === undefined ? {} : { filter: filter[0] })),
    serialize: (connection: number, ...name: Names) =>
      BigInt(this.#connection(connection).serialize(name[0] === undefined ? {} : { name: name[0] }).length),
    limits: (connection: number, category: number, ...limit: [number]) => {
      const target = this.#connection(connection);
      return BigInt(limit.length > 0 ? target.setlimit(category, ...limit) : target.getlimit(category));
    },
  };
}

interface PythonOptions extends ConnectOptions {
  readonly isolation_level?: string | null;
  readonly detect_types?: number;
  readonly cached_statements?: number;
}

function named<T>(callbacks: { readonly [name: string]: T }, name: string | null): T | null {
  if (name === null) return null;
  const callback = callbacks[name];
  if (callback === undefined) throw new Error(`no such callback: ${name}`);
  return callback;
}

function useBlob(blob: Blob, verb: string, args: readonly never[]): unknown {
  const [first = 0 as never, second] = args;
  switch (verb) {
    case "length":
      return BigInt(blob.length);
    case "tell":
      return BigInt(blob.tell());
    case "get":
      return BigInt(blob.get(first));
    case "set":
      return blob.set(first, second as never);
    case "slice":
      return blob.slice(first, second ?? undefined);
    case "read":
      return blob.read(...args);
    case "write":
      return blob.write(typeof first === "string" ? UTF8.encode(first) : (decode(first) as Uint8Array));
    case "seek":
      return blob.seek(first, second);
    default:
      return blob.close();
  }
}

function peek(look: () => unknown): unknown {
  try {
    return look();
  } catch (error) {
    if (error instanceof Base) return error.name;
    throw error;
  }
}
