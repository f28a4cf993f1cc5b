import type { Redis as Ioredis } from "ioredis";
import { open, type RedisClient } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, type RedisServer, startRedis } from "../../servers/redis.ts";
import { CLIENTS } from "../../servers/redis-clients.ts";

const MANY = 5000;
const KEYS = Array.from({ length: MANY }, (_, index) => `key ${index}`);

describe.skipIf(!REDIS)(`a walk${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);
  const lent = forSuite(() => CLIENTS.ioredis(server()));

  it("through keys leaves the values where they are", async () => {
    await using database = await open(lent().client, "large values", { buckets: 4 });
    const value = new Uint8Array(100_000);
    await database.setMany(KEYS.slice(0, 20).map((key) => [key, value]));
    const before = await sentBy(server());
    expect(await sorted(database.keys())).toEqual(KEYS.slice(0, 20).sort());
    expect((await sentBy(server())) - before).toBeLessThan(value.length);
  });

  it("through the keys of a large bucket comes to each of them once", async () => {
    await using database = await open(lent().client, "large bucket", { buckets: 1 });
    await database.setMany(KEYS.map((key) => [key, "value"]));
    expect(await sorted(database.keys())).toEqual([...KEYS].sort());
  });

  it("through the keys of a large bucket leaves the values where they are, if the server can", async () => {
    await using database = await open(lent().client, "large bucket", { buckets: 1 });
    await database.setMany(KEYS.map((key) => [key, "value"]));
    const asked: boolean[] = [];
    await using later = await open(likeLaterOne(lent().client, asked), "large bucket");
    expect(await sorted(later.keys())).toEqual([...KEYS].sort());
    expect(asked.length).toBeGreaterThan(1);
    expect(asked).not.toContain(false);
    expect((await sorted(map(later.entries(), ([key]) => key))).length).toBe(MANY);
    expect(asked).toContain(false);
  });

  it("does not hold up a server for the keys of a large bucket", async () => {
    await using database = await open(lent().client, "blocked", { buckets: 1 });
    await database.setMany(KEYS.map((key) => [key, "value"]));
    await server().ask("CONFIG", "RESETSTAT");
    await sorted(database.keys());
    expect(await server().ask("INFO", "commandstats")).not.toContain("cmdstat_hkeys");
  });
});

/** A client as for Redis 7.4, and where it notes whether HSCAN is to leave out values. */
function likeLaterOne(client: Ioredis, asked: boolean[]): RedisClient {
  const later = {
    ...{ options: client.options, status: client.status },
    callBuffer: () => Promise.resolve("PONG"),
    duplicate(options: object) {
      const copy = client.duplicate(options);
      const call = copy.callBuffer.bind(copy) as (...command: unknown[]) => Promise<unknown>;
      return Object.assign(copy, {
        async callBuffer(...command: unknown[]) {
          if (command[0] !== "HSCAN") return call(...command);
          const leavesOut = command.at(-1) === "NOVALUES";
          asked.push(leavesOut);
          if (!leavesOut) return call(...command);
          const [cursor, found] = (await call(...command.slice(0, -1))) as [Uint8Array, Uint8Array[]];
          return [cursor, found.filter((_, index) => index % 2 === 0)];
        },
      });
    },
  };
  return later as unknown as RedisClient;
}

async function sorted(keys: AsyncIterable<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  for await (const key of keys) found.push(new TextDecoder().decode(key));
  return found.sort();
}

async function* map<T, R>(items: AsyncIterable<T>, fn: (item: T) => R): AsyncGenerator<R> {
  for await (const item of items) yield fn(item);
}

/** How many bytes a server has sent. */
async function sentBy(server: RedisServer): Promise<number> {
  const [, count] = /total_net_output_bytes:(\d+)/.exec(await server.ask("INFO", "stats")) ?? [];
  return Number(count);
}
