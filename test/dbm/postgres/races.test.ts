import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import { open } from "pantry/dbm/postgres";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { compiledOnce } from "../../tooling/compiled-once.ts";
import { textOf } from "../async/contract.ts";
import { CLIENTS, connectPool, POOLS } from "./clients.ts";

/** Whether there is time for more processes and more rounds. */
const LONG = process.env.PANTRY_LONG !== undefined;

describe.skipIf(POSTGRES === undefined)(`races in PostgreSQL${POSTGRES_NOTE}`, () => {
  const server = forSuite(startPostgres);

  it("lose no change of several processes that update the same key", async () => {
    const times = LONG ? 500 : 25;
    const kinds = Object.keys(CLIENTS);
    const racers = Array.from({ length: LONG ? 8 : 4 }, (_, i) => {
      const args = [kinds[i % kinds.length] as string, server().url(), "race", `${times}`];
      const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
      return promisify(execFile)(
        process.execPath,
        [...flags, join(import.meta.dirname, "racer.ts"), ...args],
        { env: compiledOnce },
      );
    });
    await Promise.all(racers);
    const { client, end } = await connectPool(server().url());
    expect(textOf(await (await open(client, "race")).get("sum"))).toBe(`${racers.length * times}`);
    await end();
  });

  it.each(Object.entries(POOLS))(
    "keep the sum of all accounts, at every moment: with %s",
    async (title, connect) => {
      const { client, end } = await connect(server().url(), 10);
      const bank = await open(client, `bank of ${title}`);
      await bank.setMany(Array.from({ length: 10 }, (_, i) => [`account ${i}`, "100"] as const));
      let moving = true;
      const sums: number[] = [];
      const watch = async () => {
        while (moving) sums.push(await bank.transaction(sumOf));
      };
      const moves = LONG ? 200 : 10;
      const watching = watch();
      const calls = await Promise.all(Array.from({ length: 8 }, (_, i) => moveAround(bank, moves, i)));
      moving = false;
      await watching;
      expect(await sumOf(bank)).toBe(1000);
      expect(new Set(sums)).toEqual(new Set([1000]));
      // Transactions did meet, or this shows nothing.
      expect(calls.reduce((sum, one) => sum + one)).toBeGreaterThan(8 * moves);
      await end();
    },
  );

  it("end in a conflict after as many attempts as are allowed, and change nothing then", async () => {
    const { client, end } = await connectPool(server().url());
    const database = await open(client, "conflict", { attempts: 3 });
    const other = await open(client, "conflict");
    await database.set("key", "0");
    let calls = 0;
    const failed = database.transaction(async (within) => {
      calls += 1;
      await within.get("key");
      await other.set("key", `${calls}`);
      await within.set("key", "lost");
    });
    await expect(failed).rejects.toThrow(DbmError);
    await expect(failed).rejects.toMatchObject({ code: "conflict" });
    expect([calls, textOf(await database.get("key"))]).toEqual([3, "3"]);
    await end();
  });

  it("begin a transaction again even where its function minds no errors", async () => {
    const { client, end } = await connectPool(server().url());
    const database = await open(client, "again");
    await database.set("key", "0");
    let calls = 0;
    await database.transaction(async (within) => {
      calls += 1;
      await within.get("key");
      if (calls === 1) await database.set("key", "in between");
      await within.set("key", "at last").catch(() => {});
    });
    expect([calls, textOf(await database.get("key"))]).toEqual([2, "at last"]);
    await end();
  });

  it("let one of many create the table", async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => connectPool(server().url(), 1)));
    const databases = await Promise.all(
      clients.map(({ client }) => open(client, "first", { table: "Another" })),
    );
    await Promise.all(databases.map((database, i) => database.set(`${i}`, "")));
    expect(await databases[0]?.size()).toBe(8);
    await Promise.all(clients.map(({ end }) => end()));
  });

  it("do not hold up those who change the same keys in another order", async () => {
    const { client, end } = await connectPool(server().url(), 8);
    const database = await open(client, "order");
    const entries = Array.from({ length: 300 }, (_, i) => [`${i}`, "x"] as const);
    const deadlocks = () =>
      server().psql("select deadlocks from pg_stat_database where datname = 'postgres'");
    const before = deadlocks();
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => database.setMany(i % 2 ? entries : entries.toReversed())),
    );
    expect(await database.size()).toBe(300);
    // The server counts what a connection has met when that is closed.
    await end();
    await sleep(100);
    expect(deadlocks()).toBe(before);
  });
});

async function sumOf(database: AsyncDatabase): Promise<number> {
  let sum = 0;
  for await (const value of database.values()) sum += Number(textOf(value));
  return sum;
}

/** Answers how often the function was called. */
async function moveAround(bank: AsyncDatabase, moves: number, seed: number): Promise<number> {
  let calls = 0;
  for (let i = 0; i < moves; i++) {
    const from = `account ${(seed + i) % 10}`;
    const to = `account ${(seed + i * 3 + 1) % 10}`;
    if (from === to) {
      calls += 1;
      continue;
    }
    await bank.transaction(async (within) => {
      calls += 1;
      const [source, target] = (await within.getMany([from, to])).map((value) => Number(textOf(value)));
      await within.set(from, `${(source ?? 0) - 7}`);
      await within.set(to, `${(target ?? 0) + 7}`);
    });
  }
  return calls;
}
