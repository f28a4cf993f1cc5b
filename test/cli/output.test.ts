import { closeSync, existsSync, openSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { dumps } from "../../src/pickle/index.ts";
import { finished, fixture, pantry, start, temporaryFile } from "./pantry.ts";

const LARGE = dumps(Array.from({ length: 100_000 }, (_, id) => ({ id, tags: ["a", [id]] })));

describe("the standard output", () => {
  it("may be closed early, which is no error", async () => {
    const child = start(["show", temporaryFile("large.pkl", LARGE), "--items", "1000000"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { status, stderr } = await finished(child);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("gets everything, however slowly it is read", async () => {
    const child = start(["show", temporaryFile("large.pkl", LARGE), "--json"]);
    await setTimeout(1500);
    const { status, stdout } = await finished(child);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(100_000);
  });

  it.skipIf(!existsSync("/dev/full"))("may be full, which is told", async () => {
    const stdout = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(stdout));
    const { status, stderr } = await pantry(["show", fixture("3.13/nested.4")], { stdout });
    const message = "pantry: the standard output: no space left on the device\n";
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
  });
});

describe("colours", () => {
  const args = ["show", fixture("3.13/nested.4")];

  it("are for terminals that want them", async () => {
    const terminal = { preload: "process.stdout.isTTY = true" };
    expect((await pantry(args, terminal)).stdout).toContain("\u001b");
    expect((await pantry(args, { ...terminal, env: { NO_COLOR: "1" } })).stdout).not.toContain("\u001b");
    expect((await pantry(args, { ...terminal, env: { FORCE_COLOR: "0" } })).stdout).not.toContain("\u001b");
    expect((await pantry(args, { ...terminal, env: { TERM: "dumb" } })).stdout).not.toContain("\u001b");
    expect((await pantry(args)).stdout).not.toContain("\u001b");
  });

  it("can be forced, and change nothing else", async () => {
    const { stdout } = await pantry(args, { env: { FORCE_COLOR: "1" } });
    expect(stdout).toContain("\u001b[36mdict\u001b[39m");
    expect(stripVTControlCharacters(stdout)).toBe((await pantry(args)).stdout);
  });
});
