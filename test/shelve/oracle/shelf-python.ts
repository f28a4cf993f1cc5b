import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll } from "vitest";

const WORKER = join(import.meta.dirname, "shelves.py");

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** A running Python that works on shelves. Close it when done. */
export class ShelfPython {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];

  constructor(path: string) {
    // Sets of strings come in the same order at every run.
    this.#process = spawn(path, [WORKER], { env: { ...process.env, PYTHONHASHSEED: "0" } });
    this.#process.stderr.pipe(process.stderr);
    this.#process.stdin.on("error", (error) => this.#fail(error));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", (code) => this.#fail(new Error(`${path} ended with ${code}`)));
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#receive(line));
  }

  /** Asks one of the `QUESTIONS` of `shelves.py`. */
  ask<T = unknown>(ask: string, request: object): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ ask, ...request })}\n`);
    }) as Promise<T>;
  }

  /** Runs statements; answers the `repr()` of what they call `result`. What they open stays open. */
  execute(statements: string): Promise<string> {
    return this.ask("execute", { statements });
  }

  close(): void {
    this.#process.stdin.end();
  }

  #receive(line: string): void {
    const message = JSON.parse(line) as { answer?: unknown; error?: string };
    const waiting = this.#waiting.shift();
    if (message.error === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.error));
  }

  #fail(reason: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
  }
}

/** Starts a Python before the tests of a block and ends it after them. */
export function withShelfPython(path: string, tests: (python: () => ShelfPython) => void): void {
  let python: ShelfPython;
  beforeAll(() => {
    python = new ShelfPython(path);
  });
  afterAll(() => python.close());
  tests(() => python);
}
