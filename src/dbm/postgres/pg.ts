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
import { sqlStateOf } from "./errors.ts";
import { Turns } from "./turns.ts";

/** A `Client` of the package pg that is connected, or one that a pool has lent. */
export interface PgClient {
  query(config: PgQuery, callback: (error: Error | null, result: PgResult) => void): void;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
}

/** A `Pool` of the package pg. */
export interface PgPool {
  readonly totalCount: number;
  connect(callback: (error: Error | undefined, client: PgLent | undefined) => void): void;
}

/** One of its connections, until it is given back. */
export interface PgLent extends PgClient {
  release(discard?: boolean): void;
}

/** What pg is asked. */
export interface PgQuery {
  name?: string;
  text: string;
  values?: unknown[];
  rowMode: "array";
}

/** What pg answers. */
export interface PgResult {
  readonly rows: readonly (readonly unknown[])[];
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
  const turns = turnsOf.get(client) ?? new Turns();
  turnsOf.set(client, turns);
  return {
    isPostgresPort: true,
    query: (statement, parameters) => turns.take(() => send(client, statement, parameters, options)),
    transaction: (fn) => turns.take(() => inTransaction(client, fn, options)),
  };
}

/** The connections that nobody knows any more what they are in the middle of. */
const broken = /* @__PURE__ */ new WeakSet<PgClient>();

/**
 * Does something with a connection, at once. One that breaks also tells so by an event, which would end the process if nobody heard it: from the moment
 * on that the pool does not listen any more, which is when it calls back, and not when a promise is kept.
 */
function lent<T>(pool: PgPool, work: (client: PgLent) => T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      client?.on("error", ignore);
      if (client) resolve(work(client));
      else reject(new NotSent(error));
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
  await send(client, BEGIN, [], options);
  let result: T;
  try {
    result = await fn({
      query: (statement, parameters) => turns.take(() => send(client, statement, parameters, options)),
    });
  } catch (error) {
    // What made it fail is the error to tell.
    await turns.take(() => send(client, ROLLBACK, [], options)).catch(ignore);
    throw error;
  }
  await turns.take(() => send(client, COMMIT, [], options));
  return result;
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
  if (prepare && name !== "") query.name = name;
  return new Promise((resolve, reject) => {
    client.query(query, (error, result) => {
      if (error && sqlStateOf(error) === undefined) broken.add(client);
      done();
      if (error) reject(error);
      else resolve({ rows: result.rows, count: result.rowCount ?? 0 });
    });
  });
}
