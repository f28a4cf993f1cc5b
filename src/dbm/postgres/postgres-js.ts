import type { Answer, Parameter, PostgresPort, SendOptions, Session, Statement } from "./client.ts";

/** What the package postgres makes: a pool of connections, with some pipelining. */
export interface PostgresJs extends PostgresJsSession {
  begin<T>(options: string, fn: (session: PostgresJsSession) => Promise<T>): Promise<unknown>;
}

/** What it sends statements with. */
export interface PostgresJsSession {
  unsafe(text: string, parameters: never[], options: { prepare: boolean }): PostgresJsQuery;
}

/** What it answers, in time. */
export interface PostgresJsQuery {
  values(): PromiseLike<readonly (readonly unknown[])[] & { readonly count?: number | null }>;
}

/** A client of the package postgres. */
export function portOfPostgresJs(sql: PostgresJs, options: SendOptions): PostgresPort {
  return {
    isPostgresPort: true,
    query: (statement, parameters) => send(sql, statement, parameters, options),
    transaction: (fn) => inTransaction(sql, fn, options),
  };
}

/**
 * The package begins, commits and rolls back itself, and throws when the connection breaks. But it neither stops the function, whose next statement
 * could get into a new connection, outside of any transaction, nor itself: its `rollback` would be sent to a socket that is gone, which ends the
 * process. So once the connection is broken, the function sends nothing, and it does not end.
 */
async function inTransaction<T>(
  sql: PostgresJs,
  fn: (session: Session) => Promise<T>,
  options: SendOptions,
): Promise<T> {
  let broken: { readonly error: unknown } | undefined;
  const sessionOf = (inner: PostgresJsSession): Session => ({
    async query(statement, parameters) {
      if (broken) throw broken.error;
      try {
        return await send(inner, statement, parameters, options);
      } catch (error) {
        if (isLoss(error)) broken ??= { error };
        throw error;
      }
    },
  });
  const begun = sql.begin("isolation level serializable", async (inner) => {
    const [outcome] = await Promise.allSettled([fn(sessionOf(inner))]);
    if (broken) await new Promise(ignore);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
  try {
    return (await begun) as T;
  } catch (error) {
    broken ??= { error };
    throw error;
  }
}

/** Whether the connection is lost with this error: one of the socket, of the package about it, or the last one that the server sends. */
function isLoss(error: unknown): boolean {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  if (severity !== undefined) return severity === "FATAL" || severity === "PANIC";
  return /^(?:E[A-Z]+|CONNECTION_[A-Z]+)$/.test(String(code));
}

function ignore(): void {}

async function send(
  session: PostgresJsSession,
  { name, text }: Statement,
  parameters: readonly Parameter[],
  { prepare }: SendOptions,
): Promise<Answer> {
  const rows = await session
    .unsafe(text, [...parameters] as never[], { prepare: prepare && name !== "" })
    .values();
  return { rows, count: rows.count ?? 0 };
}
