/**
 * Databases in Redis, in Valkey, and in what speaks their protocol, one server or a cluster.
 *
 * @module
 */
export type { RedisClient } from "./client.ts";
export type { Corkable, IoredisClient, IoredisCluster } from "./ioredis.ts";
export type { NodeRedisClient, NodeRedisCluster } from "./node-redis.ts";
export { open } from "./open.ts";
export type { RedisOptions } from "./options.ts";
