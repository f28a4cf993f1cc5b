// Where CPython's readers do not agree about the bytes. `differential` shows that each of them really does so.
import { describe, expect, it } from "vitest";
import { auditedText, rulesOf } from "./assembler.ts";

const frame = (length: number) => `\x95${String.fromCharCode(length)}\0\0\0\0\0\0\0`;
const SYSTEM = "cos\nsystem\n(S'id'\ntR.";

describe("frames", () => {
  it.for<[string, string]>([
    ["a number", `\x80\x04${frame(2)}J\x01\0\0\0.`],
    ["a length", `\x80\x04${frame(3)}X\x01\0\0\0a.`],
    ["a text", `\x80\x04${frame(6)}\x8c\x06abcdef.`],
    ["a line", `\x80\x04${frame(3)}I123\n.`],
    ["a frame in a frame", `\x80\x04${frame(30)}N0${frame(2)}N.`],
  ])("are crossed by %s", ([, opcodes]) => {
    const report = auditedText(opcodes);
    expect(report.verdict).toBe("dangerous");
    expect(report.findings[0]).toMatchObject({ rule: "frame-straddle", severity: "danger" });
  });

  it("hide nothing, whichever way they are read", () => {
    // A reader of bytes sees a text; one that drops what the frame has too little of sees a call.
    const length = String.fromCharCode(SYSTEM.length);
    const report = auditedText(`\x80\x04${frame(5)}N0X${length}\0\0\0${SYSTEM}.`);
    expect(rulesOf(report)).toContain("frame-straddle");
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: "dangerous-call", code: "os.system('id')" }),
    );
  });

  it("may end anywhere between two opcodes", () => {
    for (const opcodes of [
      `\x80\x04${frame(2)}N.`,
      `\x80\x04${frame(1)}N.`,
      `\x80\x04${frame(2)}N0${frame(2)}N.`,
    ])
      expect(auditedText(opcodes)).toMatchObject({ status: "complete", verdict: "safe", findings: [] });
  });
});

describe("numbers", () => {
  it.for(["0x10", "0o17", "0b1", "010", "1_0", " 1 ", "1\0x", "0X10", "+0x1", "+1", "-0", "-010"])(
    "that only some readers take are a finding: %j",
    (text) => {
      expect(auditedText(`I${text}\n.`)).toMatchObject({
        status: "complete",
        verdict: "dangerous",
        findings: [{ rule: "lenient-number", offset: 0, opcode: 0 }],
      });
    },
  );

  it.for(["0", "-1", "16", "00", "01", "123456789012345678901234567890"])(
    "that every reader takes are none: %j",
    (text) => {
      expect(auditedText(`I${text}\n.`).findings).toEqual([]);
    },
  );

  it("are floats, indices and longs too", () => {
    for (const opcodes of ["F1_0\n.", "F 1.5\n.", "F1.5\0\n.", "Np0x1\n.", "Np1\n0g1\0\n.", "L0x10L\n."])
      expect(rulesOf(auditedText(opcodes)), opcodes).toContain("lenient-number");
    for (const opcodes of ["F1.5\n.", "F-1e5\n.", "Np12\n.", "L16L\n.", "L16\n."])
      expect(auditedText(opcodes).findings, opcodes).toEqual([]);
  });

  it("hide nothing that comes behind them", () => {
    expect(auditedText(`I0x10\n0${SYSTEM}`).findings.map(({ rule, code }) => [rule, code])).toEqual([
      ["lenient-number", undefined],
      ["dangerous-call", "os.system('id')"],
    ]);
  });

  it("that are no numbers to anybody end the pickle", () => {
    for (const text of ["", "a", "1.5", "0x", "--1"])
      expect(auditedText(`I${text}\n.`), text).toMatchObject({ status: "error", verdict: "unknown" });
  });
});

describe("names", () => {
  it("are shown as they are, and judged", () => {
    expect(auditedText("cos\nsystem\xc3\xa9\n.").findings.map(({ rule, name }) => [rule, name])).toEqual([
      ["dangerous-import", "os.systemé"],
      ["name-not-ascii", "systemé"],
    ]);
    expect(auditedText("cos\nsystem\xe9\n.").findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["name-not-utf8", "danger"],
      ["dangerous-import", "danger"],
    ]);
  });
});

describe("the stack", () => {
  it("is one across a MARK for Python 2 alone, and nothing hides there", () => {
    const report = auditedText(`cos\nsystem\n(S'id'\n\x85R.`);
    expect(report.verdict).toBe("dangerous");
    expect(auditedText("cos\nsystem\n(\x85R.").findings.map(({ rule }) => rule)).toContain("mark-crossed");
  });

  it("has a key without a value for Python 2 alone", () => {
    expect(auditedText("(S'a'\nK\x01S'b'\nd.")).toMatchObject({
      verdict: "dangerous",
      findings: [{ rule: "odd-items" }],
    });
    expect(auditedText("}(S'a'\nK\x01S'b'\nu.").verdict).toBe("dangerous");
    expect(auditedText("(S'a'\nK\x01d.").findings).toEqual([]);
  });
});
