import type { Bytes } from "../store.ts";
import type { Lane } from "./lane.ts";
import type { Bucket } from "./layout.ts";
import { Refusal, type Reply } from "./link.ts";
import { bytesOf, textOf } from "./replies.ts";
import type { CommandFor } from "./router.ts";

type Item = [key: Bytes, value: Bytes];
/** Sends a command to the server of a bucket. */
export type SendTo = (bucket: Bucket, commandFor: CommandFor) => Promise<Reply>;

/** How many buckets are asked for before their turn. */
const AHEAD = 8;
/** How many bytes an answer should have, about; how much of a bucket a server is to look at follows from what came before. */
const PAGE = 1 << 18;
const FIRST_COUNT = 16;
const MOST_COUNT = 1000;
/** Of how many keys a server tells at once at most; everybody else waits meanwhile. */
const FEW_KEYS = 4096;

const latin1 = /* @__PURE__ */ new TextDecoder("latin1");

/** What is in buckets, one after the other. */
export function scan(buckets: readonly Bucket[], send: SendTo): AsyncGenerator<Item, void, undefined> {
  const pace: Pace = { count: FIRST_COUNT, leavesOutValues: false };
  return inTurn(buckets, (bucket) => new Scan(bucket, send, pace, (key, value) => [key, bytesOf(value)]));
}

/** The keys in buckets, likewise. Values are sent only by servers that cannot leave them out, of buckets with many keys. */
export function scanKeys(buckets: readonly Bucket[], send: SendTo): AsyncGenerator<Bytes, void, undefined> {
  const pace: Pace = { count: FIRST_COUNT, leavesOutValues: true };
  return inTurn(buckets, (bucket) => new Keys(bucket, send, pace));
}

/** What is in a bucket, which is asked for before it is wanted. */
interface Pages<T> {
  /** The next page; `undefined` at the end. */
  next(): Promise<T[] | undefined>;
}

async function* inTurn<T>(
  buckets: readonly Bucket[],
  begin: (bucket: Bucket) => Pages<T>,
): AsyncGenerator<T, void, undefined> {
  const begun: Pages<T>[] = [];
  for (let index = 0; index < buckets.length; index++) {
    for (const bucket of buckets.slice(index + begun.length, index + AHEAD)) begun.push(begin(bucket));
    for (let pages = begun.shift(), page = await pages?.next(); page; page = await pages?.next()) yield* page;
  }
}

/** The keys of a bucket: all at once if they are few. */
class Keys implements Pages<Bytes> {
  readonly #bucket: Bucket;
  readonly #send: SendTo;
  readonly #pages: Promise<Pages<Bytes>>;

  constructor(bucket: Bucket, send: SendTo, pace: Pace) {
    this.#bucket = bucket;
    this.#send = send;
    this.#pages = this.#begin(pace);
    // One who stops before its turn does not want to know.
    this.#pages.catch(ignore);
  }

  async next(): Promise<Bytes[] | undefined> {
    return (await this.#pages).next();
  }

  async #begin(pace: Pace): Promise<Pages<Bytes>> {
    const { key } = this.#bucket;
    const count = Number(await this.#send(this.#bucket, () => ["HLEN", key]));
    if (count > FEW_KEYS) return new Scan(this.#bucket, this.#send, pace, (found) => found);
    const keys = count === 0 ? [] : await this.#send(this.#bucket, () => ["HKEYS", key]);
    const pages = [(keys as readonly Reply[]).map(bytesOf)];
    return { next: async () => pages.pop() };
  }
}

/** How buckets are walked through, which is learned on the way. */
interface Pace {
  count: number;
  leavesOutValues: boolean;
}

/**
 * The pages of a bucket. A server may answer the same twice when the bucket grows or shrinks meanwhile; and its cursors mean nothing to
 * another server, nor to itself once it was started again. A way leads to one process, so each way has a cursor of its own.
 */
class Scan<T> implements Pages<T> {
  readonly #bucket: Bucket;
  readonly #send: SendTo;
  readonly #pace: Pace;
  readonly #itemOf: (key: Bytes, value: Reply) => T;
  readonly #seen = new Set<string>();
  readonly #cursors = new WeakMap<Lane, string>();
  #page: Promise<T[]> | undefined;
  #done = false;

  constructor(bucket: Bucket, send: SendTo, pace: Pace, itemOf: (key: Bytes, value: Reply) => T) {
    this.#bucket = bucket;
    this.#send = send;
    this.#pace = pace;
    this.#itemOf = itemOf;
    this.#page = this.#ask();
    // One who stops before its turn does not want to know.
    this.#page.catch(ignore);
  }

  async next(): Promise<T[] | undefined> {
    if (this.#page === undefined && this.#done) return undefined;
    const page = await (this.#page ?? this.#ask());
    this.#page = undefined;
    return page;
  }

  async #ask(): Promise<T[]> {
    let way: Lane | undefined;
    const { count, leavesOutValues } = this.#pace;
    const options = ["COUNT", String(count), ...(leavesOutValues ? ["NOVALUES"] : [])];
    try {
      const reply = await this.#send(this.#bucket, (lane) => {
        way = lane;
        return ["HSCAN", this.#bucket.key, this.#cursors.get(lane) ?? "0", ...options];
      });
      const [next, found] = reply as readonly [Reply, readonly Reply[]];
      const cursor = textOf(next);
      this.#cursors.set(way as unknown as Lane, cursor);
      this.#done = cursor === "0";
      return this.#fresh(found, leavesOutValues ? 1 : 2);
    } catch (error) {
      // Redis before 7.4, and Valkey before 8.
      if (!leavesOutValues || !(error instanceof Refusal) || error.code !== "ERR") throw error;
      this.#pace.leavesOutValues = false;
      return this.#ask();
    }
  }

  /** What did not come before, among keys that are so far from one another. */
  #fresh(found: readonly Reply[], step: number): T[] {
    const items: T[] = [];
    let length = 1;
    for (let index = 0; index < found.length; index += step) {
      const key = bytesOf(found[index]);
      const value = step === 1 ? null : (found[index + 1] as Uint8Array | string);
      length += key.length + (value?.length ?? 0);
      const text = latin1.decode(key);
      if (this.#seen.has(text)) continue;
      this.#seen.add(text);
      items.push(this.#itemOf(key, value));
    }
    const count = Math.floor((PAGE / length) * (found.length / step));
    if (found.length > 0) this.#pace.count = Math.min(Math.max(count, 1), MOST_COUNT);
    return items;
  }
}

function ignore(): void {}
