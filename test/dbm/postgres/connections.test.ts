import { setTimeout as sleep } from "node:timers/promises";
import type { AsyncDatabase } from "pantry/dbm";
import { open, type PgClient, type PgPool } from "pantry/dbm/postgres";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { contentOf, textOf } from "../async/contract.ts";
import { failureOf } from "../async/failure-of.ts";
import { CLIENTS, connectClient, connectPool, connectPostgresJs, POOLS } from "./clients.ts";

/** How long the impatient clients wait for an answer, in milliseconds. */
const PATIENCE = 200;

describe.skipIf(POSTGRES === undefined)(`a connection to PostgreSQL${POSTGRES_NOTE}`, () => {
  const server = forSuite(startPostgres);
  const pool = forSuite(() => connectPool(server().url()));

  /** A client of pg that gives up on an answer. */
  async function connectImpatient(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: server().url(), query_timeout: PATIENCE });
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  /** A transaction whose second change waits for a lock for longer than the client does; then the lock is gone. */
  async function failInTransaction(database: AsyncDatabase): Promise<Error> {
    const locker = await connectClient(server().url());
    await locker.client.query("begin; select * from shelf where key = 'locked' for update");
    const error = await failureOf(
      database.transaction(async (within) => {
        await within.set("first", "1");
        await within.set("locked", "1");
      }),
    );
    await locker.end();
    return error;
  }

  describe("whose client gave up on a transaction", () => {
    it("keeps what is acknowledged later, and nothing of the transaction", async () => {
      const others = await open(pool().client, "impatient set");
      await others.set("locked", "0");
      const client = await connectImpatient();
      const database = await open(client, "impatient set");
      expect(await failInTransaction(database)).toMatchObject({ code: "system" });
      await sleep(PATIENCE);
      await database.set("after", "acknowledged");
      expect(await contentOf(others)).toEqual({ locked: "0", after: "acknowledged" });
      await client.end();
      expect(await contentOf(others)).toEqual({ locked: "0", after: "acknowledged" });
    });

    it("does not commit it with the next one", async () => {
      const others = await open(pool().client, "impatient transaction");
      await others.set("locked", "0");
      const client = await connectImpatient();
      const database = await open(client, "impatient transaction");
      expect(await failInTransaction(database)).toMatchObject({ code: "system" });
      await sleep(PATIENCE);
      await database.transaction((within) => within.set("second", "1"));
      await client.end();
      expect(await contentOf(others)).toEqual({ locked: "0", second: "1" });
    });

    it("is sent nothing while the server says nothing", async () => {
      const others = await open(pool().client, "impatient still");
      await others.set("locked", "0");
      const client = await connectImpatient();
      const database = await open(client, "impatient still");
      const locker = await connectClient(server().url());
      await locker.client.query("begin; select * from shelf where key = 'locked' for update");
      const changes = [
        () => database.transaction((within) => within.set("locked", "1")),
        () => database.set("other", "1"),
      ];
      for (const change of changes) expect(await failureOf(change())).toMatchObject({ code: "system" });
      await locker.end();
      await sleep(PATIENCE);
      await database.set("after", "1");
      expect(await contentOf(others)).toEqual({ locked: "0", after: "1" });
      await client.end();
    });
  });

  describe("in a transaction of its user's", () => {
    it("is not used: what it acknowledged would go with that", async () => {
      const { client, end } = await connectClient(server().url());
      const database = await open(client, "own");
      await client.query("begin");
      expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: "system" });
      await client.query("insert into shelf values ('own', 'mine', '1')");
      expect(await failureOf(database.transaction((within) => within.get("key")))).toMatchObject({
        code: "system",
        message: expect.stringContaining("in the middle of a transaction"),
      });
      await client.query("commit");
      await database.set("key", "value");
      expect(await contentOf(database)).toEqual({ mine: "1", key: "value" });
      await end();
    });

    it("goes from a pool, which makes another", async () => {
      const { client, end } = await connectPool(server().url(), 1);
      const database = await open(client, "own, in a pool");
      const lent = await client.connect();
      await lent.query("begin");
      lent.release();
      expect(await failureOf(database.set("key", "value"))).toMatchObject({ code: "system" });
      await database.set("key", "value");
      expect(await contentOf(await open(pool().client, "own, in a pool"))).toEqual({ key: "value" });
      await end();
    });
  });

  it("has to be there: a Client that nobody has connected is refused", async () => {
    const client = new pg.Client({ connectionString: server().url() });
    await expect(open(client, "early")).rejects.toThrow(TypeError);
    const connected = client.connect();
    await open(client, "early");
    await connected;
    await client.end();
  });

  it.each(Object.entries(CLIENTS))("may forget what it has prepared: %s", async (_, connect) => {
    const { client, end } = await connect(server().url(), 1);
    const database = await open(client, "forgetful");
    const { unsafe, query = unsafe } = client as unknown as Record<string, (sql: string) => Promise<unknown>>;
    const forget = () => query?.call(client, "discard all");
    const transaction = () => database.transaction((within) => within.set("key", "2"));
    await database.set("key", "1");
    await transaction();
    for (const change of [() => database.set("key", "3"), transaction, () => database.get("key")]) {
      await forget();
      await change();
      await change();
    }
    expect(await contentOf(database)).toEqual({ key: "2" });
    await end();
  });

  it.each([
    ["a Pool of pg", connectPool],
    ["a Client of pg", connectClient],
  ] as const)("may have prepared the same for somebody else, as behind a pooler: %s", async (_, connect) => {
    const first = await connectClient(server().url());
    const database = await open(first.client, "pooled");
    await database.set("key", "1");
    const { rows } = await first.client.query(
      "select name from pg_prepared_statements where name like 'pantry_set_%'",
    );
    const { client, end } = await connect(server().url(), 1);
    await client.query(`prepare ${rows[0].name} as select 1`);
    const pooled = await open(client, "pooled");
    await pooled.set("key", "2");
    await pooled.transaction((within) => within.set("other", "3"));
    expect(await contentOf(database)).toEqual({ key: "2", other: "3" });
    await Promise.all([first.end(), end()]);
  });

  it("may forget what it has prepared, and postgres sends the same bytes again, on old runtimes as well", async () => {
    const { client, end } = await connectPostgresJs(server().url(), 1);
    const database = await open(client, "forgetful", { table: '$1"$2' });
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    const toHex = Object.getOwnPropertyDescriptor(Uint8Array.prototype, "toHex");
    for (const isOld of [false, true]) {
      if (isOld) Reflect.deleteProperty(Uint8Array.prototype, "toHex");
      try {
        for (let i = 0; i < 3; i++) {
          await client.unsafe("deallocate all");
          await database.set(every, every);
          await client.unsafe("deallocate all");
          expect(await database.get(every)).toEqual(every);
        }
      } finally {
        if (toHex) Object.defineProperty(Uint8Array.prototype, "toHex", toHex);
      }
    }
    expect(await database.size()).toBe(1);
    await end();
  });

  it.each(Object.entries(POOLS))(
    "is given back when a transaction is given up, though its function goes on: %s",
    async (_, connect) => {
      const { client, end } = await connect(server().url(), 1);
      const database = await open(client, "given up");
      const { promise: free, resolve: go } = Promise.withResolvers<void>();
      let late: Promise<Error> | undefined;
      const endless = database.transaction(
        async (within) => {
          await within.set("key", "1");
          await free;
          late = failureOf(within.set("late", "1"));
          await late;
        },
        { signal: AbortSignal.timeout(100) },
      );
      expect(await failureOf(endless)).toMatchObject({ name: "TimeoutError" });
      expect(await database.size({ signal: AbortSignal.timeout(3000) })).toBe(0);
      go();
      await sleep(20);
      expect(await late).toMatchObject({ code: "closed" });
      expect(await database.size()).toBe(0);
      await end();
    },
  );

  it("is given back by a client that throws instead of answering", async () => {
    const given: boolean[] = [];
    const lent = {
      query: () => {
        throw new Error("not today");
      },
      on: () => {},
      removeListener: () => {},
      release: (discard: boolean) => given.push(discard),
    };
    const throwing: PgPool = { totalCount: 1, connect: (callback) => callback(undefined, lent) };
    expect(await failureOf(open(throwing, "notes"))).toMatchObject({ code: "system", message: /not today/ });
    expect(given).toEqual([true]);
  });
});

describe.skipIf(POSTGRES === undefined)(`a table that keeps nothing${POSTGRES_NOTE}`, () => {
  const server = forSuite(startPostgres);
  const pool = forSuite(() => connectPool(server().url()));
  beforeAll(() => {
    server().psql(`create function drop_row() returns trigger language plpgsql as
      'begin if new.key = ''x'' then return null; end if; return new; end'`);
  });

  it("is told by a set that it dropped", async () => {
    const database = await open(pool().client, "t", { table: "dropping" });
    await database.set("x", "0");
    server().psql(
      "create trigger drops before insert or update on dropping for each row execute function drop_row()",
    );
    const many = () =>
      database.setMany([
        ["y", "1"],
        ["x", "1"],
      ]);
    for (const change of [() => database.set("x", "1"), many])
      expect(await failureOf(change())).toMatchObject({ name: "DbmError", code: "other-format" });
    await database.set("y", "2");
    expect(await contentOf(database)).toEqual({ x: "0", y: "2" });
    server().psql("create rule nothing as on delete to dropping do instead nothing");
    expect(await database.delete("y")).toBe(false);
  });

  it.each(["char(10)", "name", `text collate "C" default 'x'`, "varchar(600)"])(
    "or not the names as they are is refused: %s",
    async (type) => {
      server().psql(`drop table if exists named;
        create table named (name ${type}, key bytea, value bytea, primary key (name, key))`);
      const opened = open(pool().client, "t", { table: "named" });
      if (type.includes("10") || type === "name")
        expect(await failureOf(opened)).toMatchObject({ code: "other-format" });
      else expect(textOf(await (await opened).setdefault("key", "value"))).toBe("value");
    },
  );
});

describe("what open is told", () => {
  const client = { query: () => {}, on: () => {}, removeListener: () => {} } as unknown as PgClient;

  it.each<{ readonly options: unknown }>([
    { options: null },
    { options: 5 },
    { options: "shelf" },
    { options: { table: 5 } },
    { options: { table: null } },
    { options: { create: "no" } },
    { options: { prepare: 0 } },
    { options: { attempts: "5" } },
  ])("has to be options: $options", async ({ options }) => {
    const failure = await failureOf(open(client, "notes", options as never));
    expect(failure).toBeInstanceOf(TypeError);
    expect(failure.message).toMatch(/expected/);
  });
});
