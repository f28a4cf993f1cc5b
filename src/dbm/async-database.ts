import { type CallOptions, orAborted } from "./abort.ts";
import type { AsyncStore, Entry } from "./async-store.ts";
import { Ending } from "./ending.ts";
import { DbmError } from "./errors.ts";
import { type Decide, exchange, pause, type UpdateOptions } from "./exchange.ts";
import { copyOf, type Input, lastOfEach } from "./input.ts";
import { RefusingAsyncStore } from "./refusing-async-store.ts";
import type { Bytes } from "./store.ts";

/**
 * Keys and values, both bytes, that a server keeps: a `Database` whose methods answer with promises. Text is taken for its UTF-8; what comes back is
 * always bytes, and what is given may be changed as soon as a method has returned. `open` of `pantry/dbm/redis` and `pantry/dbm/postgres` makes one.
 *
 * The promise of a change is kept once the change is as durable as the engine was told to make it. If that is not known, it is broken with a
 * `DbmError` of the code `unconfirmed`. Once the database is closed, whatever it is asked raises a `DbmError` with the code `closed`.
 *
 * Every method takes an `AbortSignal`, as `signal` in its last argument.
 */
export class AsyncDatabase implements AsyncIterable<[key: Bytes, value: Bytes]>, AsyncDisposable {
  /** Which engine keeps it. */
  readonly engine: string;
  /** What it is called there. */
  readonly name: string;
  #store: AsyncStore;
  /** Changes that were sent and are not answered; none of them fails. */
  readonly #changes = new Set<Promise<unknown>>();
  #ending: Ending | undefined;

  /** A database in a store, which is closed together with it. */
  constructor(store: AsyncStore) {
    this.engine = store.engine;
    this.name = store.name;
    this.#store = store;
  }

  /** How many keys there are. */
  async size({ signal }: CallOptions = {}): Promise<number> {
    return orAborted(() => this.#store.size(signal), signal);
  }

  /** The value of a key, or `undefined`. */
  async get(key: Input, { signal }: CallOptions = {}): Promise<Bytes | undefined> {
    const bytes = copyOf(key, "key");
    return orAborted(() => this.#store.get(bytes, signal), signal);
  }

  /** The values of keys, in their order; `undefined` for each that is not there. */
  async getMany(keys: Iterable<Input>, { signal }: CallOptions = {}): Promise<(Bytes | undefined)[]> {
    const wanted = Array.from(keys, (key) => copyOf(key, "key"));
    return orAborted(() => (wanted.length === 0 ? [] : this.#store.getMany(wanted, signal)), signal);
  }

  /** Whether the key is there. */
  async has(key: Input, { signal }: CallOptions = {}): Promise<boolean> {
    const bytes = copyOf(key, "key");
    return orAborted(() => this.#store.has(bytes, signal), signal);
  }

  /** Gives a key a value. */
  async set(key: Input, value: Input, { signal }: CallOptions = {}): Promise<void> {
    const entry: Entry = [copyOf(key, "key"), copyOf(value, "value")];
    await this.change((store) => store.set(...entry, signal), signal);
  }

  /**
   * Gives keys values; of a key that comes twice, the last one. It is quick, but not one change: if it fails, some of them may have happened. (Within a
   * `transaction`, none has.)
   */
  async setMany(entries: Iterable<readonly [Input, Input]>, { signal }: CallOptions = {}): Promise<void> {
    const given = lastOfEach(entries, ([key, value]): Entry => [copyOf(key, "key"), copyOf(value, "value")]);
    await this.change(async (store) => (given.length > 0 ? store.setMany(given, signal) : undefined), signal);
  }

  /** Removes a key and its value. `false` where it was not there. */
  async delete(key: Input, options: CallOptions = {}): Promise<boolean> {
    return (await this.deleteMany([key], options)) > 0;
  }

  /** Removes keys and their values; answers how many were there. */
  async deleteMany(keys: Iterable<Input>, { signal }: CallOptions = {}): Promise<number> {
    const given = lastOfEach(keys, (key): readonly [Uint8Array] => [copyOf(key, "key")]).map(([key]) => key);
    return this.change(async (store) => (given.length > 0 ? store.deleteMany(given, signal) : 0), signal);
  }

  /** Removes all keys. What others set meanwhile may stay. */
  async clear({ signal }: CallOptions = {}): Promise<void> {
    await this.change((store) => store.clear(signal), signal);
  }

  /**
   * Gives a key a value if it has the one that is expected, and answers whether it had. `undefined` stands for a key that is not there: what is
   * expected not to be there is created, and what is given no value is removed.
   */
  async compareAndSet(
    key: Input,
    expected: Input | undefined,
    value: Input | undefined,
    { signal }: CallOptions = {},
  ): Promise<boolean> {
    const bytes = copyOf(key, "key");
    const before = expected === undefined ? undefined : copyOf(expected, "value");
    const after = value === undefined ? undefined : copyOf(value, "value");
    return this.change((store) => store.compareAndSet(bytes, before, after, signal), signal);
  }

  /**
   * Gives a key the value that a function makes of the one it has, or of `undefined`; nobody else's change is lost. The function is called again when
   * others changed the value meanwhile. `sync` and `close` of this database wait for it, so it must not wait for them.
   *
   * @returns The new value.
   * @throws TypeError for a function that answers `undefined`; nothing is changed then.
   * @throws {DbmError} `conflict` when others changed the value before every one of `attempts`.
   */
  async update(
    key: Input,
    fn: (value: Bytes | undefined) => Input | Promise<Input>,
    options: UpdateOptions = {},
  ): Promise<Bytes> {
    return this.#exchange(
      copyOf(key, "key"),
      async (found) => {
        const answer = await fn(found);
        if (answer === undefined)
          throw new TypeError("update: the function answered undefined, and no value");
        const value = copyOf(answer, "value");
        return { value, answer: value };
      },
      options,
    );
  }

  /** The value of a key, which is given this one first if it has none. Default: an empty value. */
  async setdefault(key: Input, value: Input = "", options: CallOptions = {}): Promise<Bytes> {
    const fresh = copyOf(value, "value");
    return this.#exchange(
      copyOf(key, "key"),
      (found) => (found ? { answer: found } : { value: fresh, answer: fresh }),
      options,
    );
  }

  /** Removes a key; answers the value it had, or `undefined`. No two callers are answered the same value. */
  async pop(key: Input, options: CallOptions = {}): Promise<Bytes | undefined> {
    return this.#exchange(
      copyOf(key, "key"),
      (found) => (found ? { value: undefined, answer: found } : { answer: undefined }),
      options,
    );
  }

  /**
   * The keys, in an order of the engine's own. One may change the database meanwhile, and so may others: what is there throughout comes exactly once.
   */
  keys({ signal }: CallOptions = {}): AsyncIterableIterator<Bytes> {
    return this.#whileOpen((store) => store.keys(signal), signal);
  }

  /** The values, in the order of their keys. */
  async *values(options: CallOptions = {}): AsyncIterableIterator<Bytes> {
    for await (const [, value] of this.entries(options)) yield value;
  }

  /** Keys with their values. */
  entries({ signal }: CallOptions = {}): AsyncIterableIterator<[key: Bytes, value: Bytes]> {
    return this.#whileOpen((store) => store.entries(signal), signal);
  }

  /** Keys with their values. */
  [Symbol.asyncIterator](): AsyncIterableIterator<[key: Bytes, value: Bytes]> {
    return this.entries();
  }

  /** Calls a function with each value and its key, and waits for it each time. */
  async forEach(
    callback: (value: Bytes, key: Bytes, database: this) => unknown,
    options: CallOptions = {},
  ): Promise<void> {
    for await (const [key, value] of this.entries(options)) await callback(value, key, this);
  }

  /**
   * Calls a function with a database whose changes happen all at once when the function is done, and not at all if it throws; it sees no changes of
   * others meanwhile. If theirs get in the way it is called again, so it should do nothing else that counts. `sync` and `close` of this database wait
   * for its end, so it must not wait for them.
   *
   * @returns What the function returns.
   * @throws {DbmError} `unsupported` for an engine that has no transactions, `conflict` when others got in the way each time.
   */
  async transaction<T>(
    fn: (database: AsyncDatabase) => T | Promise<T>,
    { signal }: CallOptions = {},
  ): Promise<T> {
    const attempt = async (within: AsyncStore) => {
      const database = new AsyncDatabase(within);
      try {
        return await fn(database);
      } finally {
        await database.#end("The transaction has already ended");
        signal?.throwIfAborted();
      }
    };
    return this.change((store) => {
      if (store.transaction) return store.transaction(attempt, signal);
      throw new DbmError(`Cannot begin a transaction: ${this.engine} has none here`, "unsupported");
    }, signal);
  }

  /** Returns when all changes that were begun before are answered, whatever was answered: each tells its own caller. */
  async sync({ signal }: CallOptions = {}): Promise<void> {
    if (this.#store instanceof RefusingAsyncStore) await this.#store.size();
    if (this.#changes.size === 0) return signal?.throwIfAborted();
    await orAborted(() => Promise.all(this.#changes), signal);
    // Their callers are to be told before.
    await pause(0, signal);
  }

  /**
   * Waits for the changes that were begun, and lets go of what was opened; the client that the database was opened with stays open. Once the signal is
   * aborted, nothing is waited for any more. A second time does nothing but wait for the first.
   */
  async close({ signal }: CallOptions = {}): Promise<void> {
    return this.#end("The database has already been closed", signal);
  }

  /** Closes it, at the end of a block with `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #end(message: string, signal?: AbortSignal): Promise<void> {
    const store = this.#store;
    if (!(store instanceof RefusingAsyncStore)) {
      this.#ending = new Ending(store, Promise.all(this.#changes));
      this.#store = new RefusingAsyncStore(store, () => new DbmError(message, "closed"));
    }
    await this.#ending?.wait(signal);
  }

  #exchange<T>(key: Uint8Array, decide: Decide<T>, options: UpdateOptions): T | Promise<T> {
    return this.change((store) => exchange(store, key, decide, options), options.signal);
  }

  /** @internal Makes a change, which is waited for by `sync` and `close` even where its caller has stopped to. */
  change<T>(send: (store: AsyncStore) => Promise<T>, signal: AbortSignal | undefined): T | Promise<T> {
    return orAborted(() => {
      const change = send(this.#store);
      const done = () => void this.#changes.delete(answered);
      const answered: Promise<void> = change.then(done, done);
      this.#changes.add(answered);
      return change;
    }, signal);
  }

  /** What a store yields, until the database is closed: to go on is an error then. */
  async *#whileOpen<T>(
    begin: (store: AsyncStore) => AsyncIterableIterator<T>,
    signal: AbortSignal | undefined,
  ): AsyncIterableIterator<T> {
    const store = this.#store;
    const items = await orAborted(() => begin(store), signal);
    try {
      for (;;) {
        const step = await orAborted(() => items.next(), signal);
        if (step.done) return;
        yield step.value;
        if (this.#store !== store) await this.#store.size();
      }
    } finally {
      // One that is being waited for ends when it is answered, if ever.
      const ended = items.return?.();
      if (signal?.aborted) ended?.catch(ignore);
      else await ended;
    }
  }
}

function ignore(): void {}
