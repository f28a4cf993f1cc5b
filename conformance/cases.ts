import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import type { Suite } from "./suite.ts";

/** How one case of Python's own tests went. */
export interface Case {
  /** As in `test_dbapi.ModuleTests.test_api_level`. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The tracebacks, or why it was skipped. */
  readonly detail: string;
  readonly seconds: number;
  /** Whether anything of ours was asked; what passes else is Python's own. */
  readonly reached: boolean;
}

/** Milliseconds that a case may take. */
const LONGEST = 60_000;

/**
 * Runs a module of the tests that come with a Python, against ours.
 *
 * @param patterns Which cases, as `-k` of unittest takes them; all if there are none.
 */
export async function* casesOf(
  python: string,
  suite: Suite,
  module: string,
  patterns: readonly string[] = [],
): AsyncGenerator<Case> {
  const program = join(import.meta.dirname, "cases.py");
  const child = spawn(python, [program, suite.package, module, ...patterns], {
    env: {
      ...process.env,
      PYTHONPATH: [suite.python, join(import.meta.dirname, "python")].join(delimiter),
      PYTHONDONTWRITEBYTECODE: "1",
      ...suite.environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let running: string | undefined;
  const kill = () => process.kill(-(child.pid ?? 0), "SIGKILL");
  let patience = setTimeout(kill, LONGEST);
  try {
    for await (const line of createInterface(child.stdout)) {
      clearTimeout(patience);
      patience = setTimeout(kill, LONGEST);
      const told = JSON.parse(line) as Case | { readonly running: string };
      if ("running" in told) running = told.running;
      else {
        running = undefined;
        yield told;
      }
    }
  } finally {
    clearTimeout(patience);
  }
  if (running !== undefined)
    yield {
      name: running,
      outcome: "failed",
      detail: "It never ended, or ended all of Python.",
      seconds: LONGEST / 1000,
      reached: false,
    };
}
