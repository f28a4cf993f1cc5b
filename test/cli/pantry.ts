// The command as its users run it: a process of its own, on the Node that runs the tests.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
/** The tests start the command so often that Node had better compile it once. */
const NODE_COMPILE_CACHE = path.join(os.tmpdir(), "pantry-compile-cache");

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The standard output as it came. */
  readonly bytes: Buffer;
}

export interface Surroundings {
  readonly stdin?: Uint8Array;
  readonly env?: Record<string, string>;
  /** A file that is open for writing, in place of a pipe. */
  readonly stdout?: number;
  /** A module for Node to run first: JavaScript. */
  readonly preload?: string;
}

/** Starts the command. */
export function start(args: readonly string[], around: Surroundings = {}): ChildProcess {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...env } = process.env;
  const { preload, stdin = new Uint8Array(), stdout = "pipe" } = around;
  const first =
    preload === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  const command = [...first, "--conditions=source", path.join(root, "src/cli/main.ts"), ...args];
  const child = spawn(process.execPath, command, {
    env: { NODE_COMPILE_CACHE, ...env, ...around.env },
    stdio: ["pipe", stdout, "pipe"],
  });
  child.stdin?.on("error", () => {}); // it may end before it has read
  child.stdin?.end(stdin);
  return child;
}

/** Runs the command to its end. */
export function pantry(args: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  return finished(start(args, around));
}

/** Runs `pantry dbm` to its end. */
export function dbm(...args: string[]): Promise<Outcome> {
  return pantry(["dbm", ...args]);
}

/** What a process has written, once it has ended. */
export function finished(child: ChildProcess): Promise<Outcome> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      const bytes = Buffer.concat(out);
      resolve({ status, bytes, stdout: bytes.toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** The path of a committed pickle: `3.13/nested.4`. */
export function fixture(name: string): string {
  return path.join(root, "test/fixtures/pickle", `${name}.pickle`);
}

/** The bytes of a committed pickle. */
export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixture(name)));
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of that content in a folder that is gone after the test. */
export function temporaryFile(name: string, content: Uint8Array | string): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}
