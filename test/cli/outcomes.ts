import { expect } from "vitest";
import { open } from "../../src/dbm/index.ts";
import type { Outcome } from "./pantry.ts";

/** For tests that start a few processes or servers, on a machine that is busy. */
export const TIMEOUT = { timeout: 60_000 };

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

/** What a database holds, in an order of its own. */
export function contents(file: string): string[] {
  const database = open(file);
  try {
    return [...database]
      .map((pair) => pair.map((bytes) => Buffer.from(bytes).toString("latin1")).join("="))
      .sort();
  } finally {
    database.close();
  }
}
