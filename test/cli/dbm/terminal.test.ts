// What is shown on a pseudo-terminal, which Python opens.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { open } from "../../../src/dbm/index.ts";
import { findPythons } from "../../oracle/oracle.ts";
import { TIMEOUT } from "../outcomes.ts";
import { finished, temporaryFolder } from "../pantry.ts";

const main = path.resolve(import.meta.dirname, "../../../src/cli/main.ts");
const script = path.resolve(import.meta.dirname, "../sqlite/terminal.py");
const python =
  process.platform === "win32" ? undefined : findPythons().findLast(({ short }) => short !== "2.7");

/** Clears the line of the progress. */
const CLEAR = "\r\x1b[K";

/** Runs `pantry dbm` on a terminal; answers how it ended, and what was shown. */
async function show(...args: string[]): Promise<{ status: number; shown: string }> {
  const child = spawn(python?.path ?? "", [script]);
  child.stderr.pipe(process.stderr);
  const command = [process.execPath, "--conditions=source", main, "dbm", ...args];
  const env = { TERM: "xterm", NO_COLOR: "1", NODE_NO_WARNINGS: "1" };
  child.stdin.end(JSON.stringify({ command, env, steps: [] }));
  const { screens, status } = JSON.parse((await finished(child)).stdout);
  return { status, shown: screens.join("") };
}

function made(keys: number): string {
  const file = path.join(temporaryFolder(), "state");
  const database = open(file, { flag: "n", format: "gnu" });
  database.setMany(Array.from({ length: keys }, (_, index) => [`key ${index}`, "value"] as const));
  database.close();
  return file;
}

describe.skipIf(!python)("pantry dbm on a terminal (skipped without Python)", TIMEOUT, () => {
  it("shows how far a copy is, and clears that away", async () => {
    const file = made(2000);
    const { shown, status } = await show("copy", file, `${file}.copy`);
    expect(status).toBe(0);
    expect(shown.startsWith(`${CLEAR}[${" ".repeat(30)}]   0%  1 of 2,000 keys`)).toBe(true);
    expect(shown.endsWith(`${CLEAR}2,000 keys copied\r\n`)).toBe(true);
  });

  it("shows how many keys were recovered, and clears that away", async () => {
    const file = made(1500);
    writeFileSync(file, readFileSync(file).fill(0, 0, 64));
    const { shown, status } = await show("recover", file);
    expect(status).toBe(0);
    expect(shown.startsWith(`${CLEAR}1,000 keys recovered${CLEAR}1,500 keys recovered, `)).toBe(true);
  });

  it("shows how much was checked, and clears that away", async () => {
    const file = made(10);
    const { shown, status } = await show("check", file);
    expect(status).toBe(0);
    expect(shown.startsWith(CLEAR)).toBe(true);
    expect(shown).toMatch(/ bytes looked at\r/);
    expect(shown.endsWith(`${CLEAR}${file}  nothing is wrong\r\n`)).toBe(true);
  });

  it("cuts lines at its width", async () => {
    const file = path.join(temporaryFolder(), "state");
    open(file, { flag: "n", format: "dumb" }).set("key", "x".repeat(200)).close();
    expect((await show("keys", "--values", file)).shown).toMatch(/^key: x{74}…\r\n$/);
  });
});
