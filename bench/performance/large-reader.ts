// Loads the pickle that is named, in a process of its own; prints what `large.py` prints, and how much memory the values and the pickle take.
import { readFileSync } from "node:fs";
import { dumps, loads } from "pantry/pickle";

const before = process.resourceUsage().maxRSS * 1024;
const used = memory();
const data = readFileSync(process.argv[2] as string);
const [reading, value] = timed(() => loads(data));
const peak = process.resourceUsage().maxRSS * 1024 - before;
const values = memory() - used;
const [writing, written] = timed(() => dumps(value));
console.log(JSON.stringify({ reading, peak, values, writing, length: written.length }));

/** What is in use, without garbage. */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function timed<T>(work: () => T): [seconds: number, answer: T] {
  const start = performance.now();
  const answer = work();
  return [(performance.now() - start) / 1000, answer];
}
