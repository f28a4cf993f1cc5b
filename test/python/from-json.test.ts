import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";
import { Code } from "pantry/marshal";
import { loadAll } from "pantry/pickle";
import {
  ByteArray,
  DateTime,
  DefaultDict,
  Deque,
  equal,
  Float,
  FrozenDict,
  FrozenSet,
  fromJson,
  Global,
  Instance,
  type Json,
  OrderedDict,
  PersistentId,
  PythonArray,
  PythonException,
  SimpleNamespace,
  Slice,
  Tuple,
  toJson,
} from "pantry/python";
import { describe, expect, it } from "vitest";
import { evaluate, rowsBelow } from "../docs/tables.ts";
import { colliding } from "./colliding.ts";

/** There and back, as text on the way. */
function again(value: unknown, exact: boolean = false): unknown {
  return fromJson(JSON.parse(JSON.stringify(toJson(value, { exact }))), { exact });
}

/** What is wrong with JSON. */
function refusalOf(json: unknown, exact: boolean = false): string {
  try {
    fromJson(json as Json, { exact });
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(json)} was read`);
}

/** What only its program can make again. */
const NAMED = /\$javascript/;

const REFUSED: readonly unknown[] = [
  { $a: 1 },
  { $int: "1", b: 2 },
  { $int: 1 },
  { $int: "01" },
  { $int: "1_0" },
  { $int: "9".repeat(1_000_001) },
  { $float: "0x1p3" },
  { $float: 1 },
  { $complex: "1" },
  { $complex: "(1+2)" },
  { $bytes: "YQ" },
  { $bytes: "YQ= =" },
  { $str: [0x110000] },
  { $str2: "€" },
  { $tuple: { a: 1 } },
  { $tuple: "ab" },
  { $dict: [["a"]] },
  { $dict: [["a", 1, 2]] },
  {
    $dict: [
      ["a", 1],
      ["a", 2],
    ],
  },
  { $object: [1] },
  { $global: ["a"] },
  { $global: ["a", 1] },
  { $date: "2024-02-30" },
  { $date: "2024-1-2" },
  { $datetime: "2024-01-02" },
  { $datetime: { local: "2024-01-02T03:04:05", fold: 2 } },
  { $time: "24:00:00" },
  { $timedelta: [1, 2] },
  { $timedelta: [1e10, 0, 0] },
  { $timezone: [[2, 0, 0]] },
  { $decimal: "one" },
  { $fraction: "1/0" },
  { $uuid: "00" },
  { $path: ["Path", "/"] },
  { $range: [0, 1, 0] },
  { $range: [0, 1.5, 1] },
  { $ellipsis: 1 },
  { $array: { typecode: "b", items: [128] } },
  { $array: { typecode: "q", items: [0.5] } },
  { $array: { typecode: "f", items: [0.1] } },
  { $array: { typecode: "d", items: [[]] } },
  { $array: { typecode: "", items: [] } },
  { $array: { typecode: "x", items: [1] } },
  { $array: { typecode: "l", items: [0.5] } },
  { $array: { typecode: "L", items: ["1"] } },
  { $array: { typecode: "u", items: [1] } },
  { $deque: { items: [1, 2], maxlen: 1 } },
  { $deque: { items: [], maxlen: "1" } },
  { $exception: { class: 1, args: [] } },
  { $instance: {} },
  { $instance: { class: 1, form: "old" } },
  { $instance: { class: 1, kwargs: [[1, 2]] } },
  { $instance: { class: 1, later: [{ append: [], add: [] }] } },
  { $instance: { class: 1, later: [{}] } },
  { $error: { class: "Order", message: "", fields: {} } },
  { $error: { class: "Error", message: "", fields: { stack: 1 } } },
  { $jsdate: 0.5 },
  { $ref: 1 },
  { $ref: 1, $id: 1 },
  { $id: 1 },
  { $id: 0.5, $value: [] },
  { $id: 1, $value: { $bytes: { $ref: 1 } } },
  [
    { $id: 1, $value: [] },
    { $id: 1, $value: [] },
  ],
  { $id: 1, $value: { $id: 2, $value: { $exception: { class: { $ref: 1 }, args: [] } } } },
  { $code: {} },
  Number.NaN,
  undefined,
  [undefined],
  () => 1,
  { a: 1n },
];

describe("fromJson()", () => {
  const rows = rowsBelow("docs/formats/json.md", "Values").filter(([, json = ""]) => !NAMED.test(json));

  it.for(rows)("gives %s back", ([code = ""]) => {
    const value = evaluate(code.slice(1, -1));
    expect(again(value)).toStrictEqual(value);
    expect(again([value, { value }])).toStrictEqual([value, { value }]);
  });

  it("tells what only JavaScript could make again", () => {
    class Order {
      id = 7;
    }
    expect(refusalOf(toJson([() => 1]))).toBe(
      "Cannot read tagged JSON at /0: only the program that it is of has it",
    );
    expect(refusalOf(toJson(new Order()))).toMatch(/^Cannot read tagged JSON at \/\$instance\/class: only/);
  });

  it("keeps the exact profile apart", () => {
    const value = new Map<unknown, unknown>([
      ["a", 1n],
      ["b", 1],
      ["c", 2n ** 53n],
      ["d", new Map([["e", [0.5, -0, Number.NaN, 1e300]]])],
      ["f", new Map([[1n, 1]])],
      ["g", new Map([["1", null]])],
    ]);
    expect(again(value, true)).toStrictEqual(value);
  });

  it("reads the ints of an array as a pickle would give them", () => {
    const json = { $array: { typecode: "l", items: [{ $int: "7" }, { $int: "9007199254740993" }] } };
    expect(fromJson(json)).toEqual(new PythonArray("l", [7, 9007199254740993n]));
    expect(fromJson(json, { exact: true })).toEqual(new PythonArray("l", [7n, 9007199254740993n]));
  });

  it("keeps zeros and NaNs apart where they are keys", () => {
    const natural = new Map<unknown, unknown>([
      [0, "int"],
      [new Float(-0), "minus"],
      [new Float(0), "zero"],
    ]);
    expect(again(natural)).toStrictEqual(natural);
    const exact = new Map<unknown, unknown>([
      [0, 1n],
      [new Float(-0), 2n],
      [new Float(Number.NaN), 3n],
    ]);
    expect(again(exact, true)).toStrictEqual(exact);
  });

  it("gives every double back", () => {
    const doubles = [
      5e-324,
      2.2250738585072014e-308,
      0.1,
      123456789.5,
      2 ** 53,
      1.7976931348623157e308,
      -1e21,
    ];
    expect(again(doubles)).toStrictEqual(doubles);
    expect(again(doubles, true)).toStrictEqual(doubles);
  });

  it("keeps what is shared", () => {
    const [list, tuple, bytes] = [[1], new Tuple(2), new ByteArray([3])];
    const [one, two, three, { four, five, six }] = again([
      list,
      tuple,
      bytes,
      { four: list, five: tuple, six: bytes },
    ]) as [unknown, unknown, unknown, Record<string, unknown>];
    expect([one === four, two === five, three === six]).toEqual([true, true, true]);
    expect([one, two, three]).toStrictEqual([list, tuple, bytes]);
  });

  it.for([
    ["list", (parts: unknown[]) => parts],
    ["tuple", (parts: unknown[]) => new Tuple(parts)],
    ["dict", (parts: unknown[]) => ({ parts })],
    ["Map", (parts: unknown[]) => new Map([["a", parts]])],
    ["set", (parts: unknown[]) => new Set([new Tuple(parts)])],
    ["frozenset", (parts: unknown[]) => new FrozenSet([new Tuple(parts)])],
    ["frozendict", (parts: unknown[]) => new FrozenDict([["a", parts]])],
    ["OrderedDict", (parts: unknown[]) => new OrderedDict([["a", parts]])],
    ["defaultdict", (parts: unknown[]) => new DefaultDict(parts, [["a", 1]])],
    ["deque", (parts: unknown[]) => new Deque([parts], 5)],
    ["slice", (parts: unknown[]) => new Slice(null, parts)],
    ["persistent id", (parts: unknown[]) => new PersistentId(parts)],
    ["datetime", (parts: unknown[]) => new DateTime(2024, 1, 2, 3, 4, 5, 6, parts, 1)],
    ["namespace", (parts: unknown[]) => new SimpleNamespace([["a", parts]])],
    ["exception", (parts: unknown[]) => new PythonException(new Global("a", "B"), new Tuple(parts), parts)],
    ["error", (parts: unknown[]) => new AggregateError([parts], "m", { cause: parts })],
    [
      "instance",
      (parts: unknown[]) =>
        new Instance(new Global("a", "B"), {
          form: "new",
          args: new Tuple(parts),
          kwargs: new Map([["k", parts]]),
          items: [parts],
          entries: [[parts, 1]],
          state: parts,
          stateSetter: new Global("a", "c"),
          later: [
            { operation: "append", items: [parts] },
            { operation: "add", items: [parts] },
            { operation: "set", entries: [[1, parts]] },
            { operation: "build", state: parts },
          ],
        }),
    ],
  ] as const)("closes a cycle through a %s", ([, make]) => {
    const parts: unknown[] = [];
    const value = make(parts);
    parts.push(value);
    const read = again(value);
    expect(toJson(read)).toStrictEqual(toJson(value));
    expect(Object.getPrototypeOf(read)).toBe(Object.getPrototypeOf(value));
    expect(Object.getOwnPropertyNames(read).sort()).toEqual(Object.getOwnPropertyNames(value).sort());
  });

  it("makes no key anything but an own property", () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 1}',
    );
    for (const read of [
      fromJson(hostile),
      fromJson({ $object: hostile }),
      fromJson({ $namespace: hostile }),
    ] as object[]) {
      expect(Object.keys(read)).toEqual(["__proto__", "constructor", "toString"]);
      expect((read as { polluted?: number }).polluted).toBeUndefined();
    }
    expect({}).not.toHaveProperty("polluted");
    const fields = { class: "Error", message: "", fields: hostile };
    expect(Object.keys(fromJson({ $error: fields }) as Error)).toEqual([
      "__proto__",
      "constructor",
      "toString",
    ]);
    expect(refusalOf(JSON.parse('{"$instance": {"class": 1, "__proto__": {}}}'))).toContain(
      '"__proto__" is none',
    );
  });

  it("bears any depth and any sharing", () => {
    let deep: unknown = [];
    for (let i = 0; i < 300_000; i += 1)
      deep = i % 3 === 0 ? [deep] : i % 3 === 1 ? { deep } : new Tuple(deep);
    let read = fromJson(toJson(deep));
    for (let i = 0; i < 300_000; i += 1) read = Object.values(read as object)[0];
    expect(read).toStrictEqual([]);
    let bomb: unknown = [];
    for (let i = 0; i < 1000; i += 1) bomb = new Slice(bomb, bomb);
    expect(toJson(again(bomb))).toStrictEqual(toJson(bomb));
  });

  it("says what is wrong, and where", () => {
    expect(refusalOf({ "a/b": [1, { $tuple: [{ $int: "x" }] }] })).toBe(
      "Cannot read tagged JSON at /a~1b/1/$tuple/0: the digits of an integer expected",
    );
    expect(refusalOf({ a: [[1]], b: { $set: [1, 1] } })).toBe(
      "Cannot read tagged JSON at /b: member 1 is there already",
    );
    expect(refusalOf(JSON.parse("12345678901234567890"))).toBe(
      'Cannot read tagged JSON: a number beyond 2**53 is {"$int": "digits"} or {"$float": "text"}',
    );
  });

  it.for(REFUSED.map((json) => [inspect(json).slice(0, 70), json] as const))("refuses %s", ([, json]) => {
    for (const exact of [false, true]) expect(refusalOf(json, exact)).toMatch(/^Cannot read tagged JSON/);
  });

  it("stops a flood of keys that collide", () => {
    const items = [...colliding(2048)];
    const reason = /: \d+ keys that collide, the limit is 1000$/;
    expect(refusalOf({ $set: items })).toMatch(reason);
    expect(refusalOf({ $dict: items.map((item) => [item, 1]) })).toMatch(reason);
  });

  it("reads code objects when it is told how they are made", () => {
    const code = new Code({ python: "3.12", name: "f", consts: new Tuple(null, 1n, 1) });
    const json = toJson([code, code]);
    expect(refusalOf(json)).toContain("with the option code only");
    const [one, two] = fromJson(json, { code: (fields) => new Code(fields) }) as [Code, Code];
    expect(one).toStrictEqual(code);
    expect(two).toBe(one);
    const { argcount: _, ...fields } = (json as [{ $value: { $code: Record<string, Json> } }])[0].$value
      .$code;
    expect(() => fromJson({ $code: fields }, { code: (all) => new Code(all) })).toThrow(
      "the fields of a code object expected",
    );
  });
});

const folder = new URL("../fixtures/pickle/", import.meta.url);
const fixtures = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".pickle"))
  .sort();

describe("the fixtures", () => {
  it.for(["2.7", "3.6", "3.8", "3.11", "3.13"])("of Python %s come back whole", (version) => {
    const files = fixtures.filter((file) => file.startsWith(`${version}/`));
    expect(files.length).toBeGreaterThan(300);
    let same = 0;
    for (const file of files) {
      const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
      for (const exact of [true, false]) {
        const value = valuesOf(bytes, exact);
        if (value === undefined) continue;
        const json = toJson(value, { exact });
        const read = fromJson(json, { exact });
        expect(toJson(read, { exact }), file).toStrictEqual(json);
        expect(equal(read, value) || /nan/i.test(JSON.stringify(json)), file).toBe(true);
        same += 1;
      }
    }
    expect(same).toBeGreaterThan(files.length);
  });
});

function valuesOf(bytes: Uint8Array, exact: boolean): unknown[] | undefined {
  try {
    return [...loadAll(bytes, { exact })];
  } catch {
    return undefined;
  }
}
