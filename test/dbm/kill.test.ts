import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Format } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { afterAll, beforeAll, describe, it } from "vitest";
import { Model, Random } from "./histories.ts";
import { type Outcome, outcomeOf, type Patient } from "./lives.ts";
import type { Task } from "./mortal.ts";
import { DbmDriver, type DbmPython, dbmPythons, debianPython } from "./oracle/driver.ts";

/** How many lives each database has. */
const LIVES = Number(process.env.PANTRY_LIVES ?? 25);
/** Databases that are worked on at the same time, by processes of their own. */
const LANES = 2;
/** How long a process lives at the most, in milliseconds from when all of it is ready. */
const LIFE = 60;
/** After each so many lives, the original reads the database. */
const READINGS = 6;

const MODULES = { dumb, gnu, ndbm, sqlite3 };
const PATIENTS: readonly Patient[] = [
  { name: "gnu", format: "gnu" },
  { name: "gnu-in-place", format: "gnu", inPlace: true },
  { name: "ndbm", format: "ndbm" },
  { name: "dumb", format: "dumb" },
  { name: "sqlite3", format: "sqlite3" },
];

let folder: string;
const drivers = new Map<Format, DbmDriver>();

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-kill-"));
  for (const format of ["gnu", "ndbm", "dumb", "sqlite3"] as const) {
    const python = pythonOf(format);
    if (python) drivers.set(format, new DbmDriver(python));
  }
});
afterAll(async () => {
  for (const driver of drivers.values()) await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a process that is killed with kill -9", { timeout: 600_000 + LIVES * 10_000 }, () => {
  it.concurrent.for(Array.from({ length: LANES }, (_, lane) => lane))(
    "leaves what it acknowledged, and damages nothing: lane %i",
    async (lane, { expect }) => {
      const random = new Random(lane);
      const known = new Map(PATIENTS.map(({ name }) => [name, new Model()]));
      const pathOf = (name: string): string => path.join(folder, `${lane}-${name}`);
      for (const { name, format } of PATIENTS) create(format, pathOf(name));
      let steps = 0;
      for (let life = lane; life < LIVES; life += LANES) {
        const tasks = PATIENTS.map((patient) => ({
          ...patient,
          seed: life * PATIENTS.length + PATIENTS.indexOf(patient),
          path: pathOf(patient.name),
          acknowledgements: pathOf(`${patient.name}.done`),
        }));
        await lived(tasks, random.below(LIFE * 1000) / 1000);
        for (const task of tasks) {
          const acknowledged = statSync(task.acknowledgements).size;
          steps += acknowledged;
          const start = known.get(task.name) as Model;
          const found = contentOf(task);
          const outcome = outcomeOf(start, task.seed, acknowledged, task.format === "ndbm");
          const where = `${task.name}, life ${life}, after ${acknowledged} steps`;
          expect(mistakesIn(found, outcome, task), where).toEqual([]);
          expect(damageIn(task), where).toEqual([]);
          known.set(task.name, found);
          if ((life >> 1) % READINGS === READINGS - 1)
            expect(found.differences(await readByOriginal(task)), where).toEqual([]);
        }
      }
      expect(steps).toBeGreaterThan(LIVES * 10);
    },
  );
});

/** With small blocks, so that there are many. */
function create(format: Format, path: string): void {
  if (format === "gnu") gnu.open(path, { flag: "n", blockSize: 512 }).close();
  else MODULES[format].open(path, { flag: "n" }).close();
}

/** Starts a process, and kills it so many milliseconds after it was ready. */
async function lived(tasks: readonly Task[], milliseconds: number): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", path.join(import.meta.dirname, "mortal.ts"), JSON.stringify(tasks)],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, "cache") },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_, signal) => resolve(signal)),
  );
  await Promise.race([ended, new Promise((resolve) => child.stdout.once("data", resolve))]);
  await sleep(milliseconds);
  child.kill("SIGKILL");
  if ((await ended) !== "SIGKILL") throw new Error("The process ended before it was killed");
}

function contentOf({ format, path }: Task): Model {
  using database = MODULES[format].open(path, { flag: "r" });
  const model = Model.of(database);
  if (model.entries.size !== database.size)
    throw new Error(`${database.size} keys, not ${model.entries.size}`);
  return model;
}

/** What is neither from before the step that was in flight nor from that step. */
function mistakesIn(found: Model, { acknowledged, inFlight, set }: Outcome, task: Task): string[] {
  const mistakes = acknowledged.differences(found.entries.entries().map(bytesOfKey));
  if (mistakes.length === 0) return [];
  // Wholly or not at all; of a batch of GDBM's and dumb's, each of its changes is.
  const last = inFlight.at(-1);
  if (task.format === "sqlite3" || task.format === "ndbm" || (inFlight.length === 1 && !task.inPlace)) {
    return last?.differences(found.entries.entries().map(bytesOfKey)).length === 0 ? [] : mistakes;
  }
  const allowed = [acknowledged, ...inFlight].map(({ entries }) => entries);
  const keys = new Set([found.entries, ...allowed].flatMap((entries) => [...entries.keys()]));
  return [...keys].filter((key) => {
    const value = found.entries.get(key);
    if (task.inPlace && set.has(key) && value) return false;
    return !allowed.some((entries) => isSame(entries.get(key), value));
  });
}

function bytesOfKey([key, value]: [string, Uint8Array]): [Uint8Array, Uint8Array] {
  return [Buffer.from(key, "latin1"), value];
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left, right) === 0;
}

function damageIn({ format, path }: Task): string[] {
  return [...MODULES[format].check(path)]
    .filter(({ severity }) => severity === "damage")
    .map(({ message }) => message);
}

function pythonOf(format: Format): DbmPython | undefined {
  if (format === "gnu" || format === "ndbm")
    return debianPython?.modules.includes(format) ? debianPython : undefined;
  return dbmPythons.findLast(({ modules }) => modules.includes(format));
}

/** What the original says is there; of dumb, once a writer has come to terms with what was left. */
async function readByOriginal({ format, path }: Task): Promise<[Uint8Array, Uint8Array][]> {
  const driver = drivers.get(format);
  if (!driver) return Model.of(MODULES[format].open(path)).entries.entries().map(bytesOfKey).toArray();
  if (format !== "dumb") return driver.readAll(format, path);
  const copy = `${path}-copy`;
  for (const suffix of [".dat", ".dir"]) copyFileSync(path + suffix, copy + suffix);
  MODULES.dumb.open(copy, { flag: "w" }).close();
  return driver.readAll("dumb", copy);
}
