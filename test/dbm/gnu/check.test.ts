import { check, open, stat } from "pantry/dbm/gnu";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";

const PATH = "a.db";
const BLOCK = 512;

/** A database with four hundred keys in small blocks, of which some were deleted. */
function sample(options: Parameters<typeof open>[1] = {}): MemoryFiles {
  const files = new MemoryFiles();
  using database = open(PATH, { flag: "n", files, blockSize: BLOCK, ...options });
  for (let i = 0; i < 400; i += 1) database.set(`key é ${i}`, "x".repeat((i * 37) % 700));
  for (let i = 0; i < 400; i += 3) database.delete(`key é ${i}`);
  return files;
}

/** What is said of the sample after numbers in it were changed. */
function problems(change: (view: DataView, bytes: Uint8Array) => void): string[] {
  const files = sample();
  const bytes = files.readFile(PATH);
  change(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes);
  files.writeFile(PATH, bytes);
  return [...check(PATH, { files })].map(({ severity, message }) => `${severity}: ${message}`);
}

/** The address of a bucket with keys, and of its first element. */
function bucketIn(view: DataView): { readonly bucket: number; readonly element: number } {
  const bucket = view.getInt32(view.getInt32(8, true), true);
  let element = bucket + 112;
  while (view.getInt32(element, true) === -1) element += 24;
  return { bucket, element };
}

describe("check()", () => {
  it.each([
    ["64-bit", "little", false],
    ["64-bit", "big", true],
    ["64-bit packed", "little", true],
    ["32-bit", "little", false],
    ["32-bit", "big", true],
  ] as const)("finds nothing in a sound file, %s %s numsync %s", (layout, byteOrder, numsync) => {
    for (const hashSign of ["signed", "unsigned"] as const) {
      const files = sample({ layout, byteOrder, numsync, hashSign });
      expect([...check(PATH, { files })]).toEqual([]);
    }
  });

  it("says that a file is none of GDBM", () => {
    expect(problems((_, bytes) => bytes.fill(0, 0, 4))).toEqual([
      "damage: the header: neither its magic number nor its sizes are those of a GDBM file",
    ]);
  });

  it.each<[string, (view: DataView, bytes: Uint8Array) => void, RegExp]>([
    [
      "the end in the header",
      (view) => view.setInt32(32, 2048, true),
      /the header says that the file ends at 2048/,
    ],
    ["the stack", (view) => view.setInt32(48, 1, true), /free space cannot be listed at 1/],
    ["a count of free space", (view) => view.setInt32(44, 1000, true), /it has 1000 pieces of free space/],
    [
      "an entry of the directory",
      (view) => view.setInt32(view.getInt32(8, true), 7, true),
      /a bucket cannot be at 7$/m,
    ],
    [
      "the bits of a bucket",
      (view) => view.setInt32(bucketIn(view).bucket + 104, 40, true),
      /have 40 bits in common/,
    ],
    ["a bucket's count", (view) => view.setInt32(bucketIn(view).bucket + 108, 1, true), /keys, not 1$/m],
    ["a hash", (view) => view.setInt32(bucketIn(view).element, 5, true), /its hash is not 5$/m],
    [
      "a hash of another bucket",
      (view) => view.setInt32(bucketIn(view).element, 0x7fffffff, true),
      /not of this bucket/,
    ],
    [
      "a record's place",
      (view) => view.setInt32(bucketIn(view).element + 8, 1, true),
      /bytes cannot be at 1$/m,
    ],
    ["a key's size", (view) => view.setInt32(bucketIn(view).element + 16, -5, true), /record of -5 and/],
    [
      "the beginning of a key",
      (view) => view.setInt8(bucketIn(view).element + 4, 1),
      /does not begin as its element says/,
    ],
    [
      "a key",
      (view, bytes) => {
        const address = view.getInt32(bucketIn(view).element + 8, true);
        bytes[address + 5] = 1;
      },
      /a key: its hash is not/,
    ],
    [
      "free space that is in use",
      (view) => {
        const { bucket, element } = bucketIn(view);
        view.setInt32(bucket, 1, true);
        view.setInt32(bucket + 8, 40, true);
        view.setInt32(bucket + 16, view.getInt32(element + 8, true), true);
      },
      /belong to two things at once/,
    ],
    [
      "free space that is forgotten",
      (view) => view.setInt32(44, 0, true),
      /^waste: .* are used for nothing/m,
    ],
  ])("finds damage to %s", (_, change, message) => {
    expect(problems(change).join("\n")).toMatch(message);
  });

  it("finds a key that its search would not meet", () => {
    const found = problems((view, bytes) => {
      const { bucket, element } = bucketIn(view);
      const slotAt = (slot: number) => bucket + 112 + slot * 24;
      const isFree = (slot: number) => view.getInt32(slotAt(slot), true) === -1;
      const home = view.getInt32(element, true) % 16;
      // Behind a hole, and not at home.
      const slot = Array.from({ length: 15 }, (_, index) => index + 1).find(
        (one) => one !== home && isFree(one) && isFree(one - 1),
      );
      if (slot === undefined) throw new Error("the bucket is too full");
      bytes.copyWithin(slotAt(slot), element, element + 24);
      view.setInt32(element, -1, true);
    });
    expect(found.join("\n")).toMatch(/it cannot be found from the place where the search for it begins/);
  });
});

describe("stat()", () => {
  it("tells sizes and counts", () => {
    expect(
      stat(PATH, { files: sample({ numsync: true, byteOrder: "big", hashSign: "unsigned" }) }),
    ).toMatchObject({
      layout: "64-bit",
      "byte order": "big",
      "block size": BLOCK,
      "keys per bucket": 16,
      keys: 266,
      "hash of bytes": "unsigned",
    });
  });
});
