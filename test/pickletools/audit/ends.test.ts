import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import { audit } from "../../../src/pickletools/index.ts";
import { auditedText, latin1, rulesOf } from "./assembler.ts";

const SYSTEM = "cos\nsystem\n(S'id'\ntR.";

describe("pickles that end too early", () => {
  it("are incomplete and never safe, wherever they are cut", () => {
    const bytes = dumps({ a: [1, 2.5, "text", new Date(0), new Map([[1, 2]])] });
    for (let length = 0; length < bytes.length; length += 1) {
      const report = audit(bytes.subarray(0, length));
      expect(report, `${length} bytes`).toMatchObject({ status: "incomplete", verdict: "unknown" });
      expect(rulesOf(report)).toEqual(["truncated"]);
      expect(report.error?.offset).toBeLessThanOrEqual(length);
    }
    expect(audit(bytes)).toMatchObject({ status: "complete", verdict: "safe", findings: [] });
  });

  it("are dangerous for what was run until then", () => {
    const report = auditedText(`${SYSTEM.slice(0, -1)}X\x05\0\0\0ab`);
    expect(report).toMatchObject({
      status: "incomplete",
      verdict: "dangerous",
      error: { offset: 20, message: expect.stringContaining("Cannot read BINUNICODE at byte 20") },
    });
    expect(report.findings).toMatchObject([
      { rule: "dangerous-call", offset: 19, opcode: 4 },
      { rule: "truncated", offset: 20, opcode: 5 },
    ]);
    expect(report.pickles).toEqual([{ offset: 0, length: 20, protocol: 1, opcodes: 6, complete: false }]);
  });
});

describe("pickles that break", () => {
  it.for<[string, string]>([
    ["an opcode that is none", "\xff"],
    ["a value too few", "0"],
    ["a memo without such an entry", "g7\n"],
    ["a number that is none", "Ix\n"],
    ["a text that is not UTF-8", "X\x01\0\0\0\xff"],
    ["a protocol to come", "\x80\x06"],
    ["no MARK", "t"],
  ])("are malformed for %s", ([, opcodes]) => {
    const report = auditedText(`N0${opcodes}.`);
    expect(report).toMatchObject({ status: "error", verdict: "unknown", error: { offset: 2 } });
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        rule: "malformed",
        severity: "warning",
        message: report.error?.message,
        offset: 2,
      }),
    );
    expect(auditedText(`${SYSTEM.slice(0, -1)}0${opcodes}.`)).toMatchObject({
      status: "error",
      verdict: "dangerous",
    });
  });

  it("do not stop the search for others behind", () => {
    const report = auditedText(`\xff\xff\xff\x80\x02${SYSTEM}`);
    expect(report).toMatchObject({ status: "error", verdict: "dangerous" });
    expect(rulesOf(report)).toEqual(expect.arrayContaining(["hidden-pickle", "dangerous-call", "malformed"]));
  });

  it("are empty files, too", () => {
    expect(audit(new Uint8Array())).toMatchObject({ status: "incomplete", verdict: "unknown" });
  });
});

describe("limits", () => {
  const nulls = latin1(`${SYSTEM.slice(0, -1)}0]${"(Ne".repeat(500_000)}.`);

  it.for([
    ["maxOpcodes", { maxOpcodes: 20_000 }, /more than 20000 opcodes/],
    ["maxMemory", { maxMemory: 1000 }, /limit of 1000 bytes/],
    ["maxMilliseconds", { maxMilliseconds: 20 }, /milliseconds/],
  ] as const)("%s leaves what came before", ([, limits, message]) => {
    const bytes = "maxMemory" in limits ? latin1(`${SYSTEM.slice(0, -1)}0${"](e0".repeat(1000)}N.`) : nulls;
    expect(audit(bytes)).toMatchObject({ status: "complete" });
    const report = audit(bytes, { limits });
    expect(report).toMatchObject({
      status: "incomplete",
      verdict: "dangerous",
      error: { message: expect.stringMatching(message) },
    });
    expect(rulesOf(report)).toEqual(expect.arrayContaining(["dangerous-call", "limit"]));
    expect(report.pickles).toMatchObject([{ complete: false }]);
  });

  it("maxFindings keeps the verdict of what is not kept", () => {
    const unknowns = Array.from({ length: 50 }, (_, i) => `cshop\nOrder${i}\n`).join("");
    const bytes = latin1(`(${unknowns}${SYSTEM.slice(0, -1)}l.`);
    const report = audit(bytes, { limits: { maxFindings: 10 } });
    expect(report.verdict).toBe("dangerous");
    expect(report.findings.length).toBeLessThan(15);
    expect(report.findings.reduce((sum, { count }) => sum + count, 0)).toBe(audit(bytes).findings.length);
  });

  it("maxNesting and maxCandidates leave the rest unknown", () => {
    let bytes = dumps([null, null, null, null]);
    for (let i = 0; i < 6; i += 1) bytes = dumps([bytes, null]);
    expect(audit(bytes)).toMatchObject({ verdict: "unknown" });
    expect(rulesOf(audit(bytes))).toContain("limit");
    expect(audit(bytes, { limits: { maxNesting: 10 } }).verdict).toBe("safe");
    expect(audit(bytes, { limits: { maxNesting: 10, maxCandidates: 2 } }).verdict).toBe("unknown");
    expect(audit(bytes, { limits: { maxNesting: 10, maxCandidateBytes: 2 } }).verdict).toBe("unknown");
  });

  it("end by a signal, whose reason is thrown", () => {
    const reason = new Error("enough");
    expect(() => audit(nulls, { signal: AbortSignal.abort(reason) })).toThrow(reason);
  });
});
