import { setTimeout as sleep } from "node:timers/promises";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import { open } from "pantry/dbm/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POSTGRES, POSTGRES_NOTE, type PostgresServer, startPostgres } from "../../servers/postgres.ts";
import { contentOf, textOf } from "../async/contract.ts";
import { connectPool, connectPostgresJs } from "./clients.ts";

/** Whether there is time for more rounds. */
const LONG = process.env.PANTRY_LONG !== undefined;

/** What became of the load. */
interface Log {
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
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres({ durable: true });
    });
    afterAll(() => server[Symbol.asyncDispose]());

    const cases = [connectPool, connectPostgresJs].flatMap((connect) =>
      (["fast", "kill"] as const).map((mode) => ({ connect, client: connect.name.slice(7), mode })),
    );

    it.each(cases)(
      "($mode, $client) has lost nothing that it acknowledged, has made no half of a transaction, and serves the same client",
      async ({ connect, client: kind, mode }) => {
        const { client, end } = await connect(server.url(), 12, { fetch_types: false });
        const database = await open(client, `restart ${mode} ${kind}`);
        const whole = await open(client, `whole ${mode} ${kind}`);
        const log: Log = { states: new Map(), errors: new Map(), acknowledged: 0, transactions: 0 };
        let loading = true;
        const load = Promise.all([
          ...Array.from({ length: 8 }, (_, i) => write(database, log, i, () => loading)),
          ...Array.from({ length: 4 }, (_, i) => writeTwice(whole, log, i, () => loading)),
        ]);
        const rounds = LONG ? 10 : 1;
        for (let i = 0; i < rounds; i++) {
          await sleep(500);
          await server.stop(mode);
          await sleep(100);
          await server.start();
        }
        const { acknowledged, transactions } = log;
        await until(() => log.acknowledged > acknowledged + 50 && log.transactions > transactions + 20);
        loading = false;
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
async function write(
  database: AsyncDatabase,
  log: Log,
  writer: number,
  loading: () => boolean,
): Promise<void> {
  for (let i = 0; loading(); i++) {
    const key = `${writer} ${i % 20}`;
    const value = `${i}`;
    const state = log.states.get(key) ?? { acknowledged: undefined, maybe: [] };
    log.states.set(key, state);
    try {
      if (i % 3 === 0) await database.setMany([[key, value]]);
      else await database.set(key, value);
      state.acknowledged = value;
      state.maybe = [];
      log.acknowledged += 1;
    } catch (error) {
      if (noted(error, log) === "unconfirmed") state.maybe.push(value);
      await sleep(20);
    }
  }
}

/** Gives two keys of its own the same value, in transactions. */
async function writeTwice(
  database: AsyncDatabase,
  log: Log,
  writer: number,
  loading: () => boolean,
): Promise<void> {
  for (let i = 0; loading(); i++) {
    try {
      await database.transaction(async (within) => {
        await within.set(`left ${writer}`, `${i}`);
        await sleep(1);
        await within.set(`right ${writer}`, `${i}`);
      });
      log.transactions += 1;
    } catch (error) {
      noted(error, log);
      await sleep(20);
    }
  }
}

/** Counts an error; answers its code. */
function noted(error: unknown, { errors }: Log): string {
  const code = error instanceof DbmError ? error.code : `${error}`;
  errors.set(code, (errors.get(code) ?? 0) + 1);
  return code;
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
