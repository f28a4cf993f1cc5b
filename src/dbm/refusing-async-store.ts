import type { AsyncStore } from "./async-store.ts";
import type { Bytes } from "./store.ts";

/** Takes the place of a store that is closed: whatever it is asked, it raises an error. */
export class RefusingAsyncStore implements AsyncStore {
  readonly engine: string;
  readonly name: string;
  readonly #error: () => Error;

  constructor({ engine, name }: Pick<AsyncStore, "engine" | "name">, error: () => Error) {
    this.engine = engine;
    this.name = name;
    this.#error = error;
  }

  async size(): Promise<number> {
    throw this.#error();
  }
  async get(): Promise<Bytes | undefined> {
    throw this.#error();
  }
  async getMany(): Promise<(Bytes | undefined)[]> {
    throw this.#error();
  }
  async has(): Promise<boolean> {
    throw this.#error();
  }
  async set(): Promise<void> {
    throw this.#error();
  }
  async setMany(): Promise<void> {
    throw this.#error();
  }
  async deleteMany(): Promise<number> {
    throw this.#error();
  }
  async compareAndSet(): Promise<boolean> {
    throw this.#error();
  }
  async clear(): Promise<void> {
    throw this.#error();
  }
  keys(): AsyncIterableIterator<Bytes> {
    throw this.#error();
  }
  entries(): AsyncIterableIterator<[Bytes, Bytes]> {
    throw this.#error();
  }
  async transaction<T>(): Promise<T> {
    throw this.#error();
  }
  async close(): Promise<void> {}
}
