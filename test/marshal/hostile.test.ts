import {
  type Code,
  dumps,
  loadAll,
  loads,
  MarshalEOFError,
  MarshalTypeError,
  MarshalValueError,
} from "pantry/marshal";
import { Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH, timeOf } from "../growth.ts";
import { joined, type Part, repeated } from "../pickle/hostile/attack.ts";
import { Dice } from "../pickletools/mutants.ts";
import { colliding } from "../python/colliding.ts";
import { attempt, int32, long, refusal } from "./attack.ts";
import { golden } from "./golden.ts";
import { mutated, scrambled } from "./oracle/mutants.ts";

/** Both profiles. */
const PROFILES = [{ exact: false }, { exact: true }] as const;
const ONE = int32(1);
const HUGE = int32(2 ** 31 - 1);
const FLAG = (type: string): string => String.fromCharCode(type.charCodeAt(0) | 0x80);

/** Containers of one value: what is before and after it. */
const NESTS: readonly (readonly [kind: string, before: string, after: string])[] = [
  ["tuples", `(${ONE}`, ""],
  ["short tuples", ")\x01", ""],
  ["lists", `[${ONE}`, ""],
  ["dicts", "{N", "0"],
  ["sets of tuples", `<${ONE})\x01`, ""],
  ["frozensets", `>${ONE}`, ""],
  ["frozendicts", "}N", "0"],
  ["slices", ":NN", ""],
];

function nest(before: Part, after: Part, depth: number): Uint8Array {
  return joined(repeated(before, depth), "N", repeated(after, depth));
}

describe("nesting", () => {
  const MOST = 2000;

  it.for(NESTS.filter(([kind]) => kind !== "sets of tuples"))("of %s ends at 2,000", ([, before, after]) => {
    for (const options of PROFILES) {
      loads(nest(before, after, MOST - 1), options);
      for (const depth of [MOST, MOST + 1, 300_000]) {
        const error = refusal(nest(before, after, depth), options);
        expect(error).toBeInstanceOf(MarshalValueError);
        expect(error.code).toBe("too-deep");
      }
    }
  });

  it("without an end is too deep, not too short", () => {
    for (const [, before] of NESTS) expect(refusal(repeated(before, 300_000)).code).not.toBe("truncated");
  });

  it("that was read can be written", () => {
    for (const [kind, before, after] of NESTS.filter(([kind]) => !/frozendicts|sets of/.test(kind)))
      for (const options of PROFILES) {
        const value = loads(nest(before, after, MOST - 1), options);
        expect(
          timeOf(() => dumps(value, options)),
          kind,
        ).toBeLessThan(3000);
      }
  });

  it("of the program's own values ends there too, with an error that says where", () => {
    const chain = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], null);
    dumps(chain(MOST - 1));
    for (const depth of [MOST, 300_000])
      expect(() => dumps(chain(depth))).toThrow(expect.objectContaining({ code: "too-deep" }));
  });
});

describe("a size", () => {
  const SIZED = ["s", "t", "u", "a", "A", "(", "[", "<", ">"];

  it("that is negative is refused", () => {
    for (const type of SIZED)
      for (const size of [-1, -(2 ** 31)])
        expect(refusal(joined(type, int32(size), "N".repeat(9))), type).toBeInstanceOf(MarshalValueError);
  });

  it("that is huge takes no memory", () => {
    const before = process.memoryUsage().rss;
    for (const type of [...SIZED, "l"])
      for (const flagged of [type, FLAG(type)])
        for (const python of ["2.7", "3.14"])
          for (const options of PROFILES)
            for (const rest of ["", "N", "N".repeat(100)])
              attempt(joined(flagged, HUGE, rest), { ...options, python });
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });

  it("that is huge, again and again, takes no more", () => {
    for (const type of ["(", "["]) {
      const start = process.memoryUsage().heapUsed;
      expect(refusal(repeated(`${type}${HUGE}`, 1999)).code).toBe("truncated");
      expect(process.memoryUsage().heapUsed - start).toBeLessThan(2 ** 27);
    }
  });
});

describe("a reference", () => {
  it("to a text behind a key that is a tuple is to the one text that was kept", () => {
    const key = `)\x01i${ONE}`;
    const text = (letter: string): string => `${FLAG("Z")}\x01${letter}`;
    const bytes = joined(
      `[${int32(4)}{${key}${text("a")}i${ONE}${FLAG("i")}${int32(7)}0${text("b")}`,
      [0, 2].map((index) => `r${int32(index)}`).join(""),
    );
    expect(loads(bytes)).toEqual([
      new Map<unknown, unknown>([
        [new Tuple(1), "a"],
        [1, 7],
      ]),
      "b",
      "a",
      "b",
    ]);
    const exact = [
      new Map<unknown, unknown>([
        [new Tuple(1n), "a"],
        [1n, 7n],
      ]),
      "b",
      "a",
      "b",
    ];
    expect(loads(bytes, { exact: true })).toEqual(exact);
  });

  /** Bytes whose last reference is to nothing. */
  const BAD: readonly (readonly [what: string, bytes: string])[] = [
    ["to nothing", `r${int32(0)}`],
    ["behind the last", `[${int32(2)}${FLAG("N")}r${int32(5)}`],
    ["that is negative", `[${int32(2)}${FLAG("i")}${ONE}r${int32(-1)}`],
    ["far out", `[${int32(2)}${FLAG("i")}${ONE}r${HUGE}`],
    ["to a frozenset that is not complete", `${FLAG(">")}${ONE}r${int32(0)}`],
    ["to a frozendict that is not complete", `${FLAG("}")}r${int32(0)}N0`],
    ["to a slice that is not complete", `${FLAG(":")}r${int32(0)}NN`],
    ["to what has no flag", `[${int32(2)}i${ONE}r${int32(0)}`],
    ["to a singleton, which never has an index", `[${int32(2)}${FLAG("T")}r${int32(0)}`],
  ];

  it.for(BAD)("%s is refused", ([, bytes]) => {
    for (const options of PROFILES) {
      const error = refusal(joined(bytes), options);
      expect(error).toBeInstanceOf(MarshalValueError);
      expect(error.code).toBe("bad-reference");
    }
  });

  it("to a code object that is not complete is refused", () => {
    const code = `${FLAG("c")}${int32(0).repeat(5)}r${int32(0)}`;
    expect(refusal(joined(code)).code).toBe("bad-reference");
  });

  it("closes a cycle", () => {
    for (const options of PROFILES) {
      const list = loads<unknown[]>(joined(FLAG("["), ONE, "r", int32(0)), options);
      expect(list[0]).toBe(list);
      const outer = loads<unknown[]>(joined(FLAG("["), ONE, "{N", "r", int32(0), "0"), options);
      expect((outer[0] as Map<null, unknown>).get(null)).toBe(outer);
      expect(dumps(outer, options).length).toBeLessThan(100);
      expect(() => dumps(outer, { ...options, refs: "none" })).toThrow(
        expect.objectContaining({ code: "too-deep" }),
      );
    }
  });

  it("to a tuple around it is no key", () => {
    const tuple = `${FLAG("(")}${ONE}`;
    const CRAFTED = [
      `${tuple}<${ONE}r${int32(0)}`,
      `${tuple}>${ONE}r${int32(0)}`,
      `${tuple}{r${int32(0)}N0`,
      `${tuple}>${ONE})\x01r${int32(0)}`,
    ];
    for (const bytes of CRAFTED)
      for (const options of PROFILES) expect(refusal(joined(bytes), options).code).toBe("bad-key");
  });
});

describe("an integer", () => {
  it("whose first digit is zero is refused", () => {
    for (const count of [2, -2]) {
      expect(refusal(joined("l", int32(count), "\x01\0\0\0")).code).toBe("bad-value");
      expect(refusal(joined("l", int32(count), "\0\0\0\0"))).toBeInstanceOf(MarshalValueError);
    }
    expect(loads(joined("l", int32(0)))).toBe(0);
  });

  it("with a digit of more than 15 bits is refused", () => {
    for (const digits of ["\0\x80", "\xff\xff", "\0\x80\x01\0", "\x01\0\0\x80\x01\0"])
      expect(refusal(joined("l", int32(digits.length / 2), digits)).code).toBe("bad-value");
  });

  it("of a million digits takes linear time, or nearly", () => {
    const bytes = (digits: number) => {
      const made = joined("l", int32(digits), repeated("\xff\x7f", digits));
      return () => loads(made);
    };
    expect(exponentOf(bytes, 250_000)).toBeLessThan(MOST_GROWTH);
  });

  it("of the smallest count is refused, not negated", () => {
    expect(attempt(joined("l", int32(-(2 ** 31)), "\x01\0"))).toBeDefined();
  });
});

describe("no value where there must be one", () => {
  /** Each with a NULL in place of a value. */
  const NULLS: readonly string[] = [
    ..."0|(\x01\0\0\x000|(\x02\0\0\0N0|)\x010|[\x01\0\0\x000|<\x01\0\0\x000|>\x01\0\0\x000|:0NN|:N0N|:NN0".split(
      "|",
    ),
    `c${int32(0).repeat(5)}0`,
  ];

  it("is an error, flagged or not", () => {
    for (const bytes of NULLS)
      for (const text of [bytes, bytes.replace("0", "\xb0")])
        for (const options of PROFILES) {
          const error = refusal(joined(text), options);
          expect(error, text).toBeInstanceOf(MarshalTypeError);
          expect(error.code).toBe("bad-null");
        }
  });

  it("ends a dict, for a key or for a value", () => {
    expect(loads(joined("{0"))).toEqual({});
    expect(loads(joined("{z\x01aN0"))).toEqual({ a: null });
    expect(loads(joined("{z\x01aNz\x01b0"))).toEqual({ a: null });
    for (const bytes of ["{", "{N", "{NN", "{z\x01a"])
      expect(refusal(joined(bytes))).toBeInstanceOf(MarshalEOFError);
  });
});

describe("a key", () => {
  it("that Python cannot hash is refused", () => {
    for (const key of ["[\0\0\0\0", "{0", "<\0\0\0\0", ")\x01[\0\0\0\0", ")\x01)\x01{0", ":[\0\0\0\0NN"])
      for (const bytes of [`{${key}N0`, `<${ONE}${key}`, `>${ONE}${key}`])
        for (const options of PROFILES) {
          const error = refusal(joined(bytes), options);
          expect(error, bytes).toBeInstanceOf(MarshalTypeError);
          expect(error.code).toBe("bad-key");
        }
  });

  it("that means something to JavaScript is a field of that name", () => {
    for (const name of [
      "__proto__",
      "constructor",
      "toString",
      "valueOf",
      "then",
      "hasOwnProperty",
      "length",
    ]) {
      const key = `z${String.fromCharCode(name.length)}${name}`;
      const value = loads<Record<string, unknown>>(joined("{", key, `{z\x04evili${ONE}0`, "0"));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.getOwnPropertyDescriptor(value, name)).toEqual({
        value: { evil: 1 },
        writable: true,
        enumerable: true,
        configurable: true,
      });
      expect((value as { evil?: unknown }).evil).toBeUndefined();
      expect(loads(dumps(value))).toEqual(value);
    }
  });
});

describe("a flood", () => {
  const COUNT = 4096;
  /** Everything that makes a table of many keys. */
  const TABLES: readonly (readonly [kind: string, bytes: (keys: readonly string[]) => Part[]])[] = [
    ["dict", (keys) => ["{", ...keys.map((key) => `${key}N`), "0"]],
    ["set", (keys) => [`<${int32(keys.length)}`, ...keys]],
    ["frozenset", (keys) => [`>${int32(keys.length)}`, ...keys]],
    ["frozendict", (keys) => ["}", ...keys.map((key) => `${key}N`), "0"]],
  ];

  it.for(TABLES)("of keys that collide is refused in a %s", ([kind, bytes]) => {
    const small = colliding(COUNT).map((key) => `i${int32(key)}`);
    const wide = Array.from({ length: COUNT }, (_, i) => long((BigInt(i + 1) << 64n) + 12345n));
    const limits = { maxCollisions: COUNT };
    const all = joined(...bytes(small));
    // At the last member, or the end of a dict.
    const end = kind.endsWith("set") ? small.at(-1)?.length : 1;
    expect(refusal(all)).toMatchObject({ code: "limit", offset: all.length - Number(end) });
    for (const options of PROFILES) {
      const error = refusal(joined(...bytes(wide)), options);
      expect(error).toMatchObject({ code: "limit", message: expect.stringContaining("collide") });
      loads(joined(...bytes(wide)), { ...options, limits });
    }
  });

  it("of tuples that hold themselves has no other key looked at again", () => {
    const many = 50_000;
    const each = (index: number) => `${FLAG(")")}\x02<${ONE}r${int32(1)}r${int32(index)}`;
    const bytes = joined(
      `${FLAG("[")}${int32(many / 5 + 1)}${FLAG("(")}${int32(many)}`,
      repeated("N", many),
      ...Array.from({ length: many / 5 }, (_, i) => each(i + 2)),
    );
    for (const options of PROFILES) expect(timeOf(() => loads(bytes, options))).toBeLessThan(2000);
  });

  it.for(TABLES)("of keys as they come is read in a %s", ([, bytes]) => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `i${int32(-1 - i * 3)}`);
    for (const options of PROFILES) loads(joined(...bytes(keys)), options);
  });

  it("of containers meets the limit of memory", () => {
    const limits = { maxMemory: 2 ** 20 };
    const EMPTY = [
      ")\0",
      "(\0\0\0\0",
      "[\0\0\0\0",
      "{0",
      "<\0\0\0\0",
      ">\0\0\0\0",
      "}0",
      ":NNN",
      `[${ONE}N`,
      "{NN0",
    ];
    for (const one of EMPTY)
      for (const options of PROFILES) {
        const bytes = joined("[", int32(40_000), repeated(one, 40_000));
        expect(refusal(bytes, { ...options, limits }).code, one).toBe("limit");
        expect(loads<unknown[]>(bytes, options)).toHaveLength(40_000);
      }
  });
});

describe("code objects", () => {
  const EMPTY = { names: ")\0", kinds: `s${int32(0)}`, filename: "z\0" };

  /** A code object of 3.14. */
  function code(parts: Partial<typeof EMPTY> = {}): string {
    const { names, kinds, filename } = { ...EMPTY, ...parts };
    const texts = `${filename}z\0z\0${ONE}s${int32(0)}s${int32(0)}`;
    return `c${int32(0).repeat(5)}s${int32(0)})\0${names})\0${kinds}${texts}`;
  }

  /** One of 3.8, whose three tuples of variables are the same. */
  function older(variables: string, others: string): string {
    const texts = `z\0z\0${ONE}s${int32(0)}`;
    return `c${int32(0).repeat(6)}s${int32(0)})\0)\0${variables}${others}${others}${texts}`;
  }

  const COUNT = 1000;
  const MANY = 50_000;
  const FIRST = `r${int32(0)}`;
  const names = `${FLAG("(")}${int32(MANY)}${"z\x01a".repeat(MANY)}`;

  it("that share their names meet the limit of memory", () => {
    const kinds = `${FLAG("s")}${int32(MANY)}${"\0".repeat(MANY)}`;
    const SHARED: readonly (readonly [python: string, bytes: string])[] = [
      ["3.14", code({ names }) + code({ names: FIRST }).repeat(COUNT)],
      ["3.14", code({ kinds }) + code({ kinds: FIRST }).repeat(COUNT)],
      ["3.8", older(names, FIRST) + older(FIRST, FIRST).repeat(COUNT)],
    ];
    const limits = { maxMemory: 2 ** 27 };
    for (const [python, bytes] of SHARED)
      expect(refusal(joined(`[${int32(COUNT + 1)}`, bytes), { python, limits }).code).toBe("limit");
  });

  it("that share a text which no string can hold share the string nearest to it", () => {
    const filename = `${FLAG("u")}${int32(MANY * 6)}${"\xed\xa0\x80\xed\xb0\x80".repeat(MANY)}`;
    const bytes = joined(`[${int32(COUNT + 1)}`, code({ filename }), code({ filename: FIRST }).repeat(COUNT));
    expect(timeOf(() => loads(bytes))).toBeLessThan(2000);
  });

  it("in a row keep little of what comes after them", () => {
    const bytes = joined(code({ kinds: "s\x01\0\0\0a" }).repeat(COUNT));
    const [first] = loadAll(bytes) as Iterable<Code>;
    expect(first?.localspluskinds).toEqual(Uint8Array.of(0x61));
    expect(first?.localspluskinds.buffer.byteLength).toBeLessThan(1000);
  });

  it("are no keys if their constants are none", () => {
    const hashed = code().replace(")\0", ")\x01)\0");
    const unhashable = code().replace(")\0", ")\x01[\0\0\0\0");
    const endless = code().replace(")\0", `)\x01r${int32(0)}`);
    for (const options of PROFILES) {
      loads(joined("{", hashed, "N0"), options);
      expect(refusal(joined("{", unhashable, "N0"), options).code).toBe("bad-key");
      expect(refusal(joined(FLAG("("), ONE, "<", ONE, endless), { exact: true }).code).toBe("bad-key");
    }
  });
});

describe("what unfolds without end", () => {
  /** A container of two that are the same container of two, and so on: 2^60 ways lead down. */
  const LEVELS = 60;
  const laughs = (type: string): Uint8Array =>
    joined(
      repeated(`${FLAG(type)}${int32(2)}`, LEVELS),
      "NN",
      ...Array.from({ length: LEVELS - 1 }, (_, i) => `r${int32(LEVELS - 1 - i)}`),
    );

  it("as references stays as small as it is", () => {
    for (const options of PROFILES)
      for (const type of ["[", "("]) {
        const value = loads<unknown[]>(laughs(type), options);
        expect(value[0]).toBe(value[1]);
        const made = dumps(value, options);
        expect(made.length).toBeLessThan(1000);
        expect(loads<unknown[]>(made, options)).toHaveLength(2);
      }
  });

  it("can be a key and a member", () => {
    const bomb = laughs("(");
    for (const bytes of [joined("{", bomb, "N0"), joined("<", ONE, bomb), joined(">", ONE, bomb)])
      for (const options of PROFILES)
        expect(timeOf(() => dumps(loads(bytes, options), options))).toBeLessThan(1000);
  });
});

describe("any bytes at all", () => {
  const files = golden().filter(({ bytes }) => bytes.length < 20_000);

  it("are an error of their own when they are cut off", () => {
    for (const { bytes, python } of files) {
      const step = Math.max(1, Math.floor(bytes.length / 300));
      for (let end = 0; end < bytes.length; end += step)
        expect(refusal(bytes.subarray(0, end), { python })).toBeInstanceOf(MarshalEOFError);
    }
  });

  it("are a value, or an error of their own", () => {
    const dice = new Dice(7);
    for (let i = 0; i < 6000; i += 1) {
      const { bytes, python } = dice.pick(files);
      const changed = dice.below(4) === 0 ? scrambled(dice) : mutated(bytes, dice);
      for (const options of PROFILES)
        attempt(changed, { ...options, python: dice.pick([python, "2.7", "3.14"]) });
    }
  });
});
