import { orAborted } from "../abort.ts";
import { DbmError } from "../errors.ts";
import { backOff } from "../exchange.ts";
import type { Answer, Parameter, PostgresPort, Session, Statement } from "./client.ts";
import { dbmErrorOf, isRetryable, type Kind } from "./errors.ts";

/** How a store has its statements answered. What fails is a `DbmError`. */
export interface Access {
  query(
    statement: Statement,
    parameters: readonly Parameter[],
    kind: "read" | "change",
    signal?: AbortSignal,
  ): Promise<Answer>;
}

/** Each statement by itself, and transactions: again and again where the server asks for it, and never where it may have happened. */
export class Autocommit implements Access {
  readonly #port: PostgresPort;
  readonly #name: string;
  readonly #attempts: number;

  constructor(port: PostgresPort, name: string, attempts: number) {
    this.#port = port;
    this.#name = name;
    this.#attempts = attempts;
  }

  async query(
    statement: Statement,
    parameters: readonly Parameter[],
    kind: "read" | "change",
    signal?: AbortSignal,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#port.query(statement, parameters);
      } catch (error) {
        if (!isRetryable(error) || attempt >= this.#attempts) throw dbmErrorOf(error, this.#name, kind);
        await backOff(attempt, signal);
      }
    }
  }

  /** Calls a function within a transaction. What it throws is thrown; once the signal is aborted, the function is not waited for. */
  async transaction<T>(fn: (access: Access) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const within = new Within(this.#name);
      try {
        return await this.#port.transaction((session) => within.run(session, fn, signal));
      } catch (error) {
        const isLast = attempt >= this.#attempts;
        if (isLast || !isRetryable(within.failure ? within.failure.error : error))
          throw within.errorOf(error);
        await backOff(attempt, signal);
      }
    }
  }
}

/** The statements of one transaction. One that fails makes all of it fail, whether or not the function minds. */
class Within implements Access {
  /** The error of the first statement that failed. */
  failure: { readonly error: unknown } | undefined;
  #thrown: { readonly error: unknown } | undefined;
  #session: Session | undefined;
  #kind: Kind = "within";
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async run<T>(
    session: Session,
    fn: (access: Access) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    this.#session = session;
    let result: T;
    try {
      result = await orAborted(() => fn(this), signal);
    } catch (error) {
      this.#thrown = { error };
      throw error;
    } finally {
      // The connection is somebody else's from now on, even if the function goes on.
      this.#session = undefined;
    }
    if (this.failure) throw this.failure.error;
    // What fails from here on is the commit.
    this.#kind = "change";
    return result;
  }

  async query(statement: Statement, parameters: readonly Parameter[]): Promise<Answer> {
    if (!this.#session) throw new DbmError("The transaction has already ended", "closed");
    try {
      return await this.#session.query(statement, parameters);
    } catch (error) {
      this.failure ??= { error };
      throw dbmErrorOf(error, this.#name, "within");
    }
  }

  /** What to throw when the client has thrown this. */
  errorOf(error: unknown): unknown {
    if (this.#thrown) return this.#thrown.error;
    return dbmErrorOf(this.failure ? this.failure.error : error, this.#name, this.#kind);
  }
}
