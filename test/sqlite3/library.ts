import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { findPythons } from "../oracle/oracle.ts";

/** What SQLite says of a statement. */
interface Prepared {
  readonly names: readonly (string | null)[];
  readonly end: number;
  readonly readOnly: boolean;
}

interface Answers {
  readonly prepare: Prepared | null;
  readonly complete: boolean;
  readonly date: string | null;
  readonly timestamp: string | null;
}

const python = findPythons().findLast(({ short }) => !short.startsWith("2"));

/** Asks a real Python and its SQLite about each text; the test is skipped where there is none. */
export function askLibrary<V extends keyof Answers>(
  context: TestContext,
  verb: V,
  texts: readonly string[],
): Answers[V][] {
  if (python === undefined) context.skip("no Python 3 on this machine, so its SQLite was not asked");
  const output = execFileSync((python as { path: string }).path, [join(import.meta.dirname, "library.py")], {
    input: JSON.stringify({ verb, texts }),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}
