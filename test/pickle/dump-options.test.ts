import { dumps, loads, PicklingError } from "pantry/pickle";
import { ByteArray, Decimal, FrozenSet, Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf, PROTOCOLS, textOf } from "./literals.ts";

/** Opcodes that need a name. */
const CALLS = /[cR]|\x93|\x81/;

describe('the option "protocol"', () => {
  it("is 5 by default, and for every negative number", () => {
    const five = textOf(dumps([1], { protocol: 5 }));
    expect(textOf(dumps([1]))).toBe(five);
    expect(textOf(dumps([1], { protocol: -1 }))).toBe(five);
    expect(textOf(dumps([1], { protocol: -7 }))).toBe(five);
  });

  it("is a RangeError where there is none of that number", () => {
    for (const protocol of [6, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => dumps(1, { protocol })).toThrow(
        new RangeError(`protocol must be an integer up to 5, not ${protocol}`),
      );
  });
});

describe('the option "plain"', () => {
  const plain = true;

  it("writes literals only, and no longer tells apart what only JavaScript does", () => {
    const value = { map: new Map([["a", undefined]]), list: [undefined, 5n], tuple: new Tuple(true, null) };
    const same = { map: { a: null }, list: [null, 5], tuple: new Tuple(true, null) };
    for (const protocol of PROTOCOLS)
      expect(dumps(value, { plain, protocol })).toEqual(dumps(same, { protocol }));
    expect(loads(dumps(value, { plain }))).toStrictEqual(same);
    expect(opcodesOf(new Map(), { plain, protocol: 1 })).toBe("}q\0");
    expect(opcodesOf(5n, { plain, protocol: 2 })).toBe("K\x05");
    expect(opcodesOf(value, { plain, protocol: 2 })).not.toMatch(CALLS);
  });

  it("refuses every value that needs a name in that protocol", () => {
    const needy: readonly (readonly [value: unknown, name: string, protocols: readonly number[]])[] = [
      [new Global("shop", "Order"), "shop.Order", PROTOCOLS],
      [new Date(0), "datetime.datetime", PROTOCOLS],
      [new Decimal("1.5"), "decimal.Decimal", PROTOCOLS],
      [new Error("x"), "builtins.Exception", PROTOCOLS],
      [Uint8Array.of(1), "_codecs.encode", [0, 1, 2]],
      [new ByteArray([1]), "builtins.bytearray", [0, 1, 2, 3, 4]],
      [new Set([1]), "builtins.set", [0, 1, 2, 3]],
      [new FrozenSet([1]), "builtins.frozenset", [0, 1, 2, 3]],
    ];
    for (const [value, name, protocols] of needy) {
      for (const protocol of PROTOCOLS) {
        const dump = (): unknown => dumps([value], { plain, protocol });
        if (!protocols.includes(protocol)) {
          expect(loads(dump() as Uint8Array)).toStrictEqual([value]);
          continue;
        }
        expect(dump).toThrow(
          new PicklingError(
            `it needs the name ${name}, and "plain" allows no names`,
            "value[0]",
            "not-plain",
          ),
        );
      }
    }
  });
});

describe('the option "portable"', () => {
  const portable = false;
  const lossy = 'set the option "portable" to false for a file that only Pantry reads';

  it("is true by default: a Date that Python cannot hold is refused", () => {
    expect(() => dumps([new Date(Number.NaN)])).toThrow(
      new PicklingError(`an invalid Date: ${lossy}`, "value[0]", "not-portable"),
    );
    const early = new Date("0000-12-31T00:00:00Z");
    expect(() => dumps(early)).toThrow(`a Date outside the years 1 to 9999 (0): ${lossy}`);
    const late = new Date("+010000-01-01T00:00:00Z");
    expect(() => dumps(late)).toThrow(expect.objectContaining({ code: "not-portable", path: "value" }));
  });

  it("lets such a Date be kept for Pantry where it is false", () => {
    const dates = [new Date(8.64e15), new Date(-8.64e15), new Date("0000-01-01T00:00:00Z")];
    for (const protocol of PROTOCOLS) {
      expect(loads(dumps(dates, { portable, protocol }))).toStrictEqual(dates);
      expect(loads<Date>(dumps(new Date(Number.NaN), { portable, protocol })).getTime()).toBeNaN();
    }
  });

  const LOSSY: readonly (readonly [value: object, problem: string])[] = [
    [new Set([[1]]), "Python cannot hash the member [1]"],
    [new Map([[{}, 1]]), "Python cannot hash the key {}"],
    [new Set([new Tuple([1])]), "Python cannot hash the member ([1],)"],
    [new Set([new ByteArray([65])]), "Python cannot hash the member bytearray(b'A')"],
    [
      new Map<unknown, unknown>([
        [1, "a"],
        [true, "b"],
      ]),
      "Python takes the keys 1 and True for the same",
    ],
    [new Set([0, false]), "Python takes the members 0 and False for the same"],
    [new Set([1, 1n]), "Python takes the members 1 and 1 for the same"],
    [new Set([null, undefined]), "Python takes the members None and None for the same"],
    [new Set([new Tuple(1), new Tuple(1)]), "Python takes the members (1,) and (1,) for the same"],
  ];

  it("is true by default: keys and members that Python cannot hash or would merge are refused", () => {
    for (const [value, problem] of LOSSY)
      expect(() => dumps([value])).toThrow(
        new PicklingError(`${problem}: ${lossy}`, "value[0]", "not-portable"),
      );
    expect(() => dumps(new FrozenSet([[1]]), { portable })).toThrow("Python cannot hash the member [1]");
  });

  it("lets them be kept for Pantry where it is false", () => {
    for (const [value] of LOSSY) {
      for (const protocol of [2, 5])
        expect(loads(dumps([value, value], { portable, protocol }))).toStrictEqual([value, value]);
    }
  });

  it("changes nothing for what Python can hold", () => {
    const values = [
      new Set([1, "1", 1.5, null]),
      new Map<unknown, unknown>([
        [1, 2],
        ["a", 3],
      ]),
      new Date(0),
    ];
    for (const value of values) expect(dumps(value, { portable })).toEqual(dumps(value));
  });

  it("does not ask what was read exactly", () => {
    const keys = new Map<unknown, unknown>([
      [new Instance(new Global("a", "b")), 1],
      [1n, 2],
      [true, 3],
    ]);
    expect(loads(dumps(keys, { exact: true }), { exact: true })).toStrictEqual(keys);
  });
});
