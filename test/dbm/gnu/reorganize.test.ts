import { describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { type GnuDatabase, type GnuOpenOptions, open } from "../../../src/dbm/gnu/index.ts";
import { FileError, type FileOptions, MemoryFiles, type OpenFile } from "../../../src/files/index.ts";
import { codeOf } from "../code-of.ts";
import { damageOf } from "../damage-of.ts";
import { prefixes } from "../faults/prefixes.ts";
import { applyTo, historyOf, Model } from "../histories.ts";

const PATH = "/data/a.db";
const layouts = ["64-bit", "64-bit packed", "32-bit"] as const;
const kinds: GnuOpenOptions[] = layouts.flatMap((layout) =>
  (["little", "big"] as const).map((byteOrder) => ({ layout, byteOrder, numsync: byteOrder === "big" })),
);

/** A database with much free space, and what it has. */
function grown(files: MemoryFiles, options: GnuOpenOptions = {}, length = 1500): Model {
  const model = new Model();
  using database = open(PATH, { flag: "n", files, blockSize: 512, ...options });
  for (const operation of historyOf({ seed: 3, length, keys: length >> 3, valueSize: 900, reads: false })) {
    applyTo(database, operation);
    model.apply(operation);
  }
  return model;
}

/** Files that call a function after each call that may be seen from outside. */
class WatchedFiles extends MemoryFiles {
  watch: (() => void) | undefined;

  override open(path: string, options?: FileOptions): OpenFile {
    const file = super.open(path, options);
    this.watch?.();
    return file;
  }

  override rename(from: string, to: string): void {
    this.watch?.();
    super.rename(from, to);
    this.watch?.();
  }

  override syncFolder(path: string): void {
    this.watch?.();
    super.syncFolder(path);
  }
}

function reorganized(files: MemoryFiles, options: GnuOpenOptions = {}): void {
  open(PATH, { flag: "w", files, ...options }).reorganize();
}

describe("reorganize()", () => {
  it.each(kinds)("keeps everything in less space, laid out as $layout $byteOrder", (kind) => {
    const files = new MemoryFiles();
    const model = grown(files, { ...kind, hashSign: "unsigned" });
    const before = files.readFile(PATH).length;
    using database = open(PATH, { flag: "w", files });
    database.reorganize();
    expect(files.readFile(PATH).length).toBeLessThan(before);
    expect(database).toMatchObject({ ...kind, blockSize: 512, hashSign: "unsigned" });
    expect(model.differences(database)).toEqual([]);
    database.set("afterwards", "1");
    database.close();
    expect(files.paths()).toEqual([PATH]);
    expect(damageOf(check(PATH, { files }))).toEqual([]);
    expect(open(PATH, { files }).has("afterwards")).toBe(true);
  });

  it("leaves the old file or the new one, wherever it is killed", () => {
    const start = new MemoryFiles();
    const model = grown(start, {}, 300);
    const old = start.readFile(PATH);
    const renewed = start.copy();
    reorganized(renewed);
    const fresh = renewed.readFile(PATH);
    const found = { old: 0, fresh: 0 };
    for (const { files, changes } of prefixes(start, (mortal) =>
      open(PATH, { flag: "w", files: mortal }).reorganize(),
    )) {
      const bytes = files.readFile(PATH);
      const isFresh = Buffer.compare(bytes, fresh) === 0;
      if (!isFresh) expect(Buffer.compare(bytes, old), `after ${changes} changes`).toBe(0);
      found[isFresh ? "fresh" : "old"] += 1;
      using database = open(PATH, { flag: "w", files });
      expect(model.differences(database)).toEqual([]);
    }
    expect(found.old).toBeGreaterThan(40);
    expect(found.fresh).toBeGreaterThan(1);
  });

  it("keeps the permissions", () => {
    const files = new MemoryFiles();
    grown(files);
    files.changeMode(PATH, 0o640);
    reorganized(files);
    expect(files.status(PATH)?.mode).toBe(0o640);
  });

  it("lets nobody in before it is closed", () => {
    const files = new WatchedFiles();
    const model = grown(files);
    const database = open(PATH, { flag: "w", files });
    const seen: string[] = [];
    files.watch = () => {
      const { watch } = files;
      files.watch = undefined;
      for (const flag of ["r", "w"] as const) seen.push(codeOf(() => open(PATH, { flag, files }).close()));
      files.watch = watch;
    };
    database.reorganize();
    files.watch = undefined;
    expect(seen.length).toBeGreaterThanOrEqual(8);
    expect(new Set(seen)).toEqual(new Set(["locked"]));
    expect(codeOf(() => open(PATH, { files }))).toBe("locked");
    database.close();
    expect(model.differences(open(PATH, { files }))).toEqual([]);
  });

  it("is noticed by who opened the file just before it was replaced", () => {
    const files = new WatchedFiles();
    grown(files);
    const writer = open(PATH, { flag: "w", files });
    files.watch = () => {
      files.watch = undefined;
      writer.reorganize();
      writer.set("afterwards", "1").close();
    };
    using reader = open(PATH, { files });
    expect(reader.has("afterwards")).toBe(true);
  });

  it("leaves the old file to who reads it without a lock", () => {
    const files = new MemoryFiles();
    const model = grown(files);
    using reader = open(PATH, { flag: "ru", files });
    using writer = open(PATH, { flag: "w", files });
    writer.reorganize();
    writer.clear();
    expect(model.differences(reader)).toEqual([]);
  });

  it("changes nothing where there is no space for the new file", () => {
    const files = new MemoryFiles();
    const model = grown(files);
    using database = open(PATH, { flag: "w", files });
    files.capacity = files.readFile(PATH).length + 4096;
    expect(codeOf(() => database.reorganize())).toBe("system");
    expect(files.paths()).toEqual([PATH]);
    files.capacity = Number.POSITIVE_INFINITY;
    expect(model.differences(database)).toEqual([]);
    database.set("afterwards", "1").close();
    expect(open(PATH, { files }).has("afterwards")).toBe(true);
  });

  it("goes on with the new file where the folder cannot be synchronized", () => {
    const files = new WatchedFiles();
    const model = grown(files);
    const database: GnuDatabase = open(PATH, { flag: "w", files });
    files.syncFolder = (path) => {
      throw new FileError("sync", path, "EIO");
    };
    expect(codeOf(() => database.reorganize())).toBe("system");
    expect(model.differences(database)).toEqual([]);
    database.set("afterwards", "1").close();
    expect(open(PATH, { files }).has("afterwards")).toBe(true);
  });
});
