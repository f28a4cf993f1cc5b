/** Where a value that is kept comes from. */
export interface Origin {
  /** The bytes that it was read from, or stored as. */
  readonly bytes: Uint8Array;
  /** Whether the value may be pickled otherwise than these bytes, though nobody has changed it: whoever stored them need not have pickled it as we do. */
  readonly isForeign: boolean;
}

/** The values by their keys. Of one that somebody else puts in, it is not known where it comes from. */
export class Cache<V> extends Map<string, V> {
  readonly #origins = new Map<string, Origin>();

  /** Where the value of a key comes from, if that is known. */
  originOf(key: string): Origin | undefined {
    return this.#origins.get(key);
  }

  /** Keeps a value together with where it comes from. */
  keep(key: string, value: V, origin: Origin | undefined): void {
    this.set(key, value);
    if (origin) this.#origins.set(key, origin);
  }

  override set(key: string, value: V): this {
    this.#origins.delete(key);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.#origins.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    this.#origins.clear();
    super.clear();
  }
}
