import { sameBytes } from "../bytes/equal.ts";
import { type CallOptions, orAborted } from "../dbm/abort.ts";
import type { AsyncStore } from "../dbm/async-store.ts";
import { type Decide, exchange } from "../dbm/exchange.ts";
import { AsyncDatabase, type Bytes, type Entry, type UpdateOptions } from "../dbm/index.ts";
import { lastOfEach } from "../dbm/input.ts";
import { RefusingAsyncStore } from "../dbm/refusing-async-store.ts";
import { AsyncEntryCodec } from "./async-entry-codec.ts";
import { ShelveError } from "./errors.ts";
import type { EntryOptions } from "./options.ts";

/**
 * A `Shelf` that a server keeps: its methods answer with promises, and many programs may use it at once, in Python as well. `open` of
 * `pantry/shelve/redis` and `pantry/shelve/postgres` makes one.
 *
 * What one gets is a copy. To change it, `update` it: what others do meanwhile is not lost then. There is no `writeback`, which would lose it.
 *
 * A value is pickled before a method returns, and sent then; with an asynchronous schema, it is sent once that has answered, so the first of two changes
 * of a key should be waited for before the second is made. The promise of a change is kept once the change is as durable as the engine was told to make
 * it. What the server has to say is a `DbmError`, what is wrong with a key or a value a `ShelveError` that names the key. Once the shelf is closed,
 * whatever it is asked raises a `ShelveError` with the code `closed`.
 *
 * Every method takes an `AbortSignal`, as `signal` in its last argument. `V` is the type of what is read, `Given` that of what may be stored; a `schema`
 * sets both and checks them.
 */
export class AsyncShelf<V = unknown, Given = V>
  implements AsyncIterable<[key: string, value: V]>, AsyncDisposable
{
  readonly #options: EntryOptions<V, Given>;
  readonly #codec: AsyncEntryCodec<V, Given>;
  #dict: AsyncDatabase;
  /** What it was a shelf of, once it is closed. */
  #closed: AsyncDatabase | undefined;

  /**
   * A shelf of what a database holds, which is closed together with it.
   *
   * @throws RangeError for a protocol or an encoding that there is not.
   * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
   */
  constructor(dict: AsyncDatabase, options: EntryOptions<V, Given> = {}) {
    this.#options = options;
    this.#codec = new AsyncEntryCodec(options);
    this.#dict = dict;
  }

  /** What it is a shelf of: bytes to bytes. Once the shelf is closed, a database that raises whatever it is asked. */
  get dict(): AsyncDatabase {
    return this.#dict;
  }

  /** How many keys there are. */
  async size(options: CallOptions = {}): Promise<number> {
    return this.#dict.size(options);
  }

  /**
   * The value of a key; `undefined` where it is not there.
   *
   * @throws {ShelveError} `unreadable` for a value that is no pickle, or asks for what is not allowed; `schema` for one that the schema refuses;
   * `bad-key` for a key that the encoding does not have.
   */
  async get(key: string, options: CallOptions = {}): Promise<V | undefined> {
    const bytes = await this.#dict.get(this.#codec.keys.encode(key), options);
    return bytes && this.#read(key, bytes, options);
  }

  /** The values of those of the keys that are there, in the order of the keys. */
  async getMany(keys: Iterable<string>, options: CallOptions = {}): Promise<Map<string, V>> {
    const wanted = [...keys];
    const found = await this.#dict.getMany(wanted.map(this.#encode), options);
    const values = new Map<string, V>();
    for (const [i, key] of wanted.entries()) {
      const bytes = found[i];
      if (bytes) values.set(key, await this.#read(key, bytes, options));
    }
    return values;
  }

  /** Whether the key is there. */
  async has(key: string, options: CallOptions = {}): Promise<boolean> {
    return this.#dict.has(this.#codec.keys.encode(key), options);
  }

  /**
   * Stores a value.
   *
   * @throws {ShelveError} `unwritable` for a value that cannot be pickled; `schema`; `bad-key`.
   */
  async set(key: string, value: Given, options: CallOptions = {}): Promise<void> {
    const entry = this.#write(key, value);
    await this.#changeTo(key, value, (store) => store.set(...entry, options.signal), options);
  }

  /**
   * Stores values; of a key that comes twice, the last one. It is quick, but not one change: if it fails, some of them may have happened. A value that
   * cannot be pickled, or that the schema refuses, is told before anything is sent.
   */
  async setMany(
    entries: Iterable<readonly [key: string, value: Given]>,
    options: CallOptions = {},
  ): Promise<void> {
    const given = [...entries];
    const stored = lastOfEach(given, ([key, value]) => this.#write(key, value));
    await this.#change(async (store) => {
      for (const [key, value] of given) {
        const checked = this.#check(key, value, options);
        if (checked instanceof Promise) await checked;
      }
      if (stored.length > 0) await store.setMany(stored, options.signal);
    }, options);
  }

  /** Removes a key and its value. `false` where it was not there. */
  async delete(key: string, options: CallOptions = {}): Promise<boolean> {
    return this.#dict.delete(this.#codec.keys.encode(key), options);
  }

  /** Removes keys and their values; answers how many were there. */
  async deleteMany(keys: Iterable<string>, options: CallOptions = {}): Promise<number> {
    return this.#dict.deleteMany(Array.from(keys, this.#encode), options);
  }

  /** Removes all keys. What others set meanwhile may stay. */
  async clear(options: CallOptions = {}): Promise<void> {
    return this.#dict.clear(options);
  }

  /**
   * Stores a value if the key has the one that is expected, and answers whether it had. `undefined` stands for a key that is not there, on both sides.
   * Values are the same if their pickles are: a value that one got and did not change is the same as the one that is stored. What `update` says of 1.0
   * and 1 is true here as well.
   */
  async compareAndSet(
    key: string,
    expected: V | undefined,
    value: Given | undefined,
    options: UpdateOptions = {},
  ): Promise<boolean> {
    const encoded = this.#codec.keys.encode(key);
    const before = expected === undefined ? undefined : this.#codec.write(key, expected);
    const fresh = value === undefined ? undefined : this.#codec.write(key, value);
    const isExpected = async (found: Bytes, pickle: Uint8Array) =>
      sameBytes(this.#codec.write(key, await this.#codec.read(key, found)), pickle);
    const send = (store: AsyncStore): Promise<boolean> => {
      if (before === undefined) return store.compareAndSet(encoded, undefined, fresh, options.signal);
      const decide = async (found: Bytes | undefined) =>
        found && (await isExpected(found, before)) ? { value: fresh, answer: true } : { answer: false };
      return exchange(store, encoded, decide, options);
    };
    return value === undefined ? this.#change(send, options) : this.#changeTo(key, value, send, options);
  }

  /**
   * Stores what a function makes of the value of a key, which is `undefined` where the key is not there; nobody else's change is lost. The function is
   * called again when others changed the value meanwhile. `sync` and `close` of this shelf wait for it, so it must not wait for them.
   *
   * Unless the shelf was made with `exact`, a float of Python that is whole is a number like any other here, and is stored as an int: 1.0 as 1, also in a
   * part of the value that the function leaves alone.
   *
   * @returns The new value.
   * @throws TypeError for a function that answers `undefined`; nothing is changed then.
   * @throws {DbmError} `conflict` when others changed the value before every one of `attempts`.
   */
  async update(
    key: string,
    fn: (value: V | undefined) => Given | Promise<Given>,
    options: UpdateOptions = {},
  ): Promise<V> {
    return this.#exchange(
      key,
      async (found) => {
        const given = await fn(found && (await this.#codec.read(key, found)));
        if (given === undefined)
          throw new TypeError(`the function that updates ${JSON.stringify(key)} answered undefined`);
        const value = this.#codec.write(key, given);
        return { value, answer: await this.#codec.check(key, given) };
      },
      options,
    );
  }

  /** The value of a key, which is given this one first if it is not there. Nobody else can be between the two. */
  async setdefault(key: string, value: Given, options: CallOptions = {}): Promise<V> {
    const [encoded, fresh] = this.#write(key, value);
    const send = (store: AsyncStore, answer: V) => {
      const decide = async (found: Bytes | undefined) =>
        found ? { answer: await this.#codec.read(key, found) } : { value: fresh, answer };
      return exchange(store, encoded, decide, options);
    };
    return this.#changeTo(key, value, send, options);
  }

  /** Removes a key; answers the value it had, or `undefined`. No two callers are answered the same value, and one that cannot be read stays. */
  async pop(key: string, options: CallOptions = {}): Promise<V | undefined> {
    return this.#exchange<V | undefined>(
      key,
      async (found) =>
        found ? { value: undefined, answer: await this.#codec.read(key, found) } : { answer: undefined },
      options,
    );
  }

  /**
   * The keys, in an order of the engine's own. One may change the shelf meanwhile, and so may others: what is there throughout comes exactly once.
   *
   * @throws {ShelveError} `bad-key` when it comes to a key that is not in the encoding.
   */
  keys(options: CallOptions = {}): AsyncIterableIterator<string> {
    return this.#whileOpen(
      (dict) => dict.keys(options),
      (bytes) => this.#codec.keys.decode(bytes),
    );
  }

  /** The values, in the order of their keys. */
  async *values(options: CallOptions = {}): AsyncIterableIterator<V> {
    for await (const [, value] of this.entries(options)) yield value;
  }

  /** Keys with their values. */
  entries(options: CallOptions = {}): AsyncIterableIterator<[key: string, value: V]> {
    return this.#whileOpen(
      (dict) => dict.entries(options),
      async ([bytes, value]) => {
        const key = this.#codec.keys.decode(bytes);
        return [key, await this.#read(key, value, options)];
      },
    );
  }

  /** Keys with their values. */
  [Symbol.asyncIterator](): AsyncIterableIterator<[key: string, value: V]> {
    return this.entries();
  }

  /** Calls a function with each value and its key, and waits for it each time. */
  async forEach(
    callback: (value: V, key: string, shelf: this) => unknown,
    options: CallOptions = {},
  ): Promise<void> {
    for await (const [key, value] of this.entries(options)) await callback(value, key, this);
  }

  /**
   * Calls a function with a shelf whose changes happen all at once when the function is done, and not at all if it throws; it sees no changes of others
   * meanwhile. If theirs get in the way it is called again, so it should do nothing else that counts. `sync` and `close` of this shelf wait for its end, so
   * it must not wait for them.
   *
   * @returns What the function returns.
   * @throws {DbmError} `unsupported` for an engine that has no transactions, `conflict` when others got in the way each time.
   */
  async transaction<T>(
    fn: (shelf: AsyncShelf<V, Given>) => T | Promise<T>,
    options: CallOptions = {},
  ): Promise<T> {
    return this.#dict.transaction(async (dict) => {
      const shelf = new AsyncShelf(dict, this.#options);
      try {
        return await fn(shelf);
      } finally {
        await shelf.close();
      }
    }, options);
  }

  /** Returns when all changes that were begun before are answered, whatever was answered: each tells its own caller. */
  async sync(options: CallOptions = {}): Promise<void> {
    return this.#dict.sync(options);
  }

  /**
   * Waits for the changes that were begun, and closes the database. Once the signal is aborted, nothing is waited for any more. A second time does nothing
   * but wait for the first.
   */
  async close(options: CallOptions = {}): Promise<void> {
    if (this.#closed === undefined) {
      this.#closed = this.#dict;
      const error = () => new ShelveError("invalid operation on closed shelf", "closed");
      this.#dict = new AsyncDatabase(new RefusingAsyncStore(this.#closed, error));
    }
    return this.#closed.close(options);
  }

  /** Closes it, at the end of a block with `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  readonly #encode = (key: string): Uint8Array => this.#codec.keys.encode(key);

  #write(key: string, value: Given): Entry {
    return [this.#codec.keys.encode(key), this.#codec.write(key, value)];
  }

  #change<T>(send: (store: AsyncStore) => Promise<T>, { signal }: CallOptions): T | Promise<T> {
    return this.#dict.change(send, signal);
  }

  /** Makes a change that brings a value, once that is checked; `answer` is what reading it will give. */
  #changeTo<T>(
    key: string,
    value: Given,
    send: (store: AsyncStore, answer: V) => Promise<T>,
    options: CallOptions,
  ): T | Promise<T> {
    return this.#change((store) => {
      const checked = this.#check(key, value, options);
      return checked instanceof Promise
        ? checked.then((answer) => send(store, answer))
        : send(store, checked);
    }, options);
  }

  #exchange<T>(key: string, decide: Decide<T>, options: UpdateOptions): T | Promise<T> {
    const encoded = this.#codec.keys.encode(key);
    return this.#change((store) => exchange(store, encoded, decide, options), options);
  }

  /** The value of bytes, later only if the schema answers later. */
  #read(key: string, bytes: Uint8Array, options: CallOptions): V | Promise<V> {
    return orAborted(() => this.#codec.read(key, bytes), options.signal);
  }

  #check(key: string, value: Given, options: CallOptions): V | Promise<V> {
    return orAborted(() => this.#codec.check(key, value), options.signal);
  }

  /** What is made of the items of the dict, until the shelf is closed: to go on is an error then. */
  async *#whileOpen<T, U>(
    begin: (dict: AsyncDatabase) => AsyncIterable<T>,
    use: (item: T) => U | Promise<U>,
  ): AsyncIterableIterator<U> {
    const dict = this.#dict;
    for await (const item of begin(dict)) {
      yield use(item);
      if (this.#dict !== dict) await this.#dict.size();
    }
  }
}
