import { orAborted } from "./abort.ts";
import type { AsyncStore } from "./async-store.ts";

/** The end of a store: once its changes are answered, or as soon as somebody has no patience any more. */
export class Ending {
  readonly #store: AsyncStore;
  readonly #ended = Promise.withResolvers<void>();
  #isClosing = false;

  /** `changes` does not fail. */
  constructor(store: AsyncStore, changes: Promise<unknown>) {
    this.#store = store;
    // Whoever waits is told.
    this.#ended.promise.catch(() => {});
    void changes.then(() => this.#close());
  }

  /** Waits for the end; when the signal is aborted, it comes at once, and is not waited for. */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    try {
      await orAborted(() => this.#ended.promise, signal);
    } catch (error) {
      if (signal?.aborted) this.#close();
      throw error;
    }
  }

  #close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#ended.resolve(this.#store.close());
  }
}
