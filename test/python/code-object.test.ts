import { Code, loads as unmarshal } from "pantry/marshal";
import { loads } from "pantry/pickle";
import { equal, FrozenSet, kindOf, repr, Tuple, toJson } from "pantry/python";
import { describe, expect, it } from "vitest";
import { HashKeys } from "../../src/python/hash-keys.ts";
import { describeEachPython, PYTHONS } from "../oracle/each-python.ts";

/** Python expressions of code objects, many of them equal but for one thing. */
const CODES: readonly string[] = [
  ...[
    ..."x = 1|x = 1.0|x = True|x = 0.0|x = -0.0|x = 0j|x = -0j|x = 1j|x = 1+0j|x = None|x = ...".split("|"),
    ..."x = 'a'|x = b'a'|x = 10**30|x = (1,)|x = (1.0,)|x = ((True,),)|x = ((1,),)|x = 'é'".split("|"),
    ..."x in {1, 2}|x in {1.0, 2}|x in {2, 1}|x in (1, 2)|y = 1|\nx = 1|x = 1\ny = 1|x =\\\n1".split("|"),
    ..."def f(): return 1|def f(): return 1.0|def g(): return 1|def f(a): return 1".split("|"),
    ..."def f(a, /): return 1|def f(*, a): return 1|def f(*a): return 1|try: x\nexcept E: pass".split("|"),
  ].map((source) => `compile(${repr(source)}, "shop.py", "exec")`),
  'compile("x = 1", "other.py", "exec")',
  ...[
    "co_stacksize=99",
    "co_flags=0",
    "co_firstlineno=9",
    'co_name="g"',
    "co_varnames=('y',)",
    "co_consts=(None, 5, 5.0)",
    "co_argcount=0, co_nlocals=0, co_varnames=(), co_freevars=('x',)",
    "co_argcount=0, co_nlocals=0, co_varnames=(), co_cellvars=('x',)",
    "co_argcount=0",
  ].map((fields) => `(lambda x: x).__code__.replace(${fields})`),
  "(lambda x: x).__code__",
];

/** `code.replace` came with 3.8. */
const WITH_REPLACE = PYTHONS.filter(({ short }) => !/^2|^3\.[0-7]$/.test(short));

interface Answer {
  readonly bytes: Uint8Array[];
  readonly matrix: boolean[][];
  readonly texts: string[];
}

const QUESTION = `(lambda codes: {
  "bytes": [__import__("marshal").dumps(code) for code in codes],
  "matrix": [[one == other for other in codes] for one in codes],
  "texts": [__import__("re").sub(" at 0x[0-9a-fA-F]+", "", repr(code)) for code in codes],
})([${CODES}])`;

describeEachPython(
  "code objects",
  ({ short }, oracle) => {
    it("are equal, have the same key, and look as Python says", async () => {
      const [data] = (await oracle().evaluate([QUESTION], 4)) as [Uint8Array];
      const { bytes, matrix, texts } = loads<Answer>(data);
      const [left, right] = [0, 1].map(() => bytes.map((code) => unmarshal<Code>(code, { python: short })));
      if (!left || !right) throw new Error("nothing was read");
      expect(left.map((code) => repr(code))).toEqual(texts);
      const keys = new HashKeys();
      const wrong = left.flatMap((one, i) =>
        right.flatMap((other, j) => {
          const found = [equal(one, other), keys.key(one) === keys.key(other), equal([one], [other])];
          return found.some((is) => is !== matrix[i]?.[j]) ? [`${CODES[i]} and ${CODES[j]}: ${found}`] : [];
        }),
      );
      expect(wrong).toEqual([]);
    });
  },
  WITH_REPLACE,
);

describe("a code object", () => {
  const inner = new Code({ python: "3.12", name: "f", consts: new Tuple<unknown>(1n, 1) });
  const code = new Code({
    python: "3.12",
    name: "a'\u202eb\n",
    filename: 'C:\\shop\\"x".py',
    firstlineno: 3,
    argcount: 1,
    code: Uint8Array.of(151, 0),
    consts: new Tuple<unknown>(inner, 2n ** 60n, new FrozenSet([1])),
    varnames: new Tuple("a"),
  });

  it("is shown without its address, and with no character that a terminal would obey", () => {
    expect(String(code)).toBe(`<code object a'\\u202eb\\n, file "C:\\shop\\"x".py", line 3>`);
    expect(repr([inner], { exact: true })).toBe('[<code object f, file "", line 1>]');
    expect(repr(new Code({ name: "f".repeat(1000) }), { maxLength: 20 })).toBe("<code object ffffff…");
    expect(kindOf(code)).toBe("Code");
  });

  it("is exact JSON in either profile", () => {
    const json = toJson([1, code, 1]);
    expect(json).toEqual([1, (toJson([code], { exact: true }) as unknown[])[0], 1]);
    expect(json).toMatchObject([
      1,
      {
        $code: {
          python: "3.12",
          argcount: 1,
          firstlineno: 3,
          code: { $bytes: "lwA=" },
          consts: {
            $tuple: [
              { $code: { name: "f", consts: { $tuple: [1, { $float: "1.0" }] } } },
              { $int: String(2n ** 60n) },
              { $frozenset: [{ $float: "1.0" }] },
            ],
          },
          localsplusnames: { $tuple: ["a"] },
        },
      },
      1,
    ]);
  });

  it("is equal to no other version's, whatever is in it", () => {
    expect(equal(inner, inner.replace({ python: "3.11" }))).toBe(false);
    expect(equal(inner, inner.replace({ filename: "x.py", stacksize: 7, qualname: "g" }))).toBe(true);
    expect(equal(inner, {})).toBe(false);
  });

  it("can be compared and be a key whatever its constants are", () => {
    const of = (...consts: unknown[]): Code => new Code({ consts: new Tuple(...consts) });
    expect(equal(of([1n]), of([1n]))).toBe(true);
    expect(equal(of([1n]), of([1]))).toBe(false);
    expect(equal(of(Number.NaN), of(Number.NaN))).toBe(true);
    expect(equal(new Set([of([1n])]), new Set([of([1n])]))).toBe(true);
    expect(
      equal(
        new Map([
          [of(1n), 1],
          [of(1), 2],
        ]),
        new Map([
          [of(1), 2],
          [of(1n), 1],
        ]),
      ),
    ).toBe(true);
    expect(new HashKeys().key(of([1n]))).toBeUndefined();
    const loop: unknown[] = [];
    loop.push(of(loop));
    expect(equal(loop, [of(loop)])).toBe(true);
  });

  it("nests to any depth", () => {
    const deep = (): Code => {
      let value = new Code({});
      for (let i = 0; i < 50_000; i += 1) value = new Code({ consts: new Tuple<unknown>(value, value) });
      return value;
    };
    const [one, other] = [deep(), deep()];
    expect(equal(one, other)).toBe(true);
    const keys = new HashKeys();
    expect(keys.key(one)).toBe(keys.key(other));
    expect(() => toJson(one)).not.toThrow();
  });
});
