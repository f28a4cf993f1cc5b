import { AsyncDatabase } from "../async-database.ts";
import { DbmError } from "../errors.ts";
import { connectWith, type RedisClient } from "./client.ts";
import { checkedName, LAYOUT, Layout, metaOf } from "./layout.ts";
import { Refusal, type Reply } from "./link.ts";
import { checkedOptions, isBucketCount, type RedisOptions } from "./options.ts";
import { textOf } from "./replies.ts";
import { type Kind, REPEATABLE, Router, refused } from "./router.ts";
import { Servers } from "./servers.ts";
import { RedisStore } from "./store.ts";

/**
 * Opens a database in Redis or Valkey, a single server or a cluster, through a client of ioredis, iovalkey or node-redis; one that is not there
 * is created. What the client is told of its servers, of TLS and of passwords is what matters here: the database has connections of its own, made
 * as the client makes them, that `close` lets go of. A client for one server of a cluster will do as well. Prefixes of keys are left out. Where a server
 * has several databases, with numbers, it is in the one that the client is in by then.
 *
 * @throws TypeError for what is no such client.
 * @throws RangeError for a name that is empty or has braces, and for options that cannot be.
 * @throws {DbmError} `not-found` without a database and with `create: false`, `system` when no server answers, or refuses, `unsupported` when the
 * database is of a later layout, `other-format` when something else is in its place.
 */
export async function open(
  client: RedisClient,
  name: string,
  options: RedisOptions = {},
): Promise<AsyncDatabase> {
  const { create, retryFor, buckets, ...manners } = checkedOptions(options);
  const confirmed = manners.replicas > 0;
  checkedName(name);
  const servers = new Servers(connectWith(client), manners);
  const router = new Router(servers, retryFor);
  try {
    await servers.refresh().catch(ignore);
    const layout = new Layout(name, await bucketsOf(name, create ? buckets : undefined, router, confirmed));
    return new AsyncDatabase(new RedisStore(name, servers, router, layout, confirmed));
  } catch (error) {
    servers.close();
    throw error instanceof Refusal ? refused(name, error) : error;
  }
}

/** How many buckets a database has, which is written down once, by whoever comes first; nobody does who wants none. */
async function bucketsOf(
  name: string,
  wanted: number | undefined,
  router: Router,
  confirmed: boolean,
): Promise<number> {
  const meta = metaOf(name);
  const ask = (command: readonly string[], kind: Kind) => router.send(meta.slot, () => command, kind);
  const read = async () => (await ask(["HMGET", meta.key, "layout", "buckets"], REPEATABLE)) as Reply[];
  let [layout, buckets] = await read();
  if (layout === null) {
    if (wanted === undefined) throw new DbmError(`Cannot open ${name}: there is no database`, "not-found");
    const change: Kind = { ...REPEATABLE, confirmed };
    await ask(["HSETNX", meta.key, "buckets", String(wanted)], change);
    await ask(["HSETNX", meta.key, "layout", LAYOUT], change);
    [layout, buckets] = await read();
  }
  if (textOf(layout) !== LAYOUT)
    throw new DbmError(
      `Cannot open ${name}: it has the layout ${textOf(layout)}, and ${LAYOUT} is the one that is known here`,
      "unsupported",
    );
  const count = Number(textOf(buckets));
  if (!isBucketCount(count))
    throw new DbmError(
      `Cannot open ${name}: as many buckets as it says it has cannot be: ${textOf(buckets)}`,
      "malformed",
    );
  return count;
}

function ignore(): void {}
