import { PGlite } from "@electric-sql/pglite";
import { open as openTable } from "pantry/dbm/postgres";
import { open as openHashes } from "pantry/dbm/redis";
import { dumps } from "pantry/pickle";
import type { AsyncShelf, EntryOptions } from "pantry/shelve";
import { open as openInPostgres } from "pantry/shelve/postgres";
import { open as openInRedis } from "pantry/shelve/redis";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { failureOf } from "../../dbm/async/failure-of.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startRedis } from "../../servers/redis.ts";
import { CLIENTS } from "../../servers/redis-clients.ts";

interface Engine {
  open<V>(name: string, options?: EntryOptions<V>): Promise<AsyncShelf<V>>;
  /** The bytes of a value, without a shelf. */
  stored(name: string, key: string): Promise<Uint8Array | undefined>;
}

const user = z.object({ id: z.number() });

function describeShelves(engine: () => Engine): void {
  it("keep graphs, and give them back to whoever opens the same name", async () => {
    await using shelf = await engine().open<unknown>("graphs");
    const graph = { list: [1, 2n ** 80n], map: new Map([["a", new Set([1])]]), self: null as unknown };
    graph.self = graph;
    await shelf.set("graph", graph);
    await using other = await engine().open<typeof graph>("graphs");
    const read = await other.get("graph");
    expect(read).toEqual(graph);
    expect(read?.self === read).toBe(true);
    expect(await other.compareAndSet("graph", read as typeof graph, undefined)).toBe(true);
    expect(await shelf.has("graph")).toBe(false);
  });

  it("keep pickles of the protocol that they are told, under keys in their encoding", async () => {
    await using shelf = await engine().open<number>("protocols", { protocol: 2, keyencoding: "latin-1" });
    await shelf.set("key", 42);
    expect(await engine().stored("protocols", "key")).toEqual(dumps(42, { protocol: 2 }));
  });

  it("lose no change of those who race", async () => {
    const shelves = await Promise.all(Array.from({ length: 4 }, () => engine().open<number>("race")));
    const add = async (shelf: AsyncShelf<number>) => {
      for (let i = 0; i < 10; i++) await shelf.update("sum", (sum = 0) => sum + 1);
    };
    await Promise.all(shelves.map(add));
    expect(await shelves[0]?.get("sum")).toBe(40);
    await Promise.all(shelves.map((shelf) => shelf.close()));
  });

  it("check their values by a schema", async () => {
    await using shelf = await engine().open("users", { schema: user });
    const bad = { id: "7" } as unknown as { id: number };
    expect(await failureOf(shelf.set("ada", bad))).toMatchObject({ code: "schema", key: "ada" });
    await shelf.setMany([["ada", { id: 7 }]]);
    expect([...(await shelf.getMany(["ada", "eve"]))]).toEqual([["ada", { id: 7 }]]);
  });

  it("tell what is wrong with the options before anything is opened", async () => {
    expect(await failureOf(engine().open("bad", { keyencoding: "utf-7" }))).toBeInstanceOf(RangeError);
    expect(await failureOf(engine().open("bad", { deserializer: () => 1 }))).toMatchObject({
      code: "serializer",
    });
  });

  it("leave the client open when they are closed", async () => {
    const shelf = await engine().open<number>("closing");
    await shelf.set("a", 1);
    await shelf.close();
    expect(await failureOf(shelf.get("a"))).toMatchObject({ name: "ShelveError", code: "closed" });
    expect(await engine().stored("closing", "a")).toEqual(dumps(1));
  });
}

describe.skipIf(!REDIS)(`shelves in Redis${REDIS_NOTE}`, () => {
  const server = forSuite(startRedis);
  const lent = forSuite(() => CLIENTS.ioredis(server()));

  describeShelves(() => ({
    open: (name, options) => openInRedis(lent().client, name, options),
    async stored(name, key) {
      await using database = await openHashes(lent().client, name);
      return database.get(key);
    },
  }));

  it("have the types that a schema says", () => {
    const open = () =>
      openInRedis(lent().client, "typed", { schema: user.transform(({ id }) => id), replicas: 0 });
    expectTypeOf(open).returns.resolves.toEqualTypeOf<AsyncShelf<number, { id: number }>>();
    expectTypeOf(() => openInRedis<string>(lent().client, "typed")).returns.resolves.toEqualTypeOf<
      AsyncShelf<string>
    >();
  });
});

describe("shelves in PostgreSQL, with PGlite", () => {
  const client = forSuite(() => PGlite.create());

  describeShelves(() => ({
    open: (name, options) => openInPostgres(client(), name, options),
    async stored(name, key) {
      await using database = await openTable(client(), name);
      return database.get(key);
    },
  }));

  it("change several values at once in a transaction", async () => {
    await using shelf = await openInPostgres<number>(client(), "accounts");
    await shelf.setMany([
      ["a", 1],
      ["b", 1],
    ]);
    await shelf.transaction(async (within) => {
      await within.update("a", (value = 0) => value - 1);
      await within.update("b", (value = 0) => value + 1);
    });
    const failed = shelf.transaction(async (within) => {
      await within.clear();
      throw new Error("not now");
    });
    expect((await failureOf(failed)).message).toBe("not now");
    const entries: unknown[] = [];
    for await (const entry of shelf) entries.push(entry);
    expect(entries).toEqual([
      ["a", 0],
      ["b", 2],
    ]);
  });
});
