import type { Database } from "../../dbm/index.ts";
import type { Interruption } from "../interruption.ts";
import type { Entries } from "./databases.ts";

/** What a batch has at the most: so much may wait in memory. */
const BATCH = { keys: 20_000, bytes: 32 * 1024 * 1024 };

/**
 * Gives keys their values, in several batches, between which one may interrupt.
 *
 * @param onProgress Is called after each pair with how many there were.
 * @returns How many pairs there were.
 */
export async function fill(
  target: Database,
  entries: Entries,
  interruption: Interruption,
  onProgress: (count: number) => void = () => {},
): Promise<number> {
  let count = 0;
  const next = (): number | undefined => {
    const step = entries.next();
    if (step.done) return undefined;
    const [key, value] = step.value;
    target.set(key, value);
    count += 1;
    onProgress(count);
    return key.length + value.length;
  };
  while (target.batch(() => fillsBatch(next))) await interruption.point();
  return count;
}

/** Whether there may be more. */
function fillsBatch(next: () => number | undefined): boolean {
  let bytes = 0;
  for (let keys = 0; keys < BATCH.keys && bytes < BATCH.bytes; keys += 1) {
    const size = next();
    if (size === undefined) return false;
    bytes += size;
  }
  return true;
}
