import { describe, expect, it } from "vitest";
import { summary, type TreeOptions, tree } from "../../src/cli/tree.ts";
import { loads } from "../../src/pickle/index.ts";
import {
  ByteArray,
  CodePointString,
  Complex,
  Counter,
  Decimal,
  DefaultDict,
  Deque,
  Ellipsis,
  Extension,
  FrozenDict,
  FrozenSet,
  Global,
  Instance,
  OrderedDict,
  PersistentId,
  PurePath,
  PythonException,
  Range,
  SimpleNamespace,
  Slice,
  TimeDelta,
  Tuple,
  UUID,
} from "../../src/python/index.ts";
import { fixtureBytes } from "./pantry.ts";

const OPTIONS: TreeOptions = { exact: true, verbatim: false, depth: 8, items: 100, width: 100 };
const order = new Global("shop.models", "Order");

function drawn(value: unknown, options: Partial<TreeOptions> = {}): string {
  return [...tree(value, { ...OPTIONS, ...options })].join("\n");
}

function drawnFixture(name: string, options: Partial<TreeOptions> = {}): string {
  return drawn(loads(fixtureBytes(name), { exact: true }), options);
}

describe("tree()", () => {
  it.for<[unknown, string, string]>([
    [null, "None", "NoneType"],
    [true, "True", "bool"],
    [12n, "12", "int"],
    [2n ** 2000n, "0x100000000000000000000000… 501 hexadecimal digits", "int"],
    [1, "1.0", "float"],
    ["it's", `"it's"`, "str"],
    [new CodePointString([0xd83d, 0xde00]), "'\\ud83d\\ude00'", "str"],
    [Uint8Array.of(104, 0), "b'h\\x00'", "bytes"],
    [new ByteArray([104]), "bytearray(b'h')", "bytearray"],
    [Int16Array.of(1, 2), "array('h', [1, 2])", "array.array"],
    [new Complex(1, 2), "(1+2j)", "complex"],
    [new Decimal("1.50"), "decimal.Decimal('1.50')", "decimal.Decimal"],
    [new TimeDelta(1), "datetime.timedelta(days=1)", "datetime.timedelta"],
    [new UUID(1n), "uuid.UUID('00000000-0000-0000-0000-000000000001')", "uuid.UUID"],
    [new PurePath("PosixPath", "/a"), "pathlib.PosixPath('/a')", "pathlib.PosixPath"],
    [new Range(1, 2), "range(1, 2)", "range"],
    [new Slice(1n), "slice(1, None, None)", "slice"],
    [Ellipsis, "Ellipsis", "ellipsis"],
    [order, "shop.models.Order (by name)", "class or function"],
    [new Extension(5), "extension code 5", "extension code"],
    [new PersistentId("a"), "persistent id 'a'", "persistent id"],
    [[1n, "a"], "list [1, 'a']", "list, 2 items"],
    [new Tuple(1n), "tuple (1,)", "tuple, 1 item"],
    [{ a: 1n }, "dict {'a': 1}", "dict, 1 key"],
    [new Map<unknown, unknown>([[new Tuple(1n, 2n), null]]), "dict {(1, 2): None}", "dict, 1 key"],
    [new Set(), "set()", "set, 0 members"],
    [new FrozenSet([1n]), "frozenset {1}", "frozenset, 1 member"],
    [new FrozenDict([["a", 1n]]), "frozendict {'a': 1}", "frozendict, 1 key"],
    [new Counter([["a", 1n]]), "collections.Counter {'a': 1}", "collections.Counter, 1 key"],
    [new OrderedDict(), "collections.OrderedDict {}", "collections.OrderedDict, 0 keys"],
    [new Deque([1n]), "collections.deque [1]", "collections.deque, 1 item"],
    [
      new PythonException(new Global("builtins", "ValueError"), new Tuple("no")),
      "ValueError('no')",
      "ValueError, exception",
    ],
    [
      new Instance(order, { args: new Tuple(1n) }),
      "shop.models.Order(1)",
      "shop.models.Order, called with 1 argument",
    ],
  ])("writes %# on one line", ([value, line, what]) => {
    expect(drawn(value)).toBe(line);
    expect(summary(value, OPTIONS)).toBe(what);
  });

  it("takes an integral number of the natural profile for an int", () => {
    expect(drawn([1, 1.5], { exact: false })).toBe("list [1, 1.5]");
    expect(summary(1, { ...OPTIONS, exact: false })).toBe("int");
  });

  it("cuts what is long, and tells how long it is", () => {
    const width = { width: 40 };
    expect(drawn("é".repeat(1000), width)).toMatch(/^'é+'… 1,000 characters$/);
    expect(drawn("\0".repeat(1000), width)).toMatch(/^'(?:\\x00)+'… 1,000 characters$/);
    for (let columns = 30; columns < 90; columns += 1)
      expect(drawn(`a${"😀".repeat(999)}`, { width: columns })).toMatch(/^'a(?:😀)+'… 1,000 characters$/u);
    expect(drawn(new Uint8Array(1000), width)).toMatch(/^b'(?:\\x00)+'… 1,000 bytes$/);
    expect(drawn(new ByteArray(1000), width)).toMatch(/^bytearray\(b'(?:\\x00)+'\)… 1,000 bytes$/);
    expect(drawn(new Float64Array(1000), width)).toMatch(/^array\('d', \[0\.0, .*… 1,000 items$/);
    for (const value of ["é".repeat(1000), "\0".repeat(1000), "😀".repeat(1000), new Uint8Array(1000)])
      expect(drawn(value, width).length).toBeLessThanOrEqual(40);
  });

  it("draws branches for what is long or nested", () => {
    const value = new Map<unknown, unknown>([
      ["lines", [new Tuple<unknown>(1n, [])]],
      [new FrozenSet([1n]), "set"],
      ["many", new Deque(Array(13).fill(0n), 20)],
    ]);
    expect(drawn(value, { items: 2 })).toBe(`dict, 3 keys
├─ 'lines': list, 1 item
│  └─ 0: tuple, 2 items
│     ├─ 0: 1
│     └─ 1: list []
├─ entry
│  ├─ key: frozenset {1}
│  └─ value: 'set'
└─ … 1 more`);
    expect(drawn(value.get("many"), { items: 1 })).toBe(`collections.deque, 13 items, at most 20
├─ 0: 0
└─ … 12 more`);
    expect(drawn(new DefaultDict(new Global("builtins", "list"), [["a", [1n]]]))).toBe(
      `collections.defaultdict, 1 key, default builtins.list
└─ 'a': list [1]`,
    );
  });

  it("draws what is shared once, and ends cycles", () => {
    const list: unknown[] = [1n];
    const bytes = new ByteArray(1);
    list.push(list);
    const empty = new Tuple();
    expect(drawn([list, { list }, bytes, bytes, empty, empty])).toBe(`list, 6 items
├─ 0: &1 list, 2 items
│  ├─ 0: 1
│  └─ 1: *1 the same list
├─ 1: dict, 1 key
│  └─ 'list': *1 the same list
├─ 2: &2 bytearray(b'\\x00')
├─ 3: *2 the same bytearray
├─ 4: tuple ()
└─ 5: tuple ()`);
  });

  it("draws what is too deep at a place where it is not", () => {
    const inner = [[[1n]]];
    expect(drawn([[inner], inner], { depth: 2 })).toBe(`list, 2 items
├─ 0: list, 1 item
│  └─ 0: list, 1 item …
└─ 1: list, 1 item
   └─ 0: list, 1 item …`);
  });

  it("draws every part of an instance", () => {
    const instance = new Instance(order, {
      form: "new",
      args: new Tuple(1n),
      kwargs: new Map([["unit", "kg"]]),
      state: new Tuple<unknown>(new Map<unknown, unknown>([["total", 2n]]), { slot: [] }),
      items: ["a"],
      entries: [["k", "v"]],
      stateSetter: new Global("shop", "restore"),
      later: [
        { operation: "build", state: "odd" },
        { operation: "append", items: [1n] },
        { operation: "set", entries: [["x", "y"]] },
      ],
    });
    expect(drawn(instance)).toBe(`shop.models.Order, instance
├─ args[0]: 1
├─ kwargs['unit']: 'kg'
├─ state setter: shop.restore (by name)
├─ .total: 2
├─ .slot: list []
├─ [0]: 'a'
├─ ['k']: 'v'
├─ then state: 'odd'
├─ then append: list [1]
└─ then set: list, 1 item
   └─ 0: tuple ('x', 'y')`);
    expect(
      drawn(new Instance(instance.stateSetter, { state: "raw" })),
    ).toBe(`shop.restore, called with 0 arguments
└─ state: 'raw'`);
    expect(drawn(new Instance(new PersistentId(1n)))).toBe(`object, called with 0 arguments
└─ class: persistent id 1`);
  });

  it("draws attributes", () => {
    expect(drawn(new SimpleNamespace([["a", 1n]]))).toBe(`types.SimpleNamespace, 1 attribute
└─ .a: 1`);
    const error = new PythonException(new Global("shop", "Sold"), new Tuple([]), { when: null });
    expect(drawn(error)).toBe(`shop.Sold, exception
├─ args[0]: list []
└─ .when: None`);
  });

  it("draws an instance alike in every protocol, unless it is asked for what the pickle says", () => {
    const expected = `shop.Item, instance
├─ .name: 'tea'
└─ .price: 3`;
    for (const protocol of [0, 1, 2, 3, 4, 5]) expect(drawnFixture(`3.13/object.${protocol}`)).toBe(expected);
    expect(drawnFixture("3.13/object.0", { verbatim: true })).toMatch(
      /^copyreg\._reconstructor, called with 3 arguments\n├─ args\[0\]: shop\.Item \(by name\)\n/,
    );
  });

  it("draws a dict that was made by a call as a dict", () => {
    const instance = new Instance(new Global("builtins", "dict"), { entries: [["a", 1n]] });
    expect(drawn(instance)).toBe("dict {'a': 1}");
    expect(drawn(instance, { verbatim: true })).toMatch(
      /^builtins\.dict, called with 0 arguments\n└─ \['a'\]: 1$/,
    );
  });
});
