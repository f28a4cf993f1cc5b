// A process that adds 1 to a number again and again. It reads lines: the JSON of a `Race`, to which it says "ready", and "go", which it answers with the
// JSON of a `Finish`; and so on.
import { createInterface } from "node:readline";
import { open, type RedisOptions } from "pantry/dbm/redis";
import { DbmError } from "../../../src/dbm/errors.ts";
import { CLUSTER_CLIENTS, type ClientName } from "../../servers/redis-clients.ts";

/** What a racer is to do. */
export interface Race {
  readonly client: ClientName;
  readonly places: readonly { readonly host: string; readonly port: number }[];
  readonly name: string;
  readonly times: number;
  readonly options: RedisOptions;
}

/** How often a racer added 1: for certain, and perhaps besides; and how often for certain not. */
export interface Finish {
  readonly done: number;
  readonly perhaps: number;
  readonly failed: number;
}

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
for (let line = await lines.next(); !line.done; line = await lines.next()) await run(JSON.parse(line.value));

async function run({ client, places, name, times, options }: Race): Promise<void> {
  await using lent = await CLUSTER_CLIENTS[client](places);
  await using database = await open(lent.client, name, options);
  process.stdout.write("ready\n");
  await lines.next();
  let [done, perhaps, failed] = [0, 0, 0];
  while (done + perhaps < times) {
    try {
      await database.update("sum", (value) =>
        String(Number(value ? new TextDecoder().decode(value) : 0) + 1),
      );
      done++;
    } catch (error) {
      if (!(error instanceof DbmError)) throw error;
      if (error.code === "unconfirmed") perhaps++;
      else if (error.code === "system") failed++;
      else throw error;
    }
  }
  process.stdout.write(`${JSON.stringify({ done, perhaps, failed } satisfies Finish)}\n`);
}
