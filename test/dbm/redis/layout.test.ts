import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { inspect, promisify } from "node:util";
import { createClient } from "@redis/client";
import { Redis as Ioredis } from "ioredis";
import { open, type RedisClient } from "pantry/dbm/redis";
import { dumps } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { SCRIPT, SCRIPT_SHA1 } from "../../../src/dbm/redis/comparison.ts";
import { slotOf } from "../../../src/dbm/redis/slots.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startRedis } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLIENTS, LAZY_CLIENTS } from "../../servers/redis-clients.ts";

const PYTHON = "/usr/bin/python3";

describe("a database in Redis", () => {
  it("knows its script by the name that servers know it by", () => {
    expect(SCRIPT_SHA1).toBe(createHash("sha1").update(SCRIPT).digest("hex"));
  });

  it("finds the slots that servers find", () => {
    // CLUSTER KEYSLOT of the tag.
    expect(["123456789", "a", "naïve:17"].map(slotOf)).toEqual([0x31c3, 15495, 3173]);
  });

  it.each(CLIENT_NAMES)("says which server is not there, with %s", async (name) => {
    await using lent = await LAZY_CLIENTS[name]("redis://:secret@127.0.0.1:1");
    const error = await open(lent.client, "name", { retryFor: 50 }).catch((reason) => reason);
    expect(error).toMatchObject({
      code: "system",
      message:
        "Cannot ask Redis, tried for 50 ms: no connection to 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1",
    });
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain("secret");
  });

  it("lets go of connections that a client says have ended", async () => {
    const real = createClient({ url: "redis://127.0.0.1:1" });
    // As in @redis/client 5.
    const client = {
      ...{ sendCommand: ignore, isReady: false, isOpen: false, options: real.options },
      duplicate(options: object) {
        return Object.assign(real.duplicate(options).on("error", ignore), {
          destroy() {
            throw new Error("The client is closed");
          },
        });
      },
    };
    const error = await open(client as unknown as RedisClient, "name", { retryFor: 0 }).catch(
      (reason) => reason,
    );
    expect(error.message).toContain("connect ECONNREFUSED");
  });

  it("is opened with clients, names and options that can be", async () => {
    for (const client of [undefined, null, {}, () => {}, "redis://127.0.0.1"])
      await expect(open(client as unknown as RedisClient, "name")).rejects.toThrow(TypeError);
    const client = new Ioredis({ lazyConnect: true });
    for (const name of ["", "{", "a}b", "\ud800"])
      await expect(open(client, name)).rejects.toThrow(RangeError);
    await expect(open(client, 1 as unknown as string)).rejects.toThrow(TypeError);
    for (const options of [
      { buckets: 0 },
      { replicas: -1 },
      { timeout: 0 },
      { retryFor: 0.5 },
      { patience: Number.NaN },
    ])
      await expect(open(client, "name", options)).rejects.toThrow(RangeError);
    await expect(open(client, "name", null as unknown as object)).rejects.toThrow(
      "options: an object expected",
    );
    expect(client.status).toBe("wait");
  });
});

describe.skipIf(!REDIS)(`the layout${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);
  const lent = forSuite(() =>
    CLIENTS.ioredis({ host: "localhost", port: server().port }, { keyPrefix: "left out:" }),
  );

  it("is what it is said to be", async () => {
    await using database = await open(lent().client, "notes");
    await database.set("key", "value");
    expect((await server().ask("KEYS", "*notes*")).split("\n").sort()).toEqual([
      "shelf:{notes:169}",
      "shelf:{notes}:meta",
    ]);
    expect(await server().ask("HGETALL", "shelf:{notes:169}")).toBe("key\nvalue");
    expect(await server().ask("HMGET", "shelf:{notes}:meta", "layout", "buckets")).toBe("1\n256");
  });

  it("stays as whoever came first made it", async () => {
    await using first = await open(lent().client, "few", { buckets: 3 });
    await first.set("key", "value");
    await using second = await open(lent().client, "few", { buckets: 100 });
    expect(await second.get("key")).toEqual(new TextEncoder().encode("value"));
  });

  it("has an answer to a comparison that comes late, once a second attempt has overtaken it", async () => {
    const [bucket, token] = ["shelf:{late:0}", "shelf:{late:0}:cas:token"];
    const attempt = (isSecond: boolean) =>
      server().ask(
        "EVAL",
        SCRIPT,
        "2",
        bucket,
        token,
        "key",
        "1",
        "5",
        "1",
        "6",
        "60000",
        isSecond ? "1" : "0",
      );
    await server().ask("HSET", bucket, "key", "4");
    expect(await attempt(true)).toBe("0");
    await server().ask("HSET", bucket, "key", "5");
    expect(await attempt(false)).toBe("0");
    expect(await server().ask("HGET", bucket, "key")).toBe("5");
  });

  it("is not made for those who want none", async () => {
    const opened = open(lent().client, "typo", { create: false });
    await expect(opened).rejects.toMatchObject({
      code: "not-found",
      message: "Cannot open typo: there is no database",
    });
    expect(await server().ask("KEYS", "*typo*")).toBe("");
    await using made = await open(lent().client, "no typo", { buckets: 3 });
    await made.set("key", "value");
    await using found = await open(lent().client, "no typo", { create: false });
    expect(await found.size()).toBe(1);
  });

  it("is left alone where it is another one, or cannot be", async () => {
    await server().ask("HSET", "shelf:{later}:meta", "layout", "2", "buckets", "256");
    await expect(open(lent().client, "later")).rejects.toMatchObject({
      code: "unsupported",
      message: "Cannot open later: it has the layout 2, and 1 is the one that is known here",
    });
    await server().ask("HSET", "shelf:{bare}:meta", "layout", "2");
    await expect(open(lent().client, "bare")).rejects.toHaveProperty("code", "unsupported");
    expect(await server().ask("HKEYS", "shelf:{bare}:meta")).toBe("layout");
    await server().ask("HSET", "shelf:{broken}:meta", "layout", "1", "buckets", "-1");
    await expect(open(lent().client, "broken")).rejects.toMatchObject({
      code: "malformed",
      message: "Cannot open broken: as many buckets as it says it has cannot be: -1",
    });
    await server().ask("SET", "shelf:{taken}:meta", "of another");
    await expect(open(lent().client, "taken")).rejects.toMatchObject({
      code: "other-format",
      message: `Cannot use taken: what should be a hash of it is something else on localhost:${server().port}`,
    });
  });

  it("tells what servers refuse", async () => {
    await using database = await open(lent().client, "refused", { buckets: 1 });
    await server().ask("CONFIG", "SET", "maxmemory", "1");
    try {
      for (const refused of [database.set("key", ""), database.compareAndSet("key", undefined, "a")]) {
        const error = await refused.catch((reason) => reason);
        expect(error).toHaveProperty("code", "system");
        expect(error.message).toContain(
          `Redis refuses what refused asks of it: localhost:${server().port} says OOM`,
        );
      }
    } finally {
      await server().ask("CONFIG", "SET", "maxmemory", "0");
    }
  });

  it("says where something else is in its place", async () => {
    await using database = await open(lent().client, "replaced", { buckets: 1 });
    await server().ask("SET", "shelf:{replaced:0}", "of another");
    for (const refused of [
      database.get("key"),
      database.set("key", ""),
      database.compareAndSet("key", "", "a"),
      database.size(),
      database.keys().next(),
      database.entries().next(),
    ])
      await expect(refused).rejects.toMatchObject({
        code: "other-format",
        message: `Cannot use replaced: what should be a hash of it is something else on localhost:${server().port}`,
      });
  });

  it("is not asked again and again by one who has the wrong password", async () => {
    using guarded = await startRedis();
    await guarded.ask("CONFIG", "SET", "requirepass", "right");
    for (const name of CLIENT_NAMES) {
      await using lent = await LAZY_CLIENTS[name](`redis://:secret@127.0.0.1:${guarded.port}`);
      const error = await open(lent.client, "guarded").catch((reason) => reason);
      expect(error).toHaveProperty("code", "system");
      expect(error.message).toContain(`127.0.0.1:${guarded.port} says WRONGPASS`);
      expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain("secret");
    }
  });

  const withoutPython = spawnSync(PYTHON, ["-c", "import redis"]).status !== 0;
  it.skipIf(withoutPython)(`is read by Python${withoutPython ? " (skipped: no redis-py)" : ""}`, async () => {
    await using database = await open(lent().client, "for python");
    await database.setMany([
      ["tea", dumps(new Map([["price", 2.5]]))],
      ["ключ", dumps([1n, null, true])],
    ]);
    const reader = `${import.meta.dirname}/../../../examples/read_remote_shelf.py`;
    const { stdout } = await promisify(execFile)(PYTHON, [reader, server().url, "for python"], {
      env: { ...process.env, PYTHONIOENCODING: "utf-8" },
    });
    expect(stdout.trim().split("\n")).toEqual(["tea: {'price': 2.5}", "ключ: [1, None, True]"]);
  });
});

function ignore(): void {}
