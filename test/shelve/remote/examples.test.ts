import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { REDIS, REDIS_NOTE, startCluster, startRedis } from "../../servers/redis.ts";
import { runNode } from "../../tooling/repository.ts";

const python = ["python3", "/usr/bin/python3"].find(
  (name) => spawnSync(name, ["-c", "import redis"]).status === 0,
);
const PYTHON_NOTE = python ? "" : " (skipped: no Python with redis-py here)";

/** Keeps baskets with the example, and has the reader in Python print them. */
async function keepAndRead(url: string): Promise<{ readonly kept: string; readonly read: string }> {
  const { status, output } = await runNode(["--conditions=source", "examples/a-shelf-on-redis.ts", url]);
  expect(status, output).toBe(0);
  const reader = spawnSync(python as string, ["examples/read_remote_shelf.py", url, "baskets"], {
    encoding: "utf8",
  });
  expect(reader.stderr).toBe("");
  return { kept: output, read: reader.stdout };
}

describe.skipIf(!REDIS || !python)(`the examples of a shelf on a Redis${REDIS_NOTE}${PYTHON_NOTE}`, () => {
  it("keep a shelf that Python reads", async () => {
    using server = await startRedis();
    await keepAndRead(server.url);
    const { kept, read } = await keepAndRead(server.url);
    expect(kept).toContain("Ada has 2 x tea");
    expect(read).toMatch(/^ada: \{'lines': \{'tea': 2\}, 'changed': datetime\.datetime\(.*\)\}$/m);
    expect(read).toMatch(/^grace: \{'lines': \{\}, /m);
  });

  it("keep a shelf on a cluster that Python reads", async () => {
    using cluster = await startCluster();
    const [server] = cluster.servers;
    const { read } = await keepAndRead(server?.url as string);
    expect(read).toMatch(/^ada: \{'lines': \{'tea': 1\}, /m);
  });
});
