import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadAll } from "pantry/pickle";
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
  equal,
  Float,
  Fraction,
  FrozenSet,
  Global,
  Instance,
  Int,
  type Json,
  Long,
  NotImplemented,
  OrderedDict,
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
  toJson,
  UUID,
} from "pantry/python";
import { describe, expect, it } from "vitest";

const paris = new TimeZone(new TimeDelta(0, 3600), "Paris");
const item = new Global("shop", "Item");

const ROWS: readonly (readonly [unknown, Json])[] = [
  [null, null],
  [undefined, { $undefined: true }],
  [1, 1],
  [1.5, 1.5],
  [1n, { $int: "1" }],
  [-0, { $float: "-0.0" }],
  [2 ** 53, { $float: "9007199254740992.0" }],
  [Number.NaN, { $float: "nan" }],
  [new Float(1.5), { $float: "1.5" }],
  [new Int(5n), { $int2: "5" }],
  [new Long(5n), { $long: "5" }],
  [new Complex(1, -2), { $complex: "(1-2j)" }],
  ["text", "text"],
  [new CodePointString([0xd83d, 0xde00]), { $str: [0xd83d, 0xde00] }],
  [new Python2String(Uint8Array.of(0xe9)), { $str2: "é" }],
  [Uint8Array.of(104, 105), { $bytes: "aGk=" }],
  [new ByteArray([104, 105]), { $bytearray: "aGk=" }],
  [
    [1, [2]],
    [1, [2]],
  ],
  [new Tuple(), { $tuple: [] }],
  [new Tuple(1, 2), { $tuple: [1, 2] }],
  [new Set([1]), { $set: [1] }],
  [new FrozenSet([1]), { $frozenset: [1] }],
  [{ a: 1 }, { a: 1 }],
  [{ $a: 1 }, { $object: { $a: 1 } }],
  [new Map([["a", 1]]), { $dict: [["a", 1]] }],
  [item, { $global: ["shop", "Item"] }],
  [new Extension(7), { $extension: 7 }],
  [new PersistentId("tea"), { $persistent: "tea" }],
  [
    new Instance(item, { args: new Tuple(1) }),
    { $instance: { class: { $global: ["shop", "Item"] }, args: [1] } },
  ],
  [
    new Instance(item, {
      form: "new",
      kwargs: new Map([["k", 1]]),
      items: [2],
      entries: [["a", 3]],
      state: null,
      stateSetter: item,
      later: [
        { operation: "append", items: [4] },
        { operation: "build", state: 5 },
        { operation: "set", entries: [[6, 7]] },
      ],
    }),
    {
      $instance: {
        class: { $global: ["shop", "Item"] },
        form: "new",
        kwargs: [["k", 1]],
        items: [2],
        entries: [["a", 3]],
        state: null,
        setter: { $global: ["shop", "Item"] },
        later: [{ append: [4] }, { build: 5 }, { set: [[6, 7]] }],
      },
    },
  ],
  [new Deque([1], 2), { $deque: { items: [1], maxlen: 2 } }],
  [new OrderedDict([["a", 1]]), { $ordereddict: [["a", 1]] }],
  [new Counter([["a", 1]]), { $counter: [["a", 1]] }],
  [new DefaultDict(null, [["a", 1]]), { $defaultdict: { factory: null, entries: [["a", 1]] } }],
  [new DateOnly(2024, 1, 2), { $date: "2024-01-02" }],
  [new DateTime(2024, 1, 2, 3, 4, 5, 6), { $datetime: "2024-01-02T03:04:05.000006" }],
  [new DateTime(2024, 1, 2, 3, 4, 5, 0, null, 1), { $datetime: { local: "2024-01-02T03:04:05", fold: 1 } }],
  [
    new DateTime(2024, 1, 2, 3, 4, 5, 0, paris, 1),
    { $datetime: { local: "2024-01-02T03:04:05", tzinfo: { $timezone: [[0, 3600, 0], "Paris"] }, fold: 1 } },
  ],
  [new TimeOnly(3), { $time: "03:00:00" }],
  [
    new TimeOnly(3, 0, 0, 0, TimeZone.utc),
    { $time: { local: "03:00:00", tzinfo: { $timezone: [[0, 0, 0]] } } },
  ],
  [new TimeDelta(1, 2, 3), { $timedelta: [1, 2, 3] }],
  [new Decimal("1.50"), { $decimal: "1.50" }],
  [new Fraction(1n, 2n), { $fraction: "1/2" }],
  [new UUID(1n), { $uuid: "00000000-0000-0000-0000-000000000001" }],
  [new PurePath("PurePosixPath", "/a"), { $path: ["PurePosixPath", "/a"] }],
  [new Range(0, 2n ** 70n), { $range: [0, { $int: "1180591620717411303424" }, 1] }],
  [new Slice(null, 1), { $slice: [null, 1, null] }],
  [Ellipsis, { $ellipsis: true }],
  [NotImplemented, { $notimplemented: true }],
  [Float64Array.of(1, -0, 0.5), { $array: { typecode: "d", items: [1, { $float: "-0.0" }, 0.5] } }],
  [BigInt64Array.of(1n), { $array: { typecode: "q", items: [1] } }],
  [new PythonArray("u", ["a"]), { $array: { typecode: "u", items: ["a"] } }],
  [
    new PythonException(item, new Tuple(1)),
    { $exception: { class: { $global: ["shop", "Item"] }, args: [1] } },
  ],
  [new SimpleNamespace([["a", 1]]), { $namespace: { a: 1 } }],
  [new Date(1000), { $jsdate: 1000 }],
  [new Date(Number.NaN), { $jsdate: null }],
  [new TypeError("m", { cause: 1 }), { $error: { class: "TypeError", message: "m", fields: { cause: 1 } } }],
  [Symbol("s"), { $javascript: "Symbol(s)" }],
];

describe("toJson()", () => {
  it.for(ROWS)("describes %o", ([value, json]) => {
    expect(toJson(value)).toStrictEqual(json);
  });

  it("gives each value of the table its own JSON", () => {
    const texts = ROWS.map(([value]) => JSON.stringify(toJson(value)));
    expect(new Set(texts).size).toBe(ROWS.length);
  });

  it("survives JSON.stringify and JSON.parse", () => {
    const json = toJson([...ROWS.map(([value]) => value), "\ud800"]);
    expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json);
  });

  it("keeps ints, floats and the order of keys apart in the exact profile", () => {
    const value = new Map<unknown, unknown>([
      ["a", 1n],
      ["b", 1],
      ["c", 2n ** 53n],
      ["d", undefined],
    ]);
    expect(toJson(value, { exact: true })).toStrictEqual({
      a: 1,
      b: { $float: "1.0" },
      c: { $int: "9007199254740992" },
      d: null,
    });
    expect(
      toJson(
        new Map([
          ["b", 1n],
          ["1", 2n],
        ]),
        { exact: true },
      ),
    ).toStrictEqual({
      $dict: [
        ["b", 1],
        ["1", 2],
      ],
    });
    expect(toJson(new Map([["$a", 1n]]), { exact: true })).toStrictEqual({ $dict: [["$a", 1]] });
    expect(toJson(new Map([[1n, null]]), { exact: true })).toStrictEqual({ $dict: [[1, null]] });
  });

  it("numbers what is shared in the order of first meetings", () => {
    const [first, second, alone] = [[1], new Tuple(2), [3]];
    expect(toJson([alone, first, { second }, second, first])).toStrictEqual([
      [3],
      { $id: 1, $value: [1] },
      { second: { $id: 2, $value: { $tuple: [2] } } },
      { $ref: 2 },
      { $ref: 1 },
    ]);
    const raw = new ByteArray([1]);
    expect(toJson([raw, raw])).toStrictEqual([{ $id: 1, $value: { $bytearray: "AQ==" } }, { $ref: 1 }]);
    const text = Uint8Array.of(1);
    expect(toJson([text, text])).toStrictEqual([{ $bytes: "AQ==" }, { $bytes: "AQ==" }]);
  });

  it("shows a cycle", () => {
    const loop: unknown[] = [];
    loop.push({ loop });
    expect(toJson(loop)).toStrictEqual({ $id: 1, $value: [{ loop: { $ref: 1 } }] });
  });

  it("makes a key __proto__ an own property", () => {
    const json = toJson(JSON.parse('{"__proto__": {"a": 1}}'));
    expect(JSON.stringify(json)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });

  it("bears any depth and any sharing", () => {
    let deep: unknown = [];
    for (let i = 0; i < 300_000; i += 1) deep = [deep];
    expect(Array.isArray(toJson(deep))).toBe(true);
    let bomb: unknown = [];
    for (let i = 0; i < 1000; i += 1) bomb = new Slice(bomb, bomb);
    expect(JSON.stringify(toJson(bomb)).length).toBeLessThan(100_000);
  });

  it("is what toJSON gives", () => {
    expect(JSON.stringify({ at: new Tuple(1), of: item })).toBe(
      '{"at":{"$tuple":[1]},"of":{"$global":["shop","Item"]}}',
    );
  });
});

const folder = new URL("../fixtures/pickle/", import.meta.url);
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".pickle"))
  .map((file) => file.replaceAll("\\", "/").slice(0, -".pickle".length))
  .filter((name) => !existsSync(new URL(`${name}.buffers.json`, folder)))
  .sort();

describe("the fixtures", () => {
  for (const version of ["2.7", "3.6", "3.8", "3.11", "3.13"]) {
    it(`of Python ${version} mean what the sidecars say, which Python itself wrote`, () => {
      const names = fixtures.filter((name) => name.startsWith(`${version}/`));
      expect(names.length).toBeGreaterThan(300);
      for (const name of names) {
        const values = read(name);
        const json = values.map((value) => toJson(value, { exact: true }));
        expect(json.length === 1 ? json[0] : { $several: json }, name).toEqual(sidecar(name));
        expect(equal(values, read(name)), `${name} is equal to itself read again`).toBe(true);
      }
    });
  }
});

function read(name: string): unknown[] {
  return [...loadAll(new Uint8Array(readFileSync(new URL(`${name}.pickle`, folder))), { exact: true })];
}

function sidecar(name: string): unknown {
  const files = [`${name}.json`, `${name.slice(0, -2)}.json`].map((file) => new URL(file, folder));
  return JSON.parse(readFileSync(files.find((file) => existsSync(file)) as URL, "utf8"));
}
