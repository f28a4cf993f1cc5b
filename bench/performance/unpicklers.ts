// What else reads pickles in JavaScript, beside `loads` on the same bytes, as far as it gives the value that they hold.
import * as jpickle from "jpickle";
import { loads } from "pantry/pickle";
import { Parser } from "pickleparser";
import { Oracle, PYODIDE } from "../../test/oracle/oracle.ts";
import { geometricMean, ratiosOf } from "../statistics.ts";
import { table } from "../table.ts";
import { takeTurns, timeCalls, warmUp } from "../timing.ts";
import { AGAINST_UNPICKLERS, type Named, verdict } from "./goals.ts";
import { likenessOf } from "./likeness.ts";
import { effortOf } from "./options.ts";
import { Item, startPeer } from "./subjects.ts";

/** What jpickle reads. */
const OLD_PROTOCOL = 2;
const PROTOCOL = 5;

const { rounds, seconds } = effortOf({ rounds: 3, seconds: 0.15 });
jpickle.emulated["__main__.Item"] = Item;
const resolver = { resolve: () => Item };
const peer = startPeer();
const pyodide = new Oracle({
  ...PYODIDE,
  args: [...(PYODIDE.args ?? []), `${import.meta.dirname}/../peer.py`],
});
const ratios: Record<string, Named[]> = { pickleparser: [], jpickle: [], Pyodide: [] };
const names = await peer.names();
for (const name of names) {
  const [data, old] = [await peer.data(name, PROTOCOL), await peer.data(name, OLD_PROTOCOL)];
  const text = Buffer.from(old).toString("latin1");
  const unpicklingTypeOfDictionary = loads(data) instanceof Map ? "Map" : "object";
  const parse = () => new Parser({ unpicklingTypeOfDictionary, nameResolver: resolver }).parse(data);
  const found = {
    pickleparser: await compare(data, parse),
    jpickle: await compare(old, () => jpickle.loads(text)),
    Pyodide: await ratioTo(
      data,
      () => pyodide.ask("loads", { name, version: PROTOCOL, seconds }) as Promise<number>,
    ),
  };
  for (const [label, ratio] of Object.entries(found))
    if (ratio !== undefined) ratios[label]?.push([name, ratio]);
}
peer.close();
pyodide.close();
print();

function print(): void {
  console.log(
    `How many times as fast as each unpickler \`loads\` is. Empty: it fails, or gives another value. jpickle reads protocol ${OLD_PROTOCOL}, and so does \`loads\` beside it.\n`,
  );
  const columns = Object.values(ratios).map((column) => new Map(column));
  const rows = names.map((name) => [name, ...columns.map((column) => column.get(name)?.toFixed(1) ?? "")]);
  const means = columns.map((column) => geometricMean([...column.values()]).toFixed(1));
  console.log(table(["workload", ...Object.keys(ratios)], [...rows, ["geometric mean", ...means]]));
  console.log();
  for (const label of ["pickleparser", "jpickle"])
    console.log(
      verdict(
        `At least ${AGAINST_UNPICKLERS} times as fast as ${label}`,
        ratios[label] ?? [],
        (ratio) => ratio >= AGAINST_UNPICKLERS,
      ),
    );
}

/** How many times as fast `loads` is; `undefined` if theirs is another value. */
async function compare(data: Uint8Array, theirs: () => unknown): Promise<number | undefined> {
  try {
    if (likenessOf(loads(data), theirs()) !== "same") return undefined;
  } catch {
    return undefined;
  }
  return ratioTo(data, () => timeCalls(theirs, seconds));
}

async function ratioTo(data: Uint8Array, theirs: () => number | Promise<number>): Promise<number> {
  const ours = () => timeCalls(() => loads(data), seconds);
  await theirs();
  warmUp(() => loads(data), seconds);
  const times = await takeTurns({ theirs, ours }, rounds);
  return ratiosOf(times.theirs, times.ours).middle;
}
