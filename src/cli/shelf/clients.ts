import type { PostgresClient } from "../../dbm/postgres/index.ts";
import type { RedisClient } from "../../dbm/redis/index.ts";
import { EXIT, Failure } from "../failure.ts";
import { host } from "../host.ts";

/** A client, and how it is let go of. */
export interface Client<Kind> {
  readonly client: Kind;
  close(): Promise<unknown> | unknown;
}

/** Makes a client of what a package exports. */
type Make<Kind> = (exported: never, url: string) => Client<Kind>;

interface Ioredis {
  readonly Redis: new (url: string, options: object) => RedisClient & Emitter & { disconnect(): void };
}

interface NodeRedis {
  createClient(options: object): RedisClient & Emitter;
}

interface Pg {
  readonly Pool: new (options: object) => PostgresClient & Emitter & { end(): Promise<void> };
}

type PostgresJs = (url: string, options: object) => PostgresClient & { end(): Promise<void> };

interface Emitter {
  on(event: "error", listener: () => void): unknown;
}

/** As many connections as a copy makes use of. */
const CONNECTIONS = 4;

/** The packages that can reach Redis, the first of which is taken that is installed. */
const REDIS: Readonly<Record<string, Make<RedisClient>>> = {
  ioredis: withIoredis,
  iovalkey: withIoredis,
  "@redis/client": ({ createClient }: NodeRedis, url) => {
    // It is never connected: the database has connections of its own, which are made as this one would be.
    const client = createClient({ url });
    client.on("error", ignore);
    return { client, close: ignore };
  },
};

const POSTGRES: Readonly<Record<string, Make<PostgresClient>>> = {
  pg: ({ Pool }: Pg, connectionString) => {
    const client = new Pool({ connectionString, max: CONNECTIONS });
    client.on("error", ignore);
    return { client, close: () => client.end() };
  },
  postgres: (connect: PostgresJs, url) => {
    const client = connect(url, { max: CONNECTIONS, onnotice: ignore });
    return { client, close: () => client.end() };
  },
};

/** A client for a server of Redis or Valkey, alone or in a cluster. */
export function redisClient(url: string): Client<RedisClient> {
  return clientOf("Redis", REDIS, url);
}

/** A client for a server of PostgreSQL. */
export function postgresClient(url: string): Client<PostgresClient> {
  return clientOf("PostgreSQL", POSTGRES, url);
}

/** A client of the first package that is installed. */
export function clientOf<Kind>(
  server: string,
  makers: Readonly<Record<string, Make<Kind>>>,
  url: string,
): Client<Kind> {
  for (const [name, make] of Object.entries(makers)) {
    const exported = load(name);
    if (exported !== undefined) return make(exported as never, url);
  }
  const [first = "", ...others] = Object.keys(makers);
  const names = `${others.length > 1 ? `${first}, ${others.slice(0, -1).join(", ")}` : first} or ${others.at(-1)}`;
  throw new Failure(`${server} needs ${names} beside pantry: npm install ${first}`, EXIT.unreadable);
}

/** What a package exports; `undefined` where it is not installed. */
function load(name: string): unknown {
  const require = host.getBuiltinModule("node:module").createRequire(import.meta.url);
  try {
    require.resolve(name);
  } catch {
    return undefined;
  }
  return require(name);
}

function withIoredis({ Redis }: Ioredis, url: string): Client<RedisClient> {
  const client = new Redis(url, { lazyConnect: true });
  client.on("error", ignore);
  return { client, close: () => client.disconnect() };
}

function ignore(): void {}
