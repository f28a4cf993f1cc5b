import type { DbmError } from "pantry/dbm";
import { check, open, stat } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { ITEM, LARGE_LENGTH, LARGE_PAGE, META, PAGE, PAGE_TYPE } from "../../../src/dbm/ndbm/bdb-layout.ts";
import { CASES } from "../../oracle/cases.ts";
import { raisedBy } from "../code-of.ts";
import { fixture } from "../fixtures.ts";
import { type Assault, assault, type Outcome, type Range, stepsOf } from "../hostile-harness.ts";
import { filesOf, smallFiles, viewOf } from "./seeds.ts";

const SIZE = 512;
/** What of the first page says something, as long as there are so few buckets. */
const META_END = META.spares + 4 * 8;
const KEYS = ["key 1", "large 1", "k".repeat(700)].map((key) => new TextEncoder().encode(key));

const small = smallFiles();
const bytes = small.readFile("/a.db");
const pages = Array.from({ length: bytes.length / SIZE }, (_, page) => page);
/** The large items: of a key, or of a value. */
const large = pages.filter((page) => typeOf(page) === PAGE_TYPE.hash).flatMap(largeOf);
const overflow = pages.filter((page) => typeOf(page) === PAGE_TYPE.overflow);
const buckets = pages.filter((page) => typeOf(page) === PAGE_TYPE.hash);

describe("a hostile file of Berkeley DB ends in an error that says where, or is read: never more", () => {
  it("with any bit of its first page the other way", () => {
    const outcome = assault(small, stepsOf({ open, check, keys: KEYS.slice(1, 2) }), {
      database: "/a",
      lies: [[0, META_END]],
      bits: [[0, META_END]],
      cases: 2000,
    });
    expect(outcome.failures).toEqual([]);
    expect(outcome.cases).toBeGreaterThan(1000);
    expect(outcome.refused.malformed).toBeGreaterThan(500);
    expect(outcome.refused.unsupported).toBeGreaterThan(100);
  });

  it("with bits of other pages the other way, and cut anywhere", () => {
    const ranges: Range[] = pages.slice(1).map((page) => [page * SIZE + PAGE.number, page * SIZE + 64]);
    const outcome = damaged(small, { lies: ranges, bits: ranges, truncate: 61, cases: 40 * CASES });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refused.malformed).toBeGreaterThan(100);
    expect(outcome.refused.truncated).toBeGreaterThan(10);
    expect(outcome.done).toBeGreaterThan(1000);
  });

  it.each(["page-512.db", "big-endian-checksum.db", "duplicates.db"])("as libdb writes it: %s", (name) => {
    const [walk, lookUp, checkAll] = stepsOf({ open, check, keys: [] });
    const steps = [walk, lookUp, checkAll].filter((step) => step !== undefined);
    const { failures, refused } = assault(filesOf(name), steps, {
      database: "/a",
      bits: [[0, 4096]],
      lies: [[0, 4096]],
      truncate: 997,
      cases: 8 * CASES,
    });
    expect(failures).toEqual([]);
    expect(Object.keys(refused).length).toBeGreaterThan(0);
  });

  it("with every lie that is told below", () => {
    const crafted = Object.fromEntries(lies().map(([name, lie]) => [name, told(lie)]));
    const { failures, cases } = damaged(small, { crafted, bits: [], lies: [], truncate: 0 });
    expect(failures).toEqual([]);
    expect(cases).toBe(lies().length);
  });
});

describe("reading a file of Berkeley DB is refused", () => {
  it.each(lies())("where %s", (_, lie, at, reason) => {
    const error = errorOfFile(told(lie));
    expect([error.code, error.offset]).toEqual(["malformed", at]);
    expect(error.message).toContain(`at byte ${at}: `);
    expect(error.message).toContain(reason);
  });

  it("where a checksum is not that of a page, or of the first one", () => {
    for (const name of ["checksum.db", "big-endian-checksum.db"]) {
      const original = fixture("ndbm", name);
      const little = viewOf(original).getUint32(META.magic, true) === 0x061561;
      const size = viewOf(original).getUint32(META.pageSize, little);
      for (const [changed, at] of [
        [META.elements, META.checksum],
        [2 * size - 1, size + PAGE.checksum],
      ] as const) {
        const copy = original.slice();
        copy[changed] = (copy[changed] ?? 0) ^ 1;
        const { code, offset, message } = errorOfFile(copy);
        expect([code, offset]).toEqual(["malformed", at]);
        expect(message).toContain("the checksum of");
      }
    }
  });
});

/** Lies that one can tell in the file: where they are noticed, and what is said of them then. */
function lies(): [name: string, lie: (view: DataView) => void, at: number, reason: string][] {
  const [bucket = 0] = buckets;
  const [first = 0, second = 0] = large;
  const [tail = 0] = overflow;
  const target = (item: number) => viewOf(bytes).getUint32(item + LARGE_PAGE, true);
  const set = (at: number, value: number) => (view: DataView) => view.setUint32(at, value, true);
  const short = (at: number, value: number) => (view: DataView) => view.setUint16(at, value, true);
  const index = (page: number, item: number) => page * SIZE + PAGE.items + 2 * item;
  return [
    [
      "a bucket's page is followed by itself",
      set(bucket * SIZE + PAGE.next, bucket),
      bucket * SIZE + PAGE.previous,
      `does not come after page ${bucket}`,
    ],
    [
      "two buckets have the same pages at their ends",
      set(bucket * SIZE + PAGE.next, buckets[1] ?? 0),
      (buckets[1] ?? 0) * SIZE + PAGE.previous,
      `does not come after page ${bucket}`,
    ],
    [
      "a page has more items than it could",
      short(bucket * SIZE + PAGE.entries, 0xfffe),
      bucket * SIZE + PAGE.entries,
      "cannot have 65534 items",
    ],
    [
      "a page has half a pair",
      short(bucket * SIZE + PAGE.entries, 1),
      bucket * SIZE + PAGE.entries,
      "cannot have 1 items",
    ],
    ["an item begins in the index", short(index(bucket, 0), 26), index(bucket, 0), "item 0 cannot be at 26"],
    [
      "an item begins behind its page",
      short(index(bucket, 0), SIZE),
      index(bucket, 0),
      "item 0 cannot be at 512",
    ],
    [
      "a large item is longer than the file",
      set(first + LARGE_LENGTH, 2 ** 32 - 1),
      first,
      "longer than the file",
    ],
    [
      "a large item is longer than its pages",
      set(first + LARGE_LENGTH, bytes.length),
      lastOf(target(first)) * SIZE + PAGE.next,
      `0 is not one of ${pages.length} pages`,
    ],
    [
      "a large item is shorter than its pages",
      set(first + LARGE_LENGTH, 10),
      target(first) * SIZE + PAGE.highFree,
      "cannot have 486 of 10 bytes",
    ],
    [
      "a large item is beyond the file",
      set(first + LARGE_PAGE, pages.length),
      first + LARGE_PAGE,
      `${pages.length} is not one of`,
    ],
    [
      "a large item is in a bucket's page",
      set(first + LARGE_PAGE, bucket),
      bucket * SIZE + PAGE.previous,
      "a page of a large item",
    ],
    [
      "two large items are the same",
      (view) => {
        view.setUint32(second + LARGE_PAGE, target(first), true);
        view.setUint32(second + LARGE_LENGTH, view.getUint32(first + LARGE_LENGTH, true), true);
      },
      second + LARGE_PAGE,
      `page ${target(first)} is that of the one at ${first}`,
    ],
    [
      "two large items end alike",
      set(target(second) * SIZE + PAGE.next, target(first) + 1),
      (target(first) + 1) * SIZE + PAGE.previous,
      `does not come after page ${target(second)}`,
    ],
    [
      "a page of a large item is followed by itself",
      set(tail * SIZE + PAGE.next, tail),
      tail * SIZE + PAGE.previous,
      `does not come after page ${tail}`,
    ],
    [
      "there are more buckets than pages",
      set(META.maxBucket, 2 ** 32 - 1),
      META.maxBucket,
      `${pages.length} pages cannot hold 4294967296`,
    ],
    ["the masks are not those of the buckets", set(META.highMask, 0), META.highMask, "the masks"],
    ["buckets are where others are", set(META.spares + 4, 0), META.spares + 4, "pages 1 to 1 are not theirs"],
    ["buckets are beyond the file", set(META.spares, 2 ** 31), META.spares, "are not theirs"],
    [
      "a page is of another kind",
      (view) => view.setUint8(bucket * SIZE + PAGE.type, 5),
      bucket * SIZE + PAGE.type,
      "of type 5",
    ],
  ];
}

function told(lie: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  lie(viewOf(copy));
  return copy;
}

/** What reading everything in a file ends with. */
function errorOfFile(content: Uint8Array): DbmError {
  const files = new MemoryFiles();
  files.writeFile("/a.db", content);
  return raisedBy(() => {
    using database = open("/a", { files });
    for (const [key] of database) database.get(key);
  });
}

function damaged(files: MemoryFiles, options: Assault): Outcome {
  const steps = stepsOf({ open, check, keys: KEYS });
  return assault(files, [...steps, (files, path) => void stat(path, { files })], {
    database: "/a",
    ...options,
  });
}

function typeOf(page: number): number {
  return bytes[page * SIZE + PAGE.type] ?? 0;
}

/** Where the large items of a page are in the file. */
function largeOf(page: number): number[] {
  const view = viewOf(bytes);
  const count = view.getUint16(page * SIZE + PAGE.entries, true);
  return Array.from({ length: count }, (_, item) => {
    return page * SIZE + view.getUint16(page * SIZE + PAGE.items + 2 * item, true);
  }).filter((place) => bytes[place] === ITEM.large);
}

/** The last of the pages of a large item. */
function lastOf(first: number): number {
  let page = first;
  for (;;) {
    const next = viewOf(bytes).getUint32(page * SIZE + PAGE.next, true);
    if (next === 0) return page;
    page = next;
  }
}
