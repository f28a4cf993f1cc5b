import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, it } from "vitest";
import { PYTHONS } from "../../oracle/each-python.ts";
import type { Operation, Result } from "../histories.ts";

/** Python's modules, and `dbm` itself, which chooses one. */
export type Module = "sqlite3" | "gnu" | "ndbm" | "dumb" | "dbm";

/** A Python, and which of the modules it has. */
export interface DbmPython {
  readonly path: string;
  /** As in "3.11". */
  readonly short: string;
  readonly modules: readonly Module[];
}

/** What a driver's Python raised. */
export class PythonError extends Error {
  /** The class, with its module unless that is `builtins`: `_gdbm.error`, `KeyError`. */
  readonly type: string;
  readonly errno: number | undefined;

  constructor(type: string, errno: number | null, message: string) {
    super(`${type}: ${message}`);
    this.name = "PythonError";
    this.type = type;
    this.errno = errno ?? undefined;
  }
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}

type Answer = { readonly answer: unknown } | { readonly error: PythonErrorFields };
type PythonErrorFields = { readonly type: string; readonly errno: number | null; readonly message: string };
type Wire = null | boolean | number | string | readonly Wire[];

const WORKER = join(import.meta.dirname, "driver.py");

/** A running Python that works on databases. Close it when done: what it still has open is lost like its process. */
export class DbmDriver {
  readonly python: DbmPython;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #sessions = 0;

  constructor(python: DbmPython) {
    this.python = python;
    this.#process = spawn(python.path, [WORKER]);
    this.#process.stderr.pipe(process.stderr);
    this.#process.stdin.on("error", (error) => this.#fail(error));
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("close", (code) => this.#fail(new Error(`${python.path} ended with ${code}`)));
    createInterface({ input: this.#process.stdout }).on("line", (line) => this.#receive(line));
  }

  /** Opens a database, does these operations, closes it; answers their results, each as `Result` says. */
  async run(
    module: Module,
    path: string,
    flag: string,
    operations: readonly Operation[],
    mode = 0o666,
  ): Promise<Result[]> {
    const request = { module, path, flag, operations: operations.map(toWire), mode };
    return resultsOf(operations, await this.ask("run", request));
  }

  /** All entries, in Python's order. */
  async readAll(module: Module, path: string, flag = "r"): Promise<[key: Uint8Array, value: Uint8Array][]> {
    return pairsOf((await this.ask("read_all", { module, path, flag })) as Wire);
  }

  /** Opens a database that stays open until the session is closed, or its Python ends. */
  async open(module: Module, path: string, flag: string, mode = 0o666): Promise<DbmSession> {
    this.#sessions += 1;
    const session = this.#sessions;
    await this.ask("open", { session, module, path, flag, mode });
    return new DbmSession(this, session);
  }

  /** What `dbm.whichdb` says. */
  async whichdb(path: string): Promise<string | null> {
    return (await this.ask("whichdb", { path })) as string | null;
  }

  /** Runs statements about `shelf`; answers what `repr()` makes of the name `result` then. */
  async shelf(path: string, flag: string, statements: string, backend?: Module): Promise<string> {
    return (await this.ask("shelf", { path, flag, statements, backend: backend ?? null })) as string;
  }

  /** Asks one of the `QUESTIONS` of `driver.py`. A `PythonError` is what it raises. */
  ask(ask: string, request: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify({ ask, ...request })}\n`);
    });
  }

  /** Ends it at once, as `kill -9` does: nothing that it has open is closed. Returns when it has ended. */
  kill(): Promise<void> {
    return this.#end(() => this.#process.kill("SIGKILL"));
  }

  /** Lets it end. Returns when it has. */
  close(): Promise<void> {
    return this.#end(() => this.#process.stdin.end());
  }

  #end(how: () => void): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#process.once("close", () => resolve());
      how();
    });
  }

  #receive(line: string): void {
    const waiting = this.#waiting.shift();
    const answer = JSON.parse(line) as Answer;
    if ("answer" in answer) {
      waiting?.resolve(answer.answer);
      return;
    }
    const { type, errno, message } = answer.error;
    waiting?.reject(new PythonError(type, errno, message));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

/** A database that a driver's Python has open. */
export class DbmSession {
  readonly #driver: DbmDriver;
  readonly #session: number;

  constructor(driver: DbmDriver, session: number) {
    this.#driver = driver;
    this.#session = session;
  }

  /** The results of these operations. */
  async run(operations: readonly Operation[]): Promise<Result[]> {
    const request = { session: this.#session, operations: operations.map(toWire) };
    return resultsOf(operations, await this.#driver.ask("session", request));
  }

  async close(): Promise<void> {
    await this.#driver.ask("close", { session: this.#session });
  }
}

/** Debian's Python, with `dbm.gnu` (libgdbm) and `dbm.ndbm` (Berkeley DB) where those are installed. */
export const debianPython: DbmPython | undefined = modulesOf("/usr/bin/python3");

/** The other Pythons of the machine, oldest first, but for 2.7, which has no `dbm`. */
export const dbmPythons: readonly DbmPython[] = PYTHONS.filter(({ short }) => short !== "2.7").map(
  ({ path, short }) => ({ path, short, modules: short === "3.13" ? ["sqlite3", "dumb"] : ["dumb"] }),
);

/** A block of tests that ask Debian's Python for one of its modules, or that says that it is missing. */
export function describeDebianPython(
  name: string,
  module: "gnu" | "ndbm" | "dumb",
  tests: (driver: () => DbmDriver) => void,
): void {
  describe(name, () => {
    if (debianPython?.modules.includes(module)) return withDriver(debianPython, tests);
    it.skip(`/usr/bin/python3 has no dbm.${module} on this machine, so nothing was asked of it`, () => {});
  });
}

/** A block of tests for each Python that has this module. */
export function describeEachDbmPython(
  name: string,
  module: "sqlite3" | "dumb",
  tests: (driver: () => DbmDriver, python: DbmPython) => void,
): void {
  describe(name, () => {
    const pythons = dbmPythons.filter(({ modules }) => modules.includes(module));
    for (const python of pythons) {
      describe(`Python ${python.short}`, () => withDriver(python, (driver) => tests(driver, python)));
    }
    if (pythons.length === 0)
      it.skip(`no Python on this machine has dbm.${module}, so none was asked`, () => {});
  });
}

/** Starts a Python before the tests of a block and ends it after them. */
export function withDriver(python: DbmPython, tests: (driver: () => DbmDriver) => void): void {
  let driver: DbmDriver;
  beforeAll(() => {
    driver = new DbmDriver(python);
  });
  afterAll(() => driver.close());
  tests(() => driver);
}

/** Whether there is a program that does well with these arguments: to skip tests that need it. */
export function hasProgram(name: string, ...args: string[]): boolean {
  try {
    execFileSync(name, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function modulesOf(path: string): DbmPython | undefined {
  const question = [
    "import sys, importlib",
    "print('%d.%d' % sys.version_info[:2])",
    "for name in ('sqlite3', 'gnu', 'ndbm', 'dumb'):",
    "    try: importlib.import_module('dbm.' + name)",
    "    except ImportError: continue",
    "    print(name)",
  ].join("\n");
  try {
    const text = execFileSync(path, ["-c", question], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [short = "", ...modules] = text.trim().split("\n");
    return { path, short, modules: modules as Module[] };
  } catch {
    return undefined;
  }
}

function toWire(operation: Operation): string[] {
  const [name, ...bytes] = operation;
  return [name, ...bytes.map((one) => Buffer.from(one).toString("base64"))];
}

/** What comes as base64 is bytes; all other text is left to whoever asks. */
function resultsOf(operations: readonly Operation[], answer: unknown): Result[] {
  return (answer as Wire[]).map((result, index) => {
    if (operations[index]?.[0] === "entries") return pairsOf(result);
    if (typeof result === "string") return bytesOf(result);
    if (Array.isArray(result)) return result.map((one) => bytesOf(one as string));
    return result === null ? undefined : (result as boolean | number);
  });
}

function pairsOf(answer: Wire): [Uint8Array, Uint8Array][] {
  return (answer as [string, string][]).map(([key, value]) => [bytesOf(key), bytesOf(value)]);
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
