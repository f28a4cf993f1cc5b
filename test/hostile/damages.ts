import { expect } from "vitest";
import { secondsSince } from "../growth.ts";

/** Whether all bits are flipped, and not only those of bytes that hold something, or stand beside such: with PANTRY_LONG. */
export const ALL: boolean = process.env.PANTRY_LONG !== undefined;
/** So far behind a byte that holds something, zeros may mean something, too. */
const REACH = 8;
/** How long anything may take, in seconds of the processor: the inputs are small. */
const MOST_TIME = 2;

/** Some bytes cut off at each byte, and then with each bit the other way, by what was done to them. */
function* damagesOf(bytes: Uint8Array): Generator<readonly [name: string, damaged: Uint8Array]> {
  for (let length = 0; length < bytes.length; length += 1) yield [`cut at ${length}`, bytes.slice(0, length)];
  for (const [from, to] of fullRanges(bytes)) {
    for (let bit = 8 * from; bit < 8 * to; bit += 1) {
      const damaged = bytes.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      yield [`bit ${bit & 7} of byte ${bit >> 3}`, damaged];
    }
  }
}

/** The parts of a file that are no empty space. */
export function fullRanges(bytes: Uint8Array): (readonly [from: number, to: number])[] {
  if (ALL) return [[0, bytes.length]];
  const ranges: [number, number][] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 0) continue;
    const last = ranges.at(-1);
    const end = Math.min(bytes.length, at + 1 + REACH);
    if (last && at <= last[1]) last[1] = end;
    else ranges.push([at, end]);
  }
  return ranges;
}

/** How many damaged inputs were read all the same, and how many refused. */
interface Counts {
  read: number;
  refused: number;
}

/** Uses each damaged version of some bytes. What is thrown must be expected, and nothing may take long. */
export async function useDamaged(
  bytes: Uint8Array,
  use: (damaged: Uint8Array) => unknown,
  isExpected: (error: unknown, damaged: Uint8Array) => boolean,
): Promise<Counts> {
  const counts: Counts = { read: 0, refused: 0 };
  for (const [name, damaged] of damagesOf(bytes)) {
    const start = process.cpuUsage();
    try {
      await use(damaged);
      counts.read += 1;
    } catch (error) {
      if (!isExpected(error, damaged)) throw new Error(`${name}: ${String(error)}`, { cause: error });
      counts.refused += 1;
    }
    expect(secondsSince(start), name).toBeLessThan(MOST_TIME);
  }
  return counts;
}
