import { type DatabaseOf, enter, ofIoredis, ofNodeRedis, once, onlyOne, UNTIMED } from "./databases.ts";
import { type Address, Broken, type Command, type Connection, Refusal } from "./link.ts";

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

/** The clients that a database can be opened with. */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster;

/** Opens a connection as a client would, but one that never sends anything again: to an address, or to where the client itself goes. */
export type Connect = (address: Address | undefined, within: number) => Promise<Connection>;

/** How connections are opened with a client; a `TypeError` for what is none. */
export function connectWith(client: RedisClient): Connect {
  if (typeof client === "object" && client !== null) {
    if ("callBuffer" in client) return "nodes" in client ? likeIoredisCluster(client) : likeIoredis(client);
    if ("nodeClient" in client) return likeNodeRedisCluster(client);
    if ("sendCommand" in client && "duplicate" in client) return likeNodeRedis(client);
  }
  throw new TypeError("a client of ioredis, iovalkey or node-redis expected");
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

function likeIoredis(client: IoredisClient, databaseOf: DatabaseOf = once(() => ofIoredis(client))): Connect {
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
        return redis.status === "ready";
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

/** What clients know of where they go. */
interface Target {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string | null;
  /** What Sentinels are asked for. */
  readonly name?: string;
  readonly sentinels?: readonly object[] | null;
}

function placeOf({ host = "localhost", port = 6379, path, name, sentinels }: Target): string {
  if (sentinels) return `the master ${name}`;
  return path ?? `${host}:${port}`;
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

function likeIoredisCluster(cluster: IoredisCluster): Connect {
  const { natMap } = cluster.options as { natMap?: NatMap };
  let template: IoredisClient | undefined;
  return async (address, within) => {
    // A cluster that does not know its nodes yet does when it answers.
    if (cluster.nodes().length === 0 && !template) await cluster.callBuffer("PING");
    const node = cluster.nodes("master")[0] ?? cluster.nodes()[0] ?? template;
    if (node === undefined) throw new Broken("the client knows no node of the cluster", false);
    template = node;
    return likeIoredis(node, onlyOne)(address && translated(address, natMap), within);
  };
}

type NatMap = Record<string, Address> | ((key: string) => Address | null) | null;

/** Where a server is for us, by what it says of itself. */
function translated(address: Address, natMap: NatMap | undefined): Address {
  const key = `${address.host}:${address.port}`;
  return (typeof natMap === "function" ? natMap(key) : natMap?.[key]) ?? address;
}

/** A client of node-redis, with what its types make hard to say. */
export interface NodeRedis {
  readonly isReady: boolean;
  readonly isOpen: boolean;
  readonly options?: { readonly socket?: Target; readonly database?: number };
  duplicate(overrides: object): NodeRedis;
  on(event: "error", listener: () => void): unknown;
  connect(): Promise<unknown>;
  sendCommand(args: unknown[], options: object): Promise<unknown>;
  destroy(): void;
}

function likeNodeRedis(
  client: NodeRedisClient,
  databaseOf: DatabaseOf = once(() => ofNodeRedis(client as unknown as NodeRedis)),
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

function likeNodeRedisCluster(cluster: NodeRedisCluster): Connect {
  return async (address, within) => {
    const known = address && cluster.nodeByAddress.get(`${address.host}:${address.port}`);
    const node = known ?? cluster.masters[0];
    if (node === undefined) throw new Broken("the client of the cluster is not connected", false);
    const client = (await cluster.nodeClient(node as never)) as NodeRedisClient;
    // The client of a node that the cluster knows goes where its map of addresses says.
    return likeNodeRedis(client, onlyOne)(known ? undefined : address, within);
  };
}

interface HostWithBuffer {
  readonly Buffer: {
    from(copied: Uint8Array): Uint8Array;
    from(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array;
  };
}

/** Up to so many bytes are copied sooner than a view of them is made: engines give them an `ArrayBuffer` only when it is asked for. */
const FEW_BYTES = 64;

/** The arguments with the only kind of bytes that clients take. */
function buffersOf(args: Command): (string | Uint8Array)[] {
  const { Buffer } = globalThis as unknown as HostWithBuffer;
  return args.map((arg) => {
    if (typeof arg === "string") return arg;
    if (arg.length <= FEW_BYTES) return Buffer.from(arg);
    return Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength);
  });
}

/** What a server says to those whom it does not let in. */
const KEPT_OUT = /^(NOAUTH|NOPERM|WRONGPASS) /;

/**
 * The connection once it is ready; one that is not in time is let go of. Of the client's own error only the message is told: it can have the password
 * in it.
 */
async function inTime(
  ready: Promise<unknown>,
  connection: Connection,
  within: number,
  troubleOf: () => Error | undefined = () => undefined,
): Promise<Connection> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${within} ms`)), within);
  try {
    await Promise.race([ready, late.promise]);
    return connection;
  } catch (error) {
    connection.end();
    if (error instanceof Refusal) throw error;
    const { message } = troubleOf() ?? (error as Error);
    if (KEPT_OUT.test(message)) throw new Refusal(message, connection.place);
    throw new Broken(`no connection to ${connection.place}: ${message}`, false);
  } finally {
    clearTimeout(timer);
  }
}

function ignore(): void {}
