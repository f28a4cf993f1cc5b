import { ClosedDict } from "./closed.ts";
import { dictOf, type ShelfDict, type ShelfEntry } from "./dict.ts";
import { EntryCodec } from "./entry-codec.ts";
import type { ShelfOptions } from "./options.ts";
import { type Change, Writeback } from "./writeback.ts";

/**
 * A `Map` from texts to values of any kind, whose entries are kept as bytes in something else: in a `Database` of `pantry/dbm`, say, or in another
 * `Map`. Values are pickles, so one gets a copy of what was stored: a graph with its classes, cycles and what is shared in it. A copy that is changed has
 * to be stored again, unless the shelf was made with `writeback`.
 *
 * Once it is closed, whatever it is asked raises a `ShelveError` with the code `closed`. What the database has to say is a `DbmError`.
 *
 * `V` is the type of what is read, `Given` that of what may be stored; a `schema` sets both and checks them.
 *
 * @example
 * ```ts
 * import { Shelf } from "pantry/shelve";
 *
 * const bytes = new Map<Uint8Array, Uint8Array>();
 * using shelf = new Shelf<Set<string>>(bytes);
 * shelf.set("fruit", new Set(["apple", "pear"]));
 * shelf.update("fruit", (fruit = new Set()) => fruit.add("plum"));
 * if (!shelf.get("fruit")?.has("plum")) throw new Error("it is kept");
 * ```
 */
export class Shelf<V = unknown, Given = V> implements Iterable<[key: string, value: V]> {
  /** Whether values are kept in `cache` to be written when they are changed. */
  readonly writeback: boolean;
  /** The values that `sync` and `close` will look through. Empty without `writeback`. What could not be written is left in it. */
  readonly cache: Map<string, V>;
  readonly #codec: EntryCodec<V, Given>;
  #dict: ShelfDict;
  #kept: Writeback<V, Given> | undefined;

  /**
   * A shelf of what something else holds, which is closed together with it. A `Map` may have several shelves, but should be changed through them alone:
   * keys with the same bytes are one key to them.
   *
   * @throws RangeError for a protocol or an encoding that there is not.
   * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
   */
  constructor(dict: ShelfDict | Map<Uint8Array, Uint8Array>, options: ShelfOptions<V, Given> = {}) {
    this.#codec = new EntryCodec(options);
    this.#dict = dictOf(dict);
    this.writeback = options.writeback ?? false;
    if (this.writeback) this.#kept = new Writeback(this.#codec);
    this.cache = this.#kept?.cache ?? new Map();
  }

  /** What it is a shelf of: bytes to bytes. Once the shelf is closed, something that raises whatever it is asked. */
  get dict(): ShelfDict {
    return this.#dict;
  }

  /** How many keys there are. */
  get size(): number {
    return this.#dict.size;
  }

  /**
   * The value of a key; where it is not there, `fallback`.
   *
   * @throws {ShelveError} `unreadable` for a value that is no pickle, or asks for what is not allowed; `schema` for one that the schema refuses;
   * `bad-key` for a key that the encoding does not have.
   */
  get(key: string): V | undefined;
  /** The value of a key; where it is not there, `fallback`. */
  get<F>(key: string, fallback: F): V | F;
  get(key: string, fallback?: unknown): unknown {
    if (this.#kept?.cache.has(key)) return this.cache.get(key);
    const bytes = this.#dict.get(this.encode(key));
    return bytes === undefined ? fallback : this.#read(key, bytes);
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this.#dict.has(this.encode(key));
  }

  /**
   * Stores a value.
   *
   * @throws {ShelveError} `unwritable` for a value that cannot be pickled; `schema`; `bad-key`.
   */
  set(key: string, value: Given): this {
    this.#store(key, value);
    return this;
  }

  /** Removes a key and its value. `false` where it was not there. */
  delete(key: string): boolean {
    const wasThere = this.#dict.delete(this.encode(key));
    this.#kept?.forget(key);
    return wasThere;
  }

  /** Removes all keys. */
  clear(): void {
    const dict = this.#dict;
    if (dict.clear) dict.clear();
    else for (const key of [...dict.keys()]) dict.delete(key);
    this.#kept?.clear();
  }

  /**
   * The keys, in an order of the database's own. One may change the shelf meanwhile, as with a `Map`.
   *
   * @throws {ShelveError} `bad-key` when it comes to a key that is not in the encoding.
   */
  keys(): IterableIterator<string> {
    return this.#whileOpen(this.#dict, this.#dict.keys(), (bytes) => this.#codec.keys.decode(bytes));
  }

  /** The values, in the order of their keys. */
  values(): IterableIterator<V> {
    return secondOf(this.entries());
  }

  /** Keys with their values. With `writeback`, all of them are kept in `cache` then. */
  entries(): IterableIterator<[key: string, value: V]> {
    const dict = this.#dict;
    if (!this.#kept && dict.entries)
      return this.#whileOpen(dict, dict.entries(), (entry) => this.entryOf(entry));
    return this.#whileOpen(dict, dict.keys(), (bytes) => {
      const key = this.#codec.keys.decode(bytes);
      if (this.#kept?.cache.has(key)) return [key, this.cache.get(key) as V];
      const value = dict.get(bytes);
      return value && [key, this.#read(key, value)];
    });
  }

  /** Keys with their values. */
  [Symbol.iterator](): IterableIterator<[key: string, value: V]> {
    return this.entries();
  }

  /** Calls a function with each value and its key. */
  forEach(callback: (value: V, key: string, shelf: this) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** The value of a key, which is given this one first if it is not there. Nobody else can be between the two, where the database has transactions. */
  setdefault(key: string, value: Given): V {
    const found = this.get(key, ABSENT);
    if (found !== ABSENT) return found as V;
    return this.batch(() => {
      const late = this.get(key, ABSENT);
      return late === ABSENT ? this.#store(key, value) : (late as V);
    });
  }

  /** Removes a key; answers the value it had, or `fallback`. A value that cannot be read stays. */
  pop(key: string): V | undefined;
  /** As above; where the key is not there, `fallback`. */
  pop<F>(key: string, fallback: F): V | F;
  pop(key: string, fallback?: unknown): unknown {
    return this.batch(() => {
      const value = this.get(key, ABSENT);
      if (value === ABSENT) return fallback;
      this.delete(key);
      return value;
    });
  }

  /** Removes the first key; answers it with its value, or `undefined` where there is none. */
  popitem(): [key: string, value: V] | undefined {
    return this.batch(() => {
      for (const key of this.keys()) {
        const value = this.get(key) as V;
        this.delete(key);
        return [key, value];
      }
      return undefined;
    });
  }

  /** Stores many values, in one batch. */
  setMany(entries: Iterable<readonly [key: string, value: Given]>): this {
    this.batch(() => {
      for (const [key, value] of entries) this.#store(key, value);
    });
    return this;
  }

  /**
   * Stores what a function makes of the value of a key, which is `undefined` where the key is not there. Where the database has transactions (`sqlite3`),
   * nobody else changes it meanwhile. The function is given a copy, with `writeback` as well.
   *
   * Unless the shelf was made with `exact`, a float of Python that is whole is a number like any other here, and is stored as an int: 1.0 as 1, also in a
   * part of the value that the function leaves alone.
   *
   * @returns The new value.
   * @throws TypeError for a function that returns `undefined`; nothing is changed then.
   *
   * @example
   * ```ts
   * import { Shelf } from "pantry/shelve";
   *
   * const shelf = new Shelf<number>(new Map());
   * shelf.update("visits", (visits = 0) => visits + 1);
   * if (shelf.update("visits", (visits = 0) => visits + 1) !== 2) throw new Error("there were two");
   * ```
   */
  update(key: string, fn: (value: V | undefined) => Given): V {
    return this.batch(() => {
      const stored = this.#dict.get(this.encode(key));
      const value = fn(this.#kept ? this.#kept.fresh(key, stored) : stored && this.#codec.read(key, stored));
      if (value === undefined)
        throw new TypeError(`the function that updates ${JSON.stringify(key)} returned nothing`);
      return this.#store(key, value);
    });
  }

  /**
   * Calls a function, and writes what it changes all at once when it is done, which is far faster: in `sqlite3` as one transaction. If it throws, `sqlite3`
   * takes its changes back; the other formats keep what was changed until then. What it did to an object that was in `cache` before stays done, and is
   * written later: `update` is for what may fail.
   *
   * @returns What the function returns; it cannot be a promise.
   */
  batch<T>(fn: () => T): T {
    const dict = this.#dict;
    const run = () => (dict.batch ? dict.batch(fn) : atOnce(fn()));
    return this.#kept ? this.#kept.batch(run, (key) => this.#dict.get(this.encode(key))) : run();
  }

  /**
   * Returns when all changes are on the disk. With `writeback`, what was changed in `cache` is written first, in one batch, and `cache` is empty then. What
   * was not changed is left as it is stored, whoever has stored it.
   *
   * @throws {ShelveError} For the first value that cannot be written, after the others were written; it stays in `cache`.
   */
  sync(): void {
    const kept = this.#kept;
    inTurn(
      (fail) => kept && this.#writeBack(kept, kept.changes(fail), fail),
      () => this.#dict.sync?.(),
    );
  }

  /** Makes the database as small as it can be. It cannot be done within a batch. */
  reorganize(): void {
    this.sync();
    this.#dict.reorganize?.();
  }

  /** Writes what `sync` does, and closes the database, whatever fails. A second time does nothing. */
  close(): void {
    const dict = this.#dict;
    if (dict instanceof ClosedDict) return;
    inTurn(
      () => this.sync(),
      () => {
        this.#dict = new ClosedDict();
        this.#kept = undefined;
        dict.close?.();
      },
    );
  }

  /** Closes it, at the end of a block with `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** The bytes of a key. */
  protected encode(key: string): Uint8Array {
    return this.#codec.keys.encode(key);
  }

  /** The key and the value of an entry of `dict`; where it is in `cache`, the value that is there. */
  protected entryOf([bytes, value]: ShelfEntry): [key: string, value: V] {
    const key = this.#codec.keys.decode(bytes);
    return [key, this.#kept?.cache.has(key) ? (this.cache.get(key) as V) : this.#read(key, value)];
  }

  #read(key: string, bytes: Uint8Array): V {
    const value = this.#codec.read(key, bytes);
    this.#kept?.keep(key, value, bytes, true);
    return value;
  }

  #store(key: string, value: Given): V {
    const encoded = this.encode(key);
    // A schema may change what it is given.
    const bytes = this.#codec.write(key, value);
    const result = this.#codec.check(key, value);
    this.#dict.set(encoded, bytes);
    this.#kept?.keep(key, result, bytes, this.#codec.hasSchema);
    return result;
  }

  #writeBack(kept: Writeback<V, Given>, changes: readonly Change[], fail: (error: unknown) => void): void {
    if (changes.length === 0) return;
    const written: string[] = [];
    this.batch(() => {
      for (const { key, bytes, stored } of changes) {
        try {
          this.#dict.set(bytes, stored);
          written.push(key);
        } catch (error) {
          fail(error);
        }
      }
    });
    for (const key of written) kept.forget(key);
  }

  /** What is made of the items of the dict, until the shelf is closed: to go on is an error then. */
  *#whileOpen<T, U>(
    dict: ShelfDict,
    items: Iterable<T>,
    use: (item: T) => U | undefined,
  ): IterableIterator<U> {
    if (this.#dict !== dict) this.#dict.keys();
    for (const item of items) {
      const result = use(item);
      if (result !== undefined) yield result;
      if (this.#dict !== dict) this.#dict.keys();
    }
  }
}

/** In place of a value that is not there: one that is may be `undefined`. */
const ABSENT = /* @__PURE__ */ Symbol("absent");

/** What a function of a batch returned, which a batch that is nothing but a call cannot wait for either. */
function atOnce<T>(result: T): T {
  if (typeof (result as { then?: unknown } | undefined)?.then !== "function") return result;
  throw new TypeError("a batch cannot wait: its function returned a promise");
}

function* secondOf<V>(entries: Iterable<[string, V]>): IterableIterator<V> {
  for (const [, value] of entries) yield value;
}

/** Does one step after the other, whatever fails, and throws the first error in the end. A step can tell of errors besides. */
function inTurn(...steps: ((fail: (error: unknown) => void) => void)[]): void {
  const errors: unknown[] = [];
  const fail = (error: unknown) => errors.push(error);
  for (const step of steps) {
    try {
      step(fail);
    } catch (error) {
      fail(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
