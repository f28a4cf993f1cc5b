import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Processes with a folder of their own. They end and the folder goes when it is disposed of, when this process exits, and, by a
 * process that looks on, when it is killed.
 */
export class Fleet {
  readonly folder: string;
  readonly #members = new Set<ChildProcess>();
  readonly #watch: ChildProcess;
  readonly #onExit = () => this.#endAll();

  constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `pantry-${name}-`));
    this.#watch = spawn("/bin/sh", ["-c", WATCH, "watch", String(process.pid), this.folder], {
      stdio: "ignore",
      detached: true,
    });
    this.#watch.unref();
    process.once("exit", this.#onExit);
  }

  /** Starts a program; it is not waited for. */
  start(program: string, args: readonly string[], cwd: string = this.folder): ChildProcess {
    const child = spawn(program, args, { cwd, stdio: "ignore" });
    child.unref();
    this.#members.add(child);
    if (child.pid !== undefined) writeFileSync(join(this.folder, `${child.pid}.member`), "");
    child.once("exit", () => {
      this.#members.delete(child);
      rmSync(join(this.folder, `${child.pid}.member`), { force: true });
    });
    return child;
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#onExit);
    this.#endAll();
  }

  #endAll(): void {
    for (const member of this.#members) member.kill("SIGKILL");
    this.#watch.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const WATCH = `
while kill -0 "$1" 2>/dev/null; do sleep 0.3; done
for member in "$2"/*.member; do kill -9 "$(basename "$member" .member)" 2>/dev/null; done
sleep 0.1
rm -rf "$2"
`;

/** Ports of 127.0.0.1 that nobody listens on, below those that the system gives to connections. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Asks again and again until it is so. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  within: number = 20_000,
): Promise<void> {
  const end = Date.now() + within;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
