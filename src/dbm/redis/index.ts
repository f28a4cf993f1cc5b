/**
 * Databases in Redis, in Valkey, and in what speaks their protocol, one server or a cluster.
 *
 * @module
 */
export type {
  Corkable,
  IoredisClient,
  IoredisCluster,
  NodeRedisClient,
  NodeRedisCluster,
  RedisClient,
} from "./client.ts";
export { open } from "./open.ts";
export type { RedisOptions } from "./options.ts";
