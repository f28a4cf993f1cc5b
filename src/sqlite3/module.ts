import { defaultEngine } from "./engine/engines.ts";

/** The version of DB-API: that of PEP 249. */
export const apilevel = "2.0";

/** The style of parameters that PEP 249 names: `?`. Names with `:`, `@` or `$` are understood as well. */
export const paramstyle = "qmark";

/** What threads may share: the module, and nothing else; a connection cannot leave its thread. */
export const threadsafety = 1;

/**
 * The version of SQLite, as in `"3.53.4"`. A function, unlike in Python, so that no SQLite is needed until it is used.
 *
 * @throws NotSupportedError where the runtime has none.
 */
export function sqliteVersion(): string {
  return defaultEngine().sqliteVersion;
}

/**
 * The same as three numbers.
 *
 * @throws NotSupportedError where the runtime has no SQLite.
 */
export function sqliteVersionInfo(): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = sqliteVersion().split(".").map(Number);
  return [major, minor, patch];
}
