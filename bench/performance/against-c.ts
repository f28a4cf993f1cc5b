// `loads` and `dumps`, natural and exact, in every protocol, beside CPython's C `pickle`.
import { dumps, loads } from "pantry/pickle";
import type { Call } from "../peer.ts";
import { geometricMean, median, ratiosOf, type Spread } from "../statistics.ts";
import { table } from "../table.ts";
import { duration, takeTurns, timeCalls, warmUp } from "../timing.ts";
import { AGAINST_C, type Named, verdictsAgainstC } from "./goals.ts";
import { type Effort, effortOf } from "./options.ts";
import { python, startPeer } from "./subjects.ts";

const CALLS = ["loads", "dumps"] as const;
const PROTOCOL = 5;
const OTHERS = [0, 2, 4];

/** What one workload gave in one protocol. */
interface Result {
  readonly name: string;
  readonly length: number;
  readonly c: number;
  readonly natural: Spread;
  readonly exact: Spread;
  readonly own: number;
}

const effort = effortOf({ rounds: 7, seconds: 0.2 });
const less = { rounds: Math.max(1, effort.rounds >> 1), seconds: effort.seconds / 2 };
const peer = startPeer();
const names = await peer.names();
const main = {
  loads: await measure("loads", PROTOCOL, effort),
  dumps: await measure("dumps", PROTOCOL, effort),
};
const others = {
  loads: await measureAll("loads", less),
  dumps: await measureAll("dumps", less),
};
peer.close();
print();

async function measureAll(call: Call, much: Effort): Promise<Result[][]> {
  const results: Result[][] = [];
  for (const protocol of OTHERS) results.push(await measure(call, protocol, much));
  return results;
}

async function measure(call: Call, protocol: number, { rounds, seconds }: Effort): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of names) {
    const data = await peer.data(name, protocol);
    const side = (exact: boolean) => {
      const value = loads(data, { exact });
      const work = call === "loads" ? () => loads(data, { exact }) : () => dumps(value, { exact, protocol });
      warmUp(work, seconds / 2);
      return () => timeCalls(work, seconds);
    };
    const c = () => peer.time(call, name, protocol, seconds);
    const times = await takeTurns({ c, natural: side(false), exact: side(true) }, rounds);
    results.push({
      name,
      length: data.length,
      c: median(times.c),
      own: median(times.natural),
      natural: ratiosOf(times.c, times.natural),
      exact: ratiosOf(times.c, times.exact),
    });
  }
  return results;
}

function print(): void {
  const means = CALLS.map((call) => `\`${call}\` ${meanOf(main[call], "natural").toFixed(2)}`);
  console.log(
    `How many times as fast as CPython ${python.version}'s C \`pickle\`, in the geometric mean of ${names.length} workloads: ${means.join(", ")}.`,
  );
  for (const call of CALLS) {
    console.log(`\n### ${call}, protocol ${PROTOCOL}\n\n${details(call)}\n`);
    console.log(verdictsAgainstC(call, namedOf(main[call])).join("\n"));
  }
  console.log(`\n### All protocols\n\n${protocols()}`);
}

function details(call: Call): string {
  const rows = main[call].map(({ name, length, c, own, natural, exact }) => [
    name,
    length.toLocaleString("en"),
    duration(c),
    duration(own),
    marked(natural.middle, call),
    `${natural.low.toFixed(2)}–${natural.high.toFixed(2)}`,
    marked(exact.middle, call),
    `${exact.low.toFixed(2)}–${exact.high.toFixed(2)}`,
  ]);
  const [natural, exact] = [meanOf(main[call], "natural"), meanOf(main[call], "exact")];
  const last = ["geometric mean", "", "", "", natural.toFixed(2), "", exact.toFixed(2), ""];
  return table(
    ["workload", "bytes", "C", "natural", "ratio", "spread", "exact: ratio", "spread"],
    [...rows, last],
  );
}

/** Natural and exact ratios, a column for each call and protocol. */
function protocols(): string {
  const columns = CALLS.flatMap((call) =>
    [...others[call], main[call]].map((results) => ({ call, results })),
  );
  const all = [...OTHERS, PROTOCOL];
  const head = ["workload", ...CALLS.flatMap((call) => all.map((protocol) => `${call}, ${protocol}`))];
  const rows = names.map((name, index) => [
    name,
    ...columns.map(({ call, results }) => {
      const { natural, exact } = results[index] as Result;
      return `${marked(natural.middle, call)} / ${marked(exact.middle, call)}`;
    }),
  ]);
  const means = columns.map(
    ({ results }) => `${meanOf(results, "natural").toFixed(2)} / ${meanOf(results, "exact").toFixed(2)}`,
  );
  return table(head, [...rows, ["geometric mean", ...means]]);
}

function meanOf(results: readonly Result[], profile: "natural" | "exact"): number {
  return geometricMean(results.map((result) => result[profile].middle));
}

function namedOf(results: readonly Result[]): Named[] {
  return results.map(({ name, natural }) => [name, natural.middle]);
}

/** In italics if it is below the goal. */
function marked(ratio: number, call: Call): string {
  return ratio < AGAINST_C[call].each ? `*${ratio.toFixed(2)}*` : ratio.toFixed(2);
}
