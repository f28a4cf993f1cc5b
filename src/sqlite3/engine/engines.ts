import { NotSupportedError } from "../errors.ts";
import { AssistedEngine } from "./assisted.ts";
import { findHelper } from "./helper.ts";
import { type NodeSqlite, nodeSqlite } from "./node-sqlite.ts";
import { PlainEngine } from "./plain.ts";
import type { Engine } from "./port.ts";

let chosen: Engine | undefined;
let plain: Engine | undefined;
let assisted: Engine | undefined;

/**
 * The engine of this runtime: with the helper if it is there, else plain.
 *
 * @throws NotSupportedError where there is no SQLite.
 */
export function defaultEngine(): Engine {
  chosen ??= assistedEngine() ?? plainEngine();
  return chosen;
}

/** The runtime's own SQLite alone. */
export function plainEngine(): Engine {
  plain ??= new PlainEngine(runtimeSqlite());
  return plain;
}

/** The runtime's own SQLite with the helper; `undefined` if there is no helper, or it cannot be loaded. */
export function assistedEngine(): Engine | undefined {
  const path = findHelper();
  if (assisted !== undefined || path === undefined) return assisted;
  try {
    assisted = new AssistedEngine(runtimeSqlite(), path);
  } catch (error) {
    if (error instanceof NotSupportedError) throw error;
  }
  return assisted;
}

/** What `defaultEngine` gives from now on; `undefined` for what it would choose. */
export function useEngine(engine: Engine | undefined): void {
  chosen = engine;
}

function runtimeSqlite(): NodeSqlite {
  const sqlite = nodeSqlite();
  if (sqlite === undefined)
    throw new NotSupportedError(
      "sqlite3 needs the SQLite of Node 22.16 or later, Bun or Deno, which is not here",
    );
  return sqlite;
}
