import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { open } from "pantry/dbm/redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../servers/fleet.ts";
import { type RedisCluster, redisMissing, startCluster } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLUSTER_CLIENTS } from "../../servers/redis-clients.ts";
import type { Finish, Race } from "./racer.ts";

/** How many processes race. */
const RACERS = 8;

if (redisMissing) describe("eight processes that change one value", () => it.skip(redisMissing as string));
else describe("eight processes that change one value", describeRaces);

function describeRaces(): void {
  const stack = new AsyncDisposableStack();
  const racers: ChildProcess[] = [];
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = stack.use(await startCluster());
  });
  afterAll(() => {
    for (const racer of racers) racer.kill("SIGKILL");
    return stack.disposeAsync();
  });

  it("lose no change", async () => {
    const finishes = await run({ name: "calm", times: 25, options: {} });
    expect(finishes).toEqual(finishes.map(() => ({ done: 25, perhaps: 0, failed: 0 })));
    expect(await sumOf("calm")).toBe(RACERS * 25);
  });

  it("lose none either when the master is killed meanwhile", async () => {
    // The key `sum` is in the bucket 77: its CRC-32 is 0xc8bd9f4d.
    const slot = await cluster.slotOf("{killed:77}");
    const { master } = await cluster.ownersOf(slot);
    const finishes = await run({ name: "killed", times: 100, options: { replicas: 1 } }, async () => {
      await sleep(500);
      await master.kill();
      await until("another master", async () => (await cluster.ownersOf(slot)).master !== master);
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
    const started = Array.from({ length: RACERS }, (_, index) => {
      const client = CLIENT_NAMES[index % CLIENT_NAMES.length];
      const task = JSON.stringify({ ...race, client, places: cluster.addresses });
      const racer = spawn(
        process.execPath,
        ["--conditions=source", `${import.meta.dirname}/racer.ts`, task],
        { stdio: ["pipe", "pipe", "inherit"] },
      );
      racers.push(racer);
      return {
        racer,
        lines: createInterface(racer.stdout)[Symbol.asyncIterator](),
        ended: once(racer, "exit"),
      };
    });
    for (const { lines } of started) expect((await lines.next()).value).toBe("ready");
    for (const { racer } of started) racer.stdin.write("go\n");
    await meanwhile();
    return Promise.all(
      started.map(async ({ lines, ended }) => {
        const { value } = await lines.next();
        expect((await ended)[0]).toBe(0);
        return JSON.parse(String(value));
      }),
    );
  }

  async function sumOf(name: string): Promise<number> {
    await using lent = await CLUSTER_CLIENTS.ioredis(cluster.addresses);
    await using database = await open(lent.client, name);
    return Number(new TextDecoder().decode(await database.get("sum")));
  }
}
