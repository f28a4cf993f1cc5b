// How the cost of something grows with its size: what is quadratic is an attack.
import { exponentOf as slopeOf } from "../bench/statistics.ts";

/** The lesser time of two runs, in milliseconds: that of the processor, which others on the machine hardly change. */
export function timeOf(run: () => unknown): number {
  return Math.min(timeOfOne(run), timeOfOne(run));
}

function timeOfOne(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  return 1000 * secondsSince(start);
}

/** How many seconds the processor has worked since then: what a clock says of a busy machine can be anything. */
export function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** The sizes that are compared, as parts of the largest. */
const SIZES = [1 / 8, 1 / 4, 1 / 2, 1];
/** Below this many milliseconds a run is too short for its time to say anything. */
const SHORT_RUN = 30;
/** How many times as large as it is asked for something is made, so that its run is not too short. */
const MOST_ENLARGED = 16;
const MOST_MEASUREMENTS = 6;

/** Above this exponent something grows faster than what it is given; n log n is below. */
export const MOST_GROWTH = 1.25;

/**
 * The exponent by which the time grows with the size: the slope of the line through the logarithms of four sizes and their times. It is 1
 * for linear, 2 for quadratic, and 0 for what is over at once, however large. What looks too much is measured again, since a collection of
 * garbage, or another program, can look so.
 *
 * @param largest The largest size, an eighth of which is the smallest. It is doubled until it takes some time.
 */
export function exponentOf(prepare: (size: number) => () => unknown, largest: number): number {
  let size = largest;
  while (timeOfOne(prepare(size)) < SHORT_RUN) {
    if (size >= MOST_ENLARGED * largest) return 0;
    size *= 2;
  }
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < MOST_MEASUREMENTS && lowest >= MOST_GROWTH; i += 1)
    lowest = Math.min(lowest, measuredExponent(prepare, size));
  return lowest;
}

function measuredExponent(prepare: (size: number) => () => unknown, largest: number): number {
  const sizes = SIZES.map((part) => Math.round(part * largest));
  const times = sizes.map((size) => timeOf(prepare(size)));
  return slopeOf(sizes, times);
}

/** Whether something takes as long with what was crafted as with what is usual, or nearly. */
export function isNoSlower(crafted: () => unknown, usual: () => unknown): boolean {
  return timeOf(crafted) < 100 + 5 * timeOf(usual);
}
