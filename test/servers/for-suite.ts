import { afterAll, beforeAll } from "vitest";

/** Starts something before the tests of a suite, and ends it after them: the last one first. Answers what tests get it by. */
export function forSuite<T extends Disposable | AsyncDisposable>(start: () => Promise<T>): () => T {
  let started: T | undefined;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(async () => {
    await using _ = started;
  });
  return () => {
    if (started === undefined) throw new Error("It is there once the tests begin");
    return started;
  };
}
