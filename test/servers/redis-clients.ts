import type { RedisClient } from "pantry/dbm/redis";

/** A client, and how to let go of it. */
export interface Lent<Client = RedisClient> extends AsyncDisposable {
  readonly client: Client;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Clients for one server, by the names of their packages, which are loaded when they are needed. */
export const CLIENTS = {
  ioredis: async ({ host, port }: Place, options: { readonly keyPrefix?: string } = {}) => {
    const { Redis } = await import("ioredis");
    const client = new Redis(port, host, options);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  iovalkey: async ({ host, port }: Place) => {
    const { Redis } = await import("iovalkey");
    const client = new Redis(port, host);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  "node-redis": async ({ host, port }: Place) => {
    const { createClient } = await import("@redis/client");
    const client = createClient({ socket: { host, port } });
    client.on("error", ignore);
    await client.connect();
    return lent(client, () => client.destroy());
  },
} as const;

/** Clients for the server of a URL that never connect themselves, likewise. */
export const LAZY_CLIENTS = {
  ioredis: async (url: string) => {
    const { Redis } = await import("ioredis");
    const client = new Redis(url, { lazyConnect: true });
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  iovalkey: async (url: string) => {
    const { Redis } = await import("iovalkey");
    const client = new Redis(url, { lazyConnect: true });
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  "node-redis": async (url: string) => {
    const { createClient } = await import("@redis/client");
    const client = createClient({ url });
    client.on("error", ignore);
    return lent(client, ignore);
  },
} as const;

/** Clients for a cluster, likewise. */
export const CLUSTER_CLIENTS = {
  ioredis: async (places: readonly Place[]) => {
    const { Cluster } = await import("ioredis");
    const client = new Cluster([...places]);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  iovalkey: async (places: readonly Place[]) => {
    const { Cluster } = await import("iovalkey");
    const client = new Cluster([...places]);
    client.on("error", ignore);
    return lent(client, () => client.disconnect());
  },
  "node-redis": async (places: readonly Place[]) => {
    const { createCluster } = await import("@redis/client");
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

function lent<Client extends RedisClient>(client: Client, end: () => void): Lent<Client> {
  return {
    client,
    [Symbol.asyncDispose]: async () => end(),
  };
}

function ignore(): void {}
