import type { FunctionFlags } from "./engine/port.ts";
import { ProgrammingError } from "./errors.ts";
import * as switches from "./switches.ts";
import { lossOf } from "./well-formed.ts";

/** What a function promises SQLite. */
export interface FunctionOptions {
  /** Whether equal arguments always give equal results, which lets SQLite call it less often, and use it in indices; `false`. */
  readonly deterministic?: boolean;
  /** Whether it may be called by statements only, and not by views, triggers and the like that a file brings; `false`. */
  readonly directOnly?: boolean;
  /** Whether it may be called by a schema that is not trusted, since it has no side effects; `false`. */
  readonly innocuous?: boolean;
}

/** What was promised, spelled out. */
export function flagsOf({
  deterministic = false,
  directOnly = false,
  innocuous = false,
}: FunctionOptions): FunctionFlags {
  return { deterministic, directOnly, innocuous };
}

/** @throws TypeError for what cannot be called. */
export function callable<T>(callback: T): T {
  if (typeof callback !== "function") throw new TypeError("parameter must be callable");
  return callback;
}

/**
 * What SQLite would take for a misuse of its interface.
 *
 * @throws the error of `misuse` for a name of more than 255 bytes, or a number of arguments that is neither -1 nor from 0 to 127.
 */
export function checkFunction(name: string, narg: number, misuse: () => Error): void {
  checkName(name);
  if (!Number.isInteger(narg)) throw new TypeError(`narg must be an integer, not ${narg}`);
  if (narg < -1 || narg > 127 || new TextEncoder().encode(name).length > 255) throw misuse();
}

/** @throws TypeError or ProgrammingError for what is no text, or has NUL or lone surrogates. */
export function checkName(name: string): void {
  if (typeof name !== "string") throw new TypeError(`a name must be a string, not ${typeof name}`);
  if (name.includes("\0")) throw new TypeError("embedded null character");
  const loss = lossOf(name);
  if (loss !== undefined) throw new ProgrammingError(loss);
}

const CONFIGS: ReadonlySet<number> = new Set(
  Object.entries(switches).flatMap(([name, value]) => (name.startsWith("SQLITE_DBCONFIG_") ? [value] : [])),
);

/** @throws RangeError for what is no switch. */
export function checkConfig(op: number): number {
  if (!CONFIGS.has(op)) throw new RangeError(`unknown config 'op': ${op}`);
  return op;
}
