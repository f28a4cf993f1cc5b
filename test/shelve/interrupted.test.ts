import { DbmError, type Format, open as openDatabase } from "pantry/dbm";
import { type FileSystem, MemoryFiles } from "pantry/files";
import { Shelf } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { powerCuts } from "../dbm/faults/power-cut.ts";
import { type Prefix, prefixes } from "../dbm/faults/prefixes.ts";
import { TiredFolder } from "../dbm/faults/tired-folder.ts";

const FORMATS = ["gnu", "ndbm", "dumb"] as const;
const KEYS = ["a", "b", "c"];

interface Value {
  readonly age: string;
  readonly list: number[];
}

function opened(files: FileSystem, format: Format, flag: "n" | "r" | "w", writeback = false): Shelf<Value> {
  return new Shelf<Value>(openDatabase("/shelf", { flag, format, files }), { writeback });
}

function start(format: Format): MemoryFiles {
  const files = new MemoryFiles();
  using shelf = opened(files, format, "n");
  for (const key of KEYS) shelf.set(key, { age: "old", list: [1] });
  return files;
}

/** Changes values in a cache, which are written when it closes. */
function change(files: FileSystem, format: Format): void {
  using shelf = opened(files, format, "w", true);
  for (const key of KEYS) {
    shelf.get(key)?.list.push(...Array.from({ length: 300 }, (_, i) => i));
    shelf.update(key, (value) => ({ age: "new", list: value?.list ?? [] }));
  }
}

/** How old each value is; each must be whole. */
function agesIn(files: FileSystem, format: Format): string[] {
  using shelf = opened(files, format, "r");
  return KEYS.map((key) => {
    const value = shelf.get(key);
    expect(value?.list.length).toBe(value?.age === "old" ? 1 : 301);
    return value?.age ?? "";
  });
}

const FAULTS: readonly (readonly [string, (format: Format) => Iterable<Prefix>])[] = [
  ["is killed", (format) => prefixes(start(format), (files) => change(files, format))],
  ["loses its power", (format) => powerCuts(start(format), (files) => change(files, format))],
];

describe.for(FORMATS)("a shelf with writeback in %s", (format) => {
  // When the power fails, GDBM promises so much only of what was synced: that is in its own tests.
  it.for(format === "gnu" ? FAULTS.slice(0, 1) : FAULTS)(
    "has each value as before or as after, and whole, where its program %s as it closes",
    ([, faults]) => {
      const seen = new Set<string>();
      for (const { files, complete } of faults(format)) {
        const ages = agesIn(files, format);
        for (const age of ages) seen.add(age);
        if (complete) expect(ages).toEqual(["new", "new", "new"]);
      }
      expect(seen).toEqual(new Set(["old", "new"]));
    },
  );

  it("is read where nothing may be written, and says so to whoever would write", () => {
    const files = start(format);
    files.readOnly = true;
    expect(agesIn(files, format)).toEqual(["old", "old", "old"]);
    expect(() => opened(files, format, "w")).toThrow(
      expect.objectContaining({ code: "read-only", message: expect.stringContaining("with the flag r") }),
    );
  });

  it("lets a second writer wait until the first is done", () => {
    const files = start(format);
    using first = opened(files, format, "w");
    first.set("a", { age: "new", list: [1] });
    first.sync();
    expect(() => opened(files, format, "w")).toThrow(expect.objectContaining({ code: "locked" }));
    first.close();
    change(files, format);
    expect(agesIn(files, format)).toEqual(["new", "new", "new"]);
  });

  it("keeps what it could not write, and writes it later", () => {
    const files = new TiredFolder(start(format));
    const shelf = opened(files, format, "w", true);
    for (const key of KEYS) shelf.get(key)?.list.push(...Array(300).fill(7));
    files.patience = 0;
    let failed = false;
    try {
      shelf.sync();
    } catch (error) {
      expect(error).toBeInstanceOf(DbmError);
      failed = true;
    }
    files.patience = Number.POSITIVE_INFINITY;
    expect([...shelf.values()].map(({ list }) => list.length)).toEqual([301, 301, 301]);
    shelf.close();
    using reader = opened(files, format, "r");
    expect([...reader.values()].map(({ list }) => list.length)).toEqual([301, 301, 301]);
    // The others write in place and ask nothing of the folder.
    expect(failed).toBe(format === "ndbm");
  });
});
