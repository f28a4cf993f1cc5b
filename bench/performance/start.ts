// How long `import "pantry/pickle"` takes in a fresh process, and how big what a browser is sent of it is.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sizeOf } from "../../test/tooling/bundled.ts";
import { median } from "../statistics.ts";
import { table } from "../table.ts";
import { BUNDLE, IMPORT, verdict } from "./goals.ts";
import { effortOf } from "./options.ts";
import { python } from "./subjects.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const MODULE = "pantry/pickle";
const OURS = `const start = performance.now(); await import("${MODULE}"); console.log(performance.now() - start);`;
const THEIRS =
  "import time; start = time.perf_counter(); import pickle; print((time.perf_counter() - start) * 1000)";

const { rounds } = effortOf({ rounds: 15, seconds: 0 });
const times: { ours: number; theirs: number }[] = [];
for (let round = 0; round < rounds; round++) {
  const ours = printed(process.execPath, ["--input-type=module", "--eval", OURS]);
  times.push({ ours, theirs: printed(python.path, ["-c", THEIRS]) });
}
const [ours, theirs] = [median(times.map((one) => one.ours)), median(times.map((one) => one.theirs))];
const file = fileURLToPath(import.meta.resolve(MODULE));
const sizes = [
  { what: "`loads`", ...(await sizeOf("export { loads }", file)) },
  { what: "`loads` and `dumps`", ...(await sizeOf("export { loads, dumps }", file)) },
  { what: "all of it", ...(await sizeOf("export *", file)) },
];
console.log(
  `\`import "${MODULE}"\` takes ${ours.toFixed(1)} ms in a fresh Node, the median of ${rounds}; \`import pickle\` takes ${theirs.toFixed(1)} ms in CPython.\n`,
);
const rows = sizes.map(({ what, minified, gzipped }) => [what, kilobytes(minified), kilobytes(gzipped)]);
console.log(table(["bundle for a browser", "minified", "gzipped"], rows));
console.log();
console.log(verdict(`The import in at most ${IMPORT} ms`, [["", ours]], (time) => time <= IMPORT));
const gzipped = sizes.map(({ what, gzipped }) => [what, gzipped / 1000] as const);
console.log(
  verdict(`A bundle of at most ${BUNDLE / 1000} kB, gzipped`, gzipped, (size) => size <= BUNDLE / 1000),
);

function printed(program: string, args: readonly string[]): number {
  return Number(execFileSync(program, args, { cwd: ROOT, encoding: "utf8" }));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
