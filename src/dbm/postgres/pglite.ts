import type { Answer, Parameter, PostgresPort, Session, Statement } from "./client.ts";

/** What the package @electric-sql/pglite makes: PostgreSQL in this process, with one connection. */
export interface PGlite extends PGliteSession {
  /** Calls a function within a transaction. */
  transaction<T>(fn: (session: PGliteSession) => Promise<T>): Promise<T>;
}

/** What it sends statements with. */
export interface PGliteSession {
  /** Sends a statement. */
  query(text: string, parameters: unknown[], options: { rowMode: "array" }): Promise<PGliteResult>;
}

/** What it answers. */
export interface PGliteResult {
  /** Each row as an array. */
  readonly rows: readonly unknown[];
  /** How many rows the statement changed. */
  readonly affectedRows?: number;
}

/** A PGlite. Its transactions are alone anyway, so that their isolation needs no telling. */
export function portOfPGlite(pglite: PGlite): PostgresPort {
  return {
    isPostgresPort: true,
    query: (statement, parameters) => send(pglite, statement, parameters),
    transaction: <T>(fn: (session: Session) => Promise<T>) =>
      pglite.transaction((session) =>
        fn({ query: (statement, parameters) => send(session, statement, parameters) }),
      ),
  };
}

async function send(
  session: PGliteSession,
  { text }: Statement,
  parameters: readonly Parameter[],
): Promise<Answer> {
  const { rows, affectedRows = 0 } = await session.query(text, [...parameters], { rowMode: "array" });
  return { rows: rows as readonly (readonly unknown[])[], count: affectedRows };
}
