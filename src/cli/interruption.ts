import { EXIT, Failure } from "./failure.ts";
import { host } from "./host.ts";

/**
 * Makes Ctrl-C, which otherwise ends the process at once, an error between two steps of a long work, so that what is half
 * done can be cleared away.
 */
export class Interruption {
  #isWanted = false;
  readonly #note = (): void => {
    this.#isWanted = true;
  };

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) host.on(signal, this.#note);
  }

  /** Returns when signals had their turn. Throws a `Failure` if there was one. */
  async point(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    if (this.#isWanted) throw new Failure("interrupted; nothing was changed", EXIT.interrupted);
  }

  /** From now on, Ctrl-C ends the process again. */
  close(): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) host.off(signal, this.#note);
  }
}
