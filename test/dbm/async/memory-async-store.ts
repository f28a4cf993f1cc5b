import { type AsyncStore, type Bytes, DbmError, type Entry } from "pantry/dbm";
import { sameBytes } from "../../../src/bytes/equal.ts";

type Content = Map<string, Bytes>;

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const bytesOf = (text: string): Bytes => new Uint8Array(Buffer.from(text, "latin1"));

/** What several stores of one name share: the server, so to speak. */
export class MemoryServer {
  content: Content = new Map();
  /** Counts the changes, for transactions to see that others were there. */
  version = 0;
}

/** What a test makes a store do before it does what it is asked: wait, fail, change something. */
export type Before = (verb: string, signal?: AbortSignal) => unknown;

/** An engine in memory that answers later, as a server would. */
export class MemoryAsyncStore implements AsyncStore {
  readonly engine = "memory";
  readonly name: string;
  readonly server: MemoryServer;
  /** What it was asked, in order. */
  readonly asked: string[] = [];
  /** How many iterators are not done. */
  iterating = 0;
  closed = 0;
  before: Before;

  constructor(server: MemoryServer = new MemoryServer(), name = "memory", before: Before = () => undefined) {
    this.server = server;
    this.name = name;
    this.before = before;
  }

  async #ask(verb: string, signal: AbortSignal | undefined): Promise<Content> {
    this.asked.push(verb);
    await new Promise((resolve) => setImmediate(resolve));
    await this.before(verb, signal);
    return this.server.content;
  }

  async #change<T>(verb: string, signal: AbortSignal | undefined, work: (content: Content) => T): Promise<T> {
    const content = await this.#ask(verb, signal);
    const answer = work(content);
    this.server.version += 1;
    return answer;
  }

  async size(signal?: AbortSignal): Promise<number> {
    return (await this.#ask("size", signal)).size;
  }

  async get(key: Uint8Array, signal?: AbortSignal): Promise<Bytes | undefined> {
    return copied((await this.#ask("get", signal)).get(textOf(key)));
  }

  async getMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<(Bytes | undefined)[]> {
    const content = await this.#ask("getMany", signal);
    return keys.map((key) => copied(content.get(textOf(key))));
  }

  async has(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    return (await this.#ask("has", signal)).has(textOf(key));
  }

  set(key: Uint8Array, value: Uint8Array, signal?: AbortSignal): Promise<void> {
    return this.#change("set", signal, (content) => put(content, key, value));
  }

  setMany(entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
    ensureDistinct(entries.map(([key]) => key));
    return this.#change("setMany", signal, (content) => {
      for (const [key, value] of entries) put(content, key, value);
    });
  }

  deleteMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<number> {
    ensureDistinct(keys);
    return this.#change(
      "deleteMany",
      signal,
      (content) => keys.filter((key) => content.delete(textOf(key))).length,
    );
  }

  compareAndSet(
    key: Uint8Array,
    expected: Uint8Array | undefined,
    value: Uint8Array | undefined,
    signal?: AbortSignal,
  ): Promise<boolean> {
    return this.#change("compareAndSet", signal, (content) => {
      const found = content.get(textOf(key));
      if (found && expected ? !sameBytes(found, expected) : found !== expected) return false;
      put(content, key, value);
      return true;
    });
  }

  clear(signal?: AbortSignal): Promise<void> {
    return this.#change("clear", signal, (content) => content.clear());
  }

  async *keys(signal?: AbortSignal): AsyncIterableIterator<Bytes> {
    for await (const [key] of this.entries(signal)) yield key;
  }

  async *entries(signal?: AbortSignal): AsyncIterableIterator<[Bytes, Bytes]> {
    this.iterating += 1;
    try {
      const keys = [...(await this.#ask("entries", signal)).keys()];
      for (const [i, key] of keys.entries()) {
        if (i % 10 === 9) await this.#ask("more", signal);
        const value = this.server.content.get(key);
        if (value) yield [bytesOf(key), Uint8Array.from(value)];
      }
    } finally {
      this.iterating -= 1;
    }
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}

/** The same with transactions: each works on a copy, and begins again when the server was changed meanwhile. */
export class TransactionalStore extends MemoryAsyncStore {
  async transaction<T>(fn: (store: AsyncStore) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const { version, content } = this.server;
      const copy = new MemoryServer();
      copy.content = new Map(content);
      const result = await fn(new MemoryAsyncStore(copy, this.name, this.before));
      await this.before("commit", signal);
      if (this.server.version !== version) continue;
      if (copy.version > 0) {
        this.server.content = copy.content;
        this.server.version += 1;
      }
      return result;
    }
    throw new DbmError("the transaction met others a thousand times", "conflict");
  }
}

function put(content: Content, key: Uint8Array, value: Uint8Array | undefined): void {
  if (value) content.set(textOf(key), Uint8Array.from(value));
  else content.delete(textOf(key));
}

function copied(bytes: Bytes | undefined): Bytes | undefined {
  return bytes && Uint8Array.from(bytes);
}

function ensureDistinct(keys: readonly Uint8Array[]): void {
  if (new Set(keys.map(textOf)).size < keys.length) throw new Error("a store is given no key twice");
}
