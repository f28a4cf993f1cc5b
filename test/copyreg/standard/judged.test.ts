import { afterAll, describe, expect, it } from "vitest";
import { dumps, loads } from "../../../src/pickle/index.ts";
import { type Kind, kindOf } from "../../../src/python/index.ts";
import { findPythons, inventory, Oracle, type Pair } from "../../oracle/oracle.ts";

const oracles = findPythons().map((python) => new Oracle(python));

afterAll(() => {
  for (const oracle of oracles) oracle.close();
});

/** Expressions that every Python understands, and the kind of value that they are read as. */
const VALUES: readonly (readonly [source: string, kind: Kind | undefined])[] = [
  ["complex(1, -0.0)", "Complex"],
  ["decimal.Decimal('-1.50E+3')", "Decimal"],
  ["fractions.Fraction(-10**30, 7)", "Fraction"],
  ["uuid.UUID(int=2**127 + 1)", "UUID"],
  ["uuid.UUID(int=1)", "UUID"],
  ["datetime.datetime(2024, 1, 2, 3, 4, 5, 123456)", "DateTime"],
  ["datetime.date(9999, 12, 31)", "DateOnly"],
  ["datetime.time(23, 59, 59, 999999)", "TimeOnly"],
  ["datetime.timedelta(-1, 5, 7)", "TimeDelta"],
  ["collections.OrderedDict([(u'z', 1), (u'a', [2])])", "OrderedDict"],
  ["collections.Counter({u'a': 3})", "Counter"],
  ["collections.Counter({1: 3})", "Counter"],
  ["collections.Counter()", "Counter"],
  ["collections.defaultdict(int, {u'a': 1})", "DefaultDict"],
  ["collections.defaultdict(None, {1: 1})", "DefaultDict"],
  ["collections.deque([1, u'two'])", "Deque"],
  ["collections.deque([1, 2], 2)", "Deque"],
  ["collections.deque([], 0)", "Deque"],
  ["slice(1, None, 2)", "Slice"],
  ["bytearray(b'a\\xff')", "ByteArray"],
  ["bytearray()", "ByteArray"],
  ["set([1, 2])", undefined],
  ["frozenset([1, 2])", "FrozenSet"],
  ["array.array('i', [-1, 2])", undefined],
  ["array.array('d', [0.5, 2.0])", undefined],
  ["array.array('l', [-1, 2**31 - 1])", "PythonArray"],
  ["ValueError(1, u'two')", "PythonException"],
  ["OSError(2, u'No such file', u'/tmp/x')", "PythonException"],
];

const VALUES_OF_PYTHON_3: typeof VALUES = [
  ["range(0, 10, 3)", "Range"],
  ["range(2**70, 2**71, 2**65)", "Range"],
  ["Ellipsis", "Ellipsis"],
  ["NotImplemented", "NotImplemented"],
  ["b'a\\xff'", undefined],
  ["b''", undefined],
  ["datetime.timezone.utc", "TimeZone"],
  ["datetime.timezone(datetime.timedelta(hours=-5), 'X')", "TimeZone"],
  ["datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)", "DateTime"],
  ["datetime.time(1, tzinfo=datetime.timezone.utc)", "TimeOnly"],
  ["types.SimpleNamespace(b=1, a=2)", "SimpleNamespace"],
  ["array.array('u', 'h\\xe9\\U0001f600')", "PythonArray"],
  ["array.array('Q', [2**64 - 1])", undefined],
  ["pathlib.PurePosixPath('/a', 'b')", "PurePath"],
  ["pathlib.PurePosixPath('//a', '..')", "PurePath"],
  ["pathlib.PurePosixPath()", "PurePath"],
  ["pathlib.PureWindowsPath('C:', 'a')", "PurePath"],
  ["pathlib.PureWindowsPath('c:/a', '/b')", "PurePath"],
  ["pathlib.PureWindowsPath('//server/share', 'a')", "PurePath"],
];

/** What only JavaScript tells apart, and what every Python makes of it. */
const JAVASCRIPT: readonly (readonly [value: unknown, python: string])[] = [
  [
    new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 6)),
    "datetime.datetime(2024, 1, 2, 3, 4, 5, 6000, tzinfo=datetime.timezone.utc)",
  ],
  [undefined, "None"],
  [new Map(), "{}"],
  [Int16Array.of(1, -2), "array('h', [1, -2])"],
  [new RangeError("too long", { cause: 1 }), "ValueError('too long')"],
  [new SyntaxError("odd"), "SyntaxError('odd')"],
  [Object.assign(new ReferenceError("x"), { args: 1, __class__: 2 }), "NameError('x')"],
  [new URIError(), "ValueError()"],
  [new AggregateError([1], "both"), "Exception('both')"],
];

describe("the standard library", () => {
  it("is judged by real Pythons", (context) => {
    if (oracles.length === 0) context.skip(inventory([]));
  });

  for (const oracle of oracles) {
    const { short, protocol: highest } = oracle.python;
    const rows = short === "2.7" ? VALUES : [...VALUES, ...VALUES_OF_PYTHON_3];
    const sources = rows.map(([source]) => source);
    const protocols = Array.from({ length: highest + 1 }, (_, protocol) => protocol);

    it(`is read from Python ${short}`, async () => {
      for (const protocol of protocols) {
        const pickles = await oracle.evaluate(sources, protocol);
        const kinds = pickles.map((data) => kindOf(loads(data, { encoding: "latin1" })));
        expect(kinds, `protocol ${protocol}`).toEqual(rows.map(([, kind]) => kind));
      }
    });

    it(`means the same to Python ${short} after it was read exactly and written in any protocol`, async () => {
      for (const protocol of protocols) {
        const pickles = await oracle.evaluate(sources, protocol);
        const values = pickles.map((data) => loads(data, { exact: true }));
        for (const other of protocols) {
          const pairs = pickles.map(
            (data, i): Pair => [data, dumps(values[i], { exact: true, protocol: other })],
          );
          const verdicts = (await oracle.compare(pairs)).map(
            (verdict, i) => verdict && `${sources[i]}: ${verdict}`,
          );
          expect(verdicts.filter(Boolean), `protocol ${protocol} as ${other}`).toEqual([]);
        }
      }
    });

    it(`is the same to Python ${short} after it was read naturally and written in any protocol`, async () => {
      const pickles = await oracle.evaluate(sources, highest);
      const values = pickles.map((data) => loads(data, { encoding: "latin1" }));
      const wanted = await oracle.represent(pickles);
      for (const other of protocols) {
        const written = values.map((value) => dumps(value, { protocol: other }));
        const found = await oracle.represent(written);
        expect(found.map(comparable), `protocol ${other}`).toEqual(wanted.map(comparable));
      }
    });

    it(`lets Python ${short} read what only JavaScript tells apart`, async () => {
      // Python 2 has no datetime.timezone.
      const rows = short === "2.7" ? JAVASCRIPT.slice(1) : JAVASCRIPT;
      for (const protocol of protocols) {
        const found = await oracle.represent(rows.map(([value]) => dumps(value, { protocol })));
        expect(found.map(comparable), `protocol ${protocol}`).toEqual(
          rows.map(([, python]) => comparable(python)),
        );
      }
    });
  }
});

/** A repr without what versions of Python write differently: the comma of an only argument, `u''`, a dict in place of pairs. */
function comparable(repr: string): string {
  return repr
    .replace(/,\)$/, ")")
    .replace(/\bu'/g, "'")
    .replace(/(\d)L\b/g, "$1");
}
