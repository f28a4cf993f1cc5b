import { open } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startCluster } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLUSTER_CLIENTS } from "../../servers/redis-clients.ts";

/** So many keys that a bucket is several answers long, wherever its cursor is. */
const KEYS = 2400;
const BUCKETS = 3;

describe.skipIf(!REDIS)(`slots that move${REDIS_NOTE}`, () => {
  const cluster = forSuite(startCluster);

  for (const name of CLIENT_NAMES) {
    it(`hide nothing from an iteration and show nothing twice, with ${name}`, async () => {
      await using lent = await CLUSTER_CLIENTS[name](cluster().addresses);
      await using database = await open(lent.client, `moving ${name}`, { buckets: BUCKETS });
      const keys = Array.from({ length: KEYS }, (_, index) => `key ${index}`);
      await database.setMany(keys.map((key) => [key, key]));
      const seen: string[] = [];
      let moves = 0;
      for await (const [key, value] of database) {
        expect(value).toEqual(key);
        seen.push(new TextDecoder().decode(key));
        if (seen.length % 400 === 10) {
          await moveAll(`moving ${name}`);
          moves++;
        }
      }
      expect(moves).toBeGreaterThan(4);
      expect(seen.sort()).toEqual(keys.sort());
    });

    it(`are followed by reads, changes and comparisons while they move, with ${name}`, async () => {
      await using lent = await CLUSTER_CLIENTS[name](cluster().addresses);
      await using database = await open(lent.client, `on the way ${name}`, { buckets: 1, replicas: 1 });
      await database.set("sum", "0");
      let running = true;
      let sum = 0;
      const adding = (async () => {
        for (; running; sum++) {
          await database.update("sum", (value) => String(Number(new TextDecoder().decode(value)) + 1));
          await database.set(`key ${sum}`, "value");
        }
      })();
      for (let move = 0; move < 4; move++) await moveAll(`on the way ${name}`, 1);
      running = false;
      await adding;
      expect(new TextDecoder().decode(await database.get("sum"))).toBe(String(sum));
      expect(await database.size()).toBe(sum + 1);
    });
  }

  it("are told from a server that was started again in the middle of a bucket", async () => {
    await using lent = await CLUSTER_CLIENTS.ioredis(cluster().addresses);
    await using database = await open(lent.client, "again", { buckets: 1 });
    const keys = Array.from({ length: KEYS }, (_, index) => `key ${index}`);
    await database.setMany(keys.map((key) => [key, key]));
    const { master } = await cluster().ownersOf(await cluster().slotOf("{again:0}"));
    const seen: string[] = [];
    for await (const key of database.keys()) {
      if (seen.push(new TextDecoder().decode(key)) !== 5) continue;
      await new Promise((resolve) => setTimeout(resolve, 1500)); // What is on the disk by then stays.
      await master.restart();
    }
    expect(seen.sort()).toEqual(keys.sort());
  });

  /** Moves the slots of all buckets to the next of the masters. */
  async function moveAll(name: string, buckets: number = BUCKETS): Promise<void> {
    for (let bucket = 0; bucket < buckets; bucket++) {
      const slot = await cluster().slotOf(`{${name}:${bucket}}`);
      const { master } = await cluster().ownersOf(slot);
      const masters = [];
      for (const first of [0, 6000, 12_000]) masters.push((await cluster().ownersOf(first)).master);
      await cluster().migrate(slot, masters[(masters.indexOf(master) + 1) % masters.length] as typeof master);
    }
  }
});
