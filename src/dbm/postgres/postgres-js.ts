import type { Answer, Parameter, PostgresPort, SendOptions, Session, Statement } from "./client.ts";

/** What the package postgres makes: a pool of connections, with some pipelining. */
export interface PostgresJs extends PostgresJsSession {
  /** Calls a function within a transaction. */
  begin<T>(options: string, fn: (session: PostgresJsSession) => Promise<T>): Promise<unknown>;
}

/** What it sends statements with. */
export interface PostgresJsSession {
  /** Makes a statement of a text. */
  unsafe(text: string, parameters: never[], options: { prepare: boolean }): PostgresJsQuery;
}

/** What it answers, in time. */
export interface PostgresJsQuery {
  /** Sends it, and answers each row as an array. */
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
  const texts = parameters.map((one) => (one instanceof Uint8Array ? hexOf(one) : one));
  const rows = await session
    .unsafe(decoding(text, parameters), texts as never[], { prepare: prepare && name !== "" })
    .values();
  return { rows, count: rows.count ?? 0 };
}

/**
 * The statement with its bytes given as text. When a server has forgotten a statement, the package sends it again by itself, and makes text of bytes that
 * are text already: other bytes would be stored, and looked for. (The `select` has them made once, and not once for each row.)
 */
function decoding(text: string, parameters: readonly Parameter[]): string {
  return text.replace(/"[^"]*"|\$(\d+)/g, (part, nth) =>
    parameters[nth - 1] instanceof Uint8Array ? `(select decode(${part}, 'hex'))` : part,
  );
}

const DIGITS = /* @__PURE__ */ new TextEncoder().encode("0123456789abcdef");

/** Bytes as hexadecimal text; newer runtimes do it themselves, many times as fast. */
function hexOf(bytes: Uint8Array & { toHex?(): string }): string {
  if (bytes.toHex) return bytes.toHex();
  const digits = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    digits[2 * i] = DIGITS[byte >> 4] as number;
    digits[2 * i + 1] = DIGITS[byte & 15] as number;
  }
  return new TextDecoder().decode(digits);
}
