import { setTimeout as sleep } from "node:timers/promises";
import { Redis as Ioredis } from "ioredis";
import { Redis as Iovalkey } from "iovalkey";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import { open, type RedisOptions } from "pantry/dbm/redis";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { until } from "../../servers/fleet.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { LossyProxy } from "../../servers/proxy.ts";
import { REDIS, REDIS_NOTE, startRedis } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLIENTS } from "../../servers/redis-clients.ts";

/** What the two of one family have in common. */
const FAMILY: Readonly<Record<string, (port: number) => Ioredis>> = {
  ioredis: (port) => new Ioredis(port),
  iovalkey: (port) => new Iovalkey(port) as unknown as Ioredis,
};

describe.skipIf(!REDIS)(`a connection that takes nothing more${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);

  it.each(Object.entries(FAMILY))(
    "has sent nothing: the change is made on another, with %s",
    async (name, clientOf) => {
      const client = clientOf(server().port);
      client.on("error", () => {});
      const made: Ioredis[] = [];
      const duplicate = client.duplicate.bind(client);
      vi.spyOn(client, "duplicate").mockImplementation((options) => {
        const copy = duplicate(options);
        made.push(copy);
        return copy;
      });
      await using database = await open(client, `half closed ${name}`);
      await database.set("key", "value");
      for (const { stream } of made) stream.end();
      expect(made.map(({ status, stream }) => [status, stream.writable])).toEqual([["ready", false]]);
      await database.set("key", "another");
      expect(textOf(await database.get("key"))).toBe("another");
      await client.quit();
    },
  );
});

describe.skipIf(!REDIS).each(CLIENT_NAMES)(`answers that are lost, with %s${REDIS_NOTE}`, (name) => {
  const server = forSuite(startRedis);
  const replica = forSuite(() => startRedis(["--replicaof", "127.0.0.1", String(server().port)]));
  let stack: AsyncDisposableStack;
  let proxy: LossyProxy;
  let count = 0;

  beforeAll(() =>
    until("a replica", async () => (await server().ask("INFO", "replication")).includes("state=online")),
  );

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    proxy = stack.use(await LossyProxy.of(server().port));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const one of [server(), replica()]) one.thaw();
    await server().ask("CONFIG", "SET", "maxmemory", "0");
    await stack.disposeAsync();
  });

  async function opened(options: RedisOptions = {}): Promise<AsyncDatabase> {
    const { client } = stack.use(await CLIENTS[name]({ host: "127.0.0.1", port: proxy.port }));
    return stack.use(await open(client, `lost ${name} ${++count}`, options));
  }

  it("do not make a change that was sent be sent once more", async () => {
    const database = await opened();
    const lost = proxy.loseAnswerTo("HSET", async () => {
      // Somebody else comes in between: sent again, the change would undo this.
      await server().ask("HSET", bucketOf(database), "key", "of another");
    });
    const error = await failureOf(database.set("key", "mine"));
    expect(error.code).toBe("unconfirmed");
    await lost;
    await sleep(300);
    expect(textOf(await database.get("key"))).toBe("of another");
  });

  it("do not keep reads from being answered", async () => {
    const database = await opened();
    await database.set("key", "value");
    const lost = proxy.loseAnswerTo("HGET");
    expect(textOf(await database.get("key"))).toBe("value");
    await lost;
  });

  it("leave no doubt whether a comparison was right", async () => {
    for (const replicas of [0, 1]) {
      const database = await opened({ replicas });
      await database.set("key", "5");
      const lost = proxy.loseAnswerTo("EVALSHA");
      expect(await database.compareAndSet("key", "5", "6")).toBe(true);
      await lost;
      expect(textOf(await database.get("key"))).toBe("6");
    }
  });

  it("do not change a value twice that has become what it was", async () => {
    const database = await opened();
    await database.set("key", "5");
    const lost = proxy.loseAnswerTo("EVALSHA", async () => {
      expect(await server().ask("HGET", bucketOf(database), "key")).toBe("6");
      await server().ask("HSET", bucketOf(database), "key", "5");
    });
    expect(await database.compareAndSet("key", "5", "6")).toBe(true);
    await lost;
    expect(textOf(await database.get("key"))).toBe("5");
  });

  it("are told of where the comparison cannot be made again", async () => {
    for (const refused of [false, true]) {
      const database = await opened({ patience: 500, retryFor: 1000 });
      await database.set("key", "5");
      const lost = proxy.loseAnswerTo("EVALSHA", async () => {
        if (refused) await server().ask("CONFIG", "SET", "maxmemory", "1");
        else server().freeze();
      });
      const error = await failureOf(database.compareAndSet("key", "5", "6"));
      expect(error.code).toBe("unconfirmed");
      await lost;
      server().thaw();
      await server().ask("CONFIG", "SET", "maxmemory", "0");
      expect(textOf(await database.get("key"))).toBe("6");
    }
  });

  it("are not asked for once they may be forgotten", async () => {
    const database = await opened({ retryFor: 60_000 });
    await database.set("key", "5");
    const now = performance.now.bind(performance);
    const lost = proxy.loseAnswerTo("EVALSHA", async () => {
      vi.spyOn(performance, "now").mockImplementation(() => now() + 31_000);
    });
    const error = await failureOf(database.compareAndSet("key", "5", "6"));
    expect(error.message).toBe("A change is not confirmed: it was sent too long ago to ask again");
    await lost;
  });

  it("are not waited for once the database is closed", async () => {
    const database = await opened({ retryFor: 20_000 });
    await database.compareAndSet("key", undefined, "1");
    await proxy[Symbol.asyncDispose]();
    const read = failureOf(database.get("key"));
    const began = performance.now();
    await database.close();
    expect((await read).code).toBe("closed");
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("are not waited for by one who lets go of servers that do not answer", async () => {
    const database = await opened();
    await database.compareAndSet("key", undefined, "1");
    server().freeze();
    const began = performance.now();
    await database.close();
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it("are remembered where a call was made twice, and nowhere else", async () => {
    const database = await opened();
    await database.set("key", "5");
    const tokens = () => server().ask("KEYS", `shelf:{${database.name}:*}:cas:*`);
    await database.compareAndSet("key", "5", "6");
    const first = await tokens();
    await database.compareAndSet("key", "6", "7");
    expect(await tokens()).not.toContain(first);
    const lost = proxy.loseAnswerTo("EVALSHA");
    await database.compareAndSet("key", "7", "8");
    await lost;
    await database.compareAndSet("key", "8", "9");
    await database.close();
    const token = await tokens();
    expect(token.split("\n")).toHaveLength(1);
    expect(Number(await server().ask("PTTL", token))).toBeGreaterThan(10_000);
  });

  it("never let a new connection confirm what an old one sent", async () => {
    const database = await opened({ replicas: 1, timeout: 20_000 });
    await database.set("key", "before");
    const [, offset] = /slave0:.*offset=(\d+)/.exec(await server().ask("INFO", "replication")) ?? [];
    expect(Number(offset)).toBeGreaterThan(0);
    replica().freeze();
    const change = failureOf(database.set("key", "after"));
    await sleep(200);
    expect(await server().ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")).not.toBe("0");
    expect((await change).code).toBe("unconfirmed");

    // What the first WAIT of a new connection is told: it has sent nothing that is to be confirmed.
    expect(await server().ask("WAIT", "1", "100")).toBe("1");
    replica().thaw();
    await database.set("key", "at last");
  });

  /** Where the key `key` is: the CRC-32 of those bytes is 0x8a90aba9. */
  function bucketOf(database: AsyncDatabase): string {
    return `shelf:{${database.name}:${0x8a90aba9 % 256}}`;
  }
});

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}

async function failureOf(promise: Promise<unknown>): Promise<DbmError> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DbmError);
  return error;
}
