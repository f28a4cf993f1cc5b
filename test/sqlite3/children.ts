import { type ChildProcess, spawn } from "node:child_process";
import type { Engine } from "../../src/sqlite3/engine/port.ts";

/** How a child has ended. */
export interface Ending {
  /** Its exit code, or the signal that ended it. */
  readonly end: number | string | null;
  readonly output: string;
  readonly errors: string;
}

/** A program of these tests that runs in a process of its own. */
export class Child {
  readonly process: ChildProcess;
  readonly #ended: Promise<Ending>;
  #output = "";
  #errors = "";

  constructor(command: string, args: readonly string[], options: ChildOptions = {}) {
    this.process = spawn(command, args, { ...options, stdio: "pipe" });
    this.process.stdout?.on("data", (chunk) => {
      this.#output += chunk;
    });
    this.process.stderr?.on("data", (chunk) => {
      this.#errors += chunk;
    });
    this.#ended = new Promise((resolve, reject) => {
      this.process.on("error", reject);
      this.process.on("close", (code, signal) =>
        resolve({ end: code ?? signal, output: this.#output, errors: this.#errors }),
      );
    });
  }

  /** Waits until it has said so much. */
  async said(text: string): Promise<void> {
    while (!this.#output.includes(text)) {
      if (this.process.exitCode !== null)
        throw new Error(`It ended and said: ${this.#output}${this.#errors}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Waits for its end. */
  ended(): Promise<Ending> {
    return this.#ended;
  }
}

/** For `spawn`. */
export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeout?: number;
}

/** The arguments that make this Node run a TypeScript file of the tests. An older one would warn of its SQLite. */
export function nodeArgs(path: string, ...args: string[]): string[] {
  return ["--conditions=source", "--disable-warning=ExperimentalWarning", path, ...args];
}

/** An environment in which a child takes this engine. */
export function envOf({ hasHelper }: Engine): NodeJS.ProcessEnv {
  const { PANTRY_SQLITE3_HELPER, ...env } = process.env;
  if (!hasHelper) return { ...env, PANTRY_SQLITE3_HELPER: "off" };
  return PANTRY_SQLITE3_HELPER === undefined ? env : { ...env, PANTRY_SQLITE3_HELPER };
}

/** A TypeScript file of these tests, run with this engine. */
export function nodeChild(engine: Engine, path: string, ...args: string[]): Child {
  return new Child(process.execPath, nodeArgs(path, ...args), { env: envOf(engine) });
}
