import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Format } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { afterAll, beforeAll, describe, it } from "vitest";
import { damageOf } from "./damage-of.ts";
import { Model, Random } from "./histories.ts";
import { type Outcome, outcomeOf, type Patient } from "./lives.ts";
import type { Task } from "./mortal.ts";
import { DbmDriver, type DbmPython, dbmPythons, debianPython } from "./oracle/driver.ts";

/** How many processes work on each database, one after the other. */
const LIVES = Number(process.env.PANTRY_LIVES ?? 8);
/**
 * How often each is stopped, to look at what it would leave if it were killed then: to start one takes a hundred times as
 * long. Only Linux tells when all threads have stopped.
 */
const STOPS = process.platform !== "linux" ? 0 : LIVES < 100 ? 2 : 9;
/** How long it lives between two of these times at the most, in milliseconds. */
const SPAN = 60;
/** Databases of each kind that are worked on at the same time. */
const LANES = 2;
/** After each so many lives, the original reads the database. */
const READINGS = 2;

const MODULES = { dumb, gnu, ndbm, sqlite3 };
const PATIENTS: readonly Patient[] = [
  { name: "gnu", format: "gnu" },
  { name: "gnu-in-place", format: "gnu", inPlace: true },
  { name: "ndbm", format: "ndbm" },
  { name: "dumb", format: "dumb" },
  { name: "sqlite3", format: "sqlite3" },
];

const PYTHONS = new Map(PATIENTS.map(({ format }) => [format, pythonOf(format)]));
const unread = [...PYTHONS].flatMap(([format, python]) => (python ? [] : [format]));

let folder: string;
const drivers = new Map<Format, DbmDriver>();

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-kill-"));
  for (const [format, python] of PYTHONS) if (python) drivers.set(format, new DbmDriver(python));
});
afterAll(async () => {
  for (const driver of drivers.values()) await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const skipped = unread.length > 0 ? ` (no original here reads ${unread.join(", ")})` : "";

describe(`a process that is killed with kill -9${skipped}`, { timeout: 600_000 + LIVES * 10_000 }, () => {
  it.concurrent.for(Array.from({ length: LANES }, (_, lane) => lane))(
    "leaves what it acknowledged, and damages nothing: lane %i",
    async (lane, { expect }) => {
      const random = new Random(lane);
      const known = new Map(PATIENTS.map(({ name }) => [name, new Model()]));
      const pathOf = (name: string, file: string): string => path.join(folder, `${lane}-${name}`, file);
      for (const { name, format } of PATIENTS) create(format, pathOf(name, "data"));
      let steps = 0;
      for (let life = lane; life < LIVES; life += LANES) {
        const tasks = PATIENTS.map((patient) => ({
          ...patient,
          seed: life * PATIENTS.length + PATIENTS.indexOf(patient),
          path: pathOf(patient.name, "data"),
          acknowledgements: pathOf(patient.name, "done"),
        }));
        const look = (task: Task): Model => {
          const acknowledged = statSync(task.acknowledgements).size;
          const found = contentOf(task);
          const outcome = outcomeOf(
            known.get(task.name) as Model,
            task.seed,
            acknowledged,
            task.format === "ndbm",
          );
          const where = `${task.name}, life ${life}, after ${acknowledged} steps`;
          expect(mistakesIn(found, outcome, task), where).toEqual([]);
          expect(damageIn(task), where).toEqual([]);
          steps += acknowledged;
          return found;
        };
        const process = await started(tasks);
        for (let stop = 0; stop < STOPS; stop++) {
          await sleep(random.below(SPAN * 1000) / 1000);
          await stopped(process);
          for (const task of tasks) look(copyOf(task));
          process.kill("SIGCONT");
        }
        await sleep(random.below(SPAN * 1000) / 1000);
        await killed(process);
        for (const task of tasks) known.set(task.name, look(task));
        if (((life / LANES) | 0) % READINGS !== READINGS - 1) continue;
        for (const task of tasks)
          expect(known.get(task.name)?.differences(await readByOriginal(task)), task.name).toEqual([]);
      }
      expect(steps).toBeGreaterThan(LIVES);
    },
  );
});

/** With small blocks, so that there are many. */
function create(format: Format, file: string): void {
  mkdirSync(path.dirname(file));
  if (format === "gnu") gnu.open(file, { flag: "n", blockSize: 512 }).close();
  else MODULES[format].open(file, { flag: "n" }).close();
}

/** Starts a process; returns when it is about to open its databases. */
async function started(tasks: readonly Task[]): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ["--conditions=source", path.join(import.meta.dirname, "mortal.ts"), JSON.stringify(tasks)],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, "cache") },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await Promise.race([once(child, "close"), once(child.stdout, "data")]);
  return child;
}

/** Stops a process; returns when none of its threads runs. */
async function stopped(child: ChildProcess): Promise<void> {
  child.kill("SIGSTOP");
  const folder = `/proc/${child.pid}/task`;
  const isStopped = (thread: string): boolean =>
    / T /.test(readFileSync(`${folder}/${thread}/stat`, "latin1"));
  while (!readdirSync(folder).every(isStopped)) await sleep(1);
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`The process ended by itself with ${child.exitCode}`);
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}

/** The same task on a copy of the files as they are now, on which nobody has a lock. */
function copyOf(task: Task): Task {
  const folder = path.dirname(task.path);
  const copy = `${folder}-copy`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  return { ...task, path: path.join(copy, "data"), acknowledgements: path.join(copy, "done") };
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
  const mistakes = acknowledged.differences(entriesOf(found));
  if (mistakes.length === 0) return [];
  // Of a batch, or when GDBM removes all keys, each key may be as before or as after.
  if (task.format !== "gnu" && !(task.format === "dumb" && inFlight.length > 1))
    return inFlight.at(-1)?.differences(entriesOf(found)).length === 0 ? [] : mistakes;
  const allowed = [acknowledged, ...inFlight].map(({ entries }) => entries);
  const keys = new Set([found.entries, ...allowed].flatMap((entries) => [...entries.keys()]));
  return [...keys].filter((key) => {
    const value = found.entries.get(key);
    if (task.inPlace && set.has(key) && value) return false;
    return !allowed.some((entries) => isSame(entries.get(key), value));
  });
}

function entriesOf({ entries }: Model): [Uint8Array, Uint8Array][] {
  return [...entries].map(([key, value]) => [Buffer.from(key, "latin1"), value]);
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Buffer.compare(left, right) === 0;
}

function damageIn({ format, path }: Task): string[] {
  return damageOf(MODULES[format].check(path));
}

function pythonOf(format: Format): DbmPython | undefined {
  if (format === "gnu" || format === "ndbm")
    return debianPython?.modules.includes(format) ? debianPython : undefined;
  return dbmPythons.findLast(({ modules }) => modules.includes(format));
}

/** What the original says is there; of dumb, once a writer has come to terms with what was left. */
async function readByOriginal(task: Task): Promise<[Uint8Array, Uint8Array][]> {
  const { format, path } = task;
  const driver = drivers.get(format);
  if (!driver) return entriesOf(contentOf(task));
  if (format !== "dumb") return driver.readAll(format, path);
  const copy = copyOf(task);
  dumb.open(copy.path, { flag: "w" }).close();
  return driver.readAll("dumb", copy.path);
}
