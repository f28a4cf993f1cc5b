import { open as openDatabase, type RedisClient, type RedisOptions } from "../../dbm/redis/index.ts";
import type { AsyncShelf } from "../async-shelf.ts";
import { shelfOf } from "../open-remote.ts";
import type { EntryOptions } from "../options.ts";

/** How a shelf in Redis is opened: what a database there is told, and how keys and values become bytes. */
export interface RedisShelfOptions<V = unknown, Given = V> extends RedisOptions, EntryOptions<V, Given> {}

/**
 * Opens a shelf in Redis or Valkey, a single server or a cluster, through a client of ioredis, iovalkey or node-redis that stays one's own; one that is
 * not there is created. The database is what `open` of `pantry/dbm/redis` opens, and raises what that says it does.
 *
 * @throws RangeError besides for a protocol or an encoding that there is not.
 * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
 */
export async function open<V = unknown, Given = V>(
  client: RedisClient,
  name: string,
  options: RedisShelfOptions<V, Given> = {},
): Promise<AsyncShelf<V, Given>> {
  return shelfOf(() => openDatabase(client, name, options), options);
}
