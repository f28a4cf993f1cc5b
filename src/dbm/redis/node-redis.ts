import { buffersOf, type Connect, type HostWithBuffer, inTime, placeOf, type Target } from "./connecting.ts";
import { type DatabaseOf, enter, once, onlyOne } from "./databases.ts";
import { Broken, type Connection, isRefusal, type Reply } from "./link.ts";
import { textOf } from "./replies.ts";

/** A client of node-redis, or of its package `@redis/client`, for one server. */
export interface NodeRedisClient {
  /** Sends a command. */
  sendCommand(args: never[], options?: object): Promise<unknown>;
  /** Another client with the same options but these. */
  duplicate(overrides?: object): unknown;
  /** Whether it is connected. */
  readonly isReady: boolean;
}

/** A client of node-redis for a cluster. */
export interface NodeRedisCluster {
  /** Its servers that take changes. */
  readonly masters: readonly object[];
  /** Its servers by `host:port`. */
  readonly nodeByAddress: { get(address: string): object | undefined };
  /** The client of one of its servers. */
  nodeClient(node: never): unknown;
}

/** A client of node-redis, with what its types make hard to say. */
interface NodeRedis {
  readonly isReady: boolean;
  readonly isOpen: boolean;
  readonly options?: { readonly socket?: Target; readonly database?: number };
  duplicate(overrides: object): NodeRedis;
  on(event: "error", listener: () => void): unknown;
  connect(): Promise<unknown>;
  sendCommand(args: unknown[], options: object): Promise<unknown>;
  destroy(): void;
}

/** Connections as a client for one server makes them. */
export function connectNodeRedis(
  client: NodeRedisClient,
  databaseOf: DatabaseOf = once(() => databaseOfClient(client as unknown as NodeRedis)),
): Connect {
  const { Buffer } = globalThis as unknown as HostWithBuffer;
  // `$` is the type of strings.
  const options = { ...UNTIMED, typeMapping: { 36: Buffer } };
  return async (address, within) => {
    const original = client as unknown as NodeRedis;
    const target: Target = { ...original.options?.socket, ...address };
    const redis = original.duplicate({
      commandsQueueMaxLength: undefined,
      clientSideCache: undefined,
      database: 0,
      disableOfflineQueue: true,
      readonly: false,
      socket: { ...target, reconnectStrategy: false },
      // What it says is in the other options, its database as well.
      url: undefined,
    });
    redis.on("error", ignore);
    const connection: Connection = {
      place: placeOf(target),
      get isOpen() {
        return redis.isReady;
      },
      send: (command) => redis.sendCommand(buffersOf(command), options),
      end() {
        try {
          redis.destroy();
        } catch {
          // To some versions it is an error that the connection has ended already.
        }
      },
    };
    return inTime(
      redis.connect().then(() => enter(connection, databaseOf)),
      connection,
      within,
    );
  };
}

/** Connections as a client for a cluster makes them. */
export function connectNodeRedisCluster(cluster: NodeRedisCluster): Connect {
  return async (address, within) => {
    const known = address && cluster.nodeByAddress.get(`${address.host}:${address.port}`);
    const node = known ?? cluster.masters[0];
    if (node === undefined) throw new Broken("the client of the cluster is not connected", false);
    const client = (await cluster.nodeClient(node as never)) as NodeRedisClient;
    // The client of a node that the cluster knows goes where its map of addresses says.
    return connectNodeRedis(client, onlyOne)(known ? undefined : address, within);
  };
}

/** Without a time limit, a command is not taken back before it is sent. */
const UNTIMED = { timeout: 0 };

/** The database that a client is in; nothing but the server says where it has gone since it has its options. */
async function databaseOfClient(client: NodeRedis): Promise<number> {
  if (client.isOpen && !client.isReady) throw new Error("the client itself is not connected");
  try {
    const info = textOf((await client.sendCommand(["CLIENT", "INFO"], UNTIMED)) as Reply);
    const [, database] = / db=(\d+)/.exec(info) ?? [];
    if (database !== undefined) return Number(database);
  } catch (error) {
    // One that is not open is in none, and some may not ask.
    if (client.isOpen && !isRefusal(error as Error)) throw error;
  }
  return client.options?.database ?? 0;
}

function ignore(): void {}
