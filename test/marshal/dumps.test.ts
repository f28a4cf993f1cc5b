import { dumps, loads, UnmarshallableError, VERSION } from "pantry/marshal";
import {
  Decimal,
  Ellipsis,
  Float,
  FrozenDict,
  FrozenSet,
  Global,
  Int,
  Long,
  Slice,
  Tuple,
} from "pantry/python";
import { describe, expect, it } from "vitest";

function hex(value: unknown, options: Parameters<typeof dumps>[1] = {}): string {
  return Array.from(dumps(value, options), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("dumps()", () => {
  it("writes version 5 unless told otherwise", () => {
    expect(VERSION).toBe(5);
    expect(hex(new Slice(1, null, 2))).toBe("3ae9010000004ee902000000".replaceAll("e9", "69"));
    expect(() => dumps(new Slice(), { version: 4 })).toThrow(/a slice needs version 5/);
    expect(() => dumps(new Slice(), { python: "3.13" })).toThrow(/a slice needs version 5/);
  });

  it.for([
    ["a function", () => 0, /a function is code/],
    ["a symbol", Symbol("x"), /a symbol is code/],
    ["a date", new Date(0), /of no type that marshal has/],
    ["a decimal", new Decimal("1.5"), /Decimal\('1.5'\) is of no type that marshal has/],
    ["a name", new Global("shop", "Order"), /shop.Order is a name/],
    ["a frozendict", new FrozenDict([["a", 1]]), /version 6, which is only read/],
    ["an instance of a class", new (class Order extends Array {})(), /of no type that marshal has/],
    ["a wide int of Python 2", new Int(2n ** 64n), /64 bits at most/],
  ] as const)("refuses %s", ([name, value, reason]) => {
    const options = name.includes("Python 2") ? { python: "2.7" } : {};
    expect(() => dumps(value, options)).toThrow(UnmarshallableError);
    expect(() => dumps(value, options)).toThrow(reason);
  });

  it("says where in the value it is, and what was written by then", () => {
    const value = { users: [{ name: "Ada", "e-mail": [new Map([[1, Symbol("no")]])] }] };
    const error = {
      code: "unmarshallable",
      path: 'value.users[0]["e-mail"][0].get(1)',
      name: "UnmarshallableError",
      message: expect.stringMatching(/^Cannot marshal value\.users\[0]\["e-mail"]\[0]\.get\(1\): /),
      offset: 44,
    };
    expect(() => dumps(value, { refs: "none" })).toThrow(expect.objectContaining(error));
  });

  it("refuses keys and members that Python would merge or cannot hash", () => {
    expect(() =>
      dumps(
        new Map<unknown, unknown>([
          [1, "a"],
          [true, "b"],
        ]),
      ),
    ).toThrow(/takes the keys 1 and True for the same/);
    expect(() => dumps(new Set([{}]))).toThrow(/cannot hash the member/);
    expect(() => dumps(new FrozenSet([[1]]))).toThrow(/cannot hash the member/);
    expect(
      loads(
        dumps(
          new Map<unknown, unknown>([
            [1, "a"],
            ["1", "b"],
          ]),
        ),
      ),
    ).toEqual(
      new Map<unknown, unknown>([
        [1, "a"],
        ["1", "b"],
      ]),
    );
  });

  it("writes numbers in rows as it writes each", () => {
    const row = [1, -1, null, -0, 0.5, 2 ** 40, -(2 ** 31) - 1, "a", 7, [3]];
    const items = [
      "69" + "01000000",
      "69" + "ffffffff",
      "4e",
      "67" + "0000000000000080",
      "67" + "000000000000e03f",
      "6c" + "03000000" + "000000000004",
      "6c" + "fdffffff" + "010000000200",
      "7a" + "0161",
      "69" + "07000000",
      "5b" + "01000000" + "6903000000",
    ];
    const marked = items.map((item) =>
      item.startsWith("4e")
        ? item
        : (Number.parseInt(item.slice(0, 2), 16) | 0x80).toString(16) + item.slice(2),
    );
    marked[9] = "db" + "01000000" + "e903000000";
    expect(hex(row)).toBe(`5b0a000000${items.join("")}`);
    expect(hex(row, { refs: "all" })).toBe(`db0a000000${marked.join("")}`);
    for (const item of row) expect(hex([item])).toBe(`5b01000000${items[row.indexOf(item)]}`);
    expect(hex([1, 0.5], { version: 1 })).toBe("5b02000000" + "6901000000" + "6603302e35");
    const long = Array.from({ length: 1000 }, (_, number) => number / 2);
    expect(loads(dumps(long))).toEqual(long);
  });

  it("ends where an item is another one each time it is asked for", () => {
    let count = 0;
    const items = Object.defineProperty([0], 0, { get: () => (count++ % 2 === 0 ? 1 : "a") });
    expect(hex(items)).toBe("5b01000000" + "6901000000");
  });

  it("writes what is deeper, and what comes after it, as what is not", () => {
    let value: unknown[] = [];
    let expected = "5b00000000";
    for (let depth = 0; depth < 200; depth += 1) {
      value = [depth, value, { a: depth }, null];
      const number = `69${depth.toString(16).padStart(2, "0")}000000`;
      expected = `5b04000000${number}${expected}7b7a0161${number}304e`;
    }
    expect(hex(value, { refs: "none" })).toBe(expected);
    value = [Symbol("no")];
    for (let depth = 0; depth < 60; depth += 1) value = [depth, { a: value }];
    expect(() => dumps(value)).toThrow(/^Cannot marshal value(\[1\]\.a){10}….*\[1\]\.a\[0\]: /);
  });

  it("knows an int from a float by the profile", () => {
    expect(hex([1, -0, 1.5, 2 ** 53], { version: 2 })).toBe(
      "5b04000000" + "6901000000" + "670000000000000080" + "67000000000000f83f" + "670000000000004043",
    );
    expect(hex(new Tuple(1n, 1), { exact: true })).toBe("2902" + "6901000000" + "67000000000000f03f");
    expect(hex(2 ** 31)).toBe("6c03000000000000000200");
    expect(hex(-((2n ** 15n) ** 3n))).toBe("6cfcffffff0000000000000100");
  });

  it("writes what offers its memory as bytes", () => {
    for (const view of [
      Uint8Array.of(1, 2, 3, 4),
      new Uint16Array([0x0201, 0x0403]),
      new DataView(Uint8Array.of(1, 2, 3, 4).buffer),
    ])
      expect(hex(view)).toBe("730400000001020304");
  });

  it("orders sets by the bytes of their members, whatever order they came in", () => {
    const one = dumps(new Set(["b", "a", 3, new Tuple(2, 1), new FrozenSet([2, 1])]));
    const other = dumps(new Set([new FrozenSet([1, 2]), new Tuple(2, 1), 3, "a", "b"]));
    expect(one).toEqual(other);
  });

  it("orders sets within sets in time that depth does not multiply", () => {
    let set = new FrozenSet<unknown>([1, 2]);
    for (let i = 0; i < 900; i += 1) set = new FrozenSet<unknown>([set, i]);
    expect(loads(dumps(set))).toBeInstanceOf(FrozenSet);
    let shared: unknown = new FrozenSet<unknown>(["x", "y"]);
    for (let i = 0; i < 60; i += 1) shared = new FrozenSet<unknown>([new Tuple(shared, shared), i]);
    expect(dumps(shared).length).toBeLessThan(3000);
  });

  it("refuses members that are small only as long as they are shared", () => {
    const shared = new Uint8Array(2 ** 24);
    const members = Array.from({ length: 17 }, (_, i) => new Tuple(i, shared));
    expect(() => dumps(new Set(members))).toThrow(expect.objectContaining({ code: "limit" }));
    expect(dumps(members).length).toBeLessThan(2 ** 24 + 1000);
  });

  it.for([
    ["bytes", new Uint8Array(100_000)],
    ["a text", "é".repeat(5_000_000)],
    ["an integer", 3n ** 500_000n],
  ] as const)("looks once at %s that many keys share", ([, shared]) => {
    const map = new Map(Array.from({ length: 2000 }, (_, i) => [new Tuple(i, shared), null]));
    const start = performance.now();
    expect(dumps(map).length).toBeLessThan(2 ** 24);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it("keeps tuples of NaN apart, which are never equal in Python", () => {
    const nans = [new Tuple(Number.NaN), new Tuple(Number.NaN)];
    for (const exact of [false, true]) {
      expect(loads<Set<unknown>>(dumps(new Set(nans), { exact }), { exact }).size).toBe(2);
      const map = new Map(nans.map((nan, i) => [nan, BigInt(i)]));
      expect(loads<Map<unknown, unknown>>(dumps(map, { exact }), { exact }).size).toBe(2);
    }
  });

  it.for([
    ["longer", (list: unknown[]) => list.push("new", "new"), [{ changed: null }, 1, 2]],
    ["shorter", (list: unknown[]) => list.splice(1), [{ changed: null }, null, null]],
  ] as const)("writes a list as long as it said, though a getter makes it %s", ([, change, read]) => {
    const list: unknown[] = [];
    const item = {
      get changed() {
        change(list);
        return null;
      },
    };
    list.push(item, 1, 2);
    expect(loads(dumps([list, "end"]))).toEqual([read, "end"]);
  });

  it("takes a version and a Python that go together", () => {
    expect(() => dumps(1, { version: 6 })).toThrow(RangeError);
    expect(() => dumps(1, { version: -1 })).toThrow(RangeError);
    expect(() => dumps(1, { version: 1.5 })).toThrow(RangeError);
    expect(() => dumps(1, { version: 3, python: "2.7" })).toThrow(/Python 2.7 reads 0 to 2/);
    expect(() => dumps(1, { version: 5, python: "3.13" })).toThrow(/Python 3.13 reads 0 to 4/);
    expect(() => dumps(1, { python: "3.3", version: 3 })).toThrow(RangeError);
    expect(() => dumps(1, { refs: "some" as "all" })).toThrow(RangeError);
  });

  it("takes undefined for None, and Ellipsis for itself", () => {
    expect(hex([undefined, null, Ellipsis, true, false])).toBe("5b050000004e4e2e5446");
  });
});

describe("dumps() with refs", () => {
  const shared = ["text"];
  const value = [shared, "text", shared];

  it("writes nothing twice where it is shared, with a mark on what comes again alone", () => {
    expect(hex(value)).toBe("5b03000000" + "db01000000" + "fa0474657874" + "7201000000" + "7200000000");
  });

  it("marks everything that can be referred to where it is all", () => {
    expect(hex([1, 1.5, shared, shared], { refs: "all" })).toBe(
      "db04000000" + "e901000000" + "e7000000000000f83f" + "db01000000" + "fa0474657874" + "7203000000",
    );
  });

  it("refers to equal numbers where it is all, ints and floats apart", () => {
    const numbers = [1, 1, 2n, 1.5, 1.5, new Float(1), new Float(1), 0, -0, -0, 2n ** 60n, 2n ** 60n];
    const zeros = `e900000000${"e70000000000000080".repeat(2)}`;
    expect(hex(numbers, { refs: "all" })).toBe(
      `db0c000000${"e901000000"}${"7201000000"}${"e902000000"}${"e7000000000000f83f"}${"7203000000"}` +
        `${"e7000000000000f03f"}${"7204000000"}${zeros}${"ec05000000" + "00000000000000000100"}${"7208000000"}`,
    );
    const copy = [1, 1, 2, 1.5, 1.5, 1, 1, 0, -0, -0, 2n ** 60n, 2n ** 60n];
    expect(loads(dumps(numbers, { refs: "all" }))).toEqual(copy);
    expect(hex([1, 1, 1.5, 1.5])).not.toContain("72");
  });

  it("writes everything anew where it is none, and at version 2", () => {
    const plain =
      "5b03000000" + "5b01000000" + "7a0474657874" + "7a0474657874" + "5b01000000" + "7a0474657874";
    expect(hex(value, { refs: "none" })).toBe(plain);
    expect(hex(value, { version: 2 })).toBe(plain.replaceAll("7a04", "7504000000"));
  });

  it("keeps what is shared, and what holds itself", () => {
    const list: unknown[] = [];
    const dict: Record<string, unknown> = { list };
    const tuple = new Tuple<unknown>(dict, list);
    list.push(dict, tuple, list);
    dict.self = dict;
    for (const refs of ["shared", "all"] as const) {
      for (const exact of [false, true]) {
        const copy = loads<unknown[]>(dumps(list, { refs, exact }), { exact });
        const [dict, tuple, self] = copy as [Record<string, unknown> | Map<string, unknown>, Tuple, unknown];
        expect(self).toBe(copy);
        expect([tuple[0], tuple[1]]).toEqual([dict, copy]);
        expect(tuple[0]).toBe(dict);
        expect(dict instanceof Map ? dict.get("self") : dict.self).toBe(dict);
      }
    }
    expect(() => dumps(list, { refs: "none" })).toThrow(expect.objectContaining({ code: "too-deep" }));
  });

  it("lets a dict that holds itself become a Map when a key asks for it", () => {
    const map = new Map<unknown, unknown>([["1", 1]]);
    map.set("self", [map]);
    map.set(5, "five");
    const copy = loads<Map<unknown, unknown>>(dumps(map));
    expect(Array.from(copy.keys())).toEqual(["1", "self", 5]);
    expect((copy.get("self") as unknown[])[0]).toBe(copy);
    expect(() => loads(dumps(map), { dict: "object" })).toThrow(/set the option "dict"/);
  });
});

describe("dumps() for Python 2.7", () => {
  it("tells its long from its int", () => {
    const options = { python: "2.7", exact: true };
    expect(hex(5n, options)).toBe("6905000000");
    expect(hex(new Long(5n), options)).toBe("6c010000000500");
    expect(hex(new Int(2n ** 40n), options)).toBe("490000000000010000");
    expect(hex(2n ** 40n, options)).toBe("6c03000000000000000004");
    expect(hex(new Long(5n), { exact: true })).toBe("6905000000");
  });
});
