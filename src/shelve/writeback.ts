import { sameBytes } from "../bytes/equal.ts";
import { Cache, type Origin } from "./cache.ts";
import type { EntryCodec } from "./entry-codec.ts";

/** What was kept of a key at some time. */
type Kept<V> = { readonly value: V; readonly origin: Origin | undefined } | undefined;

/** Something that is changed: the key, both ways, and the bytes of its value. */
export interface Change {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly stored: Uint8Array;
}

/** Keeps values, so that what is changed in them can be found and written. */
export class Writeback<V, Given> {
  /** The values by their keys. Whoever uses the shelf may change it, too. */
  readonly cache: Cache<V> = new Cache();
  readonly #codec: EntryCodec<V, Given>;
  /** What there was of the keys that a batch has touched, when it began. */
  #former: Map<string, Kept<V>> | undefined;

  constructor(codec: EntryCodec<V, Given>) {
    this.#codec = codec;
  }

  /** Keeps a value that is stored as those bytes; if it is read from them, or made by a schema, it is `isForeign`. */
  keep(key: string, value: V, bytes: Uint8Array, isForeign: boolean): void {
    this.#keep(key, { value, origin: { bytes, isForeign } });
  }

  /** Forgets what was kept of a key. */
  forget(key: string): void {
    this.#keep(key, undefined);
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of [...this.cache.keys()]) this.forget(key);
  }

  /** What there is of a key, in a value that nobody has yet: one that was changed here and is not written, or else what is stored. */
  fresh(key: string, stored: Uint8Array | undefined): V | undefined {
    const changed = this.cache.has(key) ? this.#changed(key) : undefined;
    if (changed) return this.#codec.load(key, changed) as V;
    return stored && this.#codec.read(key, stored);
  }

  /** What has to be written. What cannot be written is told to `onError` and stays; what was not changed is forgotten. */
  changes(onError: (error: unknown) => void): Change[] {
    const changes: Change[] = [];
    for (const key of [...this.cache.keys()]) {
      try {
        const stored = this.#changed(key);
        if (stored) {
          this.#codec.check(key, this.cache.get(key) as unknown as Given);
          changes.push({ key, bytes: this.#codec.keys.encode(key), stored });
        } else this.forget(key);
      } catch (error) {
        onError(error);
      }
    }
    return changes;
  }

  /** Calls a function. If it fails, what it made of the cache is forgotten: `stored` tells what it made of the shelf. */
  batch<T>(fn: () => T, stored: (key: string) => Uint8Array | undefined): T {
    if (this.#former) return fn();
    const former = new Map<string, Kept<V>>();
    this.#former = former;
    try {
      return fn();
    } catch (error) {
      for (const [key, kept] of former) this.#keep(key, kept && this.#stillRight(key, kept, stored));
      throw error;
    } finally {
      this.#former = undefined;
    }
  }

  /** What was kept before a batch that failed, if what it was read from is stored again, or still is. */
  #stillRight(key: string, kept: Kept<V> & object, stored: (key: string) => Uint8Array | undefined): Kept<V> {
    try {
      return !kept.origin || isSame(kept.origin.bytes, stored(key)) ? kept : undefined;
    } catch {
      // What made the batch fail is the error to tell.
      return undefined;
    }
  }

  /** The bytes of a value that was changed; `undefined` for one that was not. */
  #changed(key: string): Uint8Array | undefined {
    const bytes = this.#codec.write(key, this.cache.get(key));
    const origin = this.cache.originOf(key);
    if (origin === undefined) return bytes;
    if (sameBytes(bytes, origin.bytes)) return undefined;
    const again = () => this.#codec.write(key, this.#codec.read(key, origin.bytes));
    return origin.isForeign && sameBytes(bytes, again()) ? undefined : bytes;
  }

  #kept(key: string): Kept<V> {
    if (!this.cache.has(key)) return undefined;
    return { value: this.cache.get(key) as V, origin: this.cache.originOf(key) };
  }

  #keep(key: string, kept: Kept<V>): void {
    if (this.#former?.has(key) === false) this.#former.set(key, this.#kept(key));
    if (kept) this.cache.keep(key, kept.value, kept.origin);
    else this.cache.delete(key);
  }
}

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && sameBytes(one, other);
}
