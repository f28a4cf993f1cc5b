import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import { audit } from "../../../src/pickletools/index.ts";
import { auditedText, latin1, rulesOf } from "./assembler.ts";

const SYSTEM = "cos\nsystem\n(S'id'\ntR.";
const danger = (offset: number) =>
  expect.objectContaining({ rule: "dangerous-call", code: "os.system('id')", offset });

describe("several pickles", () => {
  it("are all audited", () => {
    const report = auditedText(`N.I1\n.${SYSTEM}`);
    expect(report.pickles).toEqual([
      { offset: 0, length: 2, protocol: 0, opcodes: 2, complete: true },
      { offset: 2, length: 4, protocol: 0, opcodes: 2, complete: true },
      { offset: 6, length: 21, protocol: 0, opcodes: 6, complete: true },
    ]);
    expect(report).toMatchObject({ status: "complete", verdict: "dangerous" });
    expect(report.findings).toMatchObject([
      { rule: "dangerous-call", offset: 25, opcode: 4 },
      { rule: "further-pickle", severity: "note", offset: 2, count: 2 },
    ]);
  });

  it("may share a memo", () => {
    expect(auditedText(`cos\nsystem\np0\n.g0\n(S'id'\ntR.`).findings).toContainEqual(
      danger(expect.anything() as never),
    );
  });

  it("have their protocol each", () => {
    const { pickles } = audit(
      Uint8Array.of(
        ...dumps(1, { protocol: 2 }),
        ...dumps([1], { protocol: 4 }),
        ...dumps(1, { protocol: 0 }),
        ...dumps([1], { protocol: 1 }),
      ),
    );
    expect(pickles.map(({ protocol }) => protocol)).toEqual([2, 4, 0, 1]);
  });
});

describe("data behind a pickle", () => {
  it("is a note", () => {
    const report = auditedText("N.\xff\xfe\xfd");
    expect(report).toMatchObject({ status: "complete", verdict: "safe" });
    expect(report.findings).toMatchObject([
      { rule: "trailing-data", severity: "note", offset: 2, message: "3 bytes come behind the pickle" },
    ]);
  });

  it("is searched for pickles", () => {
    for (const gap of ["\xff", "\xff".repeat(1000), "PK\x03\x04 and more ", "\0\0\0\0"]) {
      const report = auditedText(`N.${gap}${SYSTEM}`);
      expect(report).toMatchObject({ status: "complete", verdict: "dangerous" });
      const offset = 2 + gap.length;
      expect(report.findings).toContainEqual(
        expect.objectContaining({ rule: "hidden-pickle", severity: "danger", offset }),
      );
      expect(report.findings).toContainEqual(danger(offset + 19));
    }
  });

  it("may hold harmless pickles, which are a note", () => {
    const report = audit(Uint8Array.of(0x4e, 0x2e, 0xff, 0xff, ...dumps([1, 2, 3])));
    expect(report.verdict).toBe("safe");
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: "hidden-pickle", severity: "note", offset: 4 }),
    );
  });
});

describe("pickles in pickles", () => {
  const bytes = latin1(SYSTEM);
  const text = Buffer.from(bytes);

  it.for<[form: string, value: unknown]>([
    ["bytes", bytes],
    ["bytes", SYSTEM],
    ["bytes", dumps([bytes], { protocol: 2 })],
    ["base64", text.toString("base64")],
    ["base64", Buffer.from(dumps(new Map([[1, bytes]]))).toString("base64url")],
    ["hex", Buffer.from(dumps([bytes])).toString("hex")],
    [
      "hex",
      Buffer.from(dumps([bytes]))
        .toString("hex")
        .toUpperCase(),
    ],
  ])("are audited in %s: %#", ([form, value]) => {
    for (const protocol of [0, 2, 3, 5] as const) {
      const report = audit(dumps(["before", value], { protocol }));
      expect(report).toMatchObject({ status: "complete", verdict: "dangerous" });
      const [finding] = report.findings;
      expect(finding).toMatchObject({ rule: "dangerous-call", code: "os.system('id')" });
      expect(finding?.within?.[0]).toMatch(new RegExp(`^(?:bytes|${form}) at \\d+$`));
    }
  });

  it("are told with the way to them, and their own offsets", () => {
    const inner = dumps([bytes], { protocol: 3 });
    const outer = dumps([null, inner], { protocol: 3 });
    const { findings, pickles } = audit(outer);
    const at = (whole: Uint8Array, part: number) => Buffer.from(whole).indexOf(part);
    const within = [`bytes at ${at(outer, 0x43)}`, `bytes at ${at(inner, 0x43)}`];
    expect(findings).toMatchObject([
      { rule: "dangerous-call", offset: 19, opcode: 4, within },
      { rule: "nested-pickle", offset: at(inner, 0x43), within: within.slice(0, 1) },
      { rule: "nested-pickle", offset: at(outer, 0x43) },
    ]);
    expect(pickles).toHaveLength(1);
  });

  it("leave a harmless pickle harmless", () => {
    expect(audit(dumps(dumps([1, 2, 3])))).toMatchObject({
      verdict: "safe",
      findings: [{ rule: "nested-pickle" }],
    });
  });

  it("are not what only looks like one", () => {
    for (const value of [
      "gASV",
      "2024-01-01",
      "8".repeat(40),
      "Kilogram",
      "YES".repeat(20),
      latin1("\x80\x04 but no pickle"),
    ])
      expect(audit(dumps([value])), String(value)).toMatchObject({ verdict: "safe", findings: [] });
  });

  it("are found among the operands of a call", () => {
    const report = audit(dumps(["cos\nsystem\n", bytes]));
    expect(rulesOf(report)).toEqual(["dangerous-call", "nested-pickle"]);
  });
});
