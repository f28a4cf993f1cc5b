import { type OpenOptions, open as openDatabase, type PostgresClient } from "../../dbm/postgres/index.ts";
import type { AsyncShelf } from "../async-shelf.ts";
import { shelfOf } from "../open-remote.ts";
import type { EntryOptions } from "../options.ts";

/** How a shelf in PostgreSQL is opened: what a database there is told, and how keys and values become bytes. */
export interface PostgresShelfOptions<V = unknown, Given = V> extends OpenOptions, EntryOptions<V, Given> {}

/**
 * Opens a shelf in a table of PostgreSQL, through a client of pg, postgres or PGlite that stays one's own. The database is what `open` of
 * `pantry/dbm/postgres` opens, and raises what that says it does.
 *
 * @throws RangeError besides for a protocol or an encoding that there is not.
 * @throws {ShelveError} `serializer` for a serializer without a deserializer, and the other way round.
 *
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 * import { open } from "pantry/shelve/postgres";
 *
 * const client = new PGlite(); // Or new pg.Pool({ … }), or postgres("postgres://…")
 * await using shelf = await open<Set<string>>(client, "notes");
 * await shelf.set("fruit", new Set(["apple", "pear"]));
 * // What others change meanwhile is not lost.
 * await shelf.update("fruit", (fruit = new Set()) => fruit.add("plum"));
 * if (!(await shelf.get("fruit"))?.has("plum")) throw new Error("it is kept");
 * ```
 */
export async function open<V = unknown, Given = V>(
  client: PostgresClient,
  name: string,
  options: PostgresShelfOptions<V, Given> = {},
): Promise<AsyncShelf<V, Given>> {
  return shelfOf(() => openDatabase(client, name, options), options);
}
