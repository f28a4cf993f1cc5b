// `node --expose-gc --conditions=source remote-soak.ts WORKLOAD SECONDS`: as soak.ts, for shelves whose server goes and comes again and again.
import { type EventEmitter, getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import * as postgres from "pantry/dbm/postgres";
import * as redis from "pantry/dbm/redis";
import { AsyncShelf } from "pantry/shelve";
import { Pool } from "pg";
import { until } from "../servers/fleet.ts";
import { startPostgres } from "../servers/postgres.ts";
import { startRedis } from "../servers/redis.ts";
import { openFiles, samplesOf, type Workload } from "./samples.ts";

/** Where shelves are, and how that is disturbed. */
interface Place extends AsyncDisposable {
  readonly client: EventEmitter;
  open(): Promise<AsyncDatabase>;
  /** How many connections the client has for itself. */
  connections(): number;
  /** Ends all connections. */
  cut(): unknown;
  /** Ends the server, and starts it again. */
  restart(): Promise<void>;
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = { redis: redisPlace, postgres: postgresPlace };

async function redisPlace(): Promise<Place> {
  const server = await startRedis();
  const client = new Redis({ host: "127.0.0.1", port: server.port, lazyConnect: true });
  return {
    client,
    open: () => redis.open(client, "soak"),
    connections: () => 0,
    cut: () => server.ask("CLIENT", "KILL", "TYPE", "normal"),
    restart: () => server.restart(),
    async [Symbol.asyncDispose]() {
      client.disconnect();
      server[Symbol.dispose]();
    },
  };
}

const CUT = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()";

async function postgresPlace(): Promise<Place> {
  const server = await startPostgres();
  const client = new Pool({ connectionString: server.url(), max: 3 });
  client.on("error", ignore);
  return {
    client,
    open: () => postgres.open(client, "soak"),
    connections: () => client.totalCount,
    cut: () => client.query(CUT).catch(ignore),
    async restart() {
      await server.stop("fast");
      await server.start();
    },
    async [Symbol.asyncDispose]() {
      await client.end();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A shelf that is open throughout, and one for each round; connections end while both are busy. */
async function disturbed(place: Place): Promise<Workload> {
  const { signal } = new AbortController();
  const lasting = new AsyncShelf<Value>(await place.open());
  return {
    async work(round) {
      await using shelf = new AsyncShelf<Value>(await openedAt(place));
      // Of the connections that were cut, the client may not have heard yet.
      await attempt(() => use(shelf, round, signal));
      const busy = [lasting, shelf].map((one) => keepBusy(one, round, signal));
      await (round % 4 === 3 ? place.restart() : place.cut());
      await Promise.all(busy);
    },
    listeners: () => getEventListeners(signal, "abort").length + listenersOf(place.client),
    async settle() {
      await calm(place, lasting);
      await expectNoSockets(place, signal);
      await calm(place, lasting);
    },
  };
}

/** Whoever opens with a connection that was just cut asks again. */
async function openedAt(place: Place): Promise<AsyncDatabase> {
  for (let tries = 1; ; tries++) {
    try {
      return await place.open();
    } catch (error) {
      if (!(error instanceof DbmError) || tries === 10) throw error;
    }
  }
}

/** Afterwards there are as few connections as it takes to answer. */
async function calm(place: Place, lasting: AsyncShelf<Value>): Promise<void> {
  await place.cut();
  await sleep(50);
  await attempt(() => lasting.get("key 0"));
  if (!(await lasting.has("key 0"))) throw new Error("not there");
}

/** Shelves that are closed have no connections any more. It is the server that ends them when they are cut, so this is to be looked at before. */
async function expectNoSockets(place: Place, signal: AbortSignal): Promise<void> {
  const others = () => (openFiles() ?? 0) - place.connections();
  const before = others();
  for (let i = 0; i < 2; i++) {
    await using shelf = new AsyncShelf<Value>(await place.open());
    await use(shelf, i, signal);
  }
  await until("closed shelves let go of their sockets", () => others() === before);
}

interface Value {
  readonly round: number;
  readonly text: string;
}

function sampleValue(round: number): Value {
  return { round, text: "x".repeat((round * 31) % 700) };
}

/** Everything that a shelf does, with an end and without. */
async function use(shelf: AsyncShelf<Value>, round: number, signal: AbortSignal): Promise<void> {
  const key = (i: number) => `key ${(round + i) % 50}`;
  await shelf.setMany(
    Array.from({ length: 20 }, (_, i) => [key(i), sampleValue(i)] as const),
    { signal },
  );
  await shelf.getMany([key(0), key(1)], { signal });
  await shelf.update(key(2), (value = sampleValue(0)) => ({ ...value, round }), { signal });
  await shelf.compareAndSet(key(3), sampleValue(3), sampleValue(4), { signal });
  await shelf.setdefault(key(30), sampleValue(5), { signal });
  await shelf.pop(key(4), { signal });
  // Walks that nobody goes to the end of.
  for await (const _ of shelf.entries({ signal })) break;
  await shelf.keys({ signal }).next();
  await attempt(() => shelf.get(key(5), { signal: AbortSignal.abort() }));
  const late = new AbortController();
  const waiting = attempt(() => shelf.set(key(6), sampleValue(6), { signal: late.signal }));
  late.abort();
  await waiting;
}

/** Asks for this and that, whatever comes of it. */
async function keepBusy(shelf: AsyncShelf<Value>, round: number, signal: AbortSignal): Promise<void> {
  for (let i = 0; i < 5; i++)
    await Promise.all([
      attempt(() => shelf.set(`key ${i}`, sampleValue(round), { signal })),
      attempt(() => shelf.get(`key ${i}`, { signal })),
      attempt(() => shelf.update("counter", (value = sampleValue(0)) => ({ ...value, round }), { signal })),
    ]);
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DbmError) && (error as Error).name !== "AbortError") throw error;
  }
}

function listenersOf(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

function ignore(): void {}

const [name = "", seconds] = process.argv.slice(2);
const start = PLACES[name];
if (start === undefined) throw new Error(`${Object.keys(PLACES).join(", ")} expected`);
await using place = await start();
console.log(JSON.stringify(await samplesOf(await disturbed(place), Number(seconds))));
