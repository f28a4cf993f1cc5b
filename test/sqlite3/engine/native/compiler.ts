import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

/** The C sources of the helper. */
export const SOURCES: string = resolve(import.meta.dirname, "../../../../src/sqlite3/native");

/** The C compiler of this machine, if it has one. */
export const COMPILER: string | undefined = ["cc", "gcc", "clang"].find(
  (name) => spawnSync(process.env.CC ?? name, ["--version"]).status === 0,
);

/** A folder that is gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pantry-native-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** What the compiler says of a source: nothing if it is right. */
export function complaintsOf(source: string, args: readonly string[]): string {
  const file = join(temporaryFolder(), "source.c");
  writeFileSync(file, source);
  return spawnSync(compiler(), ["-std=c11", "-fsyntax-only", ...args, file], { encoding: "utf8" }).stderr;
}

/** The runtime library of AddressSanitizer, if the compiler has it. */
export function sanitizer(): string | undefined {
  if (COMPILER === undefined || process.platform !== "linux") return undefined;
  const found = spawnSync(compiler(), ["-print-file-name=libasan.so"], { encoding: "utf8" }).stdout.trim();
  return existsSync(found) ? found : undefined;
}

export function compiler(): string {
  return process.env.CC ?? COMPILER ?? "cc";
}
