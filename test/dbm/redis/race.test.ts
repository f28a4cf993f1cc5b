import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { open } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { until } from "../../servers/fleet.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startCluster } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLUSTER_CLIENTS, type ClientName } from "../../servers/redis-clients.ts";
import type { Finish, Race } from "./racer.ts";

/** How many processes race. */
const RACERS = 8;

describe.skipIf(!REDIS)(`eight processes that change one value${REDIS_NOTE}`, () => {
  const racers = Array.from({ length: RACERS }, () => forSuite(async () => new Racer()));
  const cluster = forSuite(startCluster);

  it("lose no change", async () => {
    const finishes = await run({ name: "calm", times: 25, options: {} });
    expect(finishes).toEqual(finishes.map(() => ({ done: 25, perhaps: 0, failed: 0 })));
    expect(await sumOf("calm")).toBe(RACERS * 25);
  });

  it("lose none either when the master is killed meanwhile", async () => {
    // The key `sum` is in the bucket 77: its CRC-32 is 0xc8bd9f4d.
    const slot = await cluster().slotOf("{killed:77}");
    const { master } = await cluster().ownersOf(slot);
    const finishes = await run({ name: "killed", times: 100, options: { replicas: 1 } }, async () => {
      const sum = async () => Number(await master.ask("HGET", "shelf:{killed:77}", "sum"));
      await until("a race", async () => (await sum()) > 50);
      expect(await sum()).toBeLessThan(RACERS * 100);
      await master.kill();
      await until("another master", async () => (await cluster().ownersOf(slot)).master !== master);
      await master.restart();
    });
    const done = finishes.reduce((sum, finish) => sum + finish.done, 0);
    const perhaps = finishes.reduce((sum, finish) => sum + finish.perhaps, 0);
    const failed = finishes.reduce((sum, finish) => sum + finish.failed, 0);
    const sum = await sumOf("killed");
    console.info(
      `a master killed in a race: ${done} done, ${perhaps} perhaps, ${failed} not, the sum is ${sum}`,
    );
    expect(sum).toBeGreaterThanOrEqual(done);
    expect(sum).toBeLessThanOrEqual(done + perhaps);
  });

  /** Lets the racers run, each with its own client. */
  async function run(
    race: Pick<Race, "name" | "times" | "options">,
    meanwhile: () => Promise<void> = async () => {},
  ): Promise<Finish[]> {
    const places = cluster().addresses;
    const told = racers.map((racer, index) => {
      const client = CLIENT_NAMES[index % CLIENT_NAMES.length] as ClientName;
      return racer().tell(JSON.stringify({ ...race, client, places } satisfies Race));
    });
    expect(await Promise.all(told)).toEqual(racers.map(() => "ready"));
    const finishes = racers.map((racer) => racer().tell("go"));
    await meanwhile();
    return (await Promise.all(finishes)).map((finish) => JSON.parse(finish));
  }

  async function sumOf(name: string): Promise<number> {
    await using lent = await CLUSTER_CLIENTS.ioredis(cluster().addresses);
    await using database = await open(lent.client, name);
    return Number(new TextDecoder().decode(await database.get("sum")));
  }
});

/** A process of `racer.ts`. */
class Racer implements Disposable {
  readonly #process = spawn(process.execPath, ["--conditions=source", `${import.meta.dirname}/racer.ts`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  readonly #lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();

  /** Writes a line, and answers the next one that comes. */
  async tell(line: string): Promise<string> {
    this.#process.stdin.write(`${line}\n`);
    return String((await this.#lines.next()).value);
  }

  [Symbol.dispose](): void {
    this.#process.kill("SIGKILL");
  }
}
