import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import {
  audited,
  auditedText,
  call,
  latin1,
  raw,
  rebuilt,
  ref,
  rulesOf,
  sequence,
  tuple,
} from "./assembler.ts";

describe("what is called", () => {
  it.for<[form: string, opcodes: string, code: string, offset: number, opcode: number]>([
    ["REDUCE", "cos\nsystem\n(S'id'\ntR.", "os.system('id')", 19, 4],
    ["INST", "(S'id'\nios\nsystem\n.", "os.system('id')", 7, 2],
    ["OBJ", "(cos\nsystem\nS'id'\no.", "os.system('id')", 18, 3],
    ["NEWOBJ", "cos\nsystem\n(S'id'\nt\x81.", "os.system.__new__(os.system, 'id')", 19, 4],
    [
      "NEWOBJ_EX",
      "\x80\x04cos\nsystem\n)}\x8c\x01aK\x01s\x92.",
      "os.system.__new__(os.system, **{'a': 1})",
      21,
      7,
    ],
  ])("is told for %s, in Python's syntax", ([, opcodes, code, offset, opcode]) => {
    const { findings, imports } = auditedText(opcodes);
    expect(findings).toMatchObject([
      { rule: "dangerous-call", severity: "danger", name: "os.system", code, offset, opcode, count: 1 },
    ]);
    expect(imports).toMatchObject([{ calls: 1 }]);
  });

  it.for<[string, unknown, string]>([
    ["no arguments", call("os.getcwd"), "os.getcwd()"],
    ["numbers", call("os.kill", 1, -9, 0.5), "os.kill(1, -9, 0.5)"],
    ["quotes", call("os.system", "echo 'a' \"b\""), "os.system('echo \\'a\\' \"b\"')"],
    ["bytes", call("os.system", Uint8Array.of(97, 0, 255)), "os.system(b'a\\x00\\xff')"],
    [
      "containers",
      call("os.execv", "a", ["b", tuple("c"), { d: null, e: true }]),
      "os.execv('a', ['b', ('c',), {'d': None, 'e': True}])",
    ],
    ["built-in names", call("builtins.eval", ref("builtins.list")), "eval(list)"],
    ["calls", call("os.system", call("builtins.str", 1)), "os.system(str(1))"],
    ["instances", call("os.system", rebuilt("shop.Order")), "os.system(_1)"],
  ])("is written with %s", ([, value, code]) => {
    const dangerous = audited(value).findings.find(({ rule }) => rule === "dangerous-call");
    expect(dangerous?.code).toBe(code);
  });

  it("is written without end neither for long texts nor for shared or deep values", () => {
    let shared: unknown = ["x".repeat(100)];
    for (let i = 0; i < 40; i += 1) shared = [shared, shared];
    for (const value of ["y".repeat(10_000), shared, Array.from({ length: 1000 }, (_, i) => i)])
      expect(audited(call("os.system", value)).findings[0]?.code?.length).toBeLessThan(500);
  });

  it("is told once for each set of arguments", () => {
    const { findings } = audited([call("os.system", "a"), call("os.system", "b"), call("os.system", "a")]);
    expect(findings.map(({ code, count }) => [code, count])).toEqual([
      ["os.system('a')", 2],
      ["os.system('b')", 1],
    ]);
  });

  it("is unknown if it is the result of another call, but not if that is dangerous too", () => {
    expect(audited(call(call("builtins.next", call("builtins.iter", [1])), "id"))).toMatchObject({
      verdict: "unknown",
      findings: [{ rule: "unknown-callee" }],
    });
    expect(rulesOf(audited(call(call("os.system", "id"), "id")))).toEqual([
      "dangerous-call",
      "unknown-callee",
    ]);
  });

  it("is told where its result is thrown away, unless it is harmless", () => {
    expect(rulesOf(audited(sequence(call("os.system", "id"), 1)))).toEqual([
      "dangerous-call",
      "result-discarded",
    ]);
    expect(rulesOf(auditedText("(cshop\nf\n)R1N."))).toContain("unknown-call");
    expect(audited(sequence(call("datetime.date", 2024, 1, 2), 1)).findings).toEqual([]);
  });

  it("is not told where it sets the state of the object below it, as Python writes it", () => {
    const setter = "cshop\nOrder\n)\x81p0\ncshop\nset_state\ng0\n}\x86R0.";
    expect(rulesOf(auditedText(setter))).toEqual(["unknown-rebuild", "unknown-call"]);
    expect(rulesOf(auditedText(setter.replace("g0\n", "N")))).toContain("result-discarded");
  });

  it("is unknown where it loads bytes that were audited, and dangerous where it loads others", () => {
    const load = (bytes: unknown) => audited(call("torch.storage._load_from_bytes", bytes));
    const harmless = dumps([1, 2, 3], { protocol: 2 });
    const text = String.fromCharCode(...harmless);
    expect(load(harmless)).toMatchObject({
      verdict: "unknown",
      findings: [{ rule: "unknown-call" }, { rule: "nested-pickle" }],
    });
    expect(load(call("_codecs.encode", text, "latin1")).verdict).toBe("unknown");
    expect(load(latin1("\x80\x02cos\nsystem\n(S'id'\ntR.")).findings[0]).toMatchObject({
      rule: "dangerous-call",
      name: "os.system",
    });
    expect(load(latin1("N.")).verdict).toBe("dangerous");
    expect(load(call("builtins.bytes", harmless)).verdict).toBe("dangerous");
    const deny = { policy: { deny: ["torch.storage._load_from_bytes"] } };
    expect(audited(call("torch.storage._load_from_bytes", harmless), deny).verdict).toBe("dangerous");
  });

  it("is impossible if it is a value, or the arguments are no tuple", () => {
    for (const opcodes of ["S'a'\n)R.", "c__builtin__\nset\n]R."]) {
      const report = auditedText(opcodes);
      expect(report).toMatchObject({
        verdict: "unknown",
        findings: [{ rule: "impossible", severity: "warning" }],
      });
    }
  });
});

describe("what is rebuilt", () => {
  it.for<[string, unknown]>([
    ["NEWOBJ", rebuilt("shop.Order")],
    [
      "copyreg._reconstructor",
      call("copyreg._reconstructor", ref("shop.Order"), ref("builtins.object"), null),
    ],
    ["copyreg.__newobj__", call("copyreg.__newobj__", ref("shop.Order"))],
    ["copyreg.__newobj_ex__", call("copyreg.__newobj_ex__", ref("shop.Order"), tuple(), {})],
    [
      "a partial of its __new__",
      call(
        call("functools.partial", call("builtins.getattr", ref("shop.Order"), "__new__"), ref("shop.Order")),
      ),
    ],
  ])("is no call for %s", ([, value]) => {
    const report = audited(value);
    expect(report.verdict).toBe("unknown");
    expect(rulesOf(report)).not.toContain("unknown-call");
    expect(report.findings[0]).toMatchObject({ name: "shop.Order" });
  });

  it("may be harmless only so", () => {
    expect(audited(rebuilt("configparser.ConfigParser")).verdict).toBe("safe");
    expect(rulesOf(audited(call("configparser.ConfigParser")))).toEqual(["unknown-call"]);
    expect(
      rulesOf(audited(new Array(1).fill(call("builtins.map", ref("configparser.ConfigParser"), [])))),
    ).toEqual(["unknown-callee"]);
  });

  it("is an old class of Python 2 where INST has no arguments", () => {
    expect(auditedText("(iconfigparser\nConfigParser\n.").verdict).toBe("safe");
    expect(auditedText("(Niconfigparser\nConfigParser\n.").verdict).toBe("unknown");
  });

  it("cannot have its arguments read as text by sympy", () => {
    const rational = "sympy.core.numbers.Rational";
    expect(audited(rebuilt(rational, 1, 2)).verdict).toBe("safe");
    expect(audited(rebuilt("sympy.core.numbers.Float", tuple(0, "18", -4, 2), 53)).verdict).toBe("safe");
    expect(audited(rebuilt(rational, call("builtins.Exception", "code"))).verdict).toBe("unknown");
    expect(audited(rebuilt(rational, ["code"])).verdict).toBe("unknown");
    expect(audited(rebuilt(rational, tuple("code"))).verdict).toBe("unknown");
  });

  it("is no array over bytes that the pickle chose, in which objects may be", () => {
    const array = ref("numpy.ndarray");
    const address = call("builtins:int.to_bytes", call("builtins.id", "any object"), 8, "little");
    for (const value of [
      call(array, tuple(1), "O", address),
      rebuilt(array, tuple(1), "O", address),
      call("copyreg.__newobj__", array, tuple(1), "O", address),
      call("copyreg.__newobj_ex__", array, tuple(tuple(1), "O"), { buffer: address }),
      call("functools.partial", array, tuple(1), "O", address),
      call("builtins.list", call("builtins.map", array, [tuple(1)], ["O"], [address])),
      call("numpy.recarray", tuple(1), "O", address),
      call("numpy.chararray", tuple(1), 8, false, address),
    ])
      expect(audited(value).verdict).toBe("unknown");
    expect(audited(call(array, tuple(1), "O")).verdict).toBe("safe");
    expect(
      audited(call("numpy.ma.core._mareconstruct", ref("numpy.ma.core.MaskedArray"), array, tuple(0), "b"))
        .verdict,
    ).toBe("safe");
  });

  it("cannot open a file by the name of a time zone in pandas", () => {
    const timestamp = "pandas._libs.tslibs.timestamps.Timestamp";
    const datetimeIndex = ref("pandas.core.indexes.datetimes.DatetimeIndex");
    const dtype = "pandas.core.dtypes.dtypes.DatetimeTZDtype";
    const zone = "dateutil//etc/hostname";
    for (const value of [
      call(timestamp, 0, null, zone),
      call(timestamp, 0, null, call("operator.add", "dateutil/", "/etc/hostname")),
      call("copyreg.__newobj_ex__", ref(timestamp), tuple(0), { tz: zone }),
      rebuilt(dtype, "ns", zone),
      call("copyreg.__newobj_ex__", ref(dtype), tuple(), { tz: zone }),
      call("pandas.core.indexes.datetimes._new_DatetimeIndex", datetimeIndex, {
        data: [0],
        tz: zone,
        freq: null,
      }),
      call("pandas.core.indexes.base._new_Index", ref("pandas.core.indexes.base.Index"), {
        data: [0],
        dtype: `datetime64[ns, ${zone}]`,
      }),
    ])
      expect(audited(value).verdict).toBe("unknown");
    for (const value of [
      call(timestamp, 0, null, call("pytz._UTC")),
      call(timestamp, "2020-01-01"),
      rebuilt(dtype),
      call("pandas.core.indexes.datetimes._new_DatetimeIndex", datetimeIndex, {
        data: [0],
        tz: null,
        freq: "D",
      }),
    ])
      expect(audited(value).verdict).toBe("safe");
  });

  it("takes what comes before it for what it is", () => {
    expect(audited(rebuilt(raw("\x82\x07"), 1)).findings.map(({ rule }) => rule)).toEqual([
      "extension-code",
      "unknown-callee",
    ]);
  });
});
