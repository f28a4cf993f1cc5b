import { type CallOptions, orAborted } from "./abort.ts";
import type { AsyncStore } from "./async-store.ts";
import { DbmError } from "./errors.ts";
import type { Bytes } from "./store.ts";

/** How a value is changed by what it was. */
export interface UpdateOptions extends CallOptions {
  /** How often to begin again when others changed the same meanwhile, before it is a `DbmError` with the code `conflict`. Default: 1000. */
  readonly attempts?: number;
}

/** What is to become of a value, and what to answer then; without `value`, nothing. A value `undefined` removes the key. */
interface Exchange<T> {
  readonly value?: Uint8Array | undefined;
  readonly answer: T;
}

/** Decides by the value of a key what becomes of it. The value is a copy. */
export type Decide<T> = (found: Bytes | undefined) => Exchange<T> | Promise<Exchange<T>>;

/** How long one waits at most before another attempt, in milliseconds. */
const LONGEST_PAUSE = 128;

/** Lets the value of a key decide what becomes of it; again, if others changed it meanwhile. */
export async function exchange<T>(
  store: Pick<AsyncStore, "name" | "get" | "compareAndSet">,
  key: Uint8Array,
  decide: Decide<T>,
  { signal, attempts = 1000 }: UpdateOptions,
): Promise<T> {
  if (!(attempts >= 1)) throw new RangeError(`attempts: a number of at least 1 expected, not ${attempts}`);
  for (let attempt = 1; ; attempt++) {
    const found = await store.get(key, signal);
    const decision = await orAborted(() => decide(found && Uint8Array.from(found)), signal);
    if (!("value" in decision)) return decision.answer;
    signal?.throwIfAborted();
    if (await store.compareAndSet(key, found, decision.value, signal)) return decision.answer;
    if (attempt >= attempts)
      throw new DbmError(
        `Cannot change a value of ${store.name}: others changed it meanwhile, ${attempt} times`,
        "conflict",
      );
    await backOff(attempt, signal);
  }
}

/** Waits before another attempt, unless a signal is aborted first: by chance, so that two who met do not meet again, and longer each time. */
export function backOff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  return pause(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE), signal);
}

/** Waits, unless a signal is aborted first. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  try {
    await orAborted(() => promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
