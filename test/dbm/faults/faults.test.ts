import { describe, expect, it } from "vitest";
import { replaceFile } from "../../../src/dbm/replacement.ts";
import { type FileSystem, MemoryFiles } from "../../../src/files/index.ts";
import { powerCuts } from "./power-cut.ts";
import { type Prefix, prefixes } from "./prefixes.ts";

const PATH = "/folder/file";
const OLD = filled(1);
const NEW = filled(2);

function filled(byte: number): Uint8Array {
  return new Uint8Array(1500).fill(byte);
}

function start(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile(PATH, OLD);
  return files;
}

/** What is there after each fault: the old bytes, the new ones, or something else. */
function outcomes(faults: Iterable<Prefix>): Set<string> {
  const seen = new Set<string>();
  for (const { files, complete } of faults) {
    const bytes = files.status(PATH) ? files.readFile(PATH).join() : "none";
    const name = bytes === OLD.join() ? "old" : bytes === NEW.join() ? "new" : "broken";
    seen.add(complete ? `${name} at the end` : name);
  }
  return seen;
}

/** Two writes in the place of the old bytes. */
function overwrite(files: FileSystem): void {
  const file = files.open(PATH, { writable: true });
  file.write(NEW.subarray(0, 700), 0);
  file.write(NEW.subarray(700), 700);
  file.sync();
  file.close();
}

/** A new file that takes the place of the old one, perhaps before it is on the disk. */
function replace(files: FileSystem, { syncs }: { syncs: boolean }): void {
  const file = files.open(`${PATH}.tmp`, { writable: true, create: "new" });
  file.write(NEW, 0);
  if (syncs) file.sync();
  file.close();
  files.rename(`${PATH}.tmp`, PATH);
  if (syncs) files.syncFolder(PATH);
}

describe("prefixes()", () => {
  it("kills a process between any two of its changes", () => {
    const left = [...prefixes(start(), overwrite)];
    expect(left.map(({ changes }) => changes)).toEqual([0, 1, 2, 3]);
    expect(left.map(({ complete }) => complete)).toEqual([false, false, false, true]);
  });

  it("finds the writer that overwrites", () => {
    expect(outcomes(prefixes(start(), overwrite))).toContain("broken");
  });

  it("finds nothing wrong with one that replaces", () => {
    const seen = outcomes(prefixes(start(), (files) => replace(files, { syncs: false })));
    expect(seen).toEqual(new Set(["old", "new at the end"]));
  });

  it("lets go of the locks of the dead", () => {
    const lock = (files: FileSystem) => {
      const file = files.open(PATH, { writable: true });
      expect(file.lock("exclusive")).toBe(true);
      file.truncate(0);
    };
    for (const { files } of prefixes(start(), lock)) expect(files.open(PATH).lock("exclusive")).toBe(true);
  });

  it("raises the errors of the work itself", () => {
    const fail = () => {
      throw new Error("of its own");
    };
    expect(() => [...prefixes(start(), fail)]).toThrow("of its own");
  });

  it("does nothing for one who goes on when dead", () => {
    const stubborn = (files: FileSystem) => {
      try {
        overwrite(files);
      } finally {
        files.remove(PATH);
      }
    };
    const [first] = prefixes(start(), stubborn);
    expect(first?.files.readFile(PATH)).toEqual(OLD);
  });
});

describe("powerCuts()", () => {
  it("finds the writer that overwrites", () => {
    expect(outcomes(powerCuts(start(), overwrite))).toContain("broken");
  });

  it("finds the one that replaces what is not on the disk yet", () => {
    const seen = outcomes(powerCuts(start(), (files) => replace(files, { syncs: false }), { cuts: 40 }));
    expect(seen).toEqual(new Set(["old", "old at the end", "new at the end", "broken at the end"]));
  });

  it("finds nothing wrong with one that syncs first, and its folder after", () => {
    const seen = outcomes(powerCuts(start(), (files) => replace(files, { syncs: true }), { cuts: 40 }));
    expect(seen).toEqual(new Set(["old", "new", "new at the end"]));
  });

  it("finds nothing wrong with replaceFile()", () => {
    const work = (files: FileSystem) => {
      replaceFile(files, PATH, (file) => file.write(NEW, 0), { mode: 0o600 }).close();
    };
    expect(outcomes(powerCuts(start(), work, { cuts: 40 }))).toEqual(
      new Set(["old", "new", "new at the end"]),
    );
  });

  it("keeps the permissions, and two names of one file", () => {
    const work = (files: FileSystem) => {
      files.open(PATH).close();
      files.changeMode(PATH, 0o600);
      files.link(PATH, "/folder/second");
      files.syncFolder(PATH);
    };
    const ends = [...powerCuts(start(), work)].filter(({ complete }) => complete);
    expect(ends).toHaveLength(4);
    for (const { files } of ends) {
      expect(files.status("/folder/second")).toEqual(files.status(PATH));
      expect(files.status(PATH)?.mode).toBe(0o600);
    }
  });

  it("tears writes at multiples of 512 bytes", () => {
    const ends = new Set<number>();
    const append = (files: FileSystem) => files.open(PATH, { writable: true }).write(filled(3), 100);
    for (const { files } of powerCuts(start(), append, { cuts: 100 })) {
      const bytes = files.readFile(PATH);
      bytes.forEach((byte, index) => {
        if (byte !== bytes[index + 1]) ends.add(index + 1);
      });
    }
    expect([...ends].sort((one, other) => one - other)).toEqual([100, 512, 1024, 1500, 1536, 1600]);
  });
});
