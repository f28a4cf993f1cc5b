import {
  Code,
  type DumpOptions,
  dump,
  dumps,
  load,
  loadAll,
  loads,
  MarshalEOFError,
  MarshalError,
  MarshalTypeError,
  MarshalValueError,
  UnmarshallableError,
  VERSION,
} from "pantry/marshal";
import { ByteArray, Complex, FrozenSet, Global, Slice, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { joined, repeated } from "../pickle/hostile/attack.ts";
import { attempt, int32 } from "./attack.ts";
import { golden } from "./golden.ts";

const EXACT = { exact: true };
const VERSIONS = Array.from({ length: VERSION + 1 }, (_, version) => version);
const AS_REFERENCES = VERSIONS.filter((version) => version >= 3);
/** A module that Python 3.13 compiled. */
const MODULE = golden().find(({ code, python }) => code && python === "3.13")?.bytes as Uint8Array;
const PYTHON = { python: "3.13" };

/** Writes a value and reads it again, in one piece and through a stream. */
async function roundTrip(value: unknown, options: DumpOptions = EXACT): Promise<void> {
  const { exact = false } = options;
  expect(loads(dumps(value, options), { exact })).toStrictEqual(value);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [copy] = await Promise.all([load(readable, { exact }), dump(value, writable, options)]);
  expect(copy).toStrictEqual(value);
}

/** A value that is there twice is there once when it was read: fewer bytes than where it is written twice. */
async function sharedRoundTrip(value: object | string): Promise<void> {
  const pair = new Tuple(value, value);
  await roundTrip(value);
  for (const version of AS_REFERENCES) {
    const copy = loads<Tuple>(dumps(pair, { ...EXACT, version }), EXACT);
    expect(copy[0]).toBe(copy[1]);
    expect(copy).toStrictEqual(pair);
  }
  const old = dumps(pair, { ...EXACT, version: 2 });
  expect(old.length).toBeGreaterThan(dumps(pair, { ...EXACT, version: 3 }).length);
  const [one, other] = loads<Tuple>(old, EXACT);
  if (typeof value === "object") expect(one).not.toBe(other);
}

/** What the tests of containers put into them. */
const KEYS: readonly unknown[] = [
  123n,
  1.2345,
  "abc",
  new Tuple(123n, "abc"),
  new FrozenSet<unknown>([123n, "abc"]),
];
const DICT = new Map<string, unknown>([
  ["astring", "foo@bar.baz.spam"],
  ["afloat", 7283.43],
  ["anint", 2n ** 20n],
  ["ashortlong", 2n],
  ["alist", [".zyx.41"]],
  ["atuple", Tuple.from(Array(10).fill(".zyx.41"))],
  ["aboolean", false],
  ["aunicode", "Andr\xe8 Previn"],
]);
const TEXTS = ["", "Andr\xe8 Previn", "abc", " ".repeat(10_000)];
/** What the tests of the C functions write. */
const MIXED = new Tuple<unknown>(
  "\u20ac",
  Uint8Array.of(97, 98, 99),
  123n,
  45.6,
  new Complex(7, 8),
  "long line ".repeat(1000),
);

/**
 * What the tests of CPython's `Lib/test/test_marshal.py` ask (3.13, and the one of 3.14 for slices), each under its name there, of
 * our functions themselves: streams too, and with no Python at hand. `conformance/marshal` runs the tests as they are.
 */
const CASES: Readonly<Record<string, () => void | Promise<void>>> = {
  "IntTestCase.test_ints": async () => {
    for (let n = (2n ** 63n - 1n) ** 2n; n > 0n; n >>= 1n)
      for (const value of [-n, n]) await roundTrip(value);
  },
  "IntTestCase.test_int64": () => {
    const bytes = Buffer.alloc(9, "I");
    const read = (value: bigint) => {
      bytes.writeBigInt64LE(value, 1);
      return loads(bytes, EXACT);
    };
    for (const first of [2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n - 1n), 2n ** 62n])
      for (let value = first; value !== 0n && value !== -1n; value >>= 1n) expect(read(value)).toBe(value);
    for (const value of [-1n, 0n, 0x1032547698badcfen, -0x1032547698badcffn, 0x7f6e5d4c3b2a1908n])
      expect(read(value)).toBe(value);
    expect(loads(joined("I\xfe\xdc\xba\x98\x76\x54\x32\x10"))).toBe(0x1032547698badcfen);
  },
  "IntTestCase.test_bool": async () => {
    for (const value of [true, false]) await roundTrip(value);
  },
  "FloatTestCase.test_floats": async () => {
    for (let value = 2 ** 63 * 3.7e250; value > 1e-25; value /= 123.4567)
      for (const signed of [-value, value]) await roundTrip(signed);
    for (const version of VERSIONS) await roundTrip(0, { ...EXACT, version });
    for (let value = 2 ** 63 * 3.7e-250; value < 1e-25; value *= 123.4567)
      for (const signed of [-value, value])
        for (const version of [1, 2]) await roundTrip(signed, { ...EXACT, version });
  },
  "StringTestCase.test_unicode": async () => {
    for (const text of TEXTS) await roundTrip(loads(dumps(text)));
  },
  "StringTestCase.test_string": async () => {
    for (const text of TEXTS) for (const version of VERSIONS) await roundTrip(text, { version });
  },
  "StringTestCase.test_bytes": async () => {
    for (const text of TEXTS) await roundTrip(new Uint8Array(Buffer.from(text, "latin1")));
  },
  "ExceptionTestCase.test_exceptions": async () => {
    await roundTrip(new Global("builtins", "StopIteration"));
  },
  "CodeTestCase.test_code": async () => {
    const code = loads<Code>(MODULE, PYTHON);
    expect(loads(dumps(code), PYTHON)).toStrictEqual(code);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [copy] = await Promise.all([load(readable, PYTHON), dump(code, writable)]);
    expect(copy).toStrictEqual(code);
  },
  "CodeTestCase.test_many_codeobjects": () => {
    const code = loads<Code>(MODULE, PYTHON);
    const copy = loads<Tuple>(dumps(Tuple.from(Array(100_000).fill(code)), PYTHON), PYTHON);
    expect(copy).toHaveLength(100_000);
    expect(copy[99_999]).toBe(copy[0]);
  },
  "CodeTestCase.test_different_filenames": () => {
    const codes = new Tuple(new Code({ filename: "f1" }), new Code({ filename: "f2" }));
    expect(loads<Tuple<Code>>(dumps(codes)).map(({ filename }) => filename)).toEqual(["f1", "f2"]);
  },
  "CodeTestCase.test_no_allow_code": async () => {
    const no = { allowCode: false };
    const data = { a: [new Tuple(new Set([0]))] };
    expect(loads(dumps(data, no), no)).toEqual(data);
    const withCode = { a: [new Tuple(new Set([new Code({ name: "f" }), 0]))] };
    const bytes = dumps(withCode, { allowCode: true });
    expect(loads(bytes, { allowCode: true })).toEqual(withCode);
    expect(() => dumps(withCode, no)).toThrow(MarshalValueError);
    expect(() => loads(bytes, no)).toThrow(MarshalValueError);
    const stream = () => new Response(bytes).body as ReadableStream<Uint8Array>;
    expect(await load(stream())).toEqual(withCode);
    await expect(load(stream(), no)).rejects.toThrow(MarshalValueError);
    await expect(dump(withCode, new TransformStream<Uint8Array>().writable, no)).rejects.toThrow(
      MarshalValueError,
    );
  },
  "CodeTestCase.test_same_filename_used": () => {
    const code = loads<Code>(MODULE, PYTHON);
    expect(code.children.length).toBeGreaterThan(0);
    for (const child of code.children) expect(child.filename).toBe(code.filename);
    const text = Buffer.from(dumps(code)).toString("latin1");
    expect(text.split("shop.py")).toHaveLength(2);
  },
  "ContainerTestCase.test_dict": () => roundTrip(DICT),
  "ContainerTestCase.test_list": () => roundTrip(Array.from(DICT, ([key, value]) => new Tuple(key, value))),
  "ContainerTestCase.test_tuple": () => roundTrip(Tuple.from(DICT.keys())),
  "ContainerTestCase.test_sets": async () => {
    await roundTrip(new Set(DICT.keys()));
    await roundTrip(new FrozenSet(DICT.keys()));
  },
  "BufferTestCase.test_bytearray": () => {
    expect(loads(dumps(new ByteArray([97, 98, 99])))).toStrictEqual(Uint8Array.of(97, 98, 99));
  },
  "BufferTestCase.test_memoryview": () => {
    const view = new DataView(Uint8Array.of(0, 97, 98, 99).buffer, 1);
    expect(loads(dumps(view))).toStrictEqual(Uint8Array.of(97, 98, 99));
  },
  "BufferTestCase.test_array": () => {
    expect(loads(dumps(Int16Array.of(0x6261)))).toStrictEqual(Uint8Array.of(97, 98));
  },
  "BugsTestCase.test_bug_5888452": () => roundTrip(Array(1000).fill(128n)),
  "BugsTestCase.test_patch_873224": () => {
    expect(attempt(joined("0"))).toBeInstanceOf(MarshalTypeError);
    expect(attempt(joined("f"))).toBeInstanceOf(MarshalEOFError);
    expect(attempt(dumps(2n ** 65n).subarray(0, -1))).toBeInstanceOf(MarshalEOFError);
  },
  "BugsTestCase.test_version_argument": () => {
    for (const version of VERSIONS) expect(loads(dumps(5, { version }))).toBe(5);
  },
  "BugsTestCase.test_fuzz": () => {
    for (let byte = 0; byte < 256; byte += 1) attempt(Uint8Array.of(byte));
  },
  "BugsTestCase.test_loads_recursion": () => {
    const nests: readonly (readonly [before: string, after: string])[] = [
      [")\x01", ""],
      [`(${int32(1)}`, ""],
      [`[${int32(1)}`, ""],
      ["{N", "0"],
      [`>${int32(1)}`, ""],
    ];
    for (const [before, after] of nests) {
      const nest = (depth: number) => joined(repeated(before, depth), "N", repeated(after, depth));
      loads(nest(100));
      expect(attempt(nest(2 ** 20))).toBeInstanceOf(MarshalValueError);
    }
  },
  "BugsTestCase.test_recursion_limit": () => {
    const head: unknown[] = [];
    let last = head;
    const deepen = () => {
      const next: unknown[] = [0];
      last.push(next);
      last = next;
    };
    for (let i = 0; i < 1998; i += 1) deepen();
    const copy = loads<unknown[][]>(dumps(head));
    expect([copy.length, copy[0]?.length]).toEqual([1, 2]);
    deepen();
    expect(() => dumps(head)).toThrow(MarshalValueError);
  },
  "BugsTestCase.test_exact_type_match": () => {
    class OtherArray extends Array {}
    class OtherMap extends Map {}
    class OtherSet extends Set {}
    class Shop {}
    for (const value of [new OtherArray(), new OtherMap(), new OtherSet(), new Shop(), new Date(0), /x/])
      expect(() => dumps(value)).toThrow(UnmarshallableError);
  },
  "BugsTestCase.test_large_marshal": () => {
    expect(dumps("abc".repeat(1_000_000))).toHaveLength(3_000_005);
  },
  "BugsTestCase.test_invalid_longs": () => {
    expect(attempt(joined("l\x02\0\0\0\0\0\0\0"))).toBeInstanceOf(MarshalValueError);
  },
  "BugsTestCase.test_multiple_dumps_and_loads": async () => {
    const data = [1n, "abc", Uint8Array.of(100), 1, new Tuple<unknown>(2n, "a", ["b"])];
    const row = joined(...data.map((value) => dumps(value, EXACT)));
    expect([...loadAll(row, EXACT)]).toStrictEqual(data);
    const found: unknown[] = [];
    for await (const value of loadAll(new Response(row).body as ReadableStream<Uint8Array>, EXACT))
      found.push(value);
    expect(found).toStrictEqual(data);
  },
  "BugsTestCase.test_loads_reject_unicode_strings": () => {
    expect(() => loads("T" as unknown as Uint8Array)).toThrow(TypeError);
  },
  "BugsTestCase.test_eof": async () => {
    const bytes = dumps(new Tuple("hello", "dolly", null));
    for (let end = 0; end < bytes.length; end += 1) {
      const short = bytes.subarray(0, end);
      expect(attempt(short)).toBeInstanceOf(MarshalEOFError);
      await expect(load(new Response(short).body as ReadableStream<Uint8Array>)).rejects.toThrow(
        MarshalEOFError,
      );
    }
  },
  "BugsTestCase.test_deterministic_sets": () => {
    const members = [
      Number.NaN,
      "x",
      "y",
      "z",
      new Tuple("Spam", 0),
      new Tuple("Spam", 1),
      new Tuple("Spam", 2),
    ];
    const orders = [members, members.toReversed(), [...members.slice(3), ...members.slice(0, 3)]];
    for (const Kind of [Set, FrozenSet])
      for (const refs of ["none", "shared", "all"] as const) {
        const all = orders.map((order) =>
          Buffer.from(dumps(new Kind<unknown>(order), { refs })).toString("hex"),
        );
        expect(new Set(all).size).toBe(1);
      }
  },
  "SliceTestCase.test_slice": async () => {
    for (const value of [
      new Slice(),
      new Slice(null, 1n),
      new Slice(1n, 2n, 3n),
      new Slice(new Set(["set"]), [1n]),
    ]) {
      await roundTrip(value);
      for (const version of VERSIONS.filter((one) => one < 5))
        expect(() => dumps(value, { ...EXACT, version })).toThrow(MarshalValueError);
    }
  },
  "InstancingTestCase.testInt": async () => {
    for (const version of VERSIONS) await roundTrip(new Tuple(123321n, 123321n), { ...EXACT, version });
  },
  "InstancingTestCase.testFloat": async () => {
    for (const version of VERSIONS) await roundTrip(new Tuple(1.2345, 1.2345), { ...EXACT, version });
  },
  "InstancingTestCase.testStr": () => sharedRoundTrip("abcde".repeat(3)),
  "InstancingTestCase.testBytes": () => sharedRoundTrip(new Uint8Array(15).fill(97)),
  "InstancingTestCase.testList": async () => {
    for (const key of KEYS) await sharedRoundTrip([key, key]);
  },
  "InstancingTestCase.testTuple": async () => {
    for (const key of KEYS) await sharedRoundTrip(new Tuple(key, key));
  },
  "InstancingTestCase.testSet": async () => {
    for (const key of KEYS) await sharedRoundTrip(new Set([new Tuple(key, 1n), new Tuple(key, 2n)]));
  },
  "InstancingTestCase.testFrozenSet": async () => {
    for (const key of KEYS) await sharedRoundTrip(new FrozenSet([new Tuple(key, 1n), new Tuple(key, 2n)]));
  },
  "InstancingTestCase.testDict": async () => {
    for (const key of KEYS)
      await sharedRoundTrip(
        new Map<unknown, unknown>([
          ["hello", key],
          ["goodbye", key],
          [key, "hello"],
        ]),
      );
  },
  "InstancingTestCase.testModule": () => {
    const code = loads<Code>(MODULE, PYTHON);
    const [one, other] = loads<Tuple>(dumps(new Tuple(code, code), PYTHON), PYTHON);
    expect(one).toBe(other);
    expect(one).toStrictEqual(code);
  },
  "InstancingTestCase.testRecursion": () => {
    const dict = new Map<string, unknown>([["hello", 1.2345]]);
    dict.set("self", dict);
    const list: unknown[] = [1.2345];
    list.push(list);
    for (const version of AS_REFERENCES) {
      const [map, array] = loads<[typeof dict, typeof list]>(
        dumps([dict, list], { ...EXACT, version }),
        EXACT,
      );
      expect(map.get("self")).toBe(map);
      expect(array[1]).toBe(array);
      expect([map.get("hello"), array[0]]).toEqual([1.2345, 1.2345]);
    }
  },
  "CompatibilityTestCase.test0To3": () => checkVersion(0),
  "CompatibilityTestCase.test1To3": () => checkVersion(1),
  "CompatibilityTestCase.test2To3": () => checkVersion(2),
  "CompatibilityTestCase.test3To3": () => checkVersion(3),
  "CAPI_TestCase.test_write_object_to_file": async () => {
    for (const version of VERSIONS) expect(loads(dumps(MIXED, { ...EXACT, version }), EXACT)).toEqual(MIXED);
  },
  "CAPI_TestCase.test_read_object_from_file": () => {
    for (const version of VERSIONS) {
      const bytes = dumps(MIXED, { ...EXACT, version });
      const [first, second] = loadAll(joined(bytes, "T"), EXACT);
      expect([first, second]).toEqual([MIXED, true]);
      expect(attempt(bytes.subarray(0, 1))).toBeInstanceOf(MarshalEOFError);
    }
  },
  "CAPI_TestCase.test_read_last_object_from_file": () => {
    for (const version of VERSIONS) {
      const bytes = dumps(MIXED, { ...EXACT, version });
      expect(loads(joined(bytes, "xxxx"), EXACT)).toEqual(MIXED);
    }
  },
};

function checkVersion(version: number): void {
  const code = loads<Code>(MODULE, PYTHON);
  expect(loads(dumps(code, { version }), PYTHON)).toStrictEqual(code);
}

describe("test_marshal.py", () => {
  for (const [name, run] of Object.entries(CASES)) it(name, run);

  it("asks for errors that are ours alone", () => {
    for (const Kind of [MarshalEOFError, MarshalValueError, MarshalTypeError])
      expect(Kind.prototype).toBeInstanceOf(MarshalError);
  });
});
