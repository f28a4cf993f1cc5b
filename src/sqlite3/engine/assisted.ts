import type { Integers } from "../values.ts";
import { AssistedConnection } from "./assisted-connection.ts";
import { Shared } from "./assisted-helper.ts";
import { loadHelper } from "./helper.ts";
import type { NodeDatabase, NodeSqlite } from "./node-sqlite.ts";
import { openDatabase } from "./opening.ts";
import type { Engine, EngineConnection, OpenOptions } from "./port.ts";

/** The engine that is `node:sqlite` with the helper. */
export class AssistedEngine implements Engine {
  readonly sqliteVersion: string;
  readonly hasHelper = true;
  readonly #sqlite: NodeSqlite;
  readonly #path: string;
  readonly #shared: Shared;

  /**
   * @param path Where the helper is.
   * @throws Error of the runtime if it does not load it.
   */
  constructor(sqlite: NodeSqlite, path: string) {
    this.#sqlite = sqlite;
    this.#path = path;
    this.#shared = new Shared(loadHelper(path));
    const database = new sqlite.DatabaseSync(":memory:", { allowExtension: true });
    this.#adopt(database, "auto").close();
    this.sqliteVersion = this.#shared.helper.version();
  }

  open(path: string, options: OpenOptions): EngineConnection {
    return this.#adopt(openDatabase(this.#sqlite, path, options, true), options.integers);
  }

  #adopt(database: NodeDatabase, integers: Integers): AssistedConnection {
    try {
      database.loadExtension(this.#path);
      return new AssistedConnection(database, this.#shared, integers);
    } catch (error) {
      database.close();
      throw error;
    }
  }
}
