import { describe, expect, it } from "vitest";
import {
  audited,
  call,
  Expression,
  raw,
  rebuilt,
  ref,
  rulesOf,
  sequence,
  slots,
  tuple,
  withState,
} from "./assembler.ts";

const instance = () => rebuilt("argparse.Namespace");
const dtype = (kind: string, state: unknown) => withState(call("numpy.dtype", kind, false, true), state);

describe("states", () => {
  it("are harmless for what was made for them, whatever the dict has", () => {
    expect(audited(withState(instance(), { a: 1, __class__: 2 })).findings).toEqual([]);
    expect(audited(withState(instance(), slots({ a: 1, __doc__: "b" }))).findings).toEqual([]);
    expect(
      audited(withState(call("builtins.ValueError", "a"), { note: 1, __cause__: null })).findings,
    ).toEqual([]);
  });

  it("are harmless for a new iterator, which they move on", () => {
    for (const value of [[1, 2], call("builtins.range", 3), call("collections.deque", [1])])
      expect(audited(withState(call("builtins.iter", value), 1)).verdict).toBe("safe");
  });

  it("change the program where they go to what was imported", () => {
    for (const value of [
      withState(ref("argparse.Namespace"), { a: 1 }),
      withState(ref("argparse.Namespace"), slots({ __init__: ref("builtins.len") })),
      new Expression(ref("collections.OrderedDict"), raw("K\x01K\x02s")),
      new Expression(ref("collections.OrderedDict"), raw("K\x01a")),
      new Expression(ref("collections.OrderedDict"), raw("(K\x01\x90")),
    ])
      expect(audited(value)).toMatchObject({
        verdict: "dangerous",
        findings: [{ rule: "state-on-import", severity: "danger" }],
      });
  });

  it("tell what they change", () => {
    const { findings } = audited(withState(ref("argparse.Namespace"), { a: 1 }));
    expect(findings).toMatchObject([
      { name: "argparse.Namespace", code: "argparse.Namespace.__setstate__({'a': 1})" },
    ]);
  });

  it.for<[string, unknown]>([
    ["getitem", call("operator.getitem", [ref("argparse.Namespace")], 0)],
    ["next", call("builtins.next", call("builtins.iter", [ref("argparse.Namespace")]))],
    ["type", call("builtins.type", instance())],
    ["reduce", call("functools.reduce", ref("operator.or_"), [ref("argparse.Namespace")])],
    ["dict.get", call(call("builtins.getattr", { a: ref("argparse.Namespace") }, "get"), "a")],
    ["getLogger", call("logging.getLogger", "a")],
    ["an enumeration", call("signal.Signals", 9)],
    ["an iterator", call("builtins.iter", call("builtins.map", ref("builtins.abs"), []))],
  ])("change the program where they go to what %s hands out", ([, value]) => {
    expect(rulesOf(audited(withState(value, { a: 1 })))).toContain("state-on-import");
    for (const filling of ["K\x01K\x02s", "K\x01a", "(K\x01\x90"])
      expect(rulesOf(audited(new Expression(value, raw(filling))))).toContain("state-on-import");
    expect(rulesOf(audited(value))).not.toContain("state-on-import");
  });

  it.for<[string, unknown, unknown]>([
    ["a list's iterator", call("builtins.iter", [1]), 1],
    [
      "an array of numpy",
      call("numpy.core.multiarray._reconstruct", ref("numpy.ndarray"), tuple(0), "b"),
      tuple(1),
    ],
    [
      "an instance of a subclass",
      call("copyreg._reconstructor", ref("collections.Counter"), ref("builtins.dict"), {}),
      { a: 1 },
    ],
    ["a random generator", call("random.Random"), tuple(3, tuple(1), null)],
  ])("are harmless for %s", ([, target, state]) => {
    expect(audited(withState(target, state)).findings).toEqual([]);
  });

  it("set special attributes where they are set one by one", () => {
    for (const value of [
      withState(instance(), slots({ a: 1, __class__: 2 })),
      withState(call("builtins.ValueError"), { __dict__: {} }),
      withState(call("queue.Empty"), { __class__: 1 }),
      withState(rebuilt("shop.PriceError"), { __class__: 1 }),
      call("torch._tensor._rebuild_from_type_v2", ref("builtins.list"), ref("torch.Tensor"), tuple(), {
        __class__: 1,
      }),
      call(
        "torch._tensor._rebuild_from_type_v2",
        ref("builtins.list"),
        ref("torch.Tensor"),
        tuple(),
        slots({ __class__: 1 }),
      ),
    ])
      expect(audited(value).findings[0]).toMatchObject({ rule: "dunder-state", severity: "danger" });
  });

  it("tell which attribute they set, of what, to what", () => {
    const { findings } = audited(withState(instance(), slots({ a: 1, __class__: 2 })));
    expect(findings).toMatchObject([
      {
        message: "The state of argparse.Namespace sets the attribute '__class__'",
        name: "argparse.Namespace",
        code: "setattr(argparse.Namespace.__new__(argparse.Namespace), '__class__', 2)",
      },
    ]);
  });

  it("are unknown where a call may make a tuple of them", () => {
    expect(rulesOf(audited(withState(instance(), call("builtins.tuple", [null, {}]))))).toEqual([
      "dunder-state",
    ]);
    expect(audited(withState(instance(), call("builtins.tuple", [null, {}]))).verdict).toBe("unknown");
    for (const state of [
      call("collections.OrderedDict"),
      call("_codecs.encode", "a", "latin1"),
      call("builtins.set", []),
    ])
      expect(audited(withState(instance(), state)).verdict).toBe("safe");
  });

  it("hold what a partial calls", () => {
    const partial = (callee: unknown) =>
      withState(call("functools.partial", ref("builtins.int")), tuple(callee, tuple("id"), {}, null));
    expect(audited(partial(ref("builtins.len"))).verdict).toBe("safe");
    expect(audited(partial(ref("os.system"))).findings[0]).toMatchObject({
      rule: "dangerous-call",
      code: "os.system('id')",
    });
    expect(rulesOf(audited(partial(ref("shop.order"))))).toEqual(["unknown-call"]);
  });

  it.for<[string, string, unknown]>([
    ["objects without saying so", "O8", tuple(3, "|", null, null, null, -1, -1, 0)],
    ["no objects, and says otherwise", "V8", tuple(3, "|", null, null, null, 8, 1, 63)],
    [
      "a field outside",
      "V8",
      tuple(3, "|", null, tuple("a"), { a: tuple(call("numpy.dtype", "f8"), 4) }, 8, 1, 16),
    ],
    [
      "a field before it",
      "V8",
      tuple(3, "|", null, tuple("a"), { a: tuple(call("numpy.dtype", "f4"), -4) }, 8, 1, 16),
    ],
    [
      "a field of objects without saying so",
      "V8",
      tuple(3, "|", null, tuple("a"), { a: tuple(call("numpy.dtype", "O8"), 0) }, 8, 1, 16),
    ],
    [
      "a field of objects that are no list",
      "V8",
      tuple(3, "|", null, tuple("a"), { a: tuple(call("numpy.dtype", "O8"), 0) }, 8, 1, 1),
    ],
    [
      "a subarray that is too long",
      "V8",
      tuple(3, "|", tuple(call("numpy.dtype", "f8"), tuple(4)), null, null, 8, 1, 0),
    ],
    ["flags that are no number", "O8", tuple(3, "|", null, null, null, -1, -1, false)],
    ["flags that are computed", "O8", tuple(3, "|", null, null, null, -1, -1, call("operator.sub", 1, 1))],
    ["no flags", "O8", tuple(3, "|", null, null, null, -1, -1)],
    ["a size that is computed", "V8", tuple(3, "|", null, null, null, call("operator.add", 8, 8), 1, 0)],
    ["fields that are computed", "V8", tuple(3, "|", null, tuple("a"), call("builtins.dict"), 8, 1, 16)],
    [
      "a field at a place that is computed",
      "V8",
      tuple(
        3,
        "|",
        null,
        tuple("a"),
        { a: tuple(call("numpy.dtype", "f8"), call("operator.add", 4, 4)) },
        8,
        1,
        16,
      ),
    ],
    [
      "a field whose type is handed on",
      "V8",
      tuple(
        3,
        "|",
        null,
        tuple("a"),
        { a: tuple(call("numpy.object_", call("numpy.dtype", "O8")), 0) },
        8,
        1,
        0,
      ),
    ],
  ])("lie to numpy about a dtype that has %s", ([, kind, state]) => {
    expect(audited(dtype(kind, state))).toMatchObject({
      verdict: "dangerous",
      findings: [{ rule: "unsound-state" }],
    });
  });

  it("change no dtype that something has already", () => {
    const type = call("numpy.dtype", "V8");
    const array = call(
      "numpy.core.numeric._frombuffer",
      Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      type,
      tuple(1),
      "C",
    );
    const state = tuple(3, "|", null, null, null, 64, 1, 0);
    expect(rulesOf(audited(sequence(array, withState(type, state))))).toContain("unsound-state");
    expect(audited(sequence(withState(type, state), array)).findings).toEqual([]);
  });

  it("change nothing that others hold through what hands it out", () => {
    for (const shared of [
      call("numpy.object_", call("logging.getLogger")),
      call("numpy.object_", ref("json.encoder.JSONEncoder")),
      call("pytz._p", "Europe/Berlin", 3600, 0, "CET"),
    ])
      expect(rulesOf(audited(withState(shared, slots({ default: 1 }))))).toContain("state-on-import");
  });

  it("hold the keywords that a partial calls with", () => {
    const partial = (keywords: object) =>
      withState(
        call("functools.partial", ref("builtins.int")),
        tuple(ref("numpy.ndarray"), tuple(1), keywords, null),
      );
    expect(audited(partial({})).verdict).toBe("safe");
    expect(rulesOf(audited(partial({ buffer: "id" })))).toEqual(["unknown-call"]);
  });

  it("are unknown to numpy where they have more fields than are kept", () => {
    const fields = Object.fromEntries(
      Array.from({ length: 65 }, (_, i) => [`f${i}`, tuple(call("numpy.dtype", "f8"), 8 * i)]),
    );
    const state = (names: object) => tuple(3, "|", null, tuple(...Object.keys(names)), names, 520, 1, 16);
    expect(audited(dtype("V520", state(fields))).verdict).toBe("unknown");
    delete fields.f64;
    expect(audited(dtype("V520", state(fields))).verdict).toBe("safe");
  });

  it("tell numpy the truth about other dtypes", () => {
    const fields = { a: tuple(call("numpy.dtype", "f8"), 0), b: tuple(call("numpy.dtype", "O8"), 8) };
    for (const value of [
      dtype("O8", tuple(3, "|", null, null, null, -1, -1, 63)),
      dtype("f8", tuple(3, "<", null, null, null, -1, -1, 0)),
      dtype("V32", tuple(3, "|", tuple(call("numpy.dtype", "f8"), tuple(2, 2)), null, null, 32, 1, 0)),
      dtype("V16", tuple(3, "|", null, tuple("a", "b"), fields, 16, 1, 27)),
    ])
      expect(audited(value).findings).toEqual([]);
  });
});
