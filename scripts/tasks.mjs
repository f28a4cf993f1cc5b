// What `npm run <task>` does. Each task gets the Node to use and the arguments that were given.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, buildIfStale } from "./build.mjs";
import { commandOf, npm, platformBinary, root, run, runSteps } from "./steps.mjs";

export const tasks = {
  test,
  check,
  gates,
  build: buildTask,
  demo,
  docs,
  format,
  bench,
  recall,
  conformance,
  fuzz,
  runtimes,
};

function test({ node, args }) {
  run(node, [commandOf("vitest"), "run", ...args]);
}

/** Everything that must hold before a change is done. */
function check({ node }) {
  const { before, after } = gateSteps(node);
  runSteps({ ...before, Tests: () => test({ node, args: [] }), ...after });
}

/** The same without the tests. */
function gates({ node }) {
  const { before, after } = gateSteps(node);
  runSteps({ ...before, ...after });
}

function gateSteps(node) {
  const tool = (name, ...args) => run(node, [commandOf(name), ...args], { quiet: true });
  return {
    before: {
      "Format and lint": () => tool("@biomejs/biome", "ci", "--error-on-warnings", "--colors=off"),
      Build: () => build(node, { quiet: true }),
      "Types of tests, examples and scripts": () => tool("typescript", "-p", "tsconfig.test.json"),
    },
    after: {
      "Package and its types": () =>
        withTarball((tarball) => {
          tool("publint", "run", tarball, "--strict");
          tool("@arethetypeswrong/cli", tarball, "--profile", "esm-only");
        }),
      "Unused files, exports and dependencies": () => tool("knip"),
      "Documentation comments": () => deno("doc", "--lint", ...entryPoints()),
    },
  };
}

/** Packs what would be published and hands the file on. */
function withTarball(use) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-pack-"));
  try {
    const answer = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { quiet: true });
    const { filename } = Object.values(JSON.parse(answer))[0];
    use(path.join(folder, filename));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sources behind the subpaths that users import. */
function entryPoints() {
  const { exports } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return Object.values(exports).flatMap((target) => (target.source === undefined ? [] : [target.source]));
}

function deno(...args) {
  return run(platformBinary("@deno", "deno"), args, { quiet: true });
}

function buildTask({ node }) {
  build(node);
}

function demo({ node, args }) {
  buildIfStale(node);
  run(node, ["scripts/demo.ts", ...args]);
}

function docs() {
  rmSync(path.join(root, "docs", "api"), { recursive: true, force: true });
  deno("doc", "--html", "--name=Pantry", "--output=docs/api", ...entryPoints());
  console.log("The reference is in docs/api/index.html");
}

function format({ node, args }) {
  run(node, [commandOf("@biomejs/biome"), "check", "--write", ...args]);
}

function bench({ node, args }) {
  buildIfStale(node);
  const [first = "", ...rest] = args;
  const program = benchOf(first);
  run(node, [`bench/${program ?? "main"}.ts`, ...(program === undefined ? args : rest)]);
}

/** The program of that name; `undefined` for the name of a workload. */
function benchOf(name) {
  if (["tools", "marshal", "sqlite3", "dbm", "shelve", "remote"].includes(name)) return name;
  if (["against-c", "calls", "floors", "growth", "large", "packages", "start", "unpicklers"].includes(name))
    return `performance/${name}`;
  return name === "performance" ? "performance/run" : undefined;
}

/** What the audit finds in the labelled corpus, and what it accuses wrongly. */
function recall({ node, args }) {
  run(node, ["--conditions=source", "test/pickletools/recall.ts", ...args]);
}

/** CPython's own tests of a module against ours, or those of all modules; or random graphs, which are no module. */
function conformance({ node, args }) {
  if (args[0] === "graphs")
    return run(node, ["--conditions=source", "conformance/graphs/run.ts", ...args.slice(1)]);
  run(node, ["scripts/build-helper.ts"]);
  run(node, ["--conditions=source", "conformance/run.ts", ...args]);
}

/** Hostile bytes for everything that reads bytes, made with an eye on which code they reach. */
function fuzz({ node, args }) {
  run(node, ["scripts/build-helper.ts"]);
  run(node, ["--conditions=source", "fuzz/main.ts", ...args]);
}

/** The built package in every runtime that is at hand: this Node, Bun, Deno and a real Chromium. */
function runtimes({ node }) {
  buildIfStale(node);
  run(node, ["test/runtimes/host.ts"]);
  run(platformBinary("@oven", "bun"), ["test/runtimes/host.ts"]);
  run(platformBinary("@deno", "deno"), ["run", "--allow-read", "test/runtimes/host.ts"]);
  run(node, ["test/runtimes/browser.ts"]);
}
