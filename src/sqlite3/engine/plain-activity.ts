import { sqliteError } from "../errors.ts";
import { SQLITE_INTERRUPT } from "../result-codes.ts";
import { Failed } from "./plain-errors.ts";
import { Failure } from "./port.ts";

/** What is going on in a connection. */
export class Activity {
  /** How many callbacks are in progress. */
  callbacks = 0;
  /** Whether the engine asks something for itself, which no authorizer is told of. */
  isPrivate = false;
  /** Whether an authorizer gave what is no answer. */
  isMalfunction = false;
  #running = 0;
  #isInterrupted = false;

  /** A statement starts. */
  begin(): void {
    this.#running += 1;
  }

  /** One has ended: with the last of them what was interrupted is over. */
  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#isInterrupted = false;
  }

  interrupt(): void {
    if (this.#running > 0) this.#isInterrupted = true;
  }

  /** @throws OperationalError "interrupted", which is looked at between rows and behind every callback. */
  check(): void {
    if (this.#isInterrupted) throw sqliteError(SQLITE_INTERRUPT, "interrupted");
  }

  /** Runs a callback of the user, which must not throw, unless it has been interrupted. */
  call<T>(callback: () => T | Failure): T | Failure {
    if (this.#isInterrupted) return INTERRUPTED;
    this.callbacks += 1;
    try {
      const result = callback();
      return this.#isInterrupted ? INTERRUPTED : result;
    } finally {
      this.callbacks -= 1;
    }
  }
}

const INTERRUPTED = new Failure("interrupted", SQLITE_INTERRUPT);

/** What a callback gave, or its failure as an error. */
export function succeeded<T>(result: T | Failure): T {
  if (result instanceof Failure) throw new Failed(result);
  return result;
}
