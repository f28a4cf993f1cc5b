import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import { MemoryFiles } from "pantry/files";
import * as marshal from "pantry/marshal";
import { instructions } from "pantry/marshal/dis";
import { dumps, loads } from "pantry/pickle";
import { audit, dis, optimize } from "pantry/pickletools";
import { equal, fromJson, type Json, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { damageOf } from "../dbm/damage-of.ts";
import { fileOfOneBucket } from "../dbm/gnu/one-bucket.ts";
import { isNoSlower } from "../growth.ts";
import { field, joined } from "../pickle/hostile/attack.ts";
import { colliding } from "../python/colliding.ts";

/** So many that what is quadratic in them takes half a second or more. */
const COUNT = 16_384;
const usual: readonly number[] = Array.from({ length: COUNT }, (_, i) => 1 + i * 16_411);

/** Everything else in which a file chooses numbers that are looked up: that of dicts and sets is in the tests of each format. */
const NUMBERS: Readonly<Record<string, (numbers: readonly number[]) => () => unknown>> = {
  "the $id of values in JSON": (numbers) => {
    const json: Json = numbers.map((number) => ({ $id: number, $value: [] }));
    return () => fromJson(json);
  },
  "the targets of jumps": (numbers) => {
    const code = Uint8Array.from(numbers.flatMap(jumpTo));
    return () => instructions(new marshal.Code({ python: "3.8", code }));
  },
  "the indices of a memo that is audited": (numbers) => {
    const pickle = memoOf(numbers);
    return () => audit(pickle);
  },
  "the indices of a memo that is disassembled": (numbers) => {
    const pickle = memoOf(numbers);
    return () => dis(pickle);
  },
  "the indices of a memo that is optimized": (numbers) => {
    const pickle = memoOf(numbers);
    return () => optimize(pickle);
  },
  "integers that marshal refers to": (numbers) => () => marshal.dumps(numbers, { refs: "all" }),
  "floats that marshal refers to": (numbers) => () => marshal.dumps(numbers, { refs: "all", exact: true }),
  "the offsets in a directory of dbm.dumb": (numbers) => {
    const files = new MemoryFiles();
    files.writeFile("a.dat", new Uint8Array(1));
    files.writeFile("a.dir", Buffer.from(numbers.map((number) => `'${number}', (${number}, 0)\n`).join("")));
    return () => Array.from(dumb.check("a", { files }));
  },
};

/** `JUMP_ABSOLUTE` of Python 3.8, with three times `EXTENDED_ARG` before it. */
function jumpTo(target: number): number[] {
  return [144, target >>> 24, 144, target >>> 16, 144, target >>> 8, 113, target].map((byte) => byte & 0xff);
}

function memoOf(indices: readonly number[]): Uint8Array {
  return joined("N", ...indices.map((index) => `r${field(index, 4)}`), ".");
}

describe("numbers that were crafted to collide in a Map", () => {
  for (const [what, prepare] of Object.entries(NUMBERS))
    it(`slow nothing down as ${what}`, () => {
      expect(isNoSlower(prepare(colliding(COUNT)), prepare(usual))).toBe(true);
    });
});

/** Strings that are the numbers of array elements, whose hashes in V8 were those numbers for years: they share their last bits. */
const NUMERALS: readonly string[] = Array.from({ length: COUNT }, (_, i) =>
  String((i % 2048) * 8192 + (i >> 11)),
);
const WORDS: readonly string[] = NUMERALS.map((text) => `k${text}`);

const TABLES: Readonly<Record<string, (keys: readonly string[]) => () => unknown>> = {
  "an object in a pickle": (keys) => {
    const pickle = dumps(Object.fromEntries(keys.map((key) => [key, null])));
    return () => loads(pickle, { dict: "object" });
  },
  "a dict in a pickle": (keys) => {
    const pickle = dumps(new Map(keys.map((key) => [key, null])));
    return () => [loads(pickle, { dict: "map" }), loads(pickle, { exact: true })];
  },
  "a set in marshal": (keys) => {
    const bytes = marshal.dumps(new Set(keys));
    return () => marshal.loads(bytes);
  },
  "a dict in JSON": (keys) => {
    const json: Json = { $dict: keys.map((key) => [key, null]) };
    return () => fromJson(json);
  },
  "dbm.dumb": (keys) => {
    const files = new MemoryFiles();
    files.writeFile("a.dat", new Uint8Array(1));
    files.writeFile("a.dir", Buffer.from(keys.map((key) => `'${key}', (0, 0)\n`).join("")));
    return () => dumb.open("a", { files, flag: "r" }).close();
  },
};

describe("texts that look like indices, and share their last bits", () => {
  for (const [where, prepare] of Object.entries(TABLES))
    it(`slow nothing down as keys of ${where}`, () => {
      expect(isNoSlower(prepare(NUMERALS), prepare(WORDS))).toBe(true);
    });
});

/** Integers of 129 bytes, that end alike or not. */
const longIntegers = (end: (index: number) => bigint): bigint[] =>
  Array.from({ length: COUNT }, (_, i) => (1n << 1024n) + (BigInt(i + 1) << 64n) + end(i));

describe("long integers that end with the same 64 bits", () => {
  const alike = longIntegers(() => 12_345n);
  const others = longIntegers(BigInt);
  const setOf = (integers: readonly bigint[]): Set<Tuple> =>
    new Set(integers.map((integer) => new Tuple(integer)));

  it("are written to marshal as quickly as others", () => {
    expect(
      isNoSlower(
        () => marshal.dumps(alike),
        () => marshal.dumps(others),
      ),
    ).toBe(true);
  });

  it("are compared, and written as keys, as quickly as others", () => {
    const work = (integers: readonly bigint[]) => () => {
      const [one, other] = [setOf(integers), setOf(integers.toReversed())];
      expect(equal(one, other)).toBe(true);
      return dumps(one);
    };
    expect(isNoSlower(work(alike), work(others))).toBe(true);
  });
});

describe("keys that have the same hash in a bucket of GDBM", () => {
  it("are checked as quickly as others", () => {
    const checked = (hash: (index: number) => number) => {
      const record = (index: number) => ({ address: 8 * index, keySize: 8, dataSize: 0 });
      const files = fileOfOneBucket({ count: COUNT, size: 8 * COUNT, record, hash });
      return () => expect(damageOf(gnu.check("/a", { files })).length).toBeGreaterThanOrEqual(COUNT);
    };
    expect(
      isNoSlower(
        checked(() => 0),
        checked((index) => index),
      ),
    ).toBe(true);
  });
});
