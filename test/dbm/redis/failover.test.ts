import { setTimeout as sleep } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { type AsyncDatabase, DbmError } from "pantry/dbm";
import { open } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { until } from "../../servers/fleet.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startCluster } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLUSTER_CLIENTS } from "../../servers/redis-clients.ts";

describe.skipIf(!REDIS)(`a master that dies${REDIS_NOTE}`, () => {
  const cluster = forSuite(startCluster);

  for (const name of CLIENT_NAMES)
    it(`takes nothing with it that replicas confirmed, with ${name}`, { timeout: 40_000 }, async () => {
      await cluster().settle();
      await using lent = await CLUSTER_CLIENTS[name](cluster().addresses);
      // Without patience of its own, so that each trouble is seen.
      await using database = await open(lent.client, `failover ${name}`, { replicas: 1, retryFor: 0 });
      const acknowledged: string[] = [];
      const troubles = new Map<string, number>();
      const [began, last] = [performance.now(), new Map<number, number>()];
      let [running, longest] = [true, 0];
      const write = async (writer: number) => {
        for (let count = 0; running; count++) {
          const key = `${writer} ${count}`;
          try {
            await database.set(key, key);
            acknowledged.push(key);
            const now = performance.now();
            longest = Math.max(longest, now - (last.get(writer) ?? began));
            last.set(writer, now);
          } catch (error) {
            if (!(error instanceof DbmError)) throw error;
            troubles.set(error.code, (troubles.get(error.code) ?? 0) + 1);
            await sleep(10);
          }
        }
      };
      const writing = Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
      await sleep(500);
      const slot = await cluster().slotOf(`{failover ${name}:0}`);
      const { master } = await cluster().ownersOf(slot);
      await master.kill();
      const before = acknowledged.length;
      // It comes back as the replica of the one that took its place; without any, nothing is confirmed there.
      await until("another master", async () => (await cluster().ownersOf(slot)).master !== master);
      await master.restart();
      await until("a bucket of the new master", () => isTaken(database, 0));
      running = false;
      await writing;
      console.info(
        `a master killed under load, with ${name}: ${acknowledged.length} changes acknowledged, ${before} of them before; ` +
          `troubles ${JSON.stringify(Object.fromEntries(troubles))}; a writer waited for ${Math.round(longest)} ms at most`,
      );
      expect([...troubles.keys()].every((code) => code === "unconfirmed" || code === "system")).toBe(true);
      const values = await database.getMany(acknowledged);
      expect(acknowledged.filter((_, index) => values[index] === undefined)).toEqual([]);
    });

  it("is waited for by those who have time", { timeout: 40_000 }, async () => {
    await cluster().settle();
    await using lent = await CLUSTER_CLIENTS.ioredis(cluster().addresses);
    await using database = await open(lent.client, "patient", { retryFor: 20_000 });
    await database.set("key", "value");
    const { master } = await cluster().ownersOf(await cluster().slotOf("{patient:169}"));
    await master.kill();
    // The key `key` is in the bucket 169.
    await database
      .set("key", "another")
      .catch((error) => expect(error).toHaveProperty("code", "unconfirmed"));
    await database.set("key", "at last");
    expect(new TextDecoder().decode(await database.get("key"))).toBe("at last");
    await master.restart();
  });
});

/** Whether a bucket takes a change. */
async function isTaken(database: AsyncDatabase, bucket: number): Promise<boolean> {
  for (let key = 0; ; key++)
    if (crc32(`${key}`) % 256 === bucket)
      return database.set(`${key}`, "").then(
        () => true,
        () => false,
      );
}
