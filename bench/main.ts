// `npm run bench [workload …] [-- --protocol N --rounds N]`: Pantry against CPython's C `pickle`, the same data on both
// sides, in turns. Figures swing from run to run; the ratios of one run are what counts.
import { parseArgs } from "node:util";
import * as copyreg from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { findPythons } from "../test/oracle/oracle.ts";
import { compare, explain, type Workload } from "./compare.ts";
import { type Call, Peer } from "./peer.ts";

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
const peer = new Peer(python, "peer.py");
explain(
  `Node ${process.versions.node} against CPython ${python.version}, protocol ${protocol}, ${exact ? "exact" : "natural"}`,
);
const names = positionals.length > 0 ? positionals : await peer.names();
for (const call of ["loads", "dumps"] as const) {
  await compare(peer, call, protocol, Number(values.rounds), workloads(call));
}
peer.close();

async function* workloads(call: Call): AsyncGenerator<Workload> {
  for (const name of names) {
    const data = await peer.data(name, protocol);
    const value = loads(data, { exact });
    const ours = call === "loads" ? () => loads(data, { exact }) : () => dumps(value, { exact, protocol });
    yield { name, length: data.length, ours };
  }
}
