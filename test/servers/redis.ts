import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Fleet, freePorts, until } from "./fleet.ts";
import { ask } from "./resp.ts";

const run = promisify(execFile);

const SERVER = "redis-server";
const CLI = "redis-cli";
const COMMON = [
  "--save",
  "",
  "--appendonly",
  "yes",
  "--appendfsync",
  "everysec",
  "--repl-diskless-sync-delay",
  "0",
];
const CLUSTERED = [
  "--cluster-enabled",
  "yes",
  "--cluster-config-file",
  "nodes.conf",
  "--cluster-node-timeout",
  "2000",
];

/** Whether the programs of Redis are on this machine. */
export const REDIS: boolean = [SERVER, CLI].every(
  (program) => spawnSync(program, ["--version"]).error === undefined,
);

/** What the name of a test says where they are missing. */
export const REDIS_NOTE: string = REDIS ? "" : " (skipped: no redis-server and redis-cli here)";

/** A Redis on a free port of 127.0.0.1. */
export class RedisServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly #fleet: Fleet;
  readonly #args: readonly string[];
  readonly #folder: string;
  #process: ChildProcess;

  constructor(fleet: Fleet, port: number, args: readonly string[]) {
    this.port = port;
    this.#fleet = fleet;
    this.#args = ["--port", String(port), "--bind", this.host, "--dir", ".", ...COMMON, ...args];
    this.#folder = join(fleet.folder, String(port));
    mkdirSync(this.#folder);
    this.#process = fleet.start(SERVER, this.#args, this.#folder);
  }

  /** As in `redis://127.0.0.1:12345`. */
  get url(): string {
    return `redis://${this.host}:${this.port}`;
  }

  /** What the server answers to a command, as text; a list line by line. Throws what it refuses. */
  async ask(...command: string[]): Promise<string> {
    return (await ask(this.port, command)).trim();
  }

  /** Whether it answers. */
  async isUp(): Promise<boolean> {
    return (await this.ask("PING").catch(() => "")) === "PONG";
  }

  /** Ends it at once, with whatever it has in memory. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** Stops it in the middle of whatever it does; its connections stay. */
  freeze(): void {
    this.#process.kill("SIGSTOP");
  }

  /** Lets it go on. */
  thaw(): void {
    this.#process.kill("SIGCONT");
  }

  /** Starts it again on its port and files. */
  async restart(): Promise<void> {
    await this.kill();
    this.#process = this.#fleet.start(SERVER, this.#args, this.#folder);
    await until(`a server on port ${this.port}`, () => this.isUp());
  }
}

/** A server alone. */
export async function startRedis(
  args: readonly string[] = [],
): Promise<RedisServer & { [Symbol.dispose](): void }> {
  const fleet = new Fleet("redis");
  const [port] = await freePorts(1);
  const server = new RedisServer(fleet, port as number, args);
  await until("a server", () => server.isUp());
  return Object.assign(server, { [Symbol.dispose]: () => fleet[Symbol.dispose]() });
}

/** Three masters with a replica each, that share the slots. */
export class RedisCluster {
  readonly servers: readonly RedisServer[];
  readonly #fleet: Fleet;

  constructor(fleet: Fleet, servers: readonly RedisServer[]) {
    this.#fleet = fleet;
    this.servers = servers;
  }

  /** Where clients may begin. */
  get addresses(): { host: string; port: number }[] {
    return this.servers.map(({ host, port }) => ({ host, port }));
  }

  /** The master of a slot and its replicas, as the nodes that answer see them. */
  async ownersOf(slot: number): Promise<{ master: RedisServer; replicas: RedisServer[] }> {
    const nodes = parseNodes(await this.#askAny("CLUSTER", "NODES"));
    const master = nodes.find(({ slots }) => slots.some(([from, to]) => from <= slot && slot <= to));
    if (master === undefined) throw new Error(`nobody has the slot ${slot}`);
    const replicas = nodes.filter((node) => node.master === master.id);
    return { master: this.at(master.port), replicas: replicas.map(({ port }) => this.at(port)) };
  }

  /** The slot of a key. */
  async slotOf(key: string): Promise<number> {
    return Number(await this.#askAny("CLUSTER", "KEYSLOT", key));
  }

  /** The server on a port. */
  at(port: number): RedisServer {
    return this.servers.find((server) => server.port === port) as RedisServer;
  }

  /** Moves a slot with its keys; between the steps, keys are here and there. */
  async migrate(slot: number, target: RedisServer): Promise<void> {
    const { master: source } = await this.ownersOf(slot);
    if (source === target) return;
    const [from, to] = [await source.ask("CLUSTER", "MYID"), await target.ask("CLUSTER", "MYID")];
    await target.ask("CLUSTER", "SETSLOT", String(slot), "IMPORTING", from);
    await source.ask("CLUSTER", "SETSLOT", String(slot), "MIGRATING", to);
    for (;;) {
      const keys = (await source.ask("CLUSTER", "GETKEYSINSLOT", String(slot), "10"))
        .split("\n")
        .filter(Boolean);
      if (keys.length === 0) break;
      for (const key of keys) await source.ask("MIGRATE", "127.0.0.1", String(target.port), key, "0", "5000");
    }
    for (const server of [target, source]) await server.ask("CLUSTER", "SETSLOT", String(slot), "NODE", to);
    await until(`everybody knows where the slot ${slot} is`, async () =>
      (await Promise.all(this.servers.map((server) => ownerBy(server, slot)))).every((owner) => owner === to),
    );
  }

  /** Waits until all slots are served, each master has its replica beside it, and every server knows that. */
  async settle(): Promise<void> {
    await until("a cluster that is whole", async () => {
      const [first, ...others] = await Promise.all(this.servers.map(viewOf));
      return (
        first !== undefined &&
        others.every((view) => view === first) &&
        (await Promise.all(this.servers.map(isWhole))).every(Boolean)
      );
    });
  }

  [Symbol.dispose](): void {
    this.#fleet[Symbol.dispose]();
  }

  async #askAny(...command: string[]): Promise<string> {
    for (const server of this.servers) {
      const answer = await server.ask(...command).catch(() => undefined);
      if (answer !== undefined) return answer;
    }
    throw new Error("no server answers");
  }
}

/** Six servers that are one cluster, in about two seconds. */
export async function startCluster(): Promise<RedisCluster> {
  const fleet = new Fleet("redis-cluster");
  const ports = await freePorts(12);
  const servers = ports
    .slice(0, 6)
    .map(
      (port, index) =>
        new RedisServer(fleet, port, [...CLUSTERED, "--cluster-port", String(ports[6 + index])]),
    );
  for (const server of servers) await until("a server", () => server.isUp());
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
  await run(CLI, ["--cluster", "create", ...addresses, "--cluster-replicas", "1", "--cluster-yes"]);
  const cluster = new RedisCluster(fleet, servers);
  await cluster.settle();
  return cluster;
}

/** Who a server thinks has which slots, and who is whose replica; `undefined` while it does not know a replica of each. */
async function viewOf(server: RedisServer): Promise<string | undefined> {
  const nodes = parseNodes(await server.ask("CLUSTER", "NODES").catch(() => ""));
  const masters = nodes.filter(({ slots }) => slots.length > 0);
  if (masters.length === 0 || !masters.every(({ id }) => nodes.some(({ master }) => master === id)))
    return undefined;
  return nodes
    .map(({ id, master, slots }) => [id, master, ...slots].join(" "))
    .sort()
    .join();
}

/** The id of the master that has a slot, by what a server thinks. */
async function ownerBy(server: RedisServer, slot: number): Promise<string | undefined> {
  const nodes = parseNodes(await server.ask("CLUSTER", "NODES").catch(() => ""));
  return nodes.find(({ slots }) => slots.some(([from, to]) => from <= slot && slot <= to))?.id;
}

async function isWhole(server: RedisServer): Promise<boolean> {
  const told = (...command: string[]): Promise<string> => server.ask(...command).catch(() => "");
  if (!(await told("CLUSTER", "INFO")).includes("cluster_state:ok")) return false;
  const role = await told("INFO", "replication");
  return role.includes("role:master")
    ? role.includes("state=online")
    : role.includes("master_link_status:up");
}

interface NodeLine {
  readonly id: string;
  readonly port: number;
  readonly master: string;
  readonly slots: readonly (readonly [number, number])[];
}

function parseNodes(text: string): NodeLine[] {
  return text.split("\n").map((line) => {
    const [id = "", address = "", , master = "", , , , , ...ranges] = line.trim().split(" ");
    const slots = ranges
      .filter((range) => !range.startsWith("["))
      .map((range) => range.split("-").map(Number))
      .map(([from = 0, to = from]) => [from, to] as const);
    return { id, port: Number(address.split("@")[0]?.split(":").at(-1)), master, slots };
  });
}
