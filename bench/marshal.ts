// `npm run bench -- marshal [workload …] [--version N --rounds N --exact --refs shared]`: Pantry against CPython's C `marshal`,
// the same data on both sides, in turns. Figures swing from run to run; the ratios of one run are what counts.
import { parseArgs } from "node:util";
import { type DumpOptions, dumps, loads } from "pantry/marshal";
import { findPythons } from "../test/oracle/oracle.ts";
import { compare, explain, type Workload } from "./compare.ts";
import { type Call, Peer } from "./peer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: "string", default: "4" },
    rounds: { type: "string", default: "5" },
    refs: { type: "string", default: "shared" },
    exact: { type: "boolean", default: false },
  },
});
const found = findPythons().at(-1);
if (found === undefined) {
  console.error("Cannot compare: no CPython is on this machine");
  process.exit(2);
}
const version = Number(values.version);
const python = found.version.split(".").slice(0, 2).join(".");
const { exact } = values;
const options: DumpOptions = {
  exact,
  version,
  python,
  refs: values.refs as NonNullable<DumpOptions["refs"]>,
};
const peer = new Peer(found, "marshal_peer.py");
explain(
  `Node ${process.versions.node} against CPython ${found.version}, version ${version}, ${exact ? "exact" : "natural"}, refs ${values.refs}`,
);
const names = positionals.length > 0 ? positionals : await peer.names();
for (const call of ["loads", "dumps"] as const) {
  await compare(peer, call, version, Number(values.rounds), workloads(call));
}
peer.close();

async function* workloads(call: Call): AsyncGenerator<Workload> {
  for (const name of names) {
    const data = await peer.data(name, version);
    const value = loads(data, { exact, python });
    const ours = call === "loads" ? () => loads(data, { exact, python }) : () => dumps(value, options);
    yield { name, length: data.length, ours };
  }
}
