import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How one case of Python's own tests went. */
export interface Case {
  /** As in `test_dbapi.ModuleTests.test_api_level`. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The tracebacks, or why it was skipped. */
  readonly detail: string;
  readonly seconds: number;
}

/** What is at the other end of the bridge. */
export type EngineName = "assisted" | "plain";

/** The modules of `test.test_sqlite3`. */
export const MODULES: readonly string[] = [
  "test_backup",
  "test_cli",
  "test_dbapi",
  "test_dump",
  "test_factory",
  "test_hooks",
  "test_regression",
  "test_transactions",
  "test_types",
  "test_userfunctions",
];

/** Milliseconds that a case may take. */
const LONGEST = 60_000;

const HERE = import.meta.dirname;

/**
 * Runs a module of the tests that come with a Python, against this module.
 *
 * @param patterns Which cases, as `-k` of unittest takes them; all if there are none.
 */
export async function* casesOf(
  python: string,
  module: string,
  engine: EngineName,
  patterns: readonly string[] = [],
): AsyncGenerator<Case> {
  const node = [process.execPath, "--no-warnings", "--conditions=source"];
  const child = spawn(python, [join(HERE, "python", "cases.py"), module, ...patterns], {
    env: {
      ...process.env,
      PYTHONPATH: join(HERE, "python"),
      PYTHONDONTWRITEBYTECODE: "1",
      PANTRY_BRIDGE: JSON.stringify([...node, join(HERE, "server.ts")]),
      PANTRY_COMMAND: JSON.stringify([...node, join(HERE, "..", "..", "src", "cli", "main.ts")]),
      PANTRY_HISTORY: "",
      PANTRY_SQLITE3_HELPER: engine === "plain" ? "off" : "",
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
    };
}
