import { DbmError } from "pantry/dbm";
import { check, open, recover } from "pantry/dbm/gnu";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";

const PATH = "a.db";
const KEYS = 500;

function sample(options: Parameters<typeof open>[1] = {}): MemoryFiles {
  const files = new MemoryFiles();
  using database = open(PATH, { flag: "n", files, blockSize: 1024, ...options });
  for (let i = 0; i < KEYS; i += 1) database.set(`ключ ${i}`, `value ${i} ${"x".repeat(i % 300)}`);
  return files;
}

function damage(files: MemoryFiles, change: (bytes: Uint8Array, view: DataView) => void): void {
  const bytes = files.readFile(PATH);
  change(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  files.writeFile(PATH, bytes);
}

/** How many keys have their value. */
function rightIn(files: MemoryFiles): number {
  using database = open(PATH, { files });
  let right = 0;
  for (let i = 0; i < KEYS; i += 1) {
    const value = database.get(`ключ ${i}`);
    if (value && new TextDecoder().decode(value) === `value ${i} ${"x".repeat(i % 300)}`) right += 1;
  }
  return right;
}

describe("recover()", () => {
  it.each([
    ["64-bit", "little", false, "signed"],
    ["64-bit", "big", true, "unsigned"],
    ["64-bit packed", "little", false, "signed"],
    ["32-bit", "big", false, "unsigned"],
  ] as const)(
    "finds everything without a header, %s %s numsync %s, hashed %s",
    (layout, byteOrder, numsync, hashSign) => {
      const files = sample({ layout, byteOrder, numsync, hashSign });
      damage(files, (bytes) => bytes.fill(0, 4, 64));
      const report = recover(PATH, { files });
      expect(report).toMatchObject({ recovered: KEYS, doubtful: 0, failed: 0, buckets: 0 });
      expect(rightIn(files)).toBe(KEYS);
      expect([...check(PATH, { files })]).toEqual([]);
    },
  );

  it("finds everything without a directory", () => {
    const files = sample();
    damage(files, (bytes, view) => {
      const directory = view.getInt32(8, true);
      bytes.fill(0xee, directory, directory + view.getInt32(16, true));
    });
    expect(recover(PATH, { files })).toMatchObject({ recovered: KEYS, buckets: 0 });
    expect(rightIn(files)).toBe(KEYS);
  });

  it("says what it could not find, and loses nothing else", () => {
    const files = sample();
    let lost = 0;
    damage(files, (bytes, view) => {
      const bucket = view.getInt32(view.getInt32(8, true), true);
      lost = view.getInt32(bucket + 108, true);
      bytes.fill(0x55, bucket, bucket + 1024);
    });
    const report = recover(PATH, { files });
    expect(report.recovered).toBe(KEYS - lost);
    expect(report.failures[0]?.reason).toMatch(/bytes cannot be at/);
    expect(rightIn(files)).toBe(KEYS - lost);
  });

  it("keeps a key whose hash is damaged, with a doubt", () => {
    const files = sample();
    damage(files, (_, view) => {
      let element = view.getInt32(view.getInt32(8, true), true) + 112;
      while (view.getInt32(element, true) === -1) element += 24;
      view.setInt32(element, 1, true);
    });
    const report = recover(PATH, { files });
    expect(report).toMatchObject({ recovered: KEYS, doubtful: 1 });
    expect(report.failures).toMatchObject([
      { reason: expect.stringMatching(/^the hash of the key at \d+ is not 1$/) },
    ]);
    expect(rightIn(files)).toBe(KEYS);
  });

  it("keeps the damaged file under the next free name, if it is told to", () => {
    const files = sample();
    damage(files, (bytes) => bytes.fill(0, 0, 8));
    const damaged = files.readFile(PATH);
    files.writeFile(`${PATH}.~1~`, new Uint8Array(1));
    expect(recover(PATH, { files, backup: true }).backup).toBe(`${PATH}.~2~`);
    expect(files.readFile(`${PATH}.~2~`)).toEqual(damaged);
  });

  it("leaves no other files, and takes a sound file as it is", () => {
    const files = sample();
    expect(recover(PATH, { files })).toMatchObject({
      recovered: KEYS,
      failed: 0,
      duplicates: 0,
      strayBuckets: 0,
    });
    expect(files.paths()).toEqual([PATH]);
  });

  it("refuses a file in which there is nothing, and leaves it alone", () => {
    const files = new MemoryFiles();
    files.writeFile(PATH, new Uint8Array(10_000).fill(7));
    expect(() => recover(PATH, { files })).toThrow(DbmError);
    expect(files.readFile(PATH)).toEqual(new Uint8Array(10_000).fill(7));
  });

  it("is refused while another has the file open", () => {
    const files = sample();
    using _other = open(PATH, { files, flag: "r" });
    expect(() => recover(PATH, { files })).toThrow(expect.objectContaining({ code: "locked" }));
  });
});
