// `npm run bench -- remote [redis|cluster|replicas|postgres …] [--rounds N]`: an `AsyncShelf` against the bare client that it is opened with, which
// writes the same bytes to the same places and knows nothing of values, against the same with `dumps` and `loads`, and against the `AsyncDatabase`
// between the two. All take turns in one run, after one that is not counted, with servers of their own on this machine, one call at a time and 64 at once.
import { parseArgs } from "node:util";
import { Cluster, Redis } from "ioredis";
import pg from "pg";
import type { AsyncDatabase } from "../src/dbm/index.ts";
import { open as openPostgres } from "../src/dbm/postgres/index.ts";
import { statementsOf } from "../src/dbm/postgres/statements.ts";
import { open as openRedis } from "../src/dbm/redis/index.ts";
import { Layout } from "../src/dbm/redis/layout.ts";
import { dumps, loads } from "../src/pickle/index.ts";
import { AsyncShelf } from "../src/shelve/async-shelf.ts";
import { POSTGRES, startPostgres } from "../test/servers/postgres.ts";
import { REDIS, startCluster, startRedis } from "../test/servers/redis.ts";
import { COUNT, items, keys } from "./records.ts";
import { type Contender, compareInTurns, timed } from "./turns.ts";

const WORKLOADS = ["set, 1 at once", "get, 1 at once", "set, 64 at once", "get, 64 at once"] as const;
type Workload = (typeof WORKLOADS)[number];

const NAME = "bench";
const BUCKETS = 256;
const ALONE = 1000;

const keyBytes = keys.map((key) => Buffer.from(key));
const values = items.map((item) => Buffer.from(dumps(item)));

/** What sets and gets the item with a number. */
interface Calls {
  set(number: number, value?: Uint8Array): Promise<unknown>;
  get(number: number): Promise<unknown>;
}

function contender(calls: Calls): Contender<Workload> {
  return async (workload) => {
    const [, verb, width] = /^(set|get), (\d+)/.exec(workload) as unknown as [string, "set" | "get", string];
    const count = width === "1" ? ALONE : COUNT;
    const rest = Array.from({ length: count }, (_, number) => number).values();
    const worker = async () => {
      for (const number of rest)
        if ((await calls[verb](number)) === null) throw new Error("A value is not there");
    };
    return timed(count, () => Promise.all(Array.from({ length: Number(width) }, worker)));
  };
}

/** A database, and a shelf of it, beside the bare client. */
function contenders(bare: Calls, database: AsyncDatabase): Record<string, Contender<Workload>> {
  const shelf = new AsyncShelf(database);
  return {
    client: contender(bare),
    "client + pickle": contender({
      set: (number) => bare.set(number, Buffer.from(dumps(items[number]))),
      get: async (number) => loads((await bare.get(number)) as Uint8Array),
    }),
    AsyncDatabase: contender({
      set: (number) => database.set(keyBytes[number] as Buffer, values[number] as Buffer),
      get: async (number) => (await database.get(keyBytes[number] as Buffer)) ?? null,
    }),
    AsyncShelf: contender({
      set: (number) => shelf.set(keys[number] as string, items[number]),
      get: async (number) => (await shelf.get(keys[number] as string)) ?? null,
    }),
  };
}

const layout = new Layout(NAME, BUCKETS);
const places = keyBytes.map((key) => layout.bucketOf(key).key);

function bareRedis(client: Redis | Cluster): Calls {
  return {
    set: (number, value = values[number] as Buffer) =>
      client.hset(places[number] as string, keyBytes[number] as Buffer, value as Buffer),
    get: (number) => client.hgetBuffer(places[number] as string, keyBytes[number] as Buffer),
  };
}

const topics = {
  async redis() {
    using server = await startRedis();
    const client = new Redis(server.url);
    await using database = await openRedis(client, NAME, { buckets: BUCKETS });
    await show("redis: one server", contenders(bareRedis(client), database));
    client.disconnect();
  },

  async cluster() {
    using cluster = await startCluster();
    const client = new Cluster(cluster.addresses);
    await using database = await openRedis(client, NAME, { buckets: BUCKETS });
    await show("redis: a cluster of three masters", contenders(bareRedis(client), database));
    client.disconnect();
  },

  async replicas() {
    using server = await startRedis();
    using _ = await startRedis(["--replicaof", "127.0.0.1", String(server.port)]);
    const client = new Redis(server.url);
    const { get, set } = bareRedis(client);
    const bare: Calls = { get, set: (...item) => Promise.all([set(...item), client.wait(1, 1000)]) };
    while ((await client.wait(1, 100)) === 0);
    await using database = await openRedis(client, NAME, { buckets: BUCKETS, replicas: 1 });
    await show("redis: changes that a replica confirms", contenders(bare, database));
    client.disconnect();
  },

  async postgres() {
    await using server = await startPostgres();
    const client = new pg.Pool({ connectionString: server.url() });
    const sql = statementsOf("shelf");
    const ask = ({ name, text }: { name: string; text: string }, ...parameters: unknown[]) =>
      client.query({ name: `bare_${name}`.slice(0, 60), text, values: parameters });
    const bare: Calls = {
      set: (number, value = values[number]) => ask(sql.set, NAME, keyBytes[number], value),
      get: async (number) => (await ask(sql.get, NAME, keyBytes[number])).rows[0]?.value ?? null,
    };
    {
      await using database = await openPostgres(client, NAME);
      await show("postgres: a pool of pg", contenders(bare, database));
    }
    await client.end();
  },
};
const has = { redis: REDIS, cluster: REDIS, replicas: REDIS, postgres: POSTGRES };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const chosen = (positionals.length > 0 ? positionals : Object.keys(topics)) as (keyof typeof topics)[];
console.log(`Node ${process.versions.node}, microseconds for each operation, medians of ${options.rounds}`);
console.log("In brackets: how many times as fast as the bare client");
for (const topic of chosen) {
  if (has[topic]) await topics[topic]();
  else console.log(`\n${topic}: its servers are not on this machine`);
}

async function show(title: string, all: Record<string, Contender<Workload>>): Promise<void> {
  console.log(`\n${title}`);
  for (const one of Object.values(all)) for (const workload of WORKLOADS) await one(workload);
  await compareInTurns(all, { workloads: WORKLOADS, rounds: Number(options.rounds) });
}
