// A million calls of `loads` and of `dumps` for a small pickle: what a call costs by itself.
import { dumps, loads } from "pantry/pickle";
import { median, ratiosOf } from "../statistics.ts";
import { table } from "../table.ts";
import { duration, takeTurns, timeCount } from "../timing.ts";
import { type Named, SMALL_CALL, verdict } from "./goals.ts";
import { effortOf } from "./options.ts";
import { startPeer } from "./subjects.ts";

const NAME = "small";
const PROTOCOL = 5;

const { rounds, seconds } = effortOf({ rounds: 3, seconds: 1 });
const count = Math.round(1e6 * seconds);
const peer = startPeer();
const data = await peer.data(NAME, PROTOCOL);
const rows: string[][] = [];
const multiples: Named[] = [];
for (const call of ["loads", "dumps"] as const) {
  const c = async () => (await peer.ask({ ask: call, name: NAME, version: PROTOCOL, count })) as number;
  const side = (exact: boolean) => {
    const value = loads(data, { exact });
    const work = call === "loads" ? () => loads(data, { exact }) : () => dumps(value, { exact });
    return () => timeCount(work, count);
  };
  const times = await takeTurns({ c, natural: side(false), exact: side(true) }, rounds);
  const multiple = 1 / ratiosOf(times.c, times.natural).middle;
  multiples.push([call, multiple]);
  rows.push([
    call,
    duration(median(times.c)),
    duration(median(times.natural)),
    multiple.toFixed(2),
    duration(median(times.exact)),
    (1 / ratiosOf(times.c, times.exact).middle).toFixed(2),
  ]);
}
peer.close();
console.log(`A call for a pickle of ${data.length} bytes, from ${count.toLocaleString("en")} of them.\n`);
console.log(table(["call", "C", "natural", "times C's", "exact", "times C's"], rows));
console.log();
console.log(verdict(`At most ${SMALL_CALL} times C's`, multiples, (multiple) => multiple <= SMALL_CALL));
