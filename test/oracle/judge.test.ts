import { afterAll, describe, expect, it } from "vitest";
import { findPythons, inventory, Oracle } from "./oracle.ts";

const pythons = findPythons();
const oracles = pythons.map((python) => new Oracle(python));

afterAll(() => {
  for (const oracle of oracles) oracle.close();
});

/** What the judge must tell apart: two expressions, and a word of its answer. */
const DIFFERENT: readonly (readonly [string, string, string])[] = [
  ["1", "1.0", "became"],
  ["1", "True", "became"],
  ["1", "2", "became"],
  ["0.0", "-0.0", "became"],
  ["complex(0.0, 1)", "complex(-0.0, 1)", "real"],
  ["[1, 2]", "[2, 1]", "[0]"],
  ["[1]", "[1, 2]", "items"],
  ["[1]", "(1,)", "became"],
  ["bytearray(b'a')", "b'a'", "became"],
  ["u'a'", "u'b'", "became"],
  ["set([1, 2])", "set([1, 3])", "member"],
  ["set([1])", "frozenset([1])", "became"],
  ["set([1])", "set([True])", "member"],
  ["{1: u'a'}", "{1: u'b'}", "[1]"],
  ["{1: 2}", "{True: 2}", "key"],
  ["(lambda x: [x, x])([])", "[[], []]", "no longer shared"],
  ["[[], []]", "(lambda x: [x, x])([])", "although it was not"],
  ["(lambda x: [x, x])((1,))", "(lambda x, y: [x, y])(tuple([1]), tuple([1]))", "no longer shared"],
  ["(lambda x, y: [x, y, x])([], [])", "(lambda x, y: [x, y, y])([], [])", "shared"],
  ["shop.Item(1, 2)", "shop.Item(1, 3)", "price"],
  ["shop.Item(1, 2)", "shop.Money(1, 2)", "became"],
  ["shop.Item", "shop.Money", "became"],
  ["shop.Point(1, 2)", "shop.Point(1, 3)", "state"],
  ["shop.Basket([1])", "shop.Basket([2])", "items"],
  ["collections.deque([1], 2)", "collections.deque([1], 3)", "args"],
  ["collections.defaultdict(int)", "collections.defaultdict(list)", "args"],
  ["collections.OrderedDict([(1, 1), (2, 2)])", "collections.OrderedDict([(2, 2), (1, 1)])", "value"],
  ["decimal.Decimal('1.0')", "decimal.Decimal('1.00')", "args"],
  ["datetime.timedelta(1)", "datetime.timedelta(2)", "args"],
  ["array.array('i', [1])", "array.array('l', [1])", "became"],
  ["re.compile(u'a')", "re.compile(u'a', re.I)", "args"],
  ["ValueError(1)", "ValueError(2)", "args"],
];

const DIFFERENT_IN_PYTHON_2: readonly (readonly [string, string, string])[] = [
  ["1", "long(1)", "became"],
  ["u'a'", "str('a')", "became"],
  ["{u'a': 1}", "{str('a'): 1}", "key"],
  ["shop.Classic(1)", "shop.Classic(2)", "value"],
];

const DIFFERENT_IN_PYTHON_3: readonly (readonly [string, string, string])[] = [
  ["'a'", "b'a'", "became"],
  ["{1: 1, 2: 2}", "{2: 2, 1: 1}", "key"],
  ["shop.Color.RED", "shop.Color.GREEN", "became"],
  ["datetime.datetime(2024, 1, 1)", "datetime.datetime(2024, 1, 1, fold=1)", "args"],
  ["'\\ud83d\\ude00'", "'\\U0001f600'", "became"],
];

/** What the judge must not tell apart when natural reading merges it; the last only for what was written before protocol 4. */
const MERGED_BY_NATURAL_READING: readonly (readonly [string, string])[] = [
  ["1.0", "1"],
  ["[0.0, -5.0, (2.0,)]", "[0, -5, (2,)]"],
  ["{1.0: 2.0}", "{1: 2}"],
  ["{-0.0: 1}", "{0: 1}"],
  ["{-0.0, 3.0}", "{0, 3}"],
  ["frozenset([(1.0, -0.0)])", "frozenset([(1, -0.0)])"],
  ["collections.OrderedDict([(-0.0, 1.0)])", "collections.OrderedDict([(0, 1)])"],
  ["{'b': 1, '10': 2, '2': 3}", "{'2': 3, '10': 2, 'b': 1}"],
  ["pathlib.PurePosixPath('/', 'a')", "pathlib.PurePosixPath('/a')"],
  ["datetime.datetime(2024, 1, 1, fold=1)", "datetime.datetime(2024, 1, 1)"],
];

/** What it must tell apart all the same. */
const KEPT_BY_NATURAL_READING: readonly (readonly [string, string, string])[] = [
  ["1.0", "True", "became"],
  ["1.0", "2", "became"],
  ["1.5", "1", "became"],
  ["-0.0", "0", "became"],
  ["2.0**53", "2**53", "became"],
  ["1", "1.0", "became"],
  ["{'b': 1, 'a': 2}", "{'a': 2, 'b': 1}", "key"],
  ["{'b': 1, '01': 2}", "{'01': 2, 'b': 1}", "key"],
  ["{5: 6, 'b': 1, '2': 3}", "{5: 6, '2': 3, 'b': 1}", "key"],
  ["{'b': 1, '2': 3, 5: 6}", "{'2': 3, 'b': 1, 5: 6}", "key"],
  ["collections.OrderedDict([('b', 1), ('2', 1)])", "collections.OrderedDict([('2', 1), ('b', 1)])", "value"],
  ["array.array('d', [1.0])", "array.array('q', [1])", "became"],
  ["(lambda x: [x, x])([])", "[[], []]", "no longer shared"],
  ["pathlib.PurePosixPath('/a')", "pathlib.PurePosixPath('/b')", "became"],
];

describe("the judge", () => {
  it("needs a Python", (context) => {
    console.info(inventory(pythons));
    if (pythons.length === 0) context.skip("no Python on this machine");
  });

  for (const oracle of oracles) {
    const { protocol, short } = oracle.python;
    const rows = [...DIFFERENT, ...(short === "2.7" ? DIFFERENT_IN_PYTHON_2 : DIFFERENT_IN_PYTHON_3)];

    it(`Python ${short} tells wrong pickles from right ones`, async () => {
      const wanted = await oracle.evaluate(
        rows.map((row) => row[0]),
        protocol,
      );
      const made = await oracle.evaluate(
        rows.map((row) => row[1]),
        protocol,
      );
      const verdicts = await oracle.compare(wanted.map((data, index) => [data, made[index] ?? data]));
      expect(verdicts).toHaveLength(rows.length);
      for (const [index, [first, second, word]] of rows.entries()) {
        expect(verdicts[index], `${first} against ${second}`).toContain(word);
      }
      const again = await oracle.compare(wanted.map((data) => [data, data]));
      expect(again).toEqual(rows.map(() => null));
    });

    if (short !== "2.7") {
      it(`Python ${short} knows what natural reading merges`, async () => {
        const all = [...MERGED_BY_NATURAL_READING, ...KEPT_BY_NATURAL_READING];
        const wanted = await oracle.evaluate(
          all.map((row) => row[0]),
          protocol,
        );
        const made = await oracle.evaluate(
          all.map((row) => row[1]),
          protocol,
        );
        const verdicts = await oracle.compareNatural(
          wanted.map((data, index) => [data, made[index] ?? data]),
          3,
          3,
        );
        for (const [index, [first, second, word = null]] of all.entries()) {
          const verdict = verdicts[index] ?? null;
          if (word === null) expect(verdict, `${first} against ${second}`).toBeNull();
          else expect(verdict, `${first} against ${second}`).toContain(word);
        }
        const fold = wanted[MERGED_BY_NATURAL_READING.length - 1] ?? new Uint8Array();
        const without = made[MERGED_BY_NATURAL_READING.length - 1] ?? new Uint8Array();
        const [kept] = await oracle.compareNatural([[fold, without]], 4, 4);
        expect(kept).toContain("args");
      });
    }

    it(`Python ${short} says when a pickle can't be read`, async () => {
      const [wanted = new Uint8Array()] = await oracle.evaluate(["[1]"], 2);
      const [verdict] = await oracle.compare([[wanted, wanted.subarray(0, -1)]]);
      expect(verdict).toContain("can't be read");
    });
  }
});
