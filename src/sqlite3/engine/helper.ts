import { NotSupportedError } from "../errors.ts";
import { packageFile } from "../package-files.ts";
import type { Helper } from "./assisted-helper.ts";

interface Host {
  readonly process?: Process;
}

interface Process {
  readonly platform: string;
  readonly arch: string;
  readonly env: { readonly [name: string]: string | undefined };
  getBuiltinModule?(name: "node:fs"): { existsSync(path: string): boolean } | undefined;
  getBuiltinModule?(name: "node:url"): { fileURLToPath(url: URL): string } | undefined;
  getBuiltinModule?(
    name: "node:module",
  ): { createRequire(url: string): (path: string) => unknown } | undefined;
}

/** Where the helper of this platform is once it is built; `undefined` in a runtime that loads no addons. */
export function helperPath(): string | undefined {
  const { process } = globalThis as Host;
  const toPath = process?.getBuiltinModule?.("node:url")?.fileURLToPath;
  if (process === undefined || toPath === undefined) return undefined;
  return toPath(packageFile(`native/sqlite3-${process.platform}-${process.arch}.node`));
}

/** Where a helper is, and whether somebody has named it. */
export interface Found {
  readonly path: string;
  readonly isNamed: boolean;
}

/**
 * The helper to use: what the environment variable `PANTRY_SQLITE3_HELPER` names (`off` for none), else the one that was built, if it was.
 * A runtime that may not look has none.
 */
export function findHelper(): Found | undefined {
  const { process } = globalThis as Host;
  try {
    const named = process?.env.PANTRY_SQLITE3_HELPER;
    if (named === "off") return undefined;
    if (named) return { path: named, isNamed: true };
    const path = helperPath();
    const isThere = path !== undefined && process?.getBuiltinModule?.("node:fs")?.existsSync(path);
    return isThere ? { path, isNamed: false } : undefined;
  } catch {
    return undefined;
  }
}

/** As in `native/helper.h`. */
const LAYOUT = 1;

/**
 * Loads the addon that the helper is; as an extension of SQLite each connection loads it besides.
 *
 * @throws NotSupportedError for one of another version, whose memory would not be ours.
 */
export function loadHelper(path: string): Helper {
  const { process } = globalThis as Host;
  const require = process?.getBuiltinModule?.("node:module")?.createRequire(import.meta.url);
  if (require === undefined) throw new Error("This runtime loads no addons");
  const helper = require(path) as Partial<Helper>;
  if (helper.layout?.() !== LAYOUT)
    throw new NotSupportedError(`The helper ${path} is of another version: npx pantry sqlite --build-helper`);
  return helper as Helper;
}
