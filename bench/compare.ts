// What the benchmarks beside C share: both sides take turns, and a line tells how many times as fast as C we were.
import type { Call, Peer } from "./peer.ts";
import { geometricMean, median, ratiosOf } from "./statistics.ts";
import { duration, takeTurns, timeCalls, warmUp } from "./timing.ts";

const SECONDS_A_ROUND = 0.25;

/** What one line of a comparison is about. */
export interface Workload {
  readonly name: string;
  /** The bytes that are read or written. */
  readonly length: number;
  readonly ours: () => unknown;
}

/** Prints a line for each workload, and the geometric mean of the ratios. */
export async function compare(
  peer: Peer,
  call: Call,
  version: number,
  rounds: number,
  workloads: AsyncIterable<Workload>,
): Promise<void> {
  console.log(row(call, "bytes", "C", "Pantry", "ratio", "spread"));
  const medians: number[] = [];
  for await (const { name, length, ours } of workloads) {
    warmUp(ours, SECONDS_A_ROUND / 2);
    const times = await takeTurns(
      {
        c: () => peer.time(call, name, version, SECONDS_A_ROUND),
        own: () => timeCalls(ours, SECONDS_A_ROUND),
      },
      rounds,
    );
    const { low, middle, high } = ratiosOf(times.c, times.own);
    medians.push(middle);
    const [theirs, own] = [duration(median(times.c)), duration(median(times.own))];
    const spread = `${low.toFixed(2)}–${high.toFixed(2)}`;
    console.log(row(name, length.toLocaleString("en"), theirs, own, middle.toFixed(2), spread));
  }
  console.log(row("geometric mean", "", "", "", geometricMean(medians).toFixed(2), ""), "\n");
}

/** Says what the figures of a run are. */
export function explain(heading: string): void {
  console.log(heading);
  console.log(
    "ratio: how many times as fast as C (above 1 is faster); median of the rounds, and their spread\n",
  );
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(12)).join("");
}
