import type { NodeDatabase, NodeSqlite } from "./node-sqlite.ts";
import { openDatabase } from "./opening.ts";
import { PlainConnection, type Traits } from "./plain-connection.ts";
import type { Engine, EngineConnection, OpenOptions } from "./port.ts";

/** The engine that is `node:sqlite` alone. */
export class PlainEngine implements Engine {
  readonly sqliteVersion: string;
  readonly hasHelper = false;
  readonly #sqlite: NodeSqlite;
  readonly #traits: Traits;

  constructor(sqlite: NodeSqlite) {
    this.#sqlite = sqlite;
    const openMemory = () => new sqlite.DatabaseSync(":memory:", {});
    const database = openMemory();
    const version = database.prepare("select sqlite_version() as version").get() as unknown as {
      version: string;
    };
    this.sqliteVersion = version.version;
    this.#traits = { iteratesSafely: iteratesSafely(database), cutsTexts: cutsTexts(database), openMemory };
    database.close();
  }

  open(path: string, options: OpenOptions): EngineConnection {
    return new PlainConnection(
      openDatabase(this.#sqlite, path, options),
      path,
      options.integers,
      this.#traits,
    );
  }
}

/** Whether an error comes out of an iterator. */
function iteratesSafely(database: NodeDatabase): boolean {
  try {
    database.prepare("select abs(-9223372036854775807 - 1)").iterate().next();
    return false;
  } catch {
    return true;
  }
}

/** Whether a text ends at NUL. */
function cutsTexts(database: NodeDatabase): boolean {
  const statement = database.prepare("select 'a' || char(0)");
  statement.setReturnArrays(true);
  return String(statement.get()?.[0]).length < 2;
}
