import { Registry } from "pantry/copyreg";
import { loadAll, loads, Unpickler } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { isNoSlower, timeOf } from "../../growth.ts";
import { colliding } from "../../python/colliding.ts";
import { field, int, joined, long, type Part, refusal, repeated } from "./attack.ts";

/** Opcodes that make an object out of nothing, and what goes before them. */
const OBJECTS: readonly (readonly [opcodes: string, before: string])[] = [
  ...[
    "]",
    "]Na",
    "}",
    "}\x8c\x01aNs",
    "}K\x01Ns",
    "\x8f",
    ")",
    "N\x85",
    "(NNNNt",
    "(\x91",
    "(l",
    "(d",
    "(",
    "](",
  ].map((opcodes) => [opcodes, ""] as const),
  ...["C\0", "B\0\0\0\0", `\x96${field(0, 8)}`, "NQ", "P\n", "\x82\x05", "U\0", "cm\nC\n"].map(
    (opcodes) => [opcodes, ""] as const,
  ),
  ...["h\0)R", "h\0)\x81", "h\0)}\x92", "(h\0o"].map((opcodes) => [opcodes, "cshop\nOrder\nq\0("] as const),
  ...["Nb", "Na", "NNs", "(N\x90"].map((opcodes) => [opcodes, "cshop\nOrder\n)RNb"] as const),
  ["NNs", "cshop\nOrder\n)R"],
];

describe("a flood of objects", () => {
  it("meets the limit of memory, whatever they are made by", () => {
    const limits = { maxMemory: 2 ** 20 };
    for (const [opcodes, before] of OBJECTS) {
      const flood = joined("\x80\x02", before, repeated(opcodes, opcodes === "(" ? 150_000 : 40_000));
      expect([opcodes, refusal(flood, { limits, encoding: "bytes" }).code]).toEqual([opcodes, "limit"]);
      expect([opcodes, refusal(flood, { limits, exact: true }).code]).toEqual([opcodes, "limit"]);
    }
  });

  it("takes no more memory than a few times the limit", () => {
    for (const [opcodes, before] of OBJECTS.filter(([opcodes]) => opcodes !== "(")) {
      const flood = joined("\x80\x02", before, repeated(opcodes, 120_000), ".");
      const start = process.memoryUsage();
      refusal(flood, { limits: { maxMemory: 2 ** 22 }, encoding: "bytes" });
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      expect([opcodes, heapUsed + arrayBuffers - start.heapUsed - start.arrayBuffers < 2 ** 26]).toEqual([
        opcodes,
        true,
      ]);
    }
  });

  it("of lists with one item is counted by the room that they take", () => {
    const options = { limits: { maxMemory: 2 ** 20 } };
    expect(loads<unknown[]>(joined("(", repeated("]", 10_000), "l."), options)).toHaveLength(10_000);
    expect(refusal(joined("(", repeated("]Na", 10_000), "l."), options).code).toBe("limit");
  });

  it("of one class is counted with the fields that each of them gets", () => {
    class Part {}
    const registry = new Registry();
    registry.register(Part, "shop.Part");
    const state = `}(${Array.from("abcdefghijklmnop", (name) => `\x8c\x01${name}N`).join("")}u`;
    const flood = (again: string) =>
      joined("cshop\nPart\nq\0", state, "q\x01](", repeated(again, 3000), "e.");
    const options = { registry, limits: { maxMemory: 2 ** 20 } };
    expect(loads<unknown[]>(flood("h\0)\x81"), options)).toHaveLength(3000);
    expect(refusal(flood("h\0)\x81h\x01b"), options).code).toBe("limit");
  });

  it("is read where the limit allows it", () => {
    expect(loads<unknown[]>(joined("(", repeated("]", 100_000), "l."))).toHaveLength(100_000);
    expect(refusal(repeated("(", 100_000)).code).toBe("truncated");
  });
});

describe("the memo", () => {
  it("takes indices far out for what they are, a few entries", () => {
    const before = process.memoryUsage().rss;
    for (const put of [`r${field(2 ** 32 - 1, 4)}`, "p9007199254740991\n", `r${field(2 ** 31, 4)}`])
      expect(loads(joined("N", put, "."))).toBeNull();
    expect(loads(joined("K\x07", `r${field(2 ** 32 - 1, 4)}`, "0", `j${field(2 ** 32 - 1, 4)}`, "."))).toBe(
      7,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });

  it("keeps every value, in whatever order indices come", () => {
    const order = [5, 3, 0, 1, 2, 4, 100, 6, 7, 99, 98, 8, 1, 5];
    const unpickler = new Unpickler(
      joined(...order.map((index, i) => `K${String.fromCharCode(i)}q${String.fromCharCode(index)}`), "."),
    );
    unpickler.load();
    const wanted = new Map(order.map((index, i) => [index, i]));
    expect(new Map([...unpickler.memo].sort(([a], [b]) => a - b))).toEqual(
      new Map([...wanted].sort(([a], [b]) => a - b)),
    );
    const again = new Unpickler(joined("N\x94."));
    again.memo = wanted;
    again.load();
    expect(again.memo.size).toBe(wanted.size + 1);
    expect(again.memo.get(wanted.size)).toBeNull();
  });

  it("takes millions of entries in linear time", () => {
    expect(timeOf(() => loads(joined("N", repeated("\x94", 1_000_000), ".")))).toBeLessThan(2000);
    expect(timeOf(() => loads(joined("N", repeated(`p${"0".repeat(9)}\n`, 100_000), ".")))).toBeLessThan(
      2000,
    );
  });

  it("takes indices that are crafted to collide as quickly as others", () => {
    expectNoSlower((keys) => joined("N", ...keys.map((key) => `r${field(key, 4)}`), "."), colliding(16_384));
  });
});

const innocent = (count: number): number[] => Array.from({ length: count }, (_, i) => -1 - i * 3);

function expectNoSlower(pickle: (keys: readonly number[]) => Uint8Array, keys: readonly number[]): void {
  const usual = pickle(innocent(keys.length));
  const attack = pickle(keys);
  expect(
    isNoSlower(
      () => loads(attack),
      () => loads(usual),
    ),
  ).toBe(true);
}

/** Everything that makes a table of many keys. */
const TABLES: readonly (readonly [kind: string, pickle: (keys: readonly string[]) => Part[]])[] = [
  ["dict", (keys) => ["}(", ...keys.map((key) => `${key}N`), "u."]],
  ["dict, one by one", (keys) => ["}", ...keys.map((key) => `${key}Ns`), "."]],
  ["DICT", (keys) => ["(", ...keys.map((key) => `${key}N`), "d."]],
  ["set", (keys) => ["\x8f(", ...keys, "\x90."]],
  ["set, one by one", (keys) => ["\x8f", ...keys.map((key) => `(${key}\x90`), "."]],
  ["frozenset", (keys) => ["(", ...keys, "\x91."]],
  ["set()", (keys) => ["cbuiltins\nset\n](", ...keys, "e\x85R."]],
  ["frozenset()", (keys) => ["cbuiltins\nfrozenset\n](", ...keys, "e\x85R."]],
  ["OrderedDict", (keys) => ["ccollections\nOrderedDict\n)R(", ...keys.map((key) => `${key}N`), "u."]],
  ["defaultdict", (keys) => ["ccollections\ndefaultdict\n)R(", ...keys.map((key) => `${key}N`), "u."]],
  ["Counter", (keys) => ["ccollections\nCounter\n}(", ...keys.map((key) => `${key}N`), "u\x85R."]],
];
const ONLY_NATURAL: readonly (readonly [kind: string, pickle: (keys: readonly string[]) => Part[]])[] = [
  [
    "OrderedDict()",
    (keys) => ["ccollections\nOrderedDict\n](", ...keys.map((key) => `${key}N\x86`), "e\x85R."],
  ],
  ["Set of JavaScript", (keys) => ["cpantry\nSet\n)R(", ...keys, "e."]],
  ["dict that becomes a Map", (keys) => ["}\x8c\x01aNs(", ...keys.map((key) => `${key}N`), "u."]],
];

/** Doubles that all have the hash of 2^53: their bits differ by what the hash loses. */
function collidingWide(count: number): readonly bigint[] {
  return Array.from({ length: count }, (_, i) => (BigInt(i + 1) << 64n) + 12345n);
}

describe("a flood of keys", () => {
  const COUNT = 4096;

  for (const [kind, pickle] of [...TABLES, ...ONLY_NATURAL]) {
    const profiles = ONLY_NATURAL.some(([natural]) => natural === kind) ? [false] : [false, true];

    it(`of colliding ints is refused in a ${kind}`, () => {
      const attack = joined(...pickle(colliding(COUNT).map(int)));
      expect(refusal(attack)).toMatchObject({ code: "limit", message: expect.stringContaining("collide") });
    });

    it(`of colliding wide ints is refused in a ${kind}`, () => {
      const attack = joined(...pickle(collidingWide(COUNT).map(long)));
      for (const exact of profiles)
        expect(refusal(attack, { exact })).toMatchObject({
          code: "limit",
          message: expect.stringContaining("collide"),
        });
    });

    it(`is read in a ${kind} where the keys are as they come`, () => {
      const keys = innocent(COUNT);
      for (const exact of profiles) loads(joined(...pickle(keys.map(int))), { exact });
    });
  }

  it("of colliding doubles is refused", () => {
    const keys = collidingDoubles(COUNT).map((bits) => {
      const bytes = Buffer.alloc(9, "G");
      bytes.writeBigUInt64BE(bits, 1);
      return bytes;
    });
    expect(refusal(joined("\x8f(", ...keys, "\x90."))).toMatchObject({ code: "limit" });
    expect(refusal(joined("\x8f(", ...keys, "\x90."), { exact: true })).toMatchObject({ code: "limit" });
  });

  it("is refused though it comes after keys that are as they should be", () => {
    const attack = joined("\x8f(", ...innocent(16_384).map(int), ...colliding(16_000).map(int), "\x90.");
    expect(refusal(attack).code).toBe("limit");
  });

  it("is refused though it is dealt out in small portions", () => {
    const portions = colliding(COUNT).map((key, i) => `}q\0${int(-i)}Ns0h\x01${int(key)}Ns`);
    expect(refusal(joined("}q\x01K\x01Ns", ...portions, ".")).code).toBe("limit");
  });

  it("is read where the option says so", () => {
    const attack = joined("\x8f(", ...colliding(COUNT).map(int), "\x90.");
    expect(loads<Set<number>>(attack, { limits: { maxCollisions: COUNT } }).size).toBe(COUNT);
  });

  it("may be of strings: they are hashed with a secret", () => {
    const keys = Array.from(
      { length: 20_000 },
      (_, i) => `X${field(7, 4)}${String(1_000_000 + i * 128).slice(0, 7)}`,
    );
    expect(
      timeOf(() => loads(joined("}(", ...keys.map((key) => `${key}N`), "u."), { dict: "map" })),
    ).toBeLessThan(2000);
  });
});

/** V8's hash of the bits of a double, from which all higher bits follow. */
function collidingDoubles(count: number): bigint[] {
  // The first step, ~x + (x << 18), is linear, and can be undone: so each wanted end has a beginning.
  const mask = 2n ** 64n - 1n;
  const found: bigint[] = [];
  for (let i = 1n; found.length < count; i += 1n) {
    const bits = unhash(i << 30n, mask);
    const exponent = (bits >> 52n) & 0x7ffn;
    if (exponent !== 0x7ffn && exponent > 0n) found.push(bits);
  }
  return found;
}

/** The 64 bits whose hash is `hash`, of which V8 takes the lowest 30. */
function unhash(hash: bigint, mask: bigint): bigint {
  let bits = unshift(hash, 22n, mask);
  bits = (bits * inverse(65n, mask)) & mask;
  bits = unshift(bits, 11n, mask);
  bits = (bits * inverse(21n, mask)) & mask;
  bits = unshift(bits, 31n, mask);
  return ((bits + 1n) * inverse(2n ** 18n - 1n, mask)) & mask;
}

/** Undoes `bits ^= bits >> by`. */
function unshift(bits: bigint, by: bigint, mask: bigint): bigint {
  let found = bits;
  for (let done = by; done < 64n; done += by) found = (bits ^ (found >> by)) & mask;
  return found;
}

/** The number by which multiplication with an odd `factor` is undone. */
function inverse(factor: bigint, mask: bigint): bigint {
  let found = factor;
  for (let i = 0; i < 6; i += 1) found = (found * (2n - factor * found)) & mask;
  return found & mask;
}

describe("thousands of pickles in a row", () => {
  it("are read with a limit of memory for each", () => {
    const row = repeated(joined("(", repeated("]", 1000), "l."), 300);
    let count = 0;
    for (const value of loadAll(row, { limits: { maxMemory: 2 ** 17 } }))
      count += (value as unknown[]).length;
    expect(count).toBe(300_000);
  });
});
