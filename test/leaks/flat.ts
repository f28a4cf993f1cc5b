import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect } from "vitest";
import type { Sample } from "./samples.ts";

/** How long each workload goes on. An hour's worth of it takes minutes: `PANTRY_SECONDS=60`. */
export const SECONDS = Number(process.env.PANTRY_SECONDS ?? 1.5);
const MEBIBYTE = 2 ** 20;
/** A leak of 100 bytes for each operation shows in minutes; what a collector happens to keep does not grow with time. */
const SLACK = 2 * MEBIBYTE;

/** Runs a script with a workload in a process of its own: what it holds must not grow. */
export function expectFlat(script: string, workload: string): void {
  const file = path.join(import.meta.dirname, script);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--conditions=source", file, workload, String(SECONDS)],
    { encoding: "utf8" },
  );
  expect(stdout, stderr).not.toBe("");
  const samples = JSON.parse(stdout) as Sample[];
  const [, settled] = samples as [Sample, Sample];
  const last = samples.at(-1) as Sample;
  expect(last.operations).toBeGreaterThan(2 * settled.operations);
  expect(last.memory).toBeLessThan(settled.memory + SLACK);
  expect(last.files).toBe(settled.files);
  expect(last.listeners).toBe(settled.listeners);
  // The process itself keeps what it once had; it must not go on growing.
  expect(last.resident).toBeLessThan(settled.resident + 64 * MEBIBYTE);
}
