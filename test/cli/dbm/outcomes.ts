import { expect } from "vitest";
import { type Outcome, pantry } from "../pantry.ts";

/** For tests that start a few processes, on a machine that is busy. */
export const TIMEOUT = { timeout: 60_000 };

/** Runs `pantry dbm`. */
export function dbm(...args: string[]): Promise<Outcome> {
  return pantry(["dbm", ...args]);
}

/** What was printed by a command that had nothing to complain about. */
export function fine({ status, stderr, stdout }: Outcome): string {
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** What was complained about. */
export function failing({ status, stderr }: Outcome, wanted: number): string {
  expect({ status, stderr }).toEqual({ status: wanted, stderr });
  return stderr;
}
