import { describe, expect, it } from "vitest";
import { FloodWatch, isWatched, UNGUARDED } from "../../src/python/flood.ts";
import { colliding } from "./colliding.ts";

const LIMIT = 256;
const MASK = 2n ** 64n - 1n;

/** V8's hash of 64 bits, as it stands in V8. */
function longHash(bits: bigint): number {
  let hash = (~bits + (bits << 18n)) & MASK;
  hash ^= hash >> 31n;
  hash = (hash * 21n) & MASK;
  hash ^= hash >> 11n;
  hash = (hash + (hash << 6n)) & MASK;
  return Number((hash ^ (hash >> 22n)) & 0x3fffffffn);
}

function bitsOf(key: number | bigint): bigint {
  if (typeof key === "bigint") return (key < 0n ? -key : key) & MASK;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, key);
  return view.getBigUint64(0);
}

/** How many of these keys are in the fullest of V8's buckets. */
function fullestOf(keys: readonly (number | bigint)[]): number {
  const counts = new Map<number, number>();
  const buckets = 2 ** Math.floor(Math.log2(keys.length));
  for (const key of keys) {
    const bucket = longHash(bitsOf(key)) % buckets;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** How full the fullest bucket of a set of these is, as a watch sees it that looks again and again. */
function seen(keys: Iterable<unknown>, limit: number): number {
  const set = new Set<unknown>();
  const watch = new FloodWatch(set);
  for (const key of keys) {
    set.add(key);
    if (watch.isDue && watch.look(limit) > limit) break;
  }
  return watch.look(limit);
}

function* innocent(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i += 1) yield -1 - 3 * i;
}

/** Doubles that meet in a table of 2^10 buckets, and are spread in a larger one. */
function* meeting(count: number): Generator<number> {
  let left = count;
  for (let key = 0.5; left > 0; key += 1) {
    if (longHash(bitsOf(key)) % 1024 !== 7) continue;
    yield key;
    left -= 1;
  }
}

describe("FloodWatch", () => {
  it("looks at tables that are worth it", () => {
    expect([isWatched(1023), isWatched(1024), UNGUARDED]).toEqual([false, true, 1024]);
  });

  it("finds wide ints and doubles where V8 puts them, negative ones too", () => {
    const wide = Array.from({ length: 2000 }, (_, i) => 7n ** BigInt(i % 80) * BigInt(i - 1000) - 3n);
    const doubles = Array.from({ length: 2000 }, (_, i) => (i - 1000.5) * 1.1 ** (i % 300));
    const high = Array.from({ length: 2000 }, (_, i) => BigInt((i - 1000) * Math.abs(i - 1000)) * 2n ** 32n);
    for (const keys of [wide, doubles, high, [...wide, ...doubles]]) {
      const different = [...new Set(keys)];
      expect(seen(different, 0)).toBe(fullestOf(different.slice(0, 1024)));
      const set = new Set(different);
      expect(new FloodWatch(set).look(0)).toBe(fullestOf(different));
    }
  });

  it("takes negative and wide ints for a flood that share the lowest bits without their sign", () => {
    const keys = Array.from({ length: 2048 }, (_, i) => -((BigInt(i + 1) << 64n) + 12345n));
    expect(seen(keys, LIMIT)).toBe(1024);
  });

  it("takes texts and objects for no flood", () => {
    expect(
      seen(
        Array.from({ length: 4096 }, (_, i) => (i % 2 ? `${i}` : {})),
        0,
      ),
    ).toBe(0);
  });

  it("takes no keys for a flood that meet in fewer buckets than there are", () => {
    expect(seen([...innocent(0, 16_384), ...meeting(300)], LIMIT)).toBeLessThan(LIMIT);
  });

  it("finds a flood that begins after a hundred thousand keys", () => {
    const keys = [...innocent(0, 100_000), ...colliding(16_000)];
    expect(seen(keys, LIMIT)).toBeGreaterThan(LIMIT);
    expect(seen(innocent(0, 100_000), LIMIT)).toBeLessThan(LIMIT);
  });
});
