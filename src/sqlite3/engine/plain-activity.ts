import { type SqliteError, sqliteError } from "../errors.ts";
import { SQLITE_ERROR, SQLITE_INTERRUPT } from "../result-codes.ts";
import type { NodeInput } from "./node-sqlite.ts";
import { translated } from "./plain-errors.ts";
import { Failure } from "./port.ts";

/** What a function gives that failed: nothing that SQLite could have, which every runtime makes the same error of. */
const UNUSABLE = {} as unknown as NodeInput;
const UNUSABLE_MESSAGE = "Returned JavaScript value cannot be converted to a SQLite value";

const INTERRUPTED = new Failure("interrupted", SQLITE_INTERRUPT);

/** What is going on in a connection. */
export class Activity {
  /** Whether the engine asks something for itself, of which no callback is told. */
  isPrivate = false;
  /** How many callbacks are in progress. */
  callbacks = 0;
  #running = 0;
  #isInterrupted = false;
  /** Why a callback failed, which its statement has not told yet. */
  #failure: Failure | undefined;

  /** A statement starts. */
  begin(): void {
    this.#running += 1;
    this.#failure = undefined;
  }

  /** One has ended: with the last of them, what was interrupted is over. */
  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#isInterrupted = false;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  interrupt(): void {
    if (this.#running > 0) this.#isInterrupted = true;
  }

  /** @throws OperationalError "interrupted", for which it is looked before every row and callback. */
  check(): void {
    if (this.#isInterrupted) throw sqliteError(SQLITE_INTERRUPT, "interrupted");
  }

  /** Runs a callback. What it throws is its failure: some runtimes lose it and go on, others go on for ever. */
  call<T>(callback: () => T | Failure): T | Failure {
    if (this.#isInterrupted) return INTERRUPTED;
    this.callbacks += 1;
    try {
      return callback();
    } catch (error) {
      return new Failure(error instanceof Error ? error.message : String(error), SQLITE_ERROR);
    } finally {
      this.callbacks -= 1;
    }
  }

  /** Lets the statement fail in which a callback is. */
  fail(failure: Failure): NodeInput {
    this.#failure ??= failure;
    return UNUSABLE;
  }

  /** The error for one of `node:sqlite`, which a callback may be the reason of. */
  explain(error: unknown): SqliteError {
    const failure = this.#failure;
    const reason = translated(error);
    // A denial is an error of its own, and so is a malfunction, which SQLite is not told of.
    if (failure === undefined || (reason.message !== UNUSABLE_MESSAGE && failure !== MALFUNCTION))
      return reason;
    this.#failure = undefined;
    return sqliteError(failure.code, failure.message);
  }
}

/** That an authorizer gave what is no answer. */
export const MALFUNCTION: Failure = new Failure("authorizer malfunction", SQLITE_ERROR);
