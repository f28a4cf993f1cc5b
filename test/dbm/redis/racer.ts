// A process that adds 1 to a number again and again: `node racer.ts <JSON of a Race>`. It says "ready", begins when it is told to, and answers what came of it.
import { once } from "node:events";
import { DbmError } from "pantry/dbm";
import { open, type RedisOptions } from "pantry/dbm/redis";
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

const race = JSON.parse(process.argv[2] as string) as Race;
await using lent = await CLUSTER_CLIENTS[race.client](race.places);
await using database = await open(lent.client, race.name, race.options);
process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
let [done, perhaps, failed] = [0, 0, 0];
while (done + perhaps < race.times) {
  try {
    await database.update("sum", (value) => String(Number(value ? new TextDecoder().decode(value) : 0) + 1));
    done++;
  } catch (error) {
    if (!(error instanceof DbmError)) throw error;
    if (error.code === "unconfirmed") perhaps++;
    else if (error.code === "system") failed++;
    else throw error;
  }
}
process.stdout.write(`${JSON.stringify({ done, perhaps, failed } satisfies Finish)}\n`);
