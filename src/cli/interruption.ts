import { EXIT, Failure } from "./failure.ts";
import { host } from "./host.ts";

/**
 * Makes Ctrl-C, which otherwise ends the process at once, an error between two steps of a long work, so that what is half
 * done can be cleared away.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #note = (): void => {
    this.#controller.abort(new Failure(`interrupted; ${this.#outcome()}`, EXIT.interrupted));
  };
  readonly #outcome: () => string;

  /** @param outcome What is to be told of what is there then. Default: that nothing was changed. */
  constructor(outcome: () => string = () => "nothing was changed") {
    this.#outcome = outcome;
    for (const signal of ["SIGINT", "SIGTERM"] as const) host.on(signal, this.#note);
  }

  /** Is aborted, with a `Failure`, when there was a signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Returns when signals had their turn. Throws a `Failure` if there was one. */
  async point(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.signal.throwIfAborted();
  }

  /** From now on, Ctrl-C ends the process again. */
  close(): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) host.off(signal, this.#note);
  }
}
