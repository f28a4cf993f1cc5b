// `npm run bench [workload …] [-- --protocol N --rounds N]`: Pantry against CPython's C `pickle`, the same data on both
// sides, in turns. Figures swing from run to run; the ratios of one run are what counts.
import { parseArgs } from "node:util";
import { measure } from "mitata";
import * as copyreg from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { findPythons } from "../test/oracle/oracle.ts";
import { type Call, Peer } from "./peer.ts";

const WORKLOADS = [
  "ints",
  "floats",
  "strings",
  "unicode",
  "records",
  "tuples",
  "int keys",
  "objects",
  "bytes",
  "nested",
  "shared",
  "dates",
  "small",
];
const SECONDS_A_ROUND = 0.25;

class Item {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    protocol: { type: "string", default: "5" },
    rounds: { type: "string", default: "5" },
    exact: { type: "boolean", default: false },
  },
});
const protocol = Number(values.protocol);
const { exact } = values;
const python = findPythons().findLast((found) => found.protocol >= protocol);
if (python === undefined) {
  console.error("Cannot compare: no CPython with that protocol is on this machine");
  process.exit(2);
}
copyreg.register(Item, "__main__.Item");
const peer = new Peer(python);
const profile = exact ? "exact" : "natural";
console.log(
  `Node ${process.versions.node} against CPython ${python.version}, protocol ${protocol}, ${profile}`,
);
console.log(
  "ratio: how many times as fast as C (above 1 is faster); median of the rounds, and their spread\n",
);
for (const call of ["loads", "dumps"] as const) await compare(call);
peer.close();

async function compare(call: Call): Promise<void> {
  console.log(row(call, "bytes", "C", "Pantry", "ratio", "spread"));
  const medians: number[] = [];
  for (const name of positionals.length > 0 ? positionals : WORKLOADS) {
    const data = await (peer as Peer).data(name, protocol);
    const value = loads(data, { exact });
    const ours = call === "loads" ? () => loads(data, { exact }) : () => dumps(value, { exact, protocol });
    const rounds: { theirs: number; own: number }[] = [];
    for (let i = 0; i < Number(values.rounds); i += 1) {
      const theirs = await (peer as Peer).time(call, name, protocol, SECONDS_A_ROUND);
      rounds.push({ theirs, own: await time(ours) });
    }
    const ratios = rounds.map(({ theirs, own }) => theirs / own);
    const [low, middle, high] = [Math.min(...ratios), median(ratios), Math.max(...ratios)];
    medians.push(middle);
    const theirs = duration(median(rounds.map((round) => round.theirs)));
    const own = duration(median(rounds.map((round) => round.own)));
    const spread = `${low.toFixed(2)}–${high.toFixed(2)}`;
    console.log(row(name, data.length.toLocaleString("en"), theirs, own, middle.toFixed(2), spread));
  }
  const mean = Math.exp(medians.reduce((sum, ratio) => sum + Math.log(ratio), 0) / medians.length);
  console.log(row("geometric mean", "", "", "", mean.toFixed(2), ""), "\n");
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
