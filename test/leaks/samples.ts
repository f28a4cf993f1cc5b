import { readdirSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";

/** What the process holds, after a number of operations. */
export interface Sample {
  readonly operations: number;
  /** Bytes in the heap of JavaScript and in its buffers, after a collection. */
  readonly memory: number;
  /** Bytes of the whole process. */
  readonly resident: number;
  /** How many files and sockets are open; see `openFiles`. */
  readonly files: number | undefined;
  /** How many listeners there are. */
  readonly listeners: number;
}

/** Something that is done over and over. */
export interface Workload {
  readonly work: (round: number) => void | Promise<void>;
  /** How many listeners there are, of what listens longer than an operation. Default: 0. */
  readonly listeners?: () => number;
  /** Waits until nothing happens any more. */
  readonly settle?: () => Promise<void>;
}

const SAMPLES = 8;
/** How many operations there are between two samples at least. */
const LEAST = 2;

/** Does it for so many seconds or so, and tells what the process holds meanwhile. */
export async function samplesOf({ work, listeners, settle }: Workload, seconds: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  let operations = 0;
  // Each part does as much as the first does in its time, however busy the machine then is.
  const end = performance.now() + (seconds * 1000) / SAMPLES;
  while (performance.now() < end || operations < LEAST) await work(operations++);
  const each = operations;
  for (let part = 1; part <= SAMPLES; part++) {
    while (operations < each * part) await work(operations++);
    await settle?.();
    samples.push(await sample(operations, listeners?.() ?? 0));
  }
  return samples;
}

async function sample(operations: number, listeners: number): Promise<Sample> {
  globalThis.gc?.();
  // What the first finds may be let go of in a later turn.
  await turn();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { operations, memory: heapUsed + external, resident: rss, files: openFiles(), listeners };
}

/** How many files and sockets the process has open; `undefined` where the system does not say. */
export function openFiles(): number | undefined {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : undefined;
}
