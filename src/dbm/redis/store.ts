import type { AsyncStore, Entry } from "../async-store.ts";
import type { Bytes } from "../store.ts";
import { Comparison } from "./comparison.ts";
import type { Bucket, Layout } from "./layout.ts";
import { type Command, Refusal, type Reply } from "./link.ts";
import { bytesOrNone } from "./replies.ts";
import { type Kind, REPEATABLE, type Router, refused } from "./router.ts";
import { type SendTo, scan, scanKeys } from "./scan.ts";
import type { Servers } from "./servers.ts";

/** How many fields one command has at most. */
const MOST_FIELDS = 512;
/** How many commands of one call are under way at most. */
const MOST_AT_ONCE = 64;

/** A database in the hashes of Redis or Valkey. */
export class RedisStore implements AsyncStore {
  readonly engine = "redis";
  readonly name: string;
  readonly #servers: Servers;
  readonly #router: Router;
  readonly #layout: Layout;
  readonly #comparison: Comparison;
  readonly #change: Kind;

  constructor(name: string, servers: Servers, router: Router, layout: Layout, confirmed: boolean) {
    this.name = name;
    this.#servers = servers;
    this.#router = router;
    this.#layout = layout;
    this.#comparison = new Comparison(router, confirmed);
    this.#change = { confirmed };
  }

  async size(signal?: AbortSignal): Promise<number> {
    const sizes = await atOnce(this.#layout.buckets, async (bucket) =>
      Number(await this.#ask(bucket, ["HLEN", bucket.key], REPEATABLE, signal)),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async get(key: Uint8Array, signal?: AbortSignal): Promise<Bytes | undefined> {
    const bucket = this.#layout.bucketOf(key);
    return bytesOrNone(await this.#ask(bucket, ["HGET", bucket.key, key], REPEATABLE, signal));
  }

  async getMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<(Bytes | undefined)[]> {
    const values = new Array<Bytes | undefined>(keys.length);
    const indices = Array.from(keys, (key, index) => [key, index] as const);
    await atOnce(this.#grouped(indices), async ([bucket, group]) => {
      const command = ["HMGET", bucket.key, ...group.map(([key]) => key)];
      const replies = (await this.#ask(bucket, command, REPEATABLE, signal)) as readonly Reply[];
      for (const [position, [, index]] of group.entries()) values[index] = bytesOrNone(replies[position]);
    });
    return values;
  }

  async has(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    const bucket = this.#layout.bucketOf(key);
    return Number(await this.#ask(bucket, ["HEXISTS", bucket.key, key], REPEATABLE, signal)) === 1;
  }

  async set(key: Uint8Array, value: Uint8Array, signal?: AbortSignal): Promise<void> {
    const bucket = this.#layout.bucketOf(key);
    await this.#ask(bucket, ["HSET", bucket.key, key, value], this.#change, signal);
  }

  async setMany(entries: readonly Entry[], signal?: AbortSignal): Promise<void> {
    await atOnce(this.#grouped(entries), async ([bucket, group]) => {
      await this.#ask(bucket, ["HSET", bucket.key, ...group.flat()], this.#change, signal);
    });
  }

  async deleteMany(keys: readonly Uint8Array[], signal?: AbortSignal): Promise<number> {
    const counts = await atOnce(this.#grouped(keys.map((key) => [key] as const)), async ([bucket, group]) =>
      Number(await this.#ask(bucket, ["HDEL", bucket.key, ...group.flat()], this.#change, signal)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async compareAndSet(
    key: Uint8Array,
    expected: Uint8Array | undefined,
    value: Uint8Array | undefined,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const bucket = this.#layout.bucketOf(key);
    return this.#comparison.compareAndSet(bucket, key, expected, value, signal).catch(this.#raise);
  }

  async clear(signal?: AbortSignal): Promise<void> {
    await atOnce(this.#layout.buckets, (bucket) =>
      this.#ask(bucket, ["UNLINK", bucket.key], this.#change, signal),
    );
  }

  keys(signal?: AbortSignal): AsyncIterableIterator<Bytes> {
    return this.#walk(scanKeys, signal);
  }

  entries(signal?: AbortSignal): AsyncIterableIterator<[key: Bytes, value: Bytes]> {
    return this.#walk(scan, signal);
  }

  async close(): Promise<void> {
    await this.#comparison.close();
    this.#servers.close();
  }

  async *#walk<T>(
    begin: (buckets: readonly Bucket[], send: SendTo) => AsyncIterable<T>,
    signal: AbortSignal | undefined,
  ): AsyncIterableIterator<T> {
    try {
      yield* begin(this.#layout.buckets, ({ slot }, commandFor) =>
        this.#router.send(slot, commandFor, REPEATABLE, signal),
      );
    } catch (error) {
      this.#raise(error);
    }
  }

  #ask(bucket: Bucket, command: Command, kind: Kind, signal: AbortSignal | undefined): Promise<Reply> {
    return this.#router.send(bucket.slot, () => command, kind, signal).catch(this.#raise);
  }

  readonly #raise = (error: unknown): never => {
    throw error instanceof Refusal ? refused(this.name, error) : error;
  };

  /** What belongs to each bucket, in pieces that are not too large for one command. */
  #grouped<T extends readonly [key: Uint8Array, ...unknown[]]>(items: readonly T[]): [Bucket, T[]][] {
    const groups: [Bucket, T[]][] = [];
    const current = new Map<Bucket, T[]>();
    for (const item of items) {
      const bucket = this.#layout.bucketOf(item[0]);
      let group = current.get(bucket);
      if (group === undefined || group.length === MOST_FIELDS) {
        group = [];
        current.set(bucket, group);
        groups.push([bucket, group]);
      }
      group.push(item);
    }
    return groups;
  }
}

/** Does something with each item, a number of them at once; begins nothing more once something has failed. */
async function atOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const rest = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of rest) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, items.length) }, worker));
  return results;
}
