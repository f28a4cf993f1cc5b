import { open as openDatabase, type PostgresClient, type PostgresOptions } from "../../dbm/postgres/index.ts";
import type { AsyncShelf } from "../async-shelf.ts";
import { shelfOf } from "../open-remote.ts";
import type { EntryOptions } from "../options.ts";

/** How a shelf in PostgreSQL is opened: what a database there is told, and how keys and values become bytes. */
export interface PostgresShelfOptions<V = unknown, Given = V>
  extends PostgresOptions,
    EntryOptions<V, Given> {}

/**
 * Opens a shelf in a table of PostgreSQL, through a client of pg, postgres or PGlite that stays one's own. The database is what `open` of
 * `pantry/dbm/postgres` opens, and raises what that says it does.
 *
 * @throws RangeError besides for a protocol or an encoding that there is not.
 * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
 *
 * @example
 * ```ts
 * import type { Pool } from "pg";
 * import { open } from "pantry/shelve/postgres";
 *
 * export async function addFruit(pool: Pool, name: string): Promise<Set<string>> {
 *   await using shelf = await open<Set<string>>(pool, "notes");
 *   // What others change meanwhile is not lost.
 *   return shelf.update("fruit", (fruit = new Set()) => fruit.add(name));
 * }
 * ```
 */
export async function open<V = unknown, Given = V>(
  client: PostgresClient,
  name: string,
  options: PostgresShelfOptions<V, Given> = {},
): Promise<AsyncShelf<V, Given>> {
  return shelfOf(() => openDatabase(client, name, options), options);
}
