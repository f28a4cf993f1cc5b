import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { chown } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../tooling/repository.ts";

/** Where the programs of PostgreSQL are, or `undefined`. */
export const POSTGRES: string | undefined = findBinaries();

/** What the name of a test says where they are missing. */
export const POSTGRES_NOTE: string = POSTGRES === undefined ? " (skipped: no postgres and initdb here)" : "";

/** How a server is started. */
export interface PostgresOptions {
  /** Whether what is committed is forced onto the disk. Default: `false`, which is quicker. */
  readonly durable?: boolean;
  /** Settings of the server, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** A server of the tests' own, on a free port of 127.0.0.1, with all its files in a folder of its own. */
export interface PostgresServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The folder of its socket, and of its log, `log`. */
  readonly folder: string;
  /** What a client is given: anybody is let in. Default: the superuser `postgres`. */
  url(user?: string): string;
  /** What psql answers to statements, without decoration. */
  psql(sql: string, user?: string): string;
  /** Stops it in one of PostgreSQL's ways; `kill` is `kill -9` of all its processes. */
  stop(mode?: "smart" | "fast" | "immediate" | "kill"): Promise<void>;
  /** Starts it again, where it was. */
  start(): Promise<void>;
  /** A second server, which follows this one and may only be read. It is stopped with this one. */
  standby(): Promise<PostgresServer>;
  /** Makes a standby a server that may be written. */
  promote(): Promise<void>;
}

/** Starts a server with a fresh cluster, in half a second; in the first run ever, in two. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = await ownFolder();
  makeCluster(join(folder, "data"));
  const server = new Server(folder, await freePort(), options);
  await server.start();
  return server;
}

class Server implements PostgresServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly folder: string;
  readonly #options: PostgresOptions;
  readonly #standbys: PostgresServer[] = [];
  readonly #watchdog: ChildProcess;
  #process: ChildProcess | undefined;

  constructor(folder: string, port: number, options: PostgresOptions) {
    this.folder = folder;
    this.port = port;
    this.#options = options;
    this.#watchdog = watch(folder);
  }

  url(user = "postgres"): string {
    return `postgres://${user}@${this.host}:${this.port}/postgres`;
  }

  psql(sql: string, user = "postgres"): string {
    return run("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", this.url(user), "-c", sql]).trimEnd();
  }

  async start(): Promise<void> {
    const { durable = false, settings = {} } = this.#options;
    const all = {
      listen_addresses: this.host,
      port: this.port,
      unix_socket_directories: this.folder,
      fsync: durable ? "on" : "off",
      // The room for conflicts of serializable transactions is ten for each: many at once on a busy machine need more than 600.
      max_connections: 400,
      shared_buffers: "32MB",
      max_wal_senders: 4,
      ...settings,
    };
    const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const log = join(this.folder, "log");
    const script = `exec "$0" "$@" >>'${log}' 2>&1`;
    const started = spawn(
      "sh",
      ["-c", script, program("postgres"), "-D", join(this.folder, "data"), ...args],
      {
        ...owner(),
        cwd: this.folder,
        stdio: "ignore",
      },
    );
    this.#process = started;
    for (let tries = 0; tries < 600; tries++) {
      if (started.exitCode !== null) break;
      if (spawnSync(program("pg_isready"), ["-q", "-h", this.host, "-p", `${this.port}`]).status === 0)
        return;
      await sleep(25);
    }
    throw new Error(`PostgreSQL did not start:\n${execFileSync("tail", ["-n", "20", log])}`);
  }

  async stop(mode: "smart" | "fast" | "immediate" | "kill" = "fast"): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    if (mode === "kill") {
      // Its children would go on for a moment, and keep their memory from the next start.
      const children =
        spawnSync("pgrep", ["-P", `${running.pid}`], { encoding: "utf8" }).stdout.match(/\d+/g) ?? [];
      for (const pid of [running.pid, ...children.map(Number)]) killHard(pid);
    } else {
      running.kill(({ smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" } as const)[mode]);
    }
    await ended;
  }

  async standby(): Promise<PostgresServer> {
    const folder = await ownFolder();
    const data = join(folder, "data");
    run("pg_basebackup", [
      "-h",
      this.host,
      "-p",
      `${this.port}`,
      "-U",
      "postgres",
      "-D",
      data,
      "-R",
      "-X",
      "stream",
      "-c",
      "fast",
      "--no-sync",
    ]);
    const server = new Server(folder, await freePort(), this.#options);
    this.#standbys.push(server);
    await server.start();
    return server;
  }

  async promote(): Promise<void> {
    run("pg_ctl", ["promote", "-w", "-D", join(this.folder, "data")]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const standby of this.#standbys) await standby[Symbol.asyncDispose]();
    await this.stop("immediate");
    this.#watchdog.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A shell that stops the server and removes its folder if this process ends before it does. */
function watch(folder: string): ChildProcess {
  const script = `
    while kill -0 ${process.pid} 2>/dev/null; do sleep 1; done
    pid=$(head -n 1 '${folder}/data/postmaster.pid' 2>/dev/null) && kill -QUIT "$pid"
    sleep 2
    rm -rf '${folder}'`;
  const watchdog = spawn("sh", ["-c", script], { detached: true, stdio: "ignore" });
  watchdog.unref();
  return watchdog;
}

/** Makes a fresh cluster: a copy of one that nobody has started, which is kept, since initdb takes long. */
function makeCluster(data: string): void {
  const version = run("postgres", ["--version"]).match(/\d[\d.]*/)?.[0];
  const kept = join(root, ".cache", `postgres-${version}-${process.getuid?.()}`);
  if (existsSync(kept)) {
    execFileSync("cp", ["-a", kept, data]);
    return;
  }
  run("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"]);
  const copy = `${kept}-${crypto.randomUUID()}`;
  mkdirSync(dirname(kept), { recursive: true });
  execFileSync("cp", ["-a", data, copy]);
  try {
    renameSync(copy, kept);
  } catch {
    // Another one was quicker.
    rmSync(copy, { recursive: true });
  }
}

function findBinaries(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((left, right) => Number(right) - Number(left))
    : [];
  const folders = [
    ...versions.map((one) => join(debian, one, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
}

function program(name: string): string {
  return join(POSTGRES ?? "", name);
}

/** PostgreSQL refuses to run as root: then everything is the user postgres's. */
function owner(): Owner {
  known ??= process.getuid?.() === 0 ? { uid: idOfPostgres("-u"), gid: idOfPostgres("-g") } : {};
  return known;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

let known: Owner | undefined;

function idOfPostgres(flag: string): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

async function ownFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pantry-postgres-"));
  const { uid, gid } = owner();
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  return folder;
}

function run(name: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program(name), args, {
    ...owner(),
    cwd: tmpdir(),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name} failed: ${stderr.trim()}`);
  return stdout;
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
