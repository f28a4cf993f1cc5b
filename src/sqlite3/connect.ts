import { Connection } from "./connection.ts";
import type { ConnectOptions } from "./options.ts";

/**
 * Opens a database of SQLite; a file that is not there is created.
 *
 * ```ts
 * import { connect } from "pantry/sqlite3";
 *
 * using connection = connect(":memory:");
 * connection.execute("create table person(name text, age integer)");
 * connection.execute("insert into person values (?, ?)", ["Ada", 36]);
 * connection.commit();
 * const row = connection.execute("select name, age from person").fetchone();
 * if (row?.[0] !== "Ada" || row[1] !== 36) throw new Error("not there");
 * ```
 *
 * @param database A path as text or bytes, the URL of a file, or `":memory:"`.
 * @throws OperationalError if the file cannot be opened, or created.
 */
export function connect(database: string | Uint8Array | URL, options: ConnectOptions = {}): Connection {
  const { factory = Connection } = options;
  return new factory(database, options);
}
