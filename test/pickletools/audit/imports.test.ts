import { describe, expect, it } from "vitest";
import { audit } from "../../../src/pickletools/index.ts";
import {
  audited,
  auditedText,
  call,
  latin1,
  pickleOf,
  raw,
  rebuilt,
  ref,
  rulesOf,
  stackRef,
  tuple,
} from "./assembler.ts";

describe("what is imported", () => {
  it.for<[string, string]>([
    ["GLOBAL", "cos\nsystem\n."],
    ["INST", "(S'id'\nios\nsystem\n."],
    ["OBJ", "(cos\nsystem\nS'id'\no."],
    ["STACK_GLOBAL", "\x80\x04\x8c\x02os\x8c\x06system\x93."],
    ["STACK_GLOBAL of strings of Python 2", "\x80\x04U\x02osU\x06system\x93."],
    ["STACK_GLOBAL of escapes", "S'o\\x73'\nV\\u0073ystem\n\x93."],
    ["STACK_GLOBAL of the memo", "S'system'\np7\n0S'os'\ng7\n\x93."],
    ["STACK_GLOBAL of a memo that was overwritten", "S'path'\np7\n0S'system'\np7\n0S'os'\ng7\n\x93."],
    ["STACK_GLOBAL with a copy in between", "S'os'\n2S'system'\n\x93."],
    ["STACK_GLOBAL with decoys in between", "S'os'\n(S'path'\n1S'system'\nS'path'\n0\x93."],
  ])("is seen for %s", ([, opcodes]) => {
    const report = auditedText(opcodes);
    expect(report.verdict).toBe("dangerous");
    expect(report.imports).toMatchObject([
      { module: "os", name: "system", tier: "dangerous", family: "process" },
    ]);
  });

  it("is told with its offset, its opcode and how often", () => {
    const report = auditedText("(cshop\nOrder\ncshop\nOrder\n)\x81cos\nsystem\nl.");
    expect(report.imports).toEqual([
      { module: "shop", name: "Order", tier: "unknown", offset: 1, count: 2, calls: 1 },
      { module: "os", name: "system", tier: "dangerous", family: "process", offset: 27, count: 1, calls: 0 },
    ]);
    expect(report.findings).toMatchObject([
      { rule: "dangerous-import", offset: 27, opcode: 5, name: "os.system", count: 1 },
      { rule: "unknown-rebuild", offset: 26, opcode: 4, name: "shop.Order", count: 1 },
    ]);
  });

  it("is judged by the name of Python 2 and that of Python 3, and told under both", () => {
    expect(auditedText("ccommands\ngetoutput\n.")).toMatchObject({
      verdict: "dangerous",
      imports: [{ module: "commands", name: "getoutput", present: "subprocess.getoutput" }],
      findings: [{ name: "subprocess.getoutput" }],
    });
    expect(auditedText("c__builtin__\nset\n.")).toMatchObject({
      verdict: "safe",
      imports: [{ module: "__builtin__", name: "set", present: "builtins.set" }],
    });
  });

  it("has no other name from protocol 3 on", () => {
    const [record] = auditedText("\x80\x03ccommands\ngetoutput\n.").imports;
    expect(record).toEqual({
      module: "commands",
      name: "getoutput",
      tier: "dangerous",
      family: "process",
      offset: 2,
      count: 1,
      calls: 0,
    });
    expect(auditedText("\x80\x03c__builtin__\nset\n.").imports[0]).not.toHaveProperty("present");
  });

  it.for([
    ["pathlib", "os.system"],
    ["random", "_os.system"],
    ["builtins", "eval.__call__"],
    ["argparse", "Namespace.__init__.__globals__"],
    ["collections", "namedtuple.__globals__.get"],
    ["enum", "bltns.eval"],
  ] as const)("is followed through %s to %s", ([module, name]) => {
    expect(audited(stackRef(module, name)).verdict).toBe("dangerous");
    expect(audited(ref(`${module}:${name}`)).verdict).toBe("dangerous");
  });

  it("is what an extension code stands for, where that is told", () => {
    const opcodes = "\x80\x02\x82\x01\x83\x2c\x01\x84\x70\x11\x01\x00\x87.";
    const extensions = new Map([
      [1, "os.system"],
      [300, "collections.OrderedDict"],
    ]);
    const report = audit(latin1(opcodes), { extensions });
    expect(report.imports).toMatchObject([
      { module: "os", name: "system", offset: 2 },
      { module: "collections", name: "OrderedDict", offset: 4 },
    ]);
    expect(rulesOf(report)).toEqual(["dangerous-import", "extension-code"]);
    expect(report.findings[1]).toMatchObject({
      name: "extension 70000",
      severity: "warning",
      offset: 7,
      opcode: 3,
    });
    expect(auditedText(opcodes)).toMatchObject({ verdict: "unknown", imports: [] });
  });

  it("is a nested class behind a colon", () => {
    const { imports } = audit(latin1("\x80\x02\x82\x01."), {
      extensions: new Map([[1, "shop.models:Order.Item"]]),
    });
    expect(imports).toMatchObject([{ module: "shop.models", name: "Order.Item" }]);
  });

  it.for<[string, unknown]>([
    ["a name without a dot", new Map([[1, "system"]])],
    ["two colons", new Map([[1, "a:b:c"]])],
    ["no name", new Map([[1, 7]])],
    ["a plain object", { 1: "os.system" }],
  ])("cannot be %s", ([, extensions]) => {
    expect(() => audit(latin1("N."), { extensions: extensions as Map<number, string> })).toThrow(TypeError);
  });

  it("is unknown where a code is called that nobody knows", () => {
    expect(rulesOf(audited(call(raw("\x82\x01"), "id")))).toEqual(["extension-code", "unknown-callee"]);
  });

  it("must be spelled out", () => {
    const joined = call(call("builtins.getattr", "", "join"), tuple("o", "s"));
    const report = audited(call(stackRef(joined, "system"), "id"));
    expect(report.findings[0]).toMatchObject({ rule: "computed-import", severity: "danger" });
    expect(audited(stackRef(3, "system"))).toMatchObject({
      verdict: "unknown",
      findings: [{ rule: "impossible" }],
    });
  });

  it("is told once for each name, whether it is called, rebuilt or only named", () => {
    const report = audited([ref("shop.Order"), rebuilt("shop.Order"), ref("shop.Line"), call("shop.order")]);
    expect(report.findings.map(({ rule, name }) => [rule, name])).toEqual([
      ["unknown-rebuild", "shop.Order"],
      ["unknown-import", "shop.Line"],
      ["unknown-call", "shop.order"],
    ]);
  });

  it("cannot reach the prototypes of the host", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const report = audit(
        pickleOf([ref(`${name}.${name}`), rebuilt(`${name}.${name}`), ref(`builtins.${name}`)]),
      );
      expect(report.verdict).not.toBe("safe");
      expect(report.imports.map((record) => record.name)).toEqual([name, name]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
