// A process that works on databases until it is killed, on each in a thread of its own: `node mortal.ts <JSON of a
// Task[]>`. It says "ready" when all threads are about to open theirs.
import { openSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Database } from "../../src/dbm/database.ts";
import { applyTo } from "./histories.ts";
import { type Patient, type Step, stepsOf } from "./lives.ts";

/** Whoever looks on has to follow it; then it waits for its end. */
const MOST_STEPS = 3000;

/** What one thread does. */
export interface Task extends Patient {
  readonly path: string;
  readonly seed: number;
  /** The file that gets a byte for each step that is done. */
  readonly acknowledgements: string;
}

interface Start {
  readonly task: Task;
  /** Not 0 when all threads are there. */
  readonly gate: Int32Array;
}

if (isMainThread) await startAll(JSON.parse(process.argv[2] as string));
else await live(workerData as Start);

async function startAll(tasks: readonly Task[]): Promise<void> {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workers = tasks.map((task) => new Worker(new URL(import.meta.url), { workerData: { task, gate } }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  writeSync(1, "ready");
}

async function live({ task, gate }: Start): Promise<void> {
  const { path, seed, acknowledgements, inPlace = false } = task;
  const module = await import(`../../src/dbm/${task.format}/index.ts`);
  const open = (): Database => module.open(path, { flag: "c", inPlace });
  const file = openSync(acknowledgements, "w");
  flushCompileCache();
  parentPort?.postMessage("ready");
  Atomics.wait(gate, 0, 0);
  let database = open();
  const perform = (step: Step): void => {
    if (step === "reopen") {
      database.close();
      database = open();
    } else if (step.length === 1) applyTo(database, step[0] as (typeof step)[number]);
    else database.batch(() => step.map((operation) => applyTo(database, operation)));
  };
  const steps = stepsOf(seed);
  for (let done = 0; done < MOST_STEPS; done++) {
    perform(steps.next().value);
    writeSync(file, ".");
  }
  Atomics.wait(gate, 0, 1);
}
