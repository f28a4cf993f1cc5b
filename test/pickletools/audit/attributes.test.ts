import { describe, expect, it } from "vitest";
import { audited, auditedText, call, raw, rebuilt, ref, rulesOf, tuple } from "./assembler.ts";

const getattr = (owner: unknown, name: unknown) => call("builtins.getattr", owner, name);

describe("attributes by name", () => {
  it.for<[string, unknown]>([
    ["a method of a type", getattr(ref("builtins.dict"), "fromkeys")],
    ["a class method", getattr(ref("datetime.datetime"), "fromtimestamp")],
    ["a method of a list", getattr([], "append")],
    ["a method of a text", getattr("a", "join")],
    ["a method of a number", getattr(1, "bit_length")],
    ["a method of what was made", getattr(call("collections.OrderedDict"), "keys")],
    [
      "a method of what was rebuilt",
      getattr(call("copyreg._reconstructor", ref("collections.Counter"), ref("builtins.dict"), {}), "update"),
    ],
    ["a member of an enumeration", getattr(ref("http.HTTPStatus"), "OK")],
    ["attrgetter", call("operator.attrgetter", "a.b", "c")],
    ["itemgetter", call("operator.itemgetter", 1, 2)],
    ["methodcaller", call("operator.methodcaller", "lower")],
  ])("are harmless for %s", ([, value]) => {
    expect(audited(value)).toMatchObject({ verdict: "safe", findings: [] });
  });

  it.for<[string, unknown]>([
    ["what is special", getattr(ref("builtins.dict"), "__class__")],
    ["what is special to functions of Python 2", getattr(ref("posixpath.join"), "func_globals")],
    ["a traceback", getattr(call("builtins.ValueError"), "__traceback__")],
    ["a name that is computed", getattr(ref("builtins.dict"), call("builtins.str", "get"))],
    ["a default", call("builtins.getattr", [], "append", ref("builtins.list"))],
    ["what a persistent id stands for", getattr(raw("Pid\n"), "run")],
    ["a dangerous class", getattr(ref("subprocess.Popen"), "wait")],
    ["a method that writes", getattr(call("pathlib.Path", "a"), "unlink")],
    ["a method that writes, of a class", getattr(ref("pathlib.Path"), "unlink")],
    ["attrgetter of what is special", call("operator.attrgetter", "a.__globals__")],
    ["attrgetter of a module", call("operator.attrgetter", "_os.system")],
    ["attrgetter of what is no text", call("operator.attrgetter", 1)],
    ["methodcaller of what is special", call("operator.methodcaller", "__reduce__")],
    ["methodcaller of what writes", call("operator.methodcaller", "write_text", "x")],
    ["a second step", getattr(getattr(ref("optparse.Values"), "read_file"), "join")],
  ])("are dangerous for %s", ([, value]) => {
    expect(audited(value)).toMatchObject({
      verdict: "dangerous",
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "attribute-by-name", severity: "danger" }),
      ]),
    });
  });

  it.for<[string, unknown]>([
    ["an unknown class", getattr(ref("shop.Order"), "total")],
    ["an instance of one", getattr(rebuilt("shop.Order"), "total")],
    ["a method that no list knows", getattr("{0.real}", "format")],
    ["what nobody knows the class of", getattr(call("builtins.next", call("builtins.iter", [1])), "total")],
    ["methodcaller of what no list knows", call("operator.methodcaller", "total")],
    [
      "methodcaller of what some types do, and others write with",
      call("operator.methodcaller", "replace", "a", "b"),
    ],
  ])("are unknown for %s", ([, value]) => {
    expect(audited(value).verdict).toBe("unknown");
  });

  it("are known when they are called", () => {
    expect(audited(call(getattr([], "append"), 1)).verdict).toBe("safe");
    expect(audited(call(getattr(ref("os.path"), "join"))).verdict).toBe("dangerous");
    expect(rulesOf(audited(call(getattr(ref("shop.Order"), "total"))))).toEqual([
      "unknown-import",
      "unknown-import",
      "unknown-call",
    ]);
  });

  it("are told with what reaches them", () => {
    const [finding] = audited(getattr(call("pathlib.Path", "a"), "unlink")).findings;
    expect(finding).toMatchObject({
      name: "pathlib.Path.unlink",
      message: "An attribute is reached by its name: pathlib.Path.unlink",
      code: "getattr(pathlib.Path('a'), 'unlink')",
    });
  });

  it("may be reached elsewhere where a function for them is handed on", () => {
    for (const value of [
      [ref("builtins.getattr")],
      tuple(ref("operator.attrgetter")),
      { a: ref("operator.methodcaller") },
    ])
      expect(audited(value)).toMatchObject({ verdict: "unknown", findings: [{ rule: "attribute-by-name" }] });
    expect(rulesOf(auditedText("(cbuiltins\ngetattr\nibuiltins\nlist\n."))).toEqual(["attribute-by-name"]);
    expect(audited(ref("builtins.getattr")).verdict).toBe("safe");
  });
});

describe("operands that are called", () => {
  it.for<[string, (callable: unknown) => unknown]>([
    ["map", (f) => call("builtins.map", f, [1])],
    ["filter", (f) => call("builtins.filter", f, [1])],
    ["functools.reduce", (f) => call("functools.reduce", f, [1])],
    ["functools.partial", (f) => call("functools.partial", f, 1)],
    ["a partial of a partial", (f) => call("functools.partial", call("functools.partial", f), 1)],
    ["functools.cmp_to_key", (f) => call("functools.cmp_to_key", f)],
    ["itertools.starmap", (f) => call("itertools.starmap", f, [])],
    ["itertools.accumulate", (f) => call("itertools.accumulate", [], f)],
    ["itertools.groupby", (f) => call("itertools.groupby", [], f)],
    ["defaultdict", (f) => call("collections.defaultdict", f)],
    ["iter", (f) => call("builtins.iter", f, 1)],
    ["property", (f) => call("builtins.property", null, f)],
    ["numpy's generators", (f) => call("numpy.random._pickle.__randomstate_ctor", "MT19937", f)],
    [
      "PyTorch's tensors",
      (f) => call("torch._tensor._rebuild_from_type_v2", f, ref("torch.Tensor"), tuple(1), {}),
    ],
  ])("are looked at for %s", ([, make]) => {
    expect(audited(make(ref("builtins.abs"))).verdict).toBe("safe");
    expect(audited(make(ref("os.system")))).toMatchObject({
      verdict: "dangerous",
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "dangerous-call", name: "os.system" }),
      ]),
    });
    expect(audited(make(ref("shop.order")))).toMatchObject({
      verdict: "unknown",
      findings: expect.arrayContaining([
        expect.objectContaining({ rule: "unknown-call", name: "shop.order" }),
      ]),
    });
    expect(audited(make(call("operator.getitem", [1], 0))).verdict).toBe("unknown");
    expect(audited(make(ref("builtins.getattr"))).verdict).not.toBe("safe");
  });

  it("may be what only the loading program knows, which is unknown", () => {
    for (const value of [raw("Pid\n"), raw("\x82\x07")]) {
      expect(rulesOf(audited(call("builtins.map", value, [])))).toContain("unknown-callee");
      expect(rulesOf(audited(call("builtins.map", ref("builtins.abs"), [value])))).not.toContain(
        "unknown-callee",
      );
    }
  });

  it("may be partials and getters of harmless things", () => {
    const nested = call("functools.partial", ref("collections.defaultdict"), ref("builtins.list"));
    expect(audited(call("collections.defaultdict", nested)).verdict).toBe("safe");
    expect(audited(call("builtins.map", call("operator.itemgetter", 1), [[1, 2]])).verdict).toBe("safe");
    expect(
      audited(call("builtins.map", call("functools.partial", ref("builtins.int"), "1"), [2])).verdict,
    ).toBe("safe");
  });

  it("are cmp and key where Python 2 sorts", () => {
    expect(audited(call("builtins.sorted", [], ref("builtins.abs"))).verdict).toBe("safe");
    expect(audited(call("builtins.sorted", [], null, call("operator.getitem", [1], 0))).verdict).toBe(
      "unknown",
    );
  });

  it("hand out methods for attrgetter", () => {
    expect(audited(call("builtins.map", call("operator.attrgetter", "a"), [1])).verdict).toBe("unknown");
  });

  it("are none for functions that only compare or sort", () => {
    for (const name of ["sorted", "min", "max"])
      expect(audited(call(`builtins.${name}`, [call("datetime.date", 2024, 1, 2)])).verdict).toBe("safe");
  });

  it("are not seen where there are more than are kept, which is unknown", () => {
    const many = Array.from({ length: 100 }, () => 1);
    expect(audited(call("builtins.max", ...many.slice(0, 64))).verdict).toBe("safe");
    expect(audited(call("builtins.max", ...many)).verdict).toBe("unknown");
    expect(audited(call(call("functools.partial", ref("builtins.max")), ...many)).verdict).toBe("unknown");
  });

  it("make classes where type has three", () => {
    expect(audited(call("builtins.type", null)).verdict).toBe("safe");
    expect(audited(call("builtins.type", "X", tuple(), {}))).toMatchObject({
      verdict: "dangerous",
      findings: [
        { rule: "dangerous-call", message: "type is called: makes a class with methods of its own" },
      ],
    });
  });
});
