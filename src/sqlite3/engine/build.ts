import { packageFile } from "../package-files.ts";
import { helperPath } from "./helper.ts";

interface Host {
  readonly process?: Process;
}

interface Process {
  readonly platform: string;
  readonly pid: number;
  readonly env: { readonly [name: string]: string | undefined };
  getBuiltinModule(name: "node:fs"): FileSystem;
  getBuiltinModule(name: "node:path"): { dirname(path: string): string; join(...parts: string[]): string };
  getBuiltinModule(name: "node:url"): { fileURLToPath(url: URL): string };
  getBuiltinModule(name: "node:child_process"): { spawnSync: SpawnSync };
}

interface FileSystem {
  mkdirSync(path: string, options: { recursive: true }): unknown;
  readdirSync(path: string): string[];
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { force: true }): void;
  statSync(path: string, options: { throwIfNoEntry: false }): { readonly mtimeMs: number } | undefined;
}

type SpawnSync = (
  program: string,
  args: readonly string[],
  options: { encoding: "utf8" },
) => { readonly status: number | null; readonly stderr: string | null; readonly error?: Error };

const FLAGS: readonly string[] = [
  "-std=c11",
  "-O2",
  "-Wall",
  "-Wextra",
  "-shared",
  "-fPIC",
  "-fvisibility=hidden",
];

/** What was asked of `buildHelper`. */
export interface BuildOptions {
  /** Builds though what is there is newer than its sources. Default: `false`. */
  readonly force?: boolean;
}

/**
 * Compiles the helper with `$CC`, or `cc`, unless it is newer than its sources.
 *
 * @returns Where it is, and whether it was compiled now.
 * @throws Error that says what failed, and what the compiler said.
 */
export function buildHelper({ force = false }: BuildOptions = {}): { path: string; built: boolean } {
  const path = helperPath();
  const process = (globalThis as Host).process;
  if (path === undefined || process === undefined) throw failure("this runtime loads no addons");
  if (process.platform === "win32") throw failure("there is no recipe for Windows");
  const fs = process.getBuiltinModule("node:fs");
  const { dirname, join } = process.getBuiltinModule("node:path");
  const folder = process.getBuiltinModule("node:url").fileURLToPath(packageFile("src/sqlite3/native/"));
  const sources = fs.readdirSync(folder).map((name) => join(folder, name));
  const age = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
  if (!force && sources.every((source) => age(source) <= age(path))) return { path, built: false };

  fs.mkdirSync(dirname(path), { recursive: true });
  // Whoever loads it meets the old or the new one, never a part.
  const fresh = `${path}.${process.pid}`;
  const compiler = process.env.CC || "cc";
  const undefinedLater = process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : [];
  const files = sources.filter((source) => source.endsWith(".c"));
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const result = spawnSync(compiler, [...FLAGS, ...undefinedLater, "-o", fresh, ...files], {
    encoding: "utf8",
  });
  if (result.status !== 0) {
    fs.rmSync(fresh, { force: true });
    throw failure(result.error?.message ?? `${compiler} failed:\n${result.stderr ?? ""}`.trimEnd());
  }
  fs.renameSync(fresh, path);
  return { path, built: true };
}

function failure(reason: string): Error {
  return new Error(`Cannot build the helper of sqlite3: ${reason}`);
}
