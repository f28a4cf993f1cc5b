import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Sample } from "./soak.ts";

/** How long each workload goes on. An hour's worth of it takes minutes: `PANTRY_SECONDS=60`. */
const SECONDS = Number(process.env.PANTRY_SECONDS ?? 1.5);
const MEBIBYTE = 2 ** 20;
/** A leak of 100 bytes for each operation shows in minutes; what a collector happens to keep does not grow with time. */
const SLACK = 2 * MEBIBYTE;

function soak(workload: string): readonly Sample[] {
  const script = path.join(import.meta.dirname, "soak.ts");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--conditions=source", script, workload, String(SECONDS)],
    { encoding: "utf8" },
  );
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as Sample[];
}

describe("what is done over and over", () => {
  it.for(["pickle", "marshal", "sqlite3", "gnu", "ndbm", "dumb", "dbm sqlite3"])(
    "%s holds on to no memory and no file",
    { timeout: 20_000 + 2000 * SECONDS },
    (workload) => {
      const samples = soak(workload);
      const [, settled] = samples as [Sample, Sample];
      const last = samples.at(-1) as Sample;
      expect(last.operations).toBeGreaterThan(2 * settled.operations);
      expect(last.memory).toBeLessThan(settled.memory + SLACK);
      expect(last.files).toBe(settled.files);
      // The process itself keeps what it once had; it must not go on growing.
      expect(last.resident).toBeLessThan(settled.resident + 64 * MEBIBYTE);
    },
  );
});
