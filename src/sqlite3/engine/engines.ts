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

/**
 * The runtime's own SQLite with the helper; `undefined` if there is no helper, or the runtime does not load it.
 *
 * @throws NotSupportedError for a helper of another version, and if one that was named is not loaded.
 */
export function assistedEngine(): Engine | undefined {
  const found = findHelper();
  if (assisted !== undefined || found === undefined) return assisted;
  try {
    assisted = new AssistedEngine(runtimeSqlite(), found.path);
  } catch (cause) {
    if (cause instanceof NotSupportedError) throw cause;
    // What was built is used where it can be; what somebody has asked for must not be left out unsaid.
    if (found.isNamed) throw new NotSupportedError(`Cannot load the helper ${found.path}`, { cause });
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
