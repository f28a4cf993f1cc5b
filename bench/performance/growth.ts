// How the time grows with the work: from one unit to a thousand, the exponent of the line that fits best.
import { dumps, loads } from "pantry/pickle";
import { exponentOf } from "../statistics.ts";
import { table } from "../table.ts";
import { duration, timeCalls, warmUp } from "../timing.ts";
import { EXPONENT, type Named, verdict } from "./goals.ts";
import { effortOf } from "./options.ts";
import { startPeer } from "./subjects.ts";

const UNITS = [1, 10, 100, 1000];
/** These have one size. */
const FIXED = ["user", "numbers", "users", "lists", "dicts", "small"];
const PROTOCOL = 5;

const { rounds, seconds } = effortOf({ rounds: 3, seconds: 0.06 });
const peer = startPeer();
const rows: string[][] = [];
const exponents: Named[] = [];
for (const name of await peer.names()) {
  if (FIXED.includes(name)) continue;
  const pickles = await Promise.all(UNITS.map((units) => peer.data(name, PROTOCOL, units)));
  const values = pickles.map((data) => loads(data));
  const [reading, writing] = [
    pickles.map((data) => least(() => loads(data))),
    values.map((value) => least(() => dumps(value))),
  ];
  const [first, second] = [exponentOf(UNITS, reading), exponentOf(UNITS, writing)];
  exponents.push([`loads of ${name}`, first], [`dumps of ${name}`, second]);
  rows.push([name, ...cellsOf(reading), first.toFixed(2), ...cellsOf(writing), second.toFixed(2)]);
}
peer.close();
console.log("The time of one unit of a thousand in a workload, of all, and the exponent that fits best.\n");
console.log(table(["workload", "loads, 1", "1000", "exponent", "dumps, 1", "1000", "exponent"], rows));
console.log();
console.log(verdict(`Exponents at most ${EXPONENT}`, exponents, (exponent) => exponent <= EXPONENT));

/** What disturbs makes it longer only. */
function least(call: () => unknown): number {
  warmUp(call, seconds);
  return Math.min(...Array.from({ length: rounds }, () => timeCalls(call, seconds)));
}

function cellsOf(times: readonly number[]): string[] {
  return [times[0], times.at(-1)].map((time) => duration(time as number));
}
