import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import { verdictOf } from "../../../src/pickletools/audit/report.ts";
import { audit, auditing, RULES, worstStatus, worstVerdict } from "../../../src/pickletools/index.ts";
import {
  audited,
  auditedText,
  call,
  latin1,
  pickleOf,
  raw,
  rebuilt,
  ref,
  tuple,
  withState,
} from "./assembler.ts";

const SYSTEM = latin1("cos\nsystem\n(S'id'\ntR.");

describe("audit()", () => {
  it("gives plain objects, always in the same form", () => {
    const report = audit(SYSTEM);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(report, null, 1)).toBe(`{
 "format": "pantry.audit/1",
 "policy": "default",
 "status": "complete",
 "verdict": "dangerous",
 "findings": [
  {
   "rule": "dangerous-call",
   "severity": "danger",
   "message": "os.system is called: runs programs",
   "offset": 19,
   "opcode": 4,
   "name": "os.system",
   "code": "os.system('id')",
   "count": 1
  }
 ],
 "imports": [
  {
   "module": "os",
   "name": "system",
   "tier": "dangerous",
   "family": "process",
   "offset": 0,
   "count": 1,
   "calls": 1
  }
 ],
 "pickles": [
  {
   "offset": 0,
   "length": 21,
   "protocol": 0,
   "opcodes": 6,
   "complete": true
  }
 ],
 "program": "import os\\n_1 = os.system('id')\\nresult = _1"
}`);
  });

  it("says why where it could not read to the end", () => {
    expect(audit(SYSTEM.subarray(0, 20)).error).toEqual({
      offset: 20,
      message: expect.stringMatching(/^Cannot read /),
    });
  });

  it("lists the worst findings first, then by offset", () => {
    const { findings } = audited([
      ref("shop.a"),
      call("os.system", "id"),
      raw("Pid\n"),
      ref("os.popen"),
      ref("shop.b"),
    ]);
    const rank = ["danger", "warning", "note"];
    const order = findings.map(({ severity, offset }) => [rank.indexOf(severity), offset] as const);
    expect(order).toEqual(order.toSorted((left, right) => left[0] - right[0] || left[1] - right[1]));
    expect(findings.map(({ severity }) => severity)).toEqual([
      "danger",
      "danger",
      "warning",
      "warning",
      "note",
    ]);
  });

  it("leaves the data as it is, and takes any view of it", () => {
    const bytes = Buffer.concat([Buffer.from("xx"), SYSTEM, Buffer.from("yy")]).subarray(2, -2);
    const before = [...bytes];
    expect(audit(bytes)).toEqual(audit(SYSTEM));
    expect([...bytes]).toEqual(before);
  });

  it.for([undefined, null, "N.", [0x4e, 0x2e], new ArrayBuffer(2), { length: 0 }])(
    "throws for what is no bytes: %o",
    (data) => {
      expect(() => audit(data as Uint8Array)).toThrow(TypeError);
    },
  );

  it("can go in steps", () => {
    const bytes = dumps(Array.from({ length: 50_000 }, (_, i) => [i]));
    const steps = auditing(bytes);
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count += 1;
    expect(count).toBeGreaterThan(10);
    expect(step.value).toEqual(audit(bytes));
  });
});

describe("what is shown", () => {
  const nasty = "\x1b[31m\x07\u202eevil\u2066\n\r\t\x9b";
  const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

  it("can be printed, whatever the pickle holds", () => {
    const report = audited([
      ref(`os:${nasty.replaceAll("\n", "")}`),
      call("os.system", nasty, new TextEncoder().encode(nasty)),
      withState(ref("argparse.Namespace"), { [nasty]: nasty }),
      call("builtins.getattr", ref("builtins.list"), nasty),
      raw("P\x1b[31m\n"),
    ]);
    expect(report.findings.length).toBeGreaterThan(4);
    const { findings, imports } = report;
    for (const text of [...findings, ...imports].flatMap((one) => Object.values(one)))
      if (typeof text === "string") expect(text).not.toMatch(unprintable);
    for (const line of report.program.split("\n")) expect(line).not.toMatch(unprintable);
  });

  it("is not without end", () => {
    const long = "x".repeat(100_000);
    const report = audited([
      ref(`${long}.${long}`),
      call(ref(`os.${long}`), long, ...new Array(60).fill(long)),
    ]);
    for (const { message, name = "", code = "" } of report.findings) {
      expect(message.length).toBeLessThanOrEqual(301);
      expect(name.length).toBeLessThanOrEqual(201);
      expect(code.length).toBeLessThanOrEqual(401);
    }
    for (const { module, name } of report.imports)
      expect(module.length + name.length).toBeLessThanOrEqual(402);
    expect(report.program.length).toBeLessThan(5000);
  });
});

describe("the program", () => {
  it("is that of the pickle, line by line", () => {
    const order = withState(rebuilt("shop.Order", 1), {
      lines: [call("shop.Line", "tea", 2)],
      due: call("datetime.date", 2024, 1, 2),
    });
    expect(audited(tuple(order, call("os.system", "id"), order)).program).toBe(`import shop
_1 = shop.Order.__new__(shop.Order, 1)
_2 = shop.Line('tea', 2)
import datetime
_1.__setstate__({'lines': [_2], 'due': datetime.date(2024, 1, 2)})
import os
_3 = os.system('id')
result = (_1, _3, _1)`);
  });

  it("tells what changes the program that loads it", () => {
    expect(audited(withState(ref("shop.Order"), { tax: 0 })).program).toBe(
      "import shop\nshop.Order.__setstate__({'tax': 0})\nresult = shop.Order",
    );
    expect(auditedText("ccollections\nOrderedDict\n)RK\x01K\x02sK\x03a.").program).toBe(
      "import collections\n_1 = collections.OrderedDict()\n_1.update({1: 2})\n_1.extend([3])\nresult = _1",
    );
  });

  it("has the pickles behind and within under headings", () => {
    const { program } = audit(Buffer.concat([dumps(SYSTEM, { protocol: 3 }), latin1("N.")]));
    expect(program.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# a pickle in the bytes at byte 2",
      "# the pickle at byte 28",
    ]);
  });

  it("ends at some time", () => {
    const lines = audit(pickleOf(Array.from({ length: 2000 }, (_, i) => call("shop.Line", i)))).program.split(
      "\n",
    );
    expect(lines).toHaveLength(501);
    expect(lines.at(-1)).toMatch(/^# … \d+ more$/);
  });
});

describe("verdictOf()", () => {
  it("is never safe for what was not read to its end", () => {
    expect(verdictOf([], "complete")).toBe("safe");
    expect(verdictOf([], "incomplete")).toBe("unknown");
    expect(verdictOf([], "error")).toBe("unknown");
  });
});

describe("worstVerdict() and worstStatus()", () => {
  it("give the worse of two", () => {
    expect(worstVerdict("safe", "unknown")).toBe("unknown");
    expect(worstVerdict("dangerous", "unknown")).toBe("dangerous");
    expect(worstStatus("complete", "incomplete")).toBe("incomplete");
    expect(worstStatus("error", "incomplete")).toBe("error");
  });
});

describe("RULES", () => {
  it("have each id once", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });
});
