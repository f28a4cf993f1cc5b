import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Format, open as openDatabase } from "pantry/dbm";
import { check } from "pantry/dbm/sqlite3";
import { open, Shelf } from "pantry/shelve";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { raisedBy } from "../dbm/code-of.ts";
import { damageOf } from "../dbm/damage-of.ts";
import { smallDisk } from "../files/small-disk.ts";
import { compiledOnce } from "../tooling/compiled-once.ts";

/** How often a process is killed while it closes. */
const KILLS = Number(process.env.PANTRY_LIVES ?? 4);
/** How often each of several processes counts. */
const TIMES = process.env.PANTRY_LONG === undefined ? 40 : 500;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-shelve-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(script: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, script), ...args], {
    env: compiledOnce,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("several processes that update one shelf", () => {
  it.for(["false", "true"])("lose no count, with writeback: %s", async (writeback) => {
    const file = path.join(folder, `count-${writeback}`);
    open(file, { format: "sqlite3" }).close();
    const processes = [1, 2, 3].map(() => start("counter.ts", file, `${TIMES}`, writeback));
    const codes = await Promise.all(processes.map(async (one) => (await once(one, "exit"))[0]));
    expect(codes).toEqual([0, 0, 0]);
    using shelf = open<number>(file, { flag: "r" });
    expect(shelf.get("count")).toBe(3 * TIMES);
    expect(processes.map(({ pid }) => shelf.get(`${pid}`))).toEqual([TIMES, TIMES, TIMES]);
  });
});

describe("a process that is killed while it closes a shelf with writeback", () => {
  it("leaves all of its changes, or none", { timeout: 60_000 + KILLS * 5000 }, async () => {
    const file = path.join(folder, "generations");
    {
      using shelf = open<{ generation: number; ballast: string }>(file, { format: "sqlite3" });
      const ballast = "ballast ".repeat(300);
      shelf.batch(() => {
        for (let number = 0; number < 300; number++) shelf.set(`key ${number}`, { generation: 0, ballast });
      });
    }
    let former = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const process = start("generations.ts", file);
      const ended = once(process, "exit");
      await once(process.stdout as NonNullable<typeof process.stdout>, "data");
      await sleep((kill % 8) * 7);
      process.kill("SIGKILL");
      await ended;
      using shelf = open<{ generation: number }>(file, { flag: "w" });
      const generations = new Set([...shelf.values()].map(({ generation }) => generation));
      expect(generations.size, `kill ${kill}: ${[...generations]}`).toBe(1);
      const [generation = -1] = generations;
      expect(generation).toBeGreaterThanOrEqual(former);
      former = generation;
      expect(damageOf(check(file))).toEqual([]);
    }
  });
});

const disk = smallDisk("1m");
const skipped = disk ? "" : ", which cannot be mounted here";

/** Takes all of the space that is left. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (;;) writeSync(descriptor, new Uint8Array(4096));
  } catch {
    closeSync(descriptor);
  }
}

describe.skipIf(!disk)(`a small disk${skipped}`, () => {
  it.for(["sqlite3", "gnu", "ndbm", "dumb"] as const)(
    "costs no change of a shelf with writeback when it is full: %s",
    (format: Format) => {
      const file = path.join(disk ?? "", format);
      const ballast = `${file}.ballast`;
      onTestFinished(() => {
        for (const suffix of ["", ".ballast", ".db", ".dat", ".dir", "-wal", "-shm"])
          rmSync(file + suffix, { force: true });
      });
      const database = openDatabase(file, { flag: "n", format });
      const shelf = new Shelf<number[]>(database, { writeback: true });
      for (let number = 0; number < 10; number++) shelf.set(`key ${number}`, []);
      shelf.sync();
      for (const [, list] of shelf) for (let item = 0; item < 6000; item++) list.push(item);
      fill(ballast);
      expect(raisedBy(() => shelf.sync()).code).toBe("system");
      // What ndbm could not write waits in its memory, and in the cache what the others could not.
      expect(shelf.cache.size > 0).toBe(format !== "ndbm");
      expect([...shelf.values()].every((list) => list.length === 6000)).toBe(true);
      rmSync(ballast);
      shelf.close();
      {
        using read = open<number[]>(file, { flag: "r" });
        expect([...read.values()].map((list) => list.length)).toEqual(Array(10).fill(6000));
      }
    },
  );
});
