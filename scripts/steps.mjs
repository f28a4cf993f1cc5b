// Running programs, one after the other: with their output shown, or kept back unless they fail.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** A program that did not end well: its message is all there is to say, its status becomes ours. */
export class StepFailure extends Error {
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

/**
 * Runs a program in the repository, with the repository's own programs first in the path. With `quiet` its output
 * is returned, and shown only by the failure.
 */
export function run(program, args, { quiet = false, shell = false } = {}) {
  const result = spawnSync(program, args, {
    cwd: root,
    env: environment(quiet),
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    encoding: "utf8",
    maxBuffer: Number.POSITIVE_INFINITY,
    shell,
  });
  if (result.status !== 0) {
    const output = quiet ? `${result.stdout ?? ""}${result.stderr ?? ""}`.trimEnd() : "";
    throw new StepFailure(output || result.error?.message || "", result.status ?? 1);
  }
  return result.stdout ?? "";
}

function environment(quiet) {
  const env = {
    ...process.env,
    PATH: [path.join(root, "node_modules", ".bin"), process.env.PATH].join(path.delimiter),
  };
  return quiet ? { ...env, NO_COLOR: "1", FORCE_COLOR: undefined } : env;
}

/** Runs npm: the one that started us where there is one, on the Node that it started with. */
export function npm(args, options) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith("npm-cli.js") && node !== undefined) {
    return run(node, [script, ...args], options);
  }
  return run("npm", args, { ...options, shell: process.platform === "win32" });
}

/** The script behind a command of an installed package. */
export function commandOf(packageName) {
  const folder = path.join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : Object.values(bin)[0]);
}

/** The binary in the platform package of a runtime, which npm has chosen: `@deno/linux-x64-glibc/deno` or `@oven/…/bin/bun`. */
export function platformBinary(scope, name) {
  const folder = path.join(root, "node_modules", scope);
  const names = new Set([name, `${name}.exe`]);
  const found = readdirSync(folder, { recursive: true }).find((file) => names.has(path.basename(file)));
  if (found === undefined) {
    throw new StepFailure(`Cannot find ${name} in node_modules/${scope}`);
  }
  return path.join(folder, found);
}

/** Runs named steps in order, a line with the seconds after each; the first failure ends it. */
export function runSteps(steps) {
  const start = performance.now();
  for (const [name, step] of Object.entries(steps)) {
    const stepStart = performance.now();
    try {
      step();
    } catch (error) {
      console.error(`✗ ${name} (${secondsSince(stepStart)})`);
      throw error;
    }
    console.log(`✓ ${name} (${secondsSince(stepStart)})`);
  }
  console.log(`${Object.keys(steps).length} gates passed (${secondsSince(start)})`);
}

function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
