/** What every call to a database over a network can be told. */
export interface CallOptions {
  /**
   * Ends the waiting: the call throws the reason of the signal. One that was aborted before has sent nothing; of a change that was sent, nobody
   * knows then whether it happens.
   */
  readonly signal?: AbortSignal;
}

/** Does something, and waits for it until a signal is aborted, if there is something to wait for; if it is aborted already, nothing is done. */
export function orAborted<T>(work: () => T | Promise<T>, signal: AbortSignal | undefined): T | Promise<T> {
  signal?.throwIfAborted();
  const result = work();
  return signal && result instanceof Promise ? untilAborted(result, signal) : result;
}

/** Waits for a promise until a signal is aborted. What comes of it later is nobody's any more, an error as well. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: first, resolve, reject } = Promise.withResolvers<T>();
  const stop = () => reject(signal.reason);
  promise.then(resolve, reject);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    return await first;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
