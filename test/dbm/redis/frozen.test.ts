import { DbmError } from "pantry/dbm";
import { open } from "pantry/dbm/redis";
import { describe, expect, it } from "vitest";
import { forSuite } from "../../servers/for-suite.ts";
import { REDIS, REDIS_NOTE, startCluster } from "../../servers/redis.ts";
import { CLIENT_NAMES, CLUSTER_CLIENTS } from "../../servers/redis-clients.ts";

const CHANGES = 20;

describe.skipIf(!REDIS)(`servers that do not answer${REDIS_NOTE}`, () => {
  const cluster = forSuite(startCluster);

  for (const name of CLIENT_NAMES)
    it(`confirm nothing, if they are replicas, with ${name}`, async () => {
      await cluster().settle();
      await using lent = await CLUSTER_CLIENTS[name](cluster().addresses);
      const bucketed = `frozen ${name}`;
      await using careful = await open(lent.client, bucketed, { buckets: 1, replicas: 1, timeout: 300 });
      await using careless = await open(lent.client, bucketed);
      await careful.setMany([
        ["number", "5"],
        ["doomed", ""],
      ]);
      const { replicas } = await cluster().ownersOf(await cluster().slotOf(`{${bucketed}:0}`));
      for (const replica of replicas) replica.freeze();
      try {
        const began = performance.now();
        const changes = Array.from({ length: CHANGES }, (_, index) => careful.set(`key ${index}`, ""));
        const results = await Promise.allSettled([
          ...changes,
          careful.delete("doomed"),
          careful.compareAndSet("number", "5", "6"),
          careful.clear(),
        ]);
        expect(results.map(codeOf)).toEqual(results.map(() => "unconfirmed"));
        // They wait together, not one after the other.
        expect(performance.now() - began).toBeLessThan(300 * 6);
        const [result] = results;
        expect(String((result as PromiseRejectedResult).reason)).toContain(
          "0 of 1 replicas confirmed it within 300 ms",
        );
        // Whoever asks for less is told so by the master alone.
        await careless.set("acknowledged", "");
        expect(await careful.has("acknowledged")).toBe(true);
      } finally {
        for (const replica of replicas) replica.thaw();
      }
      await cluster().settle();
      await careful.set("key", "at last");
    });

  it("are given up, if they are masters, and those that take their place are found", async () => {
    await cluster().settle();
    await using lent = await CLUSTER_CLIENTS.ioredis(cluster().addresses);
    await using database = await open(lent.client, "silent", {
      buckets: 1,
      patience: 1000,
      retryFor: 20_000,
    });
    await database.set("key", "value");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { master } = await cluster().ownersOf(await cluster().slotOf("{silent:0}"));
    master.freeze();
    try {
      expect(codeOf((await Promise.allSettled([database.set("other", "")]))[0])).toBe("unconfirmed");
      expect(new TextDecoder().decode(await database.get("key"))).toBe("value");
    } finally {
      master.thaw();
    }
  });
});

function codeOf(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === "fulfilled") return result.value;
  return result.reason instanceof DbmError ? result.reason.code : result.reason;
}
