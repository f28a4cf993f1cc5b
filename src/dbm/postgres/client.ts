/** A statement of SQL; those that a client keeps prepared have a name. */
export interface Statement {
  /** SQL with `$1`, `$2`, … for what is given besides. */
  readonly text: string;
  /** The same for the same text; empty for what is not to be kept. */
  readonly name: string;
}

/** What stands for `$1`, `$2`, … */
export type Parameter = string | number | Uint8Array;

/** What a statement was answered. */
export interface Answer {
  /** Each with its columns in their order; `bytea` as a `Uint8Array`. */
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows the statement changed. */
  readonly count: number;
}

/** Where statements are sent to. */
export interface Session {
  /** Sends a statement, and answers what the server does. */
  query(statement: Statement, parameters: readonly Parameter[]): Promise<Answer>;
}

/**
 * What is needed of a client of PostgreSQL. `open` makes it of those that it knows by their shape; for any other, write these two methods.
 *
 * The errors of the server come with their `code` (five characters) and `severity`, as clients have them. A statement is sent once: if its answer is
 * lost, that is an error.
 */
export interface PostgresPort extends Session {
  /** What tells it from the clients themselves. */
  readonly isPostgresPort: true;
  /**
   * Calls a function between `begin isolation level serializable` and `commit`, with a session of its own that nobody else's statements get into.
   * If the function throws, there is a `rollback` in place of the `commit`, and its error is thrown.
   */
  transaction<T>(fn: (session: Session) => Promise<T>): Promise<T>;
}

/** How an adapter is to send statements. */
export interface SendOptions {
  /** Whether they are to be kept prepared. */
  readonly prepare: boolean;
}

/** Marks what failed before anything was sent. */
export class NotSent extends Error {
  /** The error of the client is its cause. */
  constructor(cause: unknown) {
    super("nothing was sent", { cause });
  }
}

export const BEGIN: Statement = { text: "begin isolation level serializable", name: "" };
export const COMMIT: Statement = { text: "commit", name: "" };
export const ROLLBACK: Statement = { text: "rollback", name: "" };
