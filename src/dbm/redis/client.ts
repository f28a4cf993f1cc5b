import type { Connect } from "./connecting.ts";
import { connectIoredis, connectIoredisCluster, type IoredisClient, type IoredisCluster } from "./ioredis.ts";
import {
  connectNodeRedis,
  connectNodeRedisCluster,
  type NodeRedisClient,
  type NodeRedisCluster,
} from "./node-redis.ts";

/** The clients that a database can be opened with. */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster;

/** How connections are opened with a client; a `TypeError` for what is none. */
export function connectWith(client: RedisClient): Connect {
  if (typeof client === "object" && client !== null) {
    if ("callBuffer" in client)
      return "nodes" in client ? connectIoredisCluster(client) : connectIoredis(client);
    if ("nodeClient" in client) return connectNodeRedisCluster(client);
    if ("sendCommand" in client && "duplicate" in client) return connectNodeRedis(client);
  }
  throw new TypeError("a client of ioredis, iovalkey or node-redis expected");
}
