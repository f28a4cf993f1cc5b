import { sameBytes } from "../bytes/equal.ts";
import { type CallOptions, orAborted } from "../dbm/abort.ts";
import { exchange } from "../dbm/exchange.ts";
import { AsyncDatabase, type Bytes, type Entry, type UpdateOptions } from "../dbm/index.ts";
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
 * A value is pickled before a method returns, and sent then; with an asynchronous schema, it is sent once that has answered. The promise of a change is
 * kept once the change is as durable as the engine was told to make it. What the server has to say is a `DbmError`, what is wrong with a key or a value a
 * `ShelveError` that names the key. Once the shelf is closed, whatever it is asked raises a `ShelveError` with the code `closed`.
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
  #closing: Promise<void> | undefined;

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
    const checked = this.#check(key, value, options);
    if (checked instanceof Promise) await checked;
    await this.#dict.put(...entry, options);
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
    const stored = given.map(([key, value]) => this.#write(key, value));
    for (const [key, value] of given) {
      const checked = this.#check(key, value, options);
      if (checked instanceof Promise) await checked;
    }
    return this.#dict.setMany(stored, options);
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
   * Values are the same if their pickles are: a value that one got and did not change is the same as the one that is stored.
   */
  async compareAndSet(
    key: string,
    expected: V | undefined,
    value: Given | undefined,
    options: UpdateOptions = {},
  ): Promise<boolean> {
    const encoded = this.#codec.keys.encode(key);
    const before = expected === undefined ? undefined : this.#codec.write(key, expected);
    const after = value === undefined ? undefined : this.#codec.write(key, value);
    if (value !== undefined) {
      const checked = this.#check(key, value, options);
      if (checked instanceof Promise) await checked;
    }
    if (before === undefined) return this.#dict.compareAndSet(encoded, undefined, after, options);
    const isExpected = async (found: Bytes) =>
      sameBytes(this.#codec.write(key, await this.#codec.read(key, found)), before);
    return exchange(
      this.#dict,
      encoded,
      async (found) =>
        found && (await isExpected(found)) ? { value: after, answer: true } : { answer: false },
      options,
    );
  }

  /**
   * Stores what a function makes of the value of a key, which is `undefined` where the key is not there; nobody else's change is lost. The function is
   * called again when others changed the value meanwhile.
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
    return exchange(
      this.#dict,
      this.#codec.keys.encode(key),
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
    const answer = await this.#check(key, value, options);
    return exchange(
      this.#dict,
      encoded,
      async (found) => (found ? { answer: await this.#codec.read(key, found) } : { value: fresh, answer }),
      options,
    );
  }

  /** Removes a key; answers the value it had, or `undefined`. No two callers are answered the same value, and one that cannot be read stays. */
  async pop(key: string, options: CallOptions = {}): Promise<V | undefined> {
    return exchange<V | undefined>(
      this.#dict,
      this.#codec.keys.encode(key),
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
    return this.#dict.transaction((dict) => fn(new AsyncShelf(dict, this.#options)), options);
  }

  /** Returns when all changes that were sent before are answered, whatever was answered: each tells its own caller. */
  async sync(options: CallOptions = {}): Promise<void> {
    return this.#dict.sync(options);
  }

  /** Waits for the changes that were sent, unless the signal is aborted, and closes the database. A second time does nothing. */
  async close(options: CallOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  /** Closes it, at the end of a block with `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #close(options: CallOptions): Promise<void> {
    const dict = this.#dict;
    const refusing = new RefusingAsyncStore(
      dict,
      () => new ShelveError("invalid operation on closed shelf", "closed"),
    );
    this.#dict = new AsyncDatabase(refusing);
    return dict.close(options);
  }

  readonly #encode = (key: string): Uint8Array => this.#codec.keys.encode(key);

  #write(key: string, value: Given): Entry {
    return [this.#codec.keys.encode(key), this.#codec.write(key, value)];
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
