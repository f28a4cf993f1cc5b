// `npm run bench -- tools [--rounds N]`: `genops` and `dis` against CPython's `pickletools`, and `audit` against `loads`, on
// the same data in turns. Figures swing from run to run; the ratios of one run are what counts.
import { parseArgs } from "node:util";
import { loads } from "pantry/pickle";
import { audit, dis, genops } from "pantry/pickletools";
import { findPythons } from "../test/oracle/oracle.ts";
import { Peer } from "./peer.ts";

const SMALL = ["records 2 MB", "instances 2 MB"];
const BIG = "records 100 MB";
const PROTOCOL = 4;

const { values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const rounds = Number(values.rounds);
const python = findPythons().findLast(({ protocol }) => protocol >= PROTOCOL);
if (python === undefined) {
  console.error(`Cannot compare: no CPython with protocol ${PROTOCOL} is on this machine`);
  process.exit(2);
}
const peer = new Peer(python, "tools.py");

console.log(
  `Node ${process.versions.node} against CPython ${python.version}; ratio: how many times as fast\n`,
);
for (const name of SMALL) {
  const data = await peer.data(name, PROTOCOL);
  await compare(
    `genops, ${name}`,
    () => ask("genops", name),
    () => count(genops(data)),
  );
  await compare(
    `dis, ${name}`,
    () => ask("dis", name),
    () => dis(data),
  );
  await compare(
    `audit, ${name}, to C's loads`,
    () => ask("loads", name),
    () => audit(data),
  );
}
const big = await peer.data(BIG, PROTOCOL);
await compare(
  `audit, ${BIG}, to our loads`,
  async () => time(() => loads(big)),
  () => audit(big),
);
const laughs = billionLaughs();
console.log(`billion laughs, ${laughs.length} bytes:`, `${(time(() => audit(laughs)) * 1e3).toFixed(1)} ms`);
peer.close();

async function compare(name: string, theirs: () => Promise<number>, ours: () => unknown): Promise<void> {
  time(ours);
  const ratios: number[] = [];
  let last = "";
  for (let round = 0; round < rounds; round += 1) {
    const [their, own] = [await theirs(), time(ours)];
    ratios.push(their / own);
    last = `${(their * 1e3).toFixed(0)} ms, ${(own * 1e3).toFixed(0)} ms`;
  }
  ratios.sort((left, right) => left - right);
  const [low, middle, high] = [0, ratios.length >> 1, ratios.length - 1].map((i) => ratios[i]?.toFixed(2));
  console.log(`${name.padEnd(44)} ${middle}  (${low}–${high}; the last: ${last})`);
}

/** A list of ten of a list of ten of a list …, each the same one ten times. */
function billionLaughs(): Uint8Array {
  const opcodes = [0x80, 4, 0x5d, 0x94];
  for (let level = 0; level < 100; level += 1)
    opcodes.push(0x5d, 0x94, 0x28, ...Array.from({ length: 10 }, () => [0x68, level]).flat(), 0x65);
  return Uint8Array.from([...opcodes, 0x2e]);
}

async function ask(call: string, name: string): Promise<number> {
  return (await peer.ask({ ask: call, name, version: PROTOCOL })) as number;
}

/** Seconds of one call. */
function time(call: () => unknown): number {
  const start = performance.now();
  call();
  return (performance.now() - start) / 1e3;
}

function count(items: Iterable<unknown>): number {
  let length = 0;
  for (const _ of items) length += 1;
  return length;
}
