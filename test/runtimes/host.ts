// The smoke checks against `dist` in Node, Bun or Deno: `bun test/runtimes/host.ts`.
import { readFixtures } from "./fixtures.ts";
import { smoke } from "./smoke.ts";

const { Bun, Deno, process } = globalThis as {
  Bun?: { version: string };
  Deno?: { version: { deno: string } };
  process: { version: string };
};
const runtime = Bun
  ? `Bun ${Bun.version}`
  : Deno
    ? `Deno ${Deno.version.deno}`
    : `Node ${process.version.slice(1)}`;

console.log(`${runtime}: ${await smoke(readFixtures())}`);
