import type { Entry } from "../../dbm/async-store.ts";
import type { AsyncDatabase, Bytes, Database, Format } from "../../dbm/index.ts";
import { open } from "../../dbm/index.ts";
import { attempt, REMEDIES, type Remedies } from "../dbm/databases.ts";
import { failureOf, misuse } from "../failure.ts";
import type { Room } from "./batches.ts";
import { postgresClient, redisClient } from "./clients.ts";
import type { FilePlace, Place, ServerPlace } from "./places.ts";

/** A database of files or of a server, as the verbs see it: keys and values are bytes, which nothing ever changes. */
export interface Opened {
  readonly place: Place;
  /** How much may wait in memory until it is written. */
  readonly batch: Room;
  size(): Promise<number>;
  get(key: Uint8Array): Promise<Bytes | undefined>;
  /** The values of keys, in their order. */
  getMany(keys: readonly Uint8Array[]): Promise<(Bytes | undefined)[]>;
  keys(): AsyncIterable<Bytes>;
  entries(): AsyncIterable<Entry>;
  setMany(entries: readonly Entry[]): Promise<void>;
  /** `false` where the key was not there. */
  delete(key: Uint8Array): Promise<boolean>;
  /** Of servers: what is in files is replaced by new files. */
  deleteMany?(keys: readonly Uint8Array[]): Promise<unknown>;
  close(): Promise<void>;
}

/** How a place is opened. */
export interface Opening {
  /** What may be done; as for `open` of `pantry/dbm`. */
  readonly flag: "r" | "w" | "c";
  /** The format of a file that is created. */
  readonly format?: Format | undefined;
  /** The permissions of a file that is created. */
  readonly mode?: number | undefined;
  /** How many replicas have to confirm what is written. */
  readonly replicas?: number | undefined;
  /** Ends what a server is asked. */
  readonly signal?: AbortSignal;
  /** What one can do about errors, by their codes. */
  readonly remedies?: Remedies;
}

/** Opens a place, does something with it, and closes it. What goes wrong with it is a `Failure` that names it. */
export async function withPlace<Result>(
  place: Place,
  opening: Opening,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const { remedies = REMEDIES } = opening;
  return attempt(
    place.shown,
    async () => {
      const opened = place.kind === "file" ? openedFile(place, opening) : await openedServer(place, opening);
      try {
        return await work(opened);
      } finally {
        await opened.close();
      }
    },
    remedies,
  );
}

/** Does something with a place; what goes wrong with it, and not with another, is a `Failure` that names it. */
export async function blaming<Result>(place: Place, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error, { name: place.shown, remedies: REMEDIES });
  }
}

function openedFile(place: FilePlace, { flag, format, mode }: Opening): Opened {
  const options = { flag, ...(format && { format }), ...(mode !== undefined && { mode }) };
  return new OpenedFile(place, open(place.path, options));
}

async function openedServer(place: ServerPlace, opening: Opening): Promise<Opened> {
  const { flag, replicas, signal } = opening;
  const options = { create: flag === "c", ...(replicas !== undefined && { replicas }) };
  const { close, database } = await (place.kind === "redis" ? inRedis : inPostgres)(place, options);
  return new OpenedServer(place, database, close, signal);
}

interface Reached {
  readonly database: AsyncDatabase;
  readonly close: () => unknown;
}

async function inRedis(place: ServerPlace, options: object): Promise<Reached> {
  const { open } = await import("../../dbm/redis/index.ts");
  const { client, close } = redisClient(place.url);
  return reached(place, () => open(client, place.name, options), close);
}

async function inPostgres(place: ServerPlace, options: object): Promise<Reached> {
  const { open } = await import("../../dbm/postgres/index.ts");
  const { client, close } = postgresClient(place.url);
  return reached(place, () => open(client, place.name, options), close);
}

async function reached(
  { shown }: ServerPlace,
  open: () => Promise<AsyncDatabase>,
  close: () => unknown,
): Promise<Reached> {
  try {
    return { database: await open(), close };
  } catch (error) {
    await close();
    // Each server has names of its own that it cannot have.
    if (error instanceof RangeError) throw misuse(`${shown}: ${error.message}`);
    throw error;
  }
}

/** One of files, whose methods have promises for the sake of the others. */
export class OpenedFile implements Opened {
  readonly batch: Room = { keys: 20_000, bytes: 2 ** 25 };
  readonly place: Place;
  readonly #database: Database;

  constructor(place: Place, database: Database) {
    this.place = place;
    this.#database = database;
  }

  async size(): Promise<number> {
    return this.#database.size;
  }

  async get(key: Uint8Array): Promise<Bytes | undefined> {
    return this.#database.get(key);
  }

  async getMany(keys: readonly Uint8Array[]): Promise<(Bytes | undefined)[]> {
    return keys.map((key) => this.#database.get(key));
  }

  async *keys(): AsyncGenerator<Bytes> {
    yield* this.#database.keys();
  }

  async *entries(): AsyncGenerator<Entry> {
    yield* this.#database.entries();
  }

  async setMany(entries: readonly Entry[]): Promise<void> {
    this.#database.setMany(entries);
  }

  async delete(key: Uint8Array): Promise<boolean> {
    return this.#database.delete(key);
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

/** One of a server. */
class OpenedServer implements Opened {
  readonly batch: Room = { keys: 1000, bytes: 2 ** 22 };
  readonly place: Place;
  readonly #database: AsyncDatabase;
  readonly #letGo: () => unknown;
  readonly #options: { readonly signal?: AbortSignal };

  constructor(place: Place, database: AsyncDatabase, letGo: () => unknown, signal: AbortSignal | undefined) {
    this.place = place;
    this.#database = database;
    this.#letGo = letGo;
    this.#options = signal ? { signal } : {};
  }

  size(): Promise<number> {
    return this.#database.size(this.#options);
  }

  get(key: Uint8Array): Promise<Bytes | undefined> {
    return this.#database.get(key, this.#options);
  }

  getMany(keys: readonly Uint8Array[]): Promise<(Bytes | undefined)[]> {
    return this.#database.getMany(keys, this.#options);
  }

  keys(): AsyncIterable<Bytes> {
    return this.#database.keys(this.#options);
  }

  entries(): AsyncIterable<Entry> {
    return this.#database.entries(this.#options);
  }

  setMany(entries: readonly Entry[]): Promise<void> {
    return this.#database.setMany(entries, this.#options);
  }

  delete(key: Uint8Array): Promise<boolean> {
    return this.#database.delete(key, this.#options);
  }

  deleteMany(keys: readonly Uint8Array[]): Promise<unknown> {
    return this.#database.deleteMany(keys, this.#options);
  }

  async close(): Promise<void> {
    try {
      await this.#database.close(this.#options);
    } finally {
      await this.#letGo();
    }
  }
}
