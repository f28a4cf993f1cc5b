import {
  type Answer,
  BEGIN,
  COMMIT,
  NotSent,
  type Parameter,
  type PostgresPort,
  ROLLBACK,
  type SendOptions,
  type Session,
  type Statement,
} from "./client.ts";
import { isForgetful, sqlStateOf } from "./errors.ts";
import { Turns } from "./turns.ts";

/** A `Client` of the package pg that is connected, or one that a pool has lent. */
export interface PgClient {
  /** Sends a statement. */
  query(config: PgQuery, callback: (error: Error | null, result: PgResult) => void): void;
  /** Calls a function when its connection breaks. */
  on(event: "error", listener: () => void): unknown;
  /** Calls it no more. */
  removeListener(event: "error", listener: () => void): unknown;
  /** Whether the server has nothing to do for it. */
  readonly readyForQuery?: boolean;
  /** `T` and `E` within a transaction, as of when it was ready; older versions have no such method. */
  getTransactionStatus?(): string | null;
}

/** A `Pool` of the package pg. */
export interface PgPool {
  /** How many connections there are. */
  readonly totalCount: number;
  /** Lends a connection. */
  connect(callback: (error: Error | undefined, client: PgLent | undefined) => void): void;
}

/** One of its connections, until it is given back. */
export interface PgLent extends PgClient {
  /** Gives it back; with `discard`, it is not lent again. */
  release(discard?: boolean): void;
}

/** What pg is asked. */
export interface PgQuery {
  /** The name that the server keeps it prepared by. Default: it is not kept. */
  name?: string;
  /** SQL. */
  text: string;
  /** What stands for `$1`, `$2`, … Default: nothing. */
  values?: unknown[];
  /** Rows come as arrays. */
  rowMode: "array";
}

/** What pg answers. */
export interface PgResult {
  /** Each row with its columns. */
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows the statement was about. */
  readonly rowCount: number | null;
}

/** A pool: each statement and each transaction has the connection that it is lent to itself. */
export function portOfPool(pool: PgPool, options: SendOptions): PostgresPort {
  return {
    isPostgresPort: true,
    query: (statement, parameters) =>
      lent(pool, (client) => send(client, statement, parameters, options, () => giveBack(client))),
    async transaction(fn) {
      const client = await lent(pool, (client) => client);
      return inTransaction(client, fn, options).finally(() => giveBack(client));
    },
  };
}

const turnsOf = /* @__PURE__ */ new WeakMap<PgClient, Turns>();

/** A single connection: one after the other, since what is sent during a transaction is part of it. */
export function portOfClient(client: PgClient, options: SendOptions): PostgresPort {
  requireConnection(client);
  const turns = turnsOf.get(client) ?? new Turns();
  turnsOf.set(client, turns);
  return {
    isPostgresPort: true,
    query: (statement, parameters) =>
      turns.take(async () => {
        await settle(client, options);
        return send(client, statement, parameters, options);
      }),
    transaction: (fn) =>
      turns.take(async () => {
        await settle(client, options);
        return inTransaction(client, fn, options);
      }),
  };
}

/** A `TypeError` for a client that was never told to connect: what it is asked would wait for ever. */
function requireConnection(client: PgClient): void {
  const { _connected: isConnected, _connecting: isConnecting } = client as {
    readonly _connected?: boolean;
    readonly _connecting?: boolean;
  };
  if (isConnected === false && isConnecting === false)
    throw new TypeError("a connected client expected: client.connect() comes first");
}

/** The connections that nobody knows any more what they are in the middle of. */
const broken = /* @__PURE__ */ new WeakSet<PgClient>();
/** Those that may be in a transaction of ours, whose end was not answered. */
const unsettled = /* @__PURE__ */ new WeakSet<PgClient>();
/** Those that once had other statements prepared than was thought. */
const forgetful = /* @__PURE__ */ new WeakSet<PgClient>();

/**
 * Makes sure that what is sent next is in no transaction: one of ours that a client gave up on, as its `query_timeout` tells it to, is rolled back now.
 * What is in one of the user's would be lost with that, so it is not sent.
 */
async function settle(client: PgClient, options: SendOptions): Promise<void> {
  if (unsettled.has(client) && !(await endTransaction(client, options)))
    throw new NotSent(new Error("the end of the transaction before is still not answered"));
  if (isInTransaction(client)) throw new NotSent(inTransactionError());
}

/** What pg knows is old after an error, even one of `commit`, until the connection is ready again. */
function isInTransaction(client: PgClient): boolean {
  const status = client.readyForQuery && client.getTransactionStatus?.();
  return status === "T" || status === "E";
}

function inTransactionError(): Error {
  return new Error("the connection is in the middle of a transaction, which is somebody else's");
}

/**
 * Does something with a connection, at once. One that breaks also tells so by an event, which would end the process if nobody heard it: from the moment
 * on that the pool does not listen any more, which is when it calls back, and not when a promise is kept.
 */
function lent<T>(pool: PgPool, work: (client: PgLent) => T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(new NotSent(error));
      client.on("error", ignore);
      if (!isInTransaction(client)) return resolve(work(client));
      broken.add(client);
      giveBack(client);
      reject(new NotSent(inTransactionError()));
    });
  });
}

function giveBack(client: PgLent): void {
  client.release(broken.has(client));
  client.removeListener("error", ignore);
}

function ignore(): void {}

async function inTransaction<T>(
  client: PgClient,
  fn: (session: Session) => Promise<T>,
  options: SendOptions,
): Promise<T> {
  const turns = new Turns();
  let result: T;
  try {
    await send(client, BEGIN, [], options);
    result = await fn({
      query: (statement, parameters) => turns.take(() => send(client, statement, parameters, options)),
    });
  } catch (error) {
    // What made it fail is the error to tell.
    await turns.take(() => endTransaction(client, options));
    throw error;
  }
  try {
    await turns.take(() => send(client, COMMIT, [], options));
  } catch (error) {
    if (sqlStateOf(error) === undefined) unsettled.add(client);
    throw error;
  }
  return result;
}

/** Rolls back; answers whether it is certain that the connection is in no transaction any more. */
async function endTransaction(client: PgClient, options: SendOptions): Promise<boolean> {
  unsettled.add(client);
  try {
    await send(client, ROLLBACK, [], options);
  } catch (error) {
    if (sqlStateOf(error) === undefined) return false;
  }
  unsettled.delete(client);
  return true;
}

/**
 * Has a statement answered. Callbacks are for speed: pg makes several promises for each statement, and a pool that gets its connection back in one sends
 * the next statement at once.
 */
function send(
  client: PgClient,
  { name, text }: Statement,
  parameters: readonly Parameter[],
  { prepare }: SendOptions,
  done: () => void = ignore,
): Promise<Answer> {
  const query: PgQuery = { text, rowMode: "array" };
  if (parameters.length > 0) query.values = [...parameters];
  if (prepare && name !== "" && !forgetful.has(client)) query.name = name;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (sqlStateOf(error) === undefined) broken.add(client);
      if (isForgetful(error)) forgetful.add(client);
      done();
      reject(error);
    };
    try {
      client.query(query, (error, result) => {
        if (error) return fail(error);
        done();
        resolve({ rows: result.rows, count: result.rowCount ?? 0 });
      });
    } catch (error) {
      fail(error);
    }
  });
}
