import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compiler, SOURCES, sanitizer, temporaryFolder } from "./compiler.ts";

const LIBRARY = sanitizer();
const SECONDS = 10;

/** Compiles the helper so that it watches its memory. */
function watched(change: (name: string, source: string) => string): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(SOURCES))
    writeFileSync(join(folder, name), change(name, readFileSync(join(SOURCES, name), "utf8")));
  const helper = join(folder, "helper.node");
  const files = readdirSync(folder).filter((name) => name.endsWith(".c"));
  const flags = ["-std=c11", "-O1", "-g", "-fsanitize=address", "-shared", "-fPIC", "-fvisibility=hidden"];
  const result = spawnSync(compiler(), [...flags, "-o", helper, ...files], { cwd: folder, encoding: "utf8" });
  expect(result.stderr).toBe("");
  return helper;
}

function soak(helper: string, seed: number) {
  return spawnSync(
    process.execPath,
    [
      "--expose-gc",
      "--conditions=source",
      join(import.meta.dirname, "soak.ts"),
      String(SECONDS),
      String(seed),
    ],
    {
      env: {
        ...process.env,
        PANTRY_SQLITE3_HELPER: helper,
        LD_PRELOAD: LIBRARY,
        // What Node itself leaves behind is none of our business.
        ASAN_OPTIONS: "detect_leaks=0",
      },
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
}

describe.skipIf(LIBRARY === undefined)(
  "the helper's memory (skipped without AddressSanitizer)",
  { timeout: 240_000 },
  () => {
    it("is used well in whatever order things are done, forgotten and closed", () => {
      const { status, stdout, stderr } = soak(
        watched((_name, source) => source),
        2026,
      );
      expect(stderr.slice(0, 5000)).toBe("");
      expect(status).toBe(0);
      const done = Object.keys(JSON.parse(stdout));
      expect(done).toEqual(
        expect.arrayContaining(["take", "blob", "backup", "serialize", "define", "failed", "worker"]),
      );
    });

    it("would not pass with a callback used after it took its own place", () => {
      const planted = watched((name, source) =>
        name === "hooks.c"
          ? source.replace(/(int trace\(.*?)close_scope\(environment/s, "$1close_scope(callback->environment")
          : source,
      );
      const { status, stderr } = soak(planted, 2026);
      expect(status).not.toBe(0);
      expect(stderr).toContain("AddressSanitizer: heap-use-after-free");
    });
  },
);
