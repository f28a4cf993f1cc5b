/**
 * A shelf in Redis or Valkey.
 *
 * @module
 */
export { open, type RedisShelfOptions } from "./open.ts";
