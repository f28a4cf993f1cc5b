import { buffersOf, type Connect, inTime, placeOf, type Target } from "./connecting.ts";
import { type DatabaseOf, enter, once, onlyOne } from "./databases.ts";
import { type Address, Broken, type Connection } from "./link.ts";

/** A client of ioredis or iovalkey for one server, or for those that Sentinels name. */
export interface IoredisClient {
  /** Sends a command; what it is answered has bytes for text. */
  callBuffer(command: string, ...args: never[]): Promise<unknown>;
  /** Another client with the same options but these, which connects by itself unless it is told not to. */
  duplicate(override?: object): IoredisClient;
  /** Returns when it is connected. */
  connect(): Promise<void>;
  /** Lets go of its connection. */
  disconnect(): void;
  /** Calls a function when its connection is in trouble. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** What it was made with. */
  readonly options: object;
  /** `"ready"` while it is connected. */
  readonly status: string;
  /** What it has made of its connection. */
  readonly condition?: { readonly select: number } | null;
  /** Its socket, once it is connected. */
  readonly stream?: Corkable;
}

/** What can hold back what is written to it, and write it in one go. */
export interface Corkable {
  /** From now on, what is written waits. */
  cork(): void;
  /** Writes what waits. */
  uncork(): void;
  /** `false` once it takes nothing more: clients refuse commands then, before they say that they have lost the connection. */
  readonly writable?: boolean;
}

/** A client of ioredis or iovalkey for a cluster. */
export interface IoredisCluster {
  /** Sends a command to any of its servers. */
  callBuffer(command: string, ...args: never[]): Promise<unknown>;
  /** The clients of its servers. */
  nodes(role?: "all" | "master"): IoredisClient[];
  /** What it was made with: its map of addresses is used. */
  readonly options: object;
}

/** What keeps a connection of ioredis from being made again, and from sending anything twice or later. */
const ONCE = {
  autoResendUnfulfilledCommands: false,
  commandTimeout: undefined,
  db: 0,
  enableAutoPipelining: false,
  enableOfflineQueue: false,
  keyPrefix: "",
  lazyConnect: true,
  maxRetriesPerRequest: null,
  readOnly: false,
  reconnectOnError: null,
  retryStrategy: null,
} as const;

/** Connections as a client for one server makes them. */
export function connectIoredis(
  client: IoredisClient,
  databaseOf: DatabaseOf = once(() => databaseOfClient(client)),
): Connect {
  return async (address, within) => {
    const place = address && { ...address, path: undefined, sentinels: undefined };
    const redis = client.duplicate({ ...ONCE, ...place });
    // Its promises say only that the connection is closed.
    let trouble: Error | undefined;
    redis.on("error", (error) => {
      trouble = error;
    });
    const gather = gathering(() => redis.stream);
    const connection: Connection = {
      place: placeOf(redis.options as Target),
      get isOpen() {
        return redis.status === "ready" && redis.stream?.writable !== false;
      },
      send([name, ...args]) {
        gather();
        return redis.callBuffer(name as string, ...(buffersOf(args) as never[]));
      },
      end: () => redis.disconnect(),
    };
    const ready = redis.connect().then(() => enter(connection, databaseOf));
    return inTime(ready, connection, within, () => trouble);
  };
}

/**
 * Lets what is sent in one turn go out in one write; node-redis does so by itself. A write for each command takes longer than all else that is
 * done for it.
 */
function gathering(streamOf: () => Corkable | undefined): () => void {
  const { process } = globalThis as unknown as HostWithTicks;
  if (process === undefined) return ignore;
  let isCorked = false;
  return () => {
    if (isCorked) return;
    const stream = streamOf();
    if (stream === undefined) return;
    isCorked = true;
    stream.cork();
    // Behind all promises that are kept in this turn.
    process.nextTick(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}

interface HostWithTicks {
  readonly process?: { nextTick(callback: () => void): void };
}

/** Connections as a client for a cluster makes them. */
export function connectIoredisCluster(cluster: IoredisCluster): Connect {
  const { natMap } = cluster.options as { natMap?: NatMap };
  let template: IoredisClient | undefined;
  return async (address, within) => {
    // A cluster that does not know its nodes yet does when it answers.
    if (cluster.nodes().length === 0 && !template) await cluster.callBuffer("PING");
    const node = cluster.nodes("master")[0] ?? cluster.nodes()[0] ?? template;
    if (node === undefined) throw new Broken("the client knows no node of the cluster", false);
    template = node;
    return connectIoredis(node, onlyOne)(address && translated(address, natMap), within);
  };
}

type NatMap = Record<string, Address> | ((key: string) => Address | null) | null;

/** Where a server is for us, by what it says of itself. */
function translated(address: Address, natMap: NatMap | undefined): Address {
  const key = `${address.host}:${address.port}`;
  return (typeof natMap === "function" ? natMap(key) : natMap?.[key]) ?? address;
}

/** The database that a client is in. */
async function databaseOfClient(client: IoredisClient): Promise<number> {
  // One that connects again begins where its options say, and goes back before it answers.
  if (BEGINNING.has(client.status)) await client.callBuffer("PING").catch(ignore);
  return client.condition?.select ?? (client.options as { db?: number }).db ?? 0;
}

const BEGINNING = new Set(["connecting", "connect", "reconnecting"]);

function ignore(): void {}
