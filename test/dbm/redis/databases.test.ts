import { createClient } from "@redis/client";
import { Redis as Ioredis } from "ioredis";
import { Redis as Iovalkey } from "iovalkey";
import { open, type RedisClient } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startRedis } from "../../servers/redis.ts";

/** A client that can go to another one of the databases of its server. */
interface Selecting {
  readonly client: RedisClient;
  select(database: number): Promise<unknown>;
  /** Lets go of it once it has all answers: a SELECT of the client's own that gets none is a rejection that nobody can handle. */
  end(): unknown;
}

/** Clients by the URL that has the database to begin in. */
const CLIENTS: Readonly<Record<string, (url: string) => Selecting>> = {
  ioredis: (url) => {
    const client = new Ioredis(url);
    client.on("error", ignore);
    return { client, select: (database) => client.select(database), end: () => leave(client) };
  },
  iovalkey: (url) => {
    const client = new Iovalkey(url);
    client.on("error", ignore);
    return { client, select: (database) => client.select(database), end: () => leave(client) };
  },
  "node-redis": (url) => {
    const client = createClient({ url });
    client.on("error", ignore);
    return {
      client,
      async select(database) {
        if (!client.isOpen) await client.connect();
        await client.select(database);
      },
      end: () => client.destroy(),
    };
  },
};

/** Says goodbye behind what a client says by itself on a new connection. */
async function leave(client: Ioredis | Iovalkey): Promise<void> {
  await client.ping().catch(ignore);
  await client.quit().catch(ignore);
}

describe.skipIf(!REDIS)(`the databases of a server${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);

  describe.each(Object.entries(CLIENTS))("with %s", (title, clientOf) => {
    const lend = (path: string) => {
      const lent = clientOf(`${server().url}${path}`);
      return { ...lent, [Symbol.dispose]: () => void lent.end() };
    };

    it("are those of the client's options", async () => {
      using lent = lend("/3");
      const name = `${title} by its options`;
      await using database = await open(lent.client, name);
      await database.set("key", "value");
      expect(await whereIs(name)).toEqual([3]);
    });

    it("are those that the client has gone to", async () => {
      using lent = lend("/3");
      const name = `${title} elsewhere`;
      await lent.select(5);
      await using there = await open(lent.client, name);
      await lent.select(0);
      await using back = await open(lent.client, name);
      expect(await whereIs(name)).toEqual([0, 5]);
      // It stays where it was opened, on new connections as well.
      await server().ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      expect(await there.has("key")).toBe(false);
      await there.set("key", "value");
      expect([await there.size(), await back.size()]).toEqual([1, 0]);
    });

    it("are not taken for the first one where there are none", async () => {
      using lent = lend("/99");
      const name = `${title} nowhere`;
      const error = await open(lent.client, name).catch((reason) => reason);
      expect(error).toMatchObject({
        code: "system",
        message: `Redis refuses what ${name} asks of it: 127.0.0.1:${server().port} says ERR DB index is out of range`,
      });
      expect(await whereIs(name)).toEqual([]);
    });
  });

  it("are those that a client of ioredis is on its way back to", async () => {
    const client = new Ioredis(server().port);
    client.on("error", ignore);
    await client.select(7);
    const returning = {
      // As it is between its connection and the SELECT that it makes for it.
      status: "connect",
      condition: { select: 0 },
      options: client.options,
      callBuffer: async () => {
        returning.condition = { select: 7 };
      },
      duplicate: (options: object) => client.duplicate(options),
    };
    await using _ = await open(returning as unknown as RedisClient, "on its way");
    expect(await whereIs("on its way")).toEqual([7]);
    client.disconnect();
  });

  it("are not guessed while the client is not connected", async () => {
    const client = createClient({ url: `${server().url}/99`, socket: { reconnectStrategy: 10_000 } });
    client.on("error", ignore);
    client.connect().catch(ignore);
    const error = await open(client as unknown as RedisClient, "a guess", { retryFor: 200 }).catch(
      (reason) => reason,
    );
    expect(error).toMatchObject({
      code: "system",
      message: `Cannot ask Redis, tried for 200 ms: no connection to 127.0.0.1:${server().port}: the client itself is not connected`,
    });
    client.destroy();
  });

  it("are those of the options where a client has other things to do than to answer", async () => {
    const client = createClient({ url: `${server().url}/4`, RESP: 2 });
    await client.connect();
    await client.subscribe("news", ignore);
    await using _ = await open(client as unknown as RedisClient, "of a subscriber");
    expect(await whereIs("of a subscriber")).toEqual([4]);
    client.destroy();
  });

  /** The databases that have one of that name. */
  async function whereIs(name: string): Promise<number[]> {
    const client = new Ioredis(server().port);
    const found: number[] = [];
    for (let database = 0; database < 16; database++) {
      await client.select(database);
      if (await client.exists(`shelf:{${name}}:meta`)) found.push(database);
    }
    client.disconnect();
    return found;
  }
});

function ignore(): void {}
