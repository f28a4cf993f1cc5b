// Nothing that Pantry writes by itself may look bad to its own audit.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dumps, PickleBuffer } from "../../../src/pickle/index.ts";
import { audit } from "../../../src/pickletools/index.ts";
import {
  ByteArray,
  Complex,
  Counter,
  DateOnly,
  DateTime,
  Decimal,
  DefaultDict,
  Deque,
  Ellipsis,
  Float,
  Fraction,
  FrozenDict,
  FrozenSet,
  Global,
  Instance,
  NotImplemented,
  OrderedDict,
  PurePath,
  PythonArray,
  PythonException,
  Range,
  SimpleNamespace,
  Slice,
  TimeDelta,
  TimeOnly,
  TimeZone,
  Tuple,
  UUID,
} from "../../../src/python/index.ts";
import { graphs, registry } from "../../pickle/arbitrary/graphs.ts";

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

/** A value of each kind that is written in a form of its own: `docs/formats/two-way.md` and `docs/guide/types.md`. */
const VALUES: { readonly [kind: string]: unknown } = {
  "plain values": [
    null,
    true,
    1,
    -0,
    1.5,
    Number.NaN,
    2n,
    2n ** 70n,
    "text",
    [1],
    { a: 1 },
    Uint8Array.of(1),
  ],
  "a Map": new Map([["a", new Map()]]),
  "a Map of other keys": new Map<unknown, unknown>([
    [1, "a"],
    [null, 2],
  ]),
  undefined: [undefined, { a: undefined }],
  "a Date": new Date(1),
  "typed arrays": [
    Int8Array.of(1),
    Uint8ClampedArray.of(1),
    Float64Array.of(0.5),
    BigInt64Array.of(1n),
    Uint16Array.of(3),
  ],
  "an error": new TypeError("no", { cause: new AggregateError([new RangeError("far")], "several") }),
  "an error with fields": Object.assign(new Error("no"), { code: 1, args: 2, javascript: 3 }),
  sets: [new Set([1, "a"]), new FrozenSet([1])],
  numbers: [new Float(1), new Complex(1, 2), new Decimal("1.50"), new Fraction(1n, 2n)],
  tuples: new Tuple(1, new Tuple()),
  "dates and times": [
    new DateOnly(2024, 1, 2),
    new DateTime(2024, 1, 2, 3, 4, 5, 6),
    new TimeOnly(1, 2, 3, 4),
    new TimeDelta(1, 2, 3),
    new TimeZone(new TimeDelta(0, 3600, 0)),
  ],
  mappings: [
    new OrderedDict([["a", 1]]),
    new Counter([["a", 2]]),
    new DefaultDict(new Global("builtins", "list"), [["a", [1]]]),
    new DefaultDict(null, [["a", 1]]),
    new FrozenDict<unknown, unknown>([
      ["a", 1],
      [2, new FrozenDict()],
    ]),
  ],
  "other values": [
    new ByteArray([1]),
    new Deque([1, 2], 5),
    new Range(1, 9, 2),
    new Slice(1, null),
    Ellipsis,
    NotImplemented,
    new SimpleNamespace([["a", 1]]),
    new UUID(1n),
    new PurePath("PurePosixPath", "/a/b"),
    new PurePath("WindowsPath", "c:/a"),
    new PythonArray("l", [1, 2]),
    new PythonException(new Global("builtins", "ValueError"), new Tuple("bad", 1)),
    new Global("builtins", "len"),
  ],
};

describe("what Pantry writes", () => {
  it.for(Object.entries(VALUES))("is safe: %s", ([, value]) => {
    for (const protocol of PROTOCOLS) {
      const report = audit(dumps(value, { protocol }));
      expect(report, `protocol ${protocol}`).toMatchObject({
        status: "complete",
        verdict: "safe",
        findings: [],
      });
    }
  });

  it("is safe: a buffer, in band or out of it", () => {
    const buffer = new PickleBuffer(Uint8Array.of(1));
    expect(audit(dumps(buffer)).verdict).toBe("safe");
    expect(audit(dumps(buffer, { bufferCallback: () => false })).verdict).toBe("safe");
  });

  it("is never dangerous, whatever the graph", () => {
    fc.assert(
      fc.property(graphs("natural"), fc.constantFrom(...PROTOCOLS), (value, protocol) => {
        const report = audit(dumps(value, { protocol, registry }));
        expect(report.status).toBe("complete");
        // The graphs have fields __proto__ in slots of Python's, where such a name is special.
        const findings = report.findings.filter(({ code }) => !code?.includes("'__proto__'"));
        expect(findings.filter(({ severity }) => severity === "danger")).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is unknown if it is an object of one's own", () => {
    expect(audit(dumps(new Instance(new Global("shop", "Order"), {}))).verdict).toBe("unknown");
  });

  it("is what Pantry alone reads, and unknown so", () => {
    expect(audit(dumps(new Set([[1]]), { portable: false }))).toMatchObject({
      verdict: "unknown",
      imports: [{ module: "pantry" }],
    });
  });
});
