import type { Bytes } from "./store.ts";

/** A key with its value. */
export type Entry = readonly [key: Uint8Array, value: Uint8Array];

/**
 * What an engine has to do; an `AsyncDatabase` does the rest. Keys and values are bytes. What is given is nobody else's, and so is what is
 * answered, each with a buffer of its own. No list is empty.
 *
 * A promise of a change is kept once the change is as durable as the engine was told to make it. If that is not known, it is broken with a `DbmError`
 * of the code `unconfirmed`: the change may be there or not. A signal ends what takes several steps; the caller has stopped waiting already.
 */
export interface AsyncStore {
  /** Which engine it is: `"redis"`, `"postgres"`, or what somebody else has made. */
  readonly engine: string;
  /** What the database is called there. */
  readonly name: string;
  /** How many keys there are. */
  size(signal?: AbortSignal): Promise<number>;
  /** The value of a key; `undefined` where the key is not there. */
  get(key: Uint8Array, signal?: AbortSignal): Promise<Bytes | undefined>;
  /** The values of keys, in their order; a key may come twice. */
  getMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<(Bytes | undefined)[]>;
  /** Whether the key is there. */
  has(key: Uint8Array, signal?: AbortSignal): Promise<boolean>;
  /** Gives a key a value. */
  set(key: Uint8Array, value: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** Gives keys values; no key comes twice. */
  setMany(entries: readonly Entry[], signal?: AbortSignal): Promise<void>;
  /** Answers how many of the keys were there; no key comes twice. */
  deleteMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<number>;
  /**
   * Gives a key a value if it has the one that is expected, and answers whether it had. `undefined` stands for a key that is not there,
   * on both sides. It happens once or not at all, however often a client sends it.
   */
  compareAndSet(
    key: Uint8Array,
    expected: Uint8Array | undefined,
    value: Uint8Array | undefined,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** Removes all keys. */
  clear(signal?: AbortSignal): Promise<void>;
  /** The keys, in an order of the engine's own. What is there throughout comes exactly once, whatever others change meanwhile. */
  keys(signal?: AbortSignal): AsyncIterableIterator<Bytes>;
  /** Keys with their values, likewise. */
  entries(signal?: AbortSignal): AsyncIterableIterator<[key: Bytes, value: Bytes]>;
  /**
   * Calls a function with a store whose changes happen all at once, and as if nobody else did anything meanwhile; it may be called again when
   * others did. Only engines have it that can do it.
   */
  transaction?<T>(fn: (store: AsyncStore) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Lets go of what was opened for it; it is asked once, and nothing after it. The client is its owner's, and a store within a transaction has
   * nothing to let go of.
   */
  close(): Promise<void>;
}
