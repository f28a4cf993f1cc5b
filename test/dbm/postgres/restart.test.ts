import { setTimeout as sleep } from "node:timers/promises";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import { open } from "pantry/dbm/postgres";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { contentOf, textOf } from "../async/contract.ts";
import { connectPool, connectPostgresJs } from "./clients.ts";

/** Whether there is time for more rounds. */
const LONG = process.env.PANTRY_LONG !== undefined;

/** What becomes of the load. */
interface Log {
  /** Whether it goes on. */
  loading: boolean;
  /** For each key the value that was last acknowledged, and those that may be there besides. */
  readonly states: Map<string, { acknowledged: string | undefined; maybe: string[] }>;
  readonly errors: Map<string, number>;
  acknowledged: number;
  /** How many transactions were. */
  transactions: number;
}

describe.skipIf(POSTGRES === undefined)(
  `a server of PostgreSQL that is started again${POSTGRES_NOTE}`,
  () => {
    const server = forSuite(() => startPostgres({ durable: true }));

    const cases = [connectPool, connectPostgresJs].flatMap((connect) =>
      (["fast", "kill"] as const).map((mode) => ({ connect, client: connect.name.slice(7), mode })),
    );

    it.each(cases)(
      "($mode, $client) has lost nothing that it acknowledged, has made no half of a transaction, and serves the same client",
      async ({ connect, client: kind, mode }) => {
        const { client, end } = await connect(server().url(), 12, { fetch_types: false });
        const database = await open(client, `restart ${mode} ${kind}`);
        const whole = await open(client, `whole ${mode} ${kind}`);
        const log: Log = {
          loading: true,
          states: new Map(),
          errors: new Map(),
          acknowledged: 0,
          transactions: 0,
        };
        const load = Promise.all([
          ...Array.from({ length: 8 }, (_, i) => write(database, log, i)),
          ...Array.from({ length: 4 }, (_, i) => writeTwice(whole, log, i)),
        ]);
        const rounds = LONG ? 10 : 1;
        for (let i = 0; i < rounds; i++) {
          await sleep(500);
          await server().stop(mode);
          await sleep(100);
          await server().start();
        }
        const { acknowledged, transactions } = log;
        await until(() => log.acknowledged > acknowledged + 50 && log.transactions > transactions + 20);
        log.loading = false;
        await load;
        const lost = await lostOf(database, log);
        const counts = [...log.errors].map(([code, count]) => `${code} ${count}`).join(", ");
        console.log(
          `${kind}, ${mode}: ${log.acknowledged} changes acknowledged, ${lost.length} of them lost; errors: ${counts}`,
        );
        expect(lost).toEqual([]);
        expect(await halvesOf(whole)).toEqual([]);
        expect(log.errors.size).toBeGreaterThan(0);
        expect([...log.errors.keys()].filter((code) => code !== "system" && code !== "unconfirmed")).toEqual(
          [],
        );
        await end();
      },
    );
  },
);

/** Writes to keys of its own, each value greater than the one before. */
function write(database: AsyncDatabase, log: Log, writer: number): Promise<void> {
  return repeat(log, async (i) => {
    const key = `${writer} ${i % 20}`;
    const value = `${i}`;
    const state = log.states.get(key) ?? { acknowledged: undefined, maybe: [] };
    log.states.set(key, state);
    try {
      if (i % 3 === 0) await database.setMany([[key, value]]);
      else await database.set(key, value);
    } catch (error) {
      if (codeOf(error) === "unconfirmed") state.maybe.push(value);
      throw error;
    }
    state.acknowledged = value;
    state.maybe = [];
    log.acknowledged += 1;
  });
}

/** Gives two keys of its own the same value, in transactions. */
function writeTwice(database: AsyncDatabase, log: Log, writer: number): Promise<void> {
  return repeat(log, async (i) => {
    await database.transaction(async (within) => {
      await within.set(`left ${writer}`, `${i}`);
      await sleep(1);
      await within.set(`right ${writer}`, `${i}`);
    });
    log.transactions += 1;
  });
}

/** Makes one change after the other for as long as the load goes on, and counts the errors. */
async function repeat(log: Log, change: (i: number) => Promise<void>): Promise<void> {
  for (let i = 0; log.loading; i++) {
    try {
      await change(i);
    } catch (error) {
      const code = codeOf(error);
      log.errors.set(code, (log.errors.get(code) ?? 0) + 1);
      await sleep(20);
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof DbmError ? error.code : `${error}`;
}

/** The writers of `writeTwice` whose keys do not have the same value. */
async function halvesOf(database: AsyncDatabase): Promise<string[]> {
  const content = await contentOf(database);
  const writers = Object.keys(content).map((key) => key.replace(/^\w+ /, ""));
  return writers.filter((writer) => content[`left ${writer}`] !== content[`right ${writer}`]);
}

/** The keys that have another value than they can have. */
async function lostOf(database: AsyncDatabase, { states }: Log): Promise<string[]> {
  const lost: string[] = [];
  for (const [key, { acknowledged, maybe }] of states) {
    const found = await database.get(key);
    const text = found && textOf(found);
    if (text !== acknowledged && !maybe.includes(text ?? ""))
      lost.push(`${key}: ${text}, not ${acknowledged}`);
  }
  return lost;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1500 && !condition(); i++) await sleep(20);
  if (!condition()) throw new Error("the service did not come back");
}
