import type { Bytes } from "../store.ts";
import type { Lane } from "./lane.ts";
import type { Bucket } from "./layout.ts";
import type { Reply } from "./link.ts";
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

const latin1 = /* @__PURE__ */ new TextDecoder("latin1");

/** What is in buckets, one after the other. */
export async function* scan(buckets: readonly Bucket[], send: SendTo): AsyncGenerator<Item, void, undefined> {
  const pace = { count: FIRST_COUNT };
  const begun: Scan[] = [];
  for (let index = 0; index < buckets.length; index++) {
    for (const bucket of buckets.slice(index + begun.length, index + AHEAD))
      begun.push(new Scan(bucket, send, pace));
    for (let scan = begun.shift(), page = await scan?.next(); page; page = await scan?.next()) yield* page;
  }
}

/**
 * The pages of a bucket. A server may answer the same twice when the bucket grows or shrinks meanwhile; and its cursors mean nothing to
 * another server, nor to itself once it was started again. A way leads to one process, so each way has a cursor of its own.
 */
class Scan {
  readonly #bucket: Bucket;
  readonly #send: SendTo;
  readonly #pace: { count: number };
  readonly #seen = new Set<string>();
  readonly #cursors = new WeakMap<Lane, string>();
  #page: Promise<Item[]> | undefined;
  #done = false;

  constructor(bucket: Bucket, send: SendTo, pace: { count: number }) {
    this.#bucket = bucket;
    this.#send = send;
    this.#pace = pace;
    this.#page = this.#ask();
    // One who stops before its turn does not want to know.
    this.#page.catch(ignore);
  }

  /** The next page; `undefined` at the end. */
  async next(): Promise<Item[] | undefined> {
    if (this.#page === undefined && this.#done) return undefined;
    const page = await (this.#page ?? this.#ask());
    this.#page = undefined;
    return page;
  }

  async #ask(): Promise<Item[]> {
    let way: Lane | undefined;
    const reply = await this.#send(this.#bucket, (lane) => {
      way = lane;
      const cursor = this.#cursors.get(lane) ?? "0";
      return ["HSCAN", this.#bucket.key, cursor, "COUNT", String(this.#pace.count)];
    });
    const [next, found] = reply as readonly [Reply, readonly Reply[]];
    const cursor = textOf(next);
    this.#cursors.set(way as unknown as Lane, cursor);
    this.#done = cursor === "0";
    return this.#fresh(found);
  }

  /** What did not come before, among keys and values in turn. */
  #fresh(found: readonly Reply[]): Item[] {
    const items: Item[] = [];
    let length = 1;
    for (let index = 0; index < found.length; index += 2) {
      const key = bytesOf(found[index]);
      const value = bytesOf(found[index + 1]);
      length += key.length + value.length;
      const text = latin1.decode(key);
      if (this.#seen.has(text)) continue;
      this.#seen.add(text);
      items.push([key, value]);
    }
    const count = Math.floor((PAGE / length) * (found.length / 2));
    if (found.length > 0) this.#pace.count = Math.min(Math.max(count, 1), MOST_COUNT);
    return items;
  }
}

function ignore(): void {}
