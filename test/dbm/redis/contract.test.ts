import { open } from "pantry/dbm/redis";
import { afterAll, beforeAll, describe, it } from "vitest";
import {
  type RedisCluster,
  type RedisServer,
  redisMissing,
  startCluster,
  startRedis,
} from "../../servers/redis.ts";
import { CLIENT_NAMES, CLIENTS, CLUSTER_CLIENTS, type Lent } from "../../servers/redis-clients.ts";
import { describeAsyncStore } from "../async/contract.ts";

if (redisMissing) describe("databases in Redis", () => it.skip(redisMissing as string));
else describe("databases in Redis", describeAll);

function describeAll(): void {
  const stack = new AsyncDisposableStack();
  let server: RedisServer;
  let cluster: RedisCluster;

  beforeAll(async () => {
    server = stack.use(await startRedis());
    cluster = stack.use(await startCluster());
  });
  afterAll(() => stack.disposeAsync());

  for (const name of CLIENT_NAMES) {
    describeWith(`a server, with ${name}`, () => CLIENTS[name]({ host: "127.0.0.1", port: server.port }));
    describeWith(`a cluster, with ${name}`, () => CLUSTER_CLIENTS[name](cluster.addresses));
  }
  describeWith("a cluster, with a client for one of its servers", () =>
    CLIENTS.ioredis(cluster.addresses[0] as { host: string; port: number }),
  );
  describeWith("a cluster that confirms", () => CLUSTER_CLIENTS.ioredis(cluster.addresses), { replicas: 1 });
  describeWith("a database of one bucket", () => CLUSTER_CLIENTS.ioredis(cluster.addresses), { buckets: 1 });

  function describeWith(
    title: string,
    lend: () => Promise<Lent>,
    options: Parameters<typeof open>[2] = {},
  ): void {
    describeAsyncStore(title, async () => {
      const { client } = stack.use(await lend());
      return {
        open: (name) => open(client, name, options),
        transactions: false,
        ordered: false,
        many: 2000,
      };
    });
  }
}
