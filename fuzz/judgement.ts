import { getHeapStatistics } from "node:v8";
import { intactness } from "./properties/intactness.ts";
import { type Target, Violation } from "./target.ts";

/** What went wrong with an input. */
export interface Failure {
  /** Equal for inputs that show the same. */
  readonly kind: string;
  /** All there is to say, with where it happened. */
  readonly detail: string;
}

const DEFAULT_TIME = [50, 0.01] as const;
/** What seems to take long is done again: others use the machine, and functions are compiled. */
const MOST_MEASUREMENTS = 8;
/** What an input may take outside of the heap, in bytes, whatever it says of sizes. What it takes of the heap is limited for the thread. */
const MOST_BUFFERS = 2 ** 28;

/** Judges an input by all that must hold. `patience` multiplies the time that it may take. */
export async function judge(target: Target, bytes: Uint8Array, patience = 1): Promise<Failure | undefined> {
  const [base, perByte] = target.time ?? DEFAULT_TIME;
  const allowed = patience * (base + perByte * bytes.length);
  let took = 0;
  for (let turn = 0; turn < MOST_MEASUREMENTS; turn += 1) {
    const started = performance.now();
    const before = process.threadCpuUsage();
    const buffers = getHeapStatistics().external_memory;
    try {
      // Nothing that reads has a right to change what it reads, so it gets a copy.
      const copy = bytes.slice();
      const judged = target.judge(copy);
      if (judged) await judged;
      if (!isSame(copy, bytes)) return { kind: "the input was changed", detail: "the input was changed" };
    } catch (error) {
      return failureOf(error);
    }
    const changed = intactness();
    if (changed) return { kind: changed, detail: changed };
    const made = getHeapStatistics().external_memory - buffers;
    if (made > MOST_BUFFERS) return { kind: "too much memory", detail: `${made} bytes outside of the heap` };
    if (performance.now() - started <= allowed) return undefined;
    const { user, system } = process.threadCpuUsage(before);
    took = (user + system) / 1000;
    if (took <= allowed) return undefined;
  }
  const detail = `took ${took.toFixed(0)} ms, ${allowed.toFixed(0)} are allowed for ${bytes.length} bytes`;
  return { kind: "too slow", detail };
}

/** The kind of an error that should not be: what it is, and the first place in the sources, without numbers that differ from input to input. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: `${typeof error} thrown`, detail: String(error) };
  if (error instanceof Violation) {
    const cause = error.cause instanceof Error ? `\nbecause of ${error.cause.stack}` : "";
    return { kind: error.kind, detail: `${error.stack}${cause}` };
  }
  const place = /\/(src|test|fuzz)\/[^\s)]*:\d+/.exec(error.stack ?? "")?.[0] ?? "an unknown place";
  return { kind: `${error.name} at ${place}`, detail: error.stack ?? String(error) };
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}
