// What every benchmark shares: both sides take turns, and a line tells how many times as fast as C we were.
import { measure } from "mitata";
import type { Call, Peer } from "./peer.ts";

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
    const times: { theirs: number; own: number }[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const theirs = await peer.time(call, name, version, SECONDS_A_ROUND);
      times.push({ theirs, own: await time(ours) });
    }
    const ratios = times.map(({ theirs, own }) => theirs / own);
    const [low, middle, high] = [Math.min(...ratios), median(ratios), Math.max(...ratios)];
    medians.push(middle);
    const theirs = duration(median(times.map((round) => round.theirs)));
    const own = duration(median(times.map((round) => round.own)));
    const spread = `${low.toFixed(2)}–${high.toFixed(2)}`;
    console.log(row(name, length.toLocaleString("en"), theirs, own, middle.toFixed(2), spread));
  }
  const mean = Math.exp(medians.reduce((sum, ratio) => sum + Math.log(ratio), 0) / medians.length);
  console.log(row("geometric mean", "", "", "", mean.toFixed(2), ""), "\n");
}

/** Says what the figures of a run are. */
export function explain(heading: string): void {
  console.log(heading);
  console.log(
    "ratio: how many times as fast as C (above 1 is faster); median of the rounds, and their spread\n",
  );
}

/** The median of one call, in seconds. */
async function time(call: () => unknown): Promise<number> {
  const stats = await measure(call, { min_cpu_time: SECONDS_A_ROUND * 1e9, inner_gc: false });
  return stats.p50 / 1e9;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] as number;
}

function duration(seconds: number): string {
  return seconds < 1e-3 ? `${(seconds * 1e6).toFixed(1)} µs` : `${(seconds * 1e3).toFixed(2)} ms`;
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(16) + cells.map((cell) => cell.padStart(12)).join("");
}
