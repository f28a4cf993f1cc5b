import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../fuzz/fuzzer.ts";
import { judge } from "../../fuzz/judgement.ts";
import { fuzz } from "../../fuzz/session.ts";
import { target as buffers } from "./toys/buffers.ts";
import { target as slow } from "./toys/slow.ts";

const READER = "test/fuzz/toys/reader.ts";

/** What is found in a toy of that name. */
async function searched(name: string, { counted = [READER], most = 1_000_000, seed = 1 } = {}) {
  const findings: Finding[] = [];
  const outcome = await fuzz({
    target: name,
    module: path.join(import.meta.dirname, "toys", `${name}.ts`),
    counted,
    inputs: [],
    seconds: 30,
    most,
    mostFindings: 1,
    seed,
    harvests: true,
    endless: 700,
    heap: 64,
    found: (finding) => findings.push(finding),
  });
  return { findings, ...outcome };
}

const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("latin1");

describe("a planted mistake", () => {
  it("is found step by step, and made as short as can be", async () => {
    const { findings, report } = await searched("violation");
    expect(findings.map(({ kind, bytes }) => [kind, textOf(bytes)])).toEqual([["planted", "evil"]]);
    expect(report?.share.blocks).toEqual([report?.share.blocks[1], report?.share.blocks[1]]);
    expect(report?.missing).toEqual([]);
  });

  it("is not found by luck alone", async () => {
    expect((await searched("violation", { counted: [], most: 50_000 })).findings).toEqual([]);
  });

  it("is found in the same way each time", async () => {
    const run = async () => {
      const { findings, report, harvest } = await searched("violation", { seed: 7 });
      return { findings, executions: report?.executions, pool: report?.poolSize, harvest };
    };
    expect(await run()).toEqual(await run());
  });

  it("leaves the few inputs that reach everything", async () => {
    const { harvest } = await searched("violation");
    expect(harvest.map(textOf)).toContainEqual(expect.stringMatching(/^evi/));
    expect(harvest.length).toBeLessThan(8);
  });

  it.each([
    ["pollution", "Array.prototype.planted was changed", /^leak$/],
    ["endless", "endless", /^loop/],
    ["memory", "the thread ended", /^huge/],
  ])("of another kind is found: %s", async (name, kind, input) => {
    const { findings } = await searched(name);
    expect(findings.map((finding) => finding.kind)).toEqual([kind]);
    expect(textOf(findings[0]?.bytes)).toMatch(input);
  });

  it("that takes memory outside of the heap is found", async () => {
    expect((await judge(buffers, Buffer.from("size")))?.kind).toBe("too much memory");
    expect(await judge(buffers, Buffer.from("sound"))).toBeUndefined();
  });

  it("that only takes time is told from a machine that is busy", async () => {
    expect((await judge(slow, Buffer.from("idle")))?.kind).toBe("too slow");
    expect(await judge(slow, Buffer.from("quick"))).toBeUndefined();
    expect(await judge(slow, Buffer.from("idle"), 1000)).toBeUndefined();
  });
});
