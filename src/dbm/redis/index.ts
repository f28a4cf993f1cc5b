export type {
  IoredisClient,
  IoredisCluster,
  NodeRedisClient,
  NodeRedisCluster,
  RedisClient,
} from "./client.ts";
export { open } from "./open.ts";
export type { RedisOptions } from "./options.ts";
