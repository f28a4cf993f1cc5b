// `npm run bench -- performance [section …] [--write] [--rounds N --seconds N]`: everything that docs/performance.md has, each section by a program and
// in a process of its own. With `--write` it goes into the page, and what leads a section into the README.
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { SECTIONS, writeFigures } from "./page.ts";
import { python } from "./subjects.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean", default: false },
    rounds: { type: "string" },
    seconds: { type: "string" },
  },
});
const effort = Object.entries({ rounds: values.rounds, seconds: values.seconds }).flatMap(([name, value]) =>
  value === undefined ? [] : [`--${name}`, value],
);
tell("machine", machine());
for (const section of positionals.length > 0 ? positionals : SECTIONS)
  tell(section, await figuresOf(section));

function tell(section: string, figures: string): void {
  console.log(`\n## ${section}\n\n${figures}`);
  if (values.write) writeFigures(section, figures);
}

/** What the program of a section prints. */
async function figuresOf(section: string): Promise<string> {
  const program = path.join(import.meta.dirname, `${section}.ts`);
  const child = spawn(process.execPath, [...process.execArgv, program, ...effort], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const figures = (await text(child.stdout)).trim();
  if ((await ended) !== 0) throw new Error(`${section} failed`);
  return figures;
}

function machine(): string {
  const [cpu] = os.cpus();
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB of memory`;
  const day = new Date().toISOString().slice(0, 10);
  return `${cpu?.model.trim()}, ${os.cpus().length} cores, ${memory}, ${os.type()} ${os.arch()}; Node ${process.versions.node} and CPython ${python.version}; ${day}.`;
}
