import { createClient, createCluster } from "@redis/client";
import { Redis as Ioredis, Cluster as IoredisCluster } from "ioredis";
import { Redis as Iovalkey, Cluster as IovalkeyCluster } from "iovalkey";
import type { RedisClient } from "pantry/dbm/redis";

/** A client, and how to let go of it. */
export interface Lent extends AsyncDisposable {
  readonly client: RedisClient;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Clients for one server, by the names of their packages. */
export const CLIENTS = {
  ioredis: async ({ host, port }: Place) => {
    const client = new Ioredis(port, host);
    return lent(client, () => client.disconnect());
  },
  iovalkey: async ({ host, port }: Place) => {
    const client = new Iovalkey(port, host);
    return lent(client, () => client.disconnect());
  },
  "node-redis": async ({ host, port }: Place) => {
    const client = createClient({ socket: { host, port } });
    client.on("error", ignore);
    await client.connect();
    return lent(client, () => client.destroy());
  },
} as const;

/** Clients for a cluster, likewise. */
export const CLUSTER_CLIENTS = {
  ioredis: async (places: readonly Place[]) => {
    const client = new IoredisCluster([...places]);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  iovalkey: async (places: readonly Place[]) => {
    const client = new IovalkeyCluster([...places]);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  "node-redis": async (places: readonly Place[]) => {
    const client = createCluster({ rootNodes: places.map((socket) => ({ socket })) });
    client.on("error", ignore);
    await client.connect();
    return lent(client, () => client.destroy());
  },
} as const;

/** The name of a client's package. */
export type ClientName = keyof typeof CLIENTS;

/** The names of the packages. */
export const CLIENT_NAMES = Object.keys(CLIENTS) as ClientName[];

function lent(client: RedisClient, end: () => void): Lent {
  return {
    client,
    [Symbol.asyncDispose]: async () => end(),
  };
}

function ignore(): void {}
