import { Code } from "pantry/marshal";
import { loads } from "pantry/pickle";
import {
  ByteArray,
  CodePointString,
  Complex,
  Counter,
  DateOnly,
  DateTime,
  Decimal,
  DefaultDict,
  Deque,
  Ellipsis,
  Extension,
  Float,
  Fraction,
  FrozenDict,
  FrozenSet,
  Global,
  Instance,
  Int,
  kindOf,
  Long,
  NotImplemented,
  OrderedDict,
  type PathFlavour,
  PersistentId,
  PurePath,
  Python2String,
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
} from "pantry/python";
import { describe, expect, it } from "vitest";
import type { Oracle } from "../oracle/oracle.ts";
import { itAsksPython } from "./judge.ts";

const item = new Global("shop", "Item");

/** The values of Python expressions, naturally read. */
async function ask(oracle: Oracle, sources: readonly string[]): Promise<unknown[]> {
  return (await oracle.evaluate(sources, 4)).map((data) => loads(data));
}

describe("kindOf()", () => {
  it("knows every value class by its name, and nothing else", () => {
    const values = {
      ByteArray: new ByteArray(1),
      Code: new Code({}),
      CodePointString: new CodePointString([97]),
      Complex: new Complex(1),
      Counter: new Counter(),
      DateOnly: new DateOnly(1, 1, 1),
      DateTime: new DateTime(1, 1, 1),
      Decimal: new Decimal("1"),
      DefaultDict: new DefaultDict(),
      Deque: new Deque(),
      Ellipsis,
      Extension: new Extension(1),
      Float: new Float(1),
      Fraction: new Fraction(1n),
      FrozenDict: new FrozenDict(),
      FrozenSet: new FrozenSet(),
      Global: item,
      Instance: new Instance(item),
      Int: new Int(1n),
      Long: new Long(1n),
      NotImplemented,
      OrderedDict: new OrderedDict(),
      PersistentId: new PersistentId(1),
      PurePath: new PurePath("PosixPath"),
      Python2String: new Python2String(new Uint8Array()),
      PythonArray: new PythonArray("l", []),
      PythonException: new PythonException(item),
      Range: new Range(0, 1),
      SimpleNamespace: new SimpleNamespace(),
      Slice: new Slice(),
      TimeDelta: new TimeDelta(),
      TimeOnly: new TimeOnly(),
      TimeZone: TimeZone.utc,
      Tuple: new Tuple(),
      UUID: new UUID(0n),
    };
    for (const [name, value] of Object.entries(values)) expect(kindOf(value)).toBe(name);
    for (const value of [
      1,
      "a",
      null,
      undefined,
      [],
      {},
      new Map(),
      new Set(),
      new Uint8Array(),
      new Date(),
      new Error("e"),
    ])
      expect(kindOf(value)).toBeUndefined();
  });

  it("goes by a symbol that two copies of the package share", () => {
    expect(kindOf({ [Symbol.for("pantry.kind")]: "Tuple" })).toBe("Tuple");
  });
});

describe("Tuple", () => {
  it("holds its arguments, a single number too", () => {
    expect([...new Tuple(5)]).toEqual([5]);
    expect(new Tuple<number>().length).toBe(0);
    expect(new Tuple(1, "two", null)).toHaveLength(3);
  });

  it("makes plain arrays of itself, and tuples by from() and of()", () => {
    expect(kindOf(new Tuple(1, 2).map((number) => number))).toBeUndefined();
    expect(kindOf(Tuple.from([1, 2]))).toBe("Tuple");
    expect(kindOf(Tuple.of(3))).toBe("Tuple");
    expect([...Tuple.of(3)]).toEqual([3]);
  });
});

describe("FrozenSet", () => {
  it("never changes", () => {
    const set = new FrozenSet([1]);
    expect(() => set.add(2)).toThrow(TypeError);
    expect(() => set.delete(1)).toThrow(TypeError);
    expect(() => set.clear()).toThrow(TypeError);
    expect([...set]).toEqual([1]);
  });
});

describe("ByteArray", () => {
  it("is made as a Uint8Array is", () => {
    expect([...new ByteArray([1, 2])]).toEqual([1, 2]);
    expect(new ByteArray(3)).toHaveLength(3);
    expect([...new ByteArray(Uint8Array.of(1, 2, 3).buffer, 1, 1)]).toEqual([2]);
  });
});

describe("Deque", () => {
  it("keeps the last items", () => {
    expect([...new Deque([1, 2, 3], 2)]).toEqual([2, 3]);
    expect(() => new Deque([], -1)).toThrow(RangeError);
    expect(kindOf(new Deque([1]).slice())).toBeUndefined();
  });
});

describe("SimpleNamespace", () => {
  it("makes own properties of every name", () => {
    const namespace = new SimpleNamespace([
      ["__proto__", 1],
      ["a", 2],
    ]);
    expect(Object.keys(namespace)).toEqual(["__proto__", "a"]);
    expect(kindOf(namespace)).toBe("SimpleNamespace");
  });
});

describe("Decimal", () => {
  itAsksPython("keeps a text as Python's str() writes it", async (oracle) => {
    const texts = [
      "0",
      "-0",
      "+1.50",
      "007",
      "1E3",
      "1e+3",
      "-1.2E-10",
      "0.0000001",
      "0.000001",
      ".5",
      "5.",
      "0E-7",
      "0E+2",
      "123E-2",
    ];
    texts.push(
      "1.23E-8",
      "NaN",
      "-nan",
      "sNaN0012",
      "inf",
      "-Infinity",
      `${"9".repeat(60)}.${"1".repeat(60)}`,
      "1E+999999",
      "00.00",
    );
    for (let i = 0; i < 200; i += 1) {
      const digits = String(Math.floor(Math.random() * 1e15));
      const at = Math.floor(Math.random() * (digits.length + 1));
      texts.push(`${digits.slice(0, at)}.${digits.slice(at)}E${Math.floor(Math.random() * 60 - 30)}`);
    }
    const wanted = await ask(
      oracle,
      texts.map((text) => `str(decimal.Decimal('${text}'))`),
    );
    expect(texts.map((text) => new Decimal(text).text)).toEqual(wanted);
  });

  it("takes no other text", () => {
    for (const text of [
      "",
      ".",
      "1e",
      "e1",
      "1 ",
      "--1",
      "infinit",
      "1_0",
      "nan-1",
      "1E+9999999999999999999",
    ])
      expect(() => new Decimal(text), text).toThrow(RangeError);
    expect(() => new Decimal(1 as never)).toThrow(TypeError);
  });
});

describe("Fraction", () => {
  it("is in lowest terms", () => {
    const { numerator, denominator } = new Fraction(6n, -4n);
    expect([numerator, denominator]).toEqual([-3n, 2n]);
    expect(String(new Fraction(4n, 2n))).toBe("2");
    expect(() => new Fraction(1n, 0n)).toThrow(RangeError);
    expect(() => new Fraction(1 as never)).toThrow(TypeError);
  });
});

describe("UUID", () => {
  it("reads what Python reads", () => {
    const text = "12345678-1234-5678-1234-567812345678";
    for (const form of [text, `{${text}}`, `urn:uuid:${text}`, text.replaceAll("-", ""), text.toUpperCase()])
      expect(String(UUID.from(form))).toBe(text);
    for (const bad of ["", "1234", `${text}0`, text.replace("8", "g")])
      expect(() => UUID.from(bad)).toThrow(RangeError);
    expect(() => new UUID(2n ** 128n)).toThrow(RangeError);
    expect(() => new UUID(-1n)).toThrow(RangeError);
  });
});

describe("PurePath", () => {
  itAsksPython("takes paths apart and joins them as Python does", async (oracle) => {
    const rows: [PathFlavour, string[]][] = [];
    const posix = ["", "/", "//", "///", "a", "a/b", "/a/./b/", "..", "//a", "./", "a//b"];
    const windows = [
      "",
      "C:",
      "C:\\",
      "C:a",
      "c:/A",
      "D:x",
      "\\a",
      "\\\\server\\share",
      "\\\\server\\share\\a",
      "//s/h/x",
      "a/b\\c",
      ".",
      "\\\\?\\C:\\a",
      "\\\\?\\UNC\\s\\h\\a",
    ];
    for (const one of posix) for (const other of posix) rows.push(["PurePosixPath", [one, other]]);
    for (const one of windows) for (const other of windows) rows.push(["PureWindowsPath", [one, other]]);
    rows.push(["PurePosixPath", []], ["PureWindowsPath", []], ["PosixPath", ["/tmp", "x"]]);
    const sources = rows.map(
      ([name, parts]) => `(lambda p: [str(p), list(p.parts)])(pathlib.${name}(*${JSON.stringify(parts)}))`,
    );
    const wanted = await ask(oracle, sources);
    for (const [index, [name, parts]] of rows.entries()) {
      const path = new PurePath(name, ...parts);
      expect([String(path), [...path.parts]], `${name}(${JSON.stringify(parts)})`).toEqual(wanted[index]);
    }
  });
});

describe("dates and times", () => {
  itAsksPython("write themselves as Python does", async (oracle) => {
    const rows: [unknown, string][] = [
      [new DateOnly(1, 2, 3), "datetime.date(1, 2, 3)"],
      [new DateTime(2024, 1, 2, 3, 4), "datetime.datetime(2024, 1, 2, 3, 4).isoformat()"],
      [
        new DateTime(2024, 1, 2, 3, 4, 5, 6, TimeZone.utc),
        "datetime.datetime(2024, 1, 2, 3, 4, 5, 6, datetime.timezone.utc).isoformat()",
      ],
      [new TimeOnly(1, 2, 3, 4), "datetime.time(1, 2, 3, 4)"],
      [
        new TimeOnly(1, 2, 3, 0, new TimeZone(new TimeDelta(-1, 5))),
        "datetime.time(1, 2, 3, 0, datetime.timezone(datetime.timedelta(-1, 5)))",
      ],
      [new TimeZone(new TimeDelta(0, 5400)), "datetime.timezone(datetime.timedelta(0, 5400))"],
      [new TimeZone(new TimeDelta(-1, 1, 2)), "datetime.timezone(datetime.timedelta(-1, 1, 2))"],
      [new TimeZone(new TimeDelta(), "x"), "datetime.timezone(datetime.timedelta(0), 'x')"],
      [TimeZone.utc, "datetime.timezone.utc"],
    ];
    for (const [days, seconds, micros] of [
      [0, 0, 0],
      [1, 0, 0],
      [-1, 5, 7],
      [2, 3661, 0],
      [0, 0, 1_000_001],
      [0, -1, -1],
      [999_999_999, 86_399, 999_999],
    ] as const)
      rows.push([new TimeDelta(days, seconds, micros), `datetime.timedelta(${days}, ${seconds}, ${micros})`]);
    const texts = await ask(
      oracle,
      rows.map(([, source]) => `str(${source})`),
    );
    expect(rows.map(([value]) => String(value))).toEqual(texts);
  });

  itAsksPython("become the same moment in JavaScript", async (oracle) => {
    const zone = new TimeZone(new TimeDelta(-1, 80_000, 500_000));
    const moments = [
      new DateTime(1, 1, 1, 23, 0, 0, 0, zone),
      new DateTime(1969, 12, 31, 23, 59, 59, 999_999, TimeZone.utc),
      new DateTime(2024, 2, 29, 1, 2, 3, 456_789, zone),
    ];
    const sources = moments.map(
      (moment) =>
        `(${moment instanceof DateTime ? String(moment).replace(/.*/, (text) => `datetime.datetime.fromisoformat('${text}')`) : ""} - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)`,
    );
    expect(moments.map((moment) => moment.toDate().getTime())).toEqual(await ask(oracle, sources));
  });

  it("take a Date there and back", () => {
    for (const time of [0, -1, 1704164645006, Date.UTC(9999, 11, 31)]) {
      expect(DateTime.fromDate(new Date(time)).toDate().getTime()).toBe(time);
    }
    expect(() => DateTime.fromDate(new Date(Number.NaN))).toThrow(RangeError);
    expect(new DateTime(2024, 6, 1, 12).toDate().getTime()).toBe(new Date(2024, 5, 1, 12).getTime());
    expect(() => new DateTime(2024, 1, 1, 0, 0, 0, 0, new Instance(item)).toDate()).toThrow(TypeError);
  });

  it("refuse fields that no calendar has", () => {
    for (const fields of [
      [0, 1, 1],
      [10_000, 1, 1],
      [2023, 2, 29],
      [2024, 13, 1],
      [2024, 1, 0],
      [2024, 1, 1, 24],
      [2024, 1, 1, 0, 60],
      [2024, 1, 1, 0, 0, 60],
      [2024, 1, 1, 0, 0, 0, 1_000_000],
      [2024, 1.5, 1],
    ])
      expect(() => new DateTime(...(fields as [number, number, number])), String(fields)).toThrow(RangeError);
    expect(() => new DateOnly("2024" as never, 1, 1)).toThrow(TypeError);
    expect(new DateOnly(2000, 2, 29).day).toBe(29);
    expect(() => new DateOnly(1900, 2, 29)).toThrow(RangeError);
    expect(() => new TimeDelta(1_000_000_000)).toThrow(RangeError);
    expect(() => new TimeDelta(0.5)).toThrow(TypeError);
    expect(() => new TimeZone(new TimeDelta(1))).toThrow(RangeError);
    expect(() => new TimeZone(new TimeDelta(-1))).toThrow(RangeError);
  });
});

describe("Range", () => {
  it("yields what Python's range yields", () => {
    expect([...new Range(0, 10, 4)]).toEqual([0, 4, 8]);
    expect([...new Range(10, 0, -4)]).toEqual([10, 6, 2]);
    expect([...new Range(5, 0)]).toEqual([]);
    expect([...new Range(2n ** 53n - 2n, 2n ** 53n + 1n)]).toEqual([2 ** 53 - 2, 2 ** 53 - 1, 2n ** 53n]);
    expect(new Range(0, 10, 4).length).toBe(3);
    expect(() => new Range(0, 1, 0)).toThrow(RangeError);
    expect(() => new Range(0.5, 1)).toThrow(TypeError);
  });
});

describe("Instance", () => {
  it("reads attributes from the state, of slots first", () => {
    expect(new Instance(item, { state: { a: 1 } }).get("a")).toBe(1);
    expect(new Instance(item, { state: new Map([["a", 1]]) }).get("a")).toBe(1);
    expect(new Instance(item, { state: new Tuple({ a: 1, b: 2 }, { a: 3 }) }).get("a")).toBe(3);
    expect(new Instance(item, { state: new Tuple(null, { a: 3 }) }).get("b")).toBeUndefined();
    expect(new Instance(item, { state: {} }).get("toString")).toBeUndefined();
    expect(new Instance(item).get("a")).toBeUndefined();
  });
});

describe("PythonException", () => {
  it("is an Error that says what Python's says", () => {
    const error = new PythonException(new Global("shop", "Errors.Gone"), new Tuple("tea", 1));
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message, String(error)]).toEqual([
      "Errors.Gone",
      "('tea', 1)",
      "Gone('tea', 1)",
    ]);
    expect(new PythonException(item, new Tuple("tea")).message).toBe("tea");
    expect(new PythonException(item, new Tuple([1])).message).toBe("[1]");
    expect(new PythonException(item).message).toBe("");
  });
});

describe("the small boxes", () => {
  it("take only what they are made for", () => {
    expect(() => new Float("1" as never)).toThrow(TypeError);
    expect(() => new Int(1 as never)).toThrow(TypeError);
    expect(() => new Long(1 as never)).toThrow(TypeError);
    expect(() => new Complex(1n as never)).toThrow(TypeError);
    expect(() => new CodePointString([0x110000])).toThrow(RangeError);
    expect(() => new CodePointString([-1])).toThrow(RangeError);
  });

  it("turn into what is in them", () => {
    expect(+new Float(1.5) + 1).toBe(2.5);
    expect(new Long(5n).valueOf()).toBe(5n);
    expect(String(new Python2String(Uint8Array.of(0xe9)))).toBe("é");
    expect(String(new CodePointString([0xd83d, 0xde00]))).toBe("😀");
    expect(String(new Global("shop", "Shelf.Row"))).toBe("shop.Shelf.Row");
  });
});
