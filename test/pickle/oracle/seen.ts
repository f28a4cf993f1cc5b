import { Registry } from "pantry/copyreg";
import type { DumpOptions } from "pantry/pickle";
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
  Float,
  Fraction,
  FrozenSet,
  Global,
  Instance,
  Int,
  Long,
  NotImplemented,
  OrderedDict,
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

/** A JavaScript value, and the Python expression for what Python must see in it, in type, value and sharing. */
export interface Seen {
  readonly value: unknown;
  readonly python: string;
  /** The same for Python 2, in protocols 0 and 1 and in protocol 2; `null` where it has no such thing. */
  readonly python2: readonly [string | null, string | null];
  readonly options: DumpOptions;
}

interface More {
  readonly python2?: string | null | readonly [string | null, string | null];
  readonly options?: DumpOptions;
}

class Item {
  readonly name: string;
  readonly price: unknown;

  constructor(name: string, price: unknown) {
    this.name = name;
    this.price = price;
  }
}

const registry = new Registry();
registry.register(Item, "shop.Item");

const NOT_IN_2 = { python2: null } as const;
const EXACT = { options: { exact: true } } as const;
const PLAIN = { options: { plain: true } } as const;
/** What a small `bigint` is marked by makes it a `long` in Python 2. */
/** The names of attributes are str to Python 3, so they are unicode to Python 2. */
const RENAMED_IN_2 = (object: string) => ({ python2: `renamed(${object})` }) as const;
const LONG_IN_2 = (number: string) => ({ python2: [number, `long(${number})`] }) as const;

const shared = [1];
const loop: unknown[] = [];
loop.push(loop);
const utc = new TimeZone(new TimeDelta());

/** What Python sees in each kind of value that there is. */
export const SEEN: readonly Seen[] = [
  // None, bool, int, float
  row(null, "None"),
  row(undefined, "None"),
  row([undefined, null, undefined], "[None, None, None]"),
  row({ missing: undefined }, "{u'missing': None}"),
  row(true, "True"),
  row(false, "False"),
  row(0, "0"),
  row(-1, "-1"),
  row(255, "255"),
  row(65536, "65536"),
  row(-(2 ** 31), "-2**31"),
  row(2 ** 31, "2**31", { python2: "long(2**31)" }),
  row(Number.MAX_SAFE_INTEGER, "2**53 - 1", { python2: "long(2**53 - 1)" }),
  row(2 ** 53, "float(2**53)"),
  row(-0, "-0.0"),
  row(1.5, "1.5"),
  row(1e300, "1e300"),
  row(Number.NaN, "float('nan')"),
  row(Number.NEGATIVE_INFINITY, "float('-inf')"),
  row(new Float(1), "1.0"),
  row(5n, "5", LONG_IN_2("5")),
  row(-1n, "-1", LONG_IN_2("-1")),
  row(2n ** 100n, "2**100"),
  row(new Long(5n), "5", { python2: "long(5)" }),
  row(new Int(5n), "5", { python2: ["5", "5"] }),
  row(new Complex(1, -0), "complex(1, -0.0)"),
  // str, bytes, bytearray
  row("", "u''"),
  row("é€😀", "u'\\xe9\\u20ac\\U0001f600'"),
  row("\ud800", "u'\\ud800'"),
  row("\0\n\r\x1a\\u0041", "u'\\0\\n\\r\\x1a\\\\u0041'"),
  row(new CodePointString([0xd83d, 0xde00]), "'\\ud83d\\ude00'", NOT_IN_2),
  row(new Uint8Array([0, 255]), "b'\\x00\\xff'"),
  row(Buffer.from("raw"), "b'raw'"),
  row(new Uint8Array(), "b''"),
  row(new ByteArray([1, 2]), "bytearray(b'\\1\\2')"),
  row(new ByteArray(), "bytearray()"),
  row(new Python2String(Uint8Array.of(97)), "'a'"),
  // list, tuple, dict, set, frozenset
  row([], "[]"),
  row([1, [2, "three"]], "[1, [2, u'three']]"),
  row([shared, shared], "(lambda one: [one, one])([1])"),
  row(loop, "(lambda one: one.append(one) or one)([])"),
  row(new Tuple(), "()"),
  row(new Tuple(1, new Tuple(2), 3, 4), "(1, (2,), 3, 4)"),
  row({}, "{}"),
  row(Object.create(null), "{}"),
  row({ b: 1, a: 2, 10: 3 }, "{u'10': 3, u'b': 1, u'a': 2}"),
  row(Object.fromEntries([["__proto__", 1]]), "{u'__proto__': 1}"),
  row(new Map(), "{}"),
  row(
    new Map([
      ["b", 1],
      ["10", 2],
    ]),
    "{u'b': 1, u'10': 2}",
  ),
  row(
    new Map<unknown, unknown>([
      [1, "one"],
      [null, new Map()],
      [new Tuple(1, 2), {}],
    ]),
    "{1: u'one', None: {}, (1, 2): {}}",
  ),
  row(new Set(), "set()"),
  row(new Set<unknown>([1, "a", null]), "set([1, u'a', None])"),
  row(new FrozenSet([1, 2]), "frozenset([1, 2])"),
  row(new Set([new FrozenSet()]), "set([frozenset()])"),
  // JavaScript's own
  row(new Date(0), "datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)", NOT_IN_2),
  row(new Date(-62135596800000), "datetime.datetime(1, 1, 1, tzinfo=datetime.timezone.utc)", NOT_IN_2),
  row(
    new Date(253402300799999),
    "datetime.datetime(9999, 12, 31, 23, 59, 59, 999000, datetime.timezone.utc)",
    NOT_IN_2,
  ),
  row(Int8Array.of(-1), "array.array('b', [-1])", NOT_IN_2),
  row(Uint8ClampedArray.of(255), "array.array('B', [255])", NOT_IN_2),
  row(Int16Array.of(-2), "array.array('h', [-2])", NOT_IN_2),
  row(Uint16Array.of(2), "array.array('H', [2])", NOT_IN_2),
  row(Int32Array.of(-3), "array.array('i', [-3])", NOT_IN_2),
  row(Uint32Array.of(3), "array.array('I', [3])", NOT_IN_2),
  row(BigInt64Array.of(-4n), "array.array('q', [-4])", NOT_IN_2),
  row(BigUint64Array.of(2n ** 63n), "array.array('Q', [2**63])", NOT_IN_2),
  row(Float32Array.of(1.5), "array.array('f', [1.5])", NOT_IN_2),
  row(Float64Array.of(-0, 1), "array.array('d', [-0.0, 1.0])", NOT_IN_2),
  row(new Float64Array(), "array.array('d')", NOT_IN_2),
  row(new Error("m"), error("Exception(u'm')", "Error")),
  row(new Error(), error("Exception()", "Error")),
  row(new TypeError("m"), error("TypeError(u'm')", "TypeError")),
  row(new RangeError("m"), error("ValueError(u'm')", "RangeError")),
  row(new URIError("m"), error("ValueError(u'm')", "URIError")),
  row(new SyntaxError("m"), error("SyntaxError(u'm')", "SyntaxError")),
  row(new ReferenceError("m"), error("NameError(u'm')", "ReferenceError")),
  row(new EvalError("m"), error("RuntimeError(u'm')", "EvalError")),
  row(
    new AggregateError([1], "m", { cause: "c" }),
    error("Exception(u'm')", "AggregateError", ", u'cause': u'c', u'errors': [1]"),
  ),
  row(Object.assign(new Error("m"), { code: 7 }), error("Exception(u'm')", "Error", ", u'code': 7")),
  // The standard library
  row(new DateTime(2024, 1, 2, 3, 4, 5, 6), "datetime.datetime(2024, 1, 2, 3, 4, 5, 6)"),
  row(
    new DateTime(2024, 1, 2, 3, 4, 5, 6, utc),
    "datetime.datetime(2024, 1, 2, 3, 4, 5, 6, datetime.timezone.utc)",
    NOT_IN_2,
  ),
  row(new DateOnly(2024, 2, 29), "datetime.date(2024, 2, 29)"),
  row(new TimeOnly(1, 2, 3, 4), "datetime.time(1, 2, 3, 4)"),
  row(new TimeDelta(-1, 5, 7), "datetime.timedelta(-1, 5, 7)"),
  row(utc, "datetime.timezone.utc", NOT_IN_2),
  row(
    new TimeZone(new TimeDelta(0, 3600), "Paris"),
    "datetime.timezone(datetime.timedelta(0, 3600), 'Paris')",
    NOT_IN_2,
  ),
  row(new Decimal("-1.50"), "decimal.Decimal('-1.50')"),
  row(new Fraction(1n, 3n), "fractions.Fraction(1, 3)"),
  row(new UUID(1n), "uuid.UUID(int=1)", {
    python2: "renamed(uuid.UUID(int=1))",
  }),
  row(
    new OrderedDict([
      ["b", 1],
      ["10", 2],
    ]),
    "collections.OrderedDict([(u'b', 1), (u'10', 2)])",
  ),
  row(new DefaultDict(new Global("builtins", "int"), [["a", 1]]), "collections.defaultdict(int, {u'a': 1})", {
    // Of Python 3's int as a name, Python 2 is told that it is long.
    python2: "collections.defaultdict(long, {u'a': 1})",
  }),
  row(new Counter([["a", 2]]), "collections.Counter({u'a': 2})"),
  row(new Deque([1, 2], 5), "collections.deque([1, 2], 5)"),
  row(new Deque(), "collections.deque()"),
  row(new Range(1, 10, 3), "range(1, 10, 3)", { python2: "xrange(1, 10, 3)" }),
  row(new Slice(null, 1, 2), "slice(None, 1, 2)", NOT_IN_2),
  row(Ellipsis, "Ellipsis", NOT_IN_2),
  row(NotImplemented, "NotImplemented", NOT_IN_2),
  row(new PurePath("PurePosixPath", "/a", "b"), "pathlib.PurePosixPath('/', 'a', 'b')", NOT_IN_2),
  row(new PythonArray("l", [-1]), "array.array('l', [-1])", NOT_IN_2),
  row(new PythonArray("u", ["é"]), "array.array('u', u'\\xe9')", NOT_IN_2),
  row(new SimpleNamespace([["a", 1]]), "types.SimpleNamespace(a=1)", NOT_IN_2),
  row(new PythonException(new Global("builtins", "KeyError"), new Tuple("k")), "KeyError(u'k')"),
  // Names, instances, registered classes
  row(new Global("builtins", "len"), "len"),
  row(new Global("collections", "OrderedDict"), "collections.OrderedDict"),
  row(new Global("shop", "Item"), "shop.Item"),
  row(new Global("shop", "Shelf.Row"), "shop.Shelf.Row", NOT_IN_2),
  row(
    new Instance(new Global("shop", "Money"), { args: new Tuple<unknown>(5, "EUR") }),
    "shop.Money(5, u'EUR')",
  ),
  row(
    new Instance(new Global("shop", "Item"), { form: "new", state: { name: "tea", price: 3 } }),
    "shop.Item(u'tea', 3)",
    RENAMED_IN_2("shop.Item(u'tea', 3)"),
  ),
  row(new Instance(new Global("shop", "Basket"), { form: "new", items: [1, 2] }), "shop.Basket([1, 2])"),
  row(
    new Instance(new Global("shop", "Catalog"), { form: "new", entries: [["a", 1]] }),
    "shop.Catalog({u'a': 1})",
  ),
  row(
    new Instance(new Global("shop", "Measure"), {
      form: "new",
      args: new Tuple(3),
      kwargs: new Map([["unit", "kg"]]),
      state: { value: 3, unit: "kg" },
    }),
    "shop.Measure(3, 'kg')",
    NOT_IN_2,
  ),
  row(
    new Instance(new Global("shop", "Classic"), { form: "object", state: { value: 1 } }),
    "shop.Classic(1)",
    RENAMED_IN_2("shop.Classic(1)"),
  ),
  row(new Item("tea", 3), "shop.Item(u'tea', 3)", {
    ...RENAMED_IN_2("shop.Item(u'tea', 3)"),
    options: { registry },
  }),
  row([Item, new Item("tea", null)], "[shop.Item, shop.Item(u'tea', None)]", {
    python2: "[shop.Item, renamed(shop.Item(u'tea', None))]",
    options: { registry },
  }),
  // The exact profile: what Python has, where the natural one has what JavaScript has
  row(1, "1.0", EXACT),
  row(1n, "1", EXACT),
  row(2n ** 31n, "2**31", { ...EXACT, python2: "long(2**31)" }),
  row(undefined, "None", EXACT),
  row(new Map([["a", 1n]]), "{u'a': 1}", EXACT),
  row({ a: 1n }, "{u'a': 1}", EXACT),
  row(new Map([[new Float(-0), 1n]]), "{-0.0: 1}", EXACT),
  row(new Set([new Float(Number.NaN)]), "set([float('nan')])", EXACT),
  // Literals only
  row(undefined, "None", PLAIN),
  row(new Map([["a", 1]]), "{u'a': 1}", PLAIN),
  row(5n, "5", PLAIN),
  row([null, true, 1.5, "a", new Tuple(1), {}], "[None, True, 1.5, u'a', (1,), {}]", PLAIN),
];

/** An exception, and the state that says which of JavaScript's errors it stands for. */
function error(python: string, name: string, state = ""): string {
  return `given(${python}, {u'javascript': u'${name}'${state}})`;
}

function row(value: unknown, python: string, { python2 = python, options = {} }: More = {}): Seen {
  const both = python2 === null || typeof python2 === "string" ? ([python2, python2] as const) : python2;
  return { value, python, python2: both, options };
}
