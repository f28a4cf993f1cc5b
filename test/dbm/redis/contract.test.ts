import { open } from "pantry/dbm/redis";
import { describe } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startCluster, startRedis } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLIENTS, CLUSTER_CLIENTS, type Lent } from "../../servers/redis-clients.ts";
import { describeAsyncStore } from "../async/contract.ts";

describe.skipIf(!REDIS)(`databases in Redis${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);
  const cluster = forSuite(startCluster);
  const clients = forSuite(async () => new AsyncDisposableStack());

  for (const name of CLIENT_NAMES) {
    describeWith(`a server, with ${name}`, () => CLIENTS[name](server()));
    describeWith(`a cluster, with ${name}`, () => CLUSTER_CLIENTS[name](cluster().addresses));
  }
  describeWith("a cluster, with a client for one of its servers", () =>
    CLIENTS.ioredis(cluster().addresses[0] as { host: string; port: number }),
  );
  describeWith("a cluster that confirms", () => CLUSTER_CLIENTS.ioredis(cluster().addresses), {
    replicas: 1,
  });
  describeWith("a database of one bucket", () => CLUSTER_CLIENTS.ioredis(cluster().addresses), {
    buckets: 1,
  });

  function describeWith(
    title: string,
    lend: () => Promise<Lent>,
    options: Parameters<typeof open>[2] = {},
  ): void {
    describeAsyncStore(title, async () => {
      const { client } = clients().use(await lend());
      return {
        open: (name) => open(client, name, options),
        transactions: false,
        ordered: false,
        many: 2000,
      };
    });
  }
});
