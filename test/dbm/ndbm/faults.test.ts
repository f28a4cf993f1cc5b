import { open } from "pantry/dbm/ndbm";
import { type FileSystem, MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { powerCuts } from "../faults/power-cut.ts";
import { prefixes } from "../faults/prefixes.ts";
import { fixture } from "../fixtures.ts";

const FORMATS = [
  ["Berkeley DB", () => new MemoryFiles()],
  ["BSD db 1.85", emptyBsd],
] as const;

describe.each(FORMATS)("a database of %s whose program ends", (library, fresh) => {
  function start(): MemoryFiles {
    const files = fresh();
    using database = open("/a", { flag: "c", files });
    expect(database.library).toBe(library);
    database.set("which", "old").set("large", new Uint8Array(9000).fill(1));
    return files;
  }

  it("is as before or as after, when it is killed between any two calls", () => {
    const states = [...prefixes(start(), change)].map(({ files }) => stateOf(files));
    expect(new Set(states)).toEqual(new Set(["old", "new"]));
    expect(states.at(-1)).toBe("new");
  });

  it("is as before or as after, when the power is cut", () => {
    const states: string[] = [];
    for (const { files, complete } of powerCuts(start(), change)) {
      const state = stateOf(files);
      states.push(state);
      if (complete) expect(state).toBe("new");
    }
    expect(new Set(states)).toEqual(new Set(["old", "new"]));
  });

  it("can be written on, whatever it left beside it", () => {
    let left = 0;
    for (const { files } of prefixes(start(), change)) {
      const beside = files.paths().filter((path) => path !== "/a.db");
      if (beside.length > 0) left += 1;
      expect(beside.every((path) => path.endsWith(".tmp"))).toBe(true);
      const before = beside.map((path) => files.readFile(path));
      change(files);
      expect(stateOf(files)).toBe("new");
      expect(files.paths().sort()).toEqual(["/a.db", ...beside].sort());
      expect(beside.map((path) => files.readFile(path))).toEqual(before);
    }
    expect(left).toBeGreaterThan(2);
  });
});

it("a database is not there, or is empty and whole, when its program is killed as it creates it", () => {
  for (const { files } of prefixes(new MemoryFiles(), (fresh) =>
    open("/a", { flag: "c", files: fresh }).close(),
  )) {
    if (files.status("/a.db")) expect(open("/a", { files }).size).toBe(0);
  }
});

function emptyBsd(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/a.db", fixture("bsd", "empty.db"));
  return files;
}

function change(files: FileSystem): void {
  const database = open("/a", { flag: "w", files });
  database.set("which", "new").set("large", new Uint8Array(9000).fill(2));
  database.close();
}

/** Which of the two states is there, wholly. */
function stateOf(files: FileSystem): string {
  using database = open("/a", { files });
  const which = new TextDecoder().decode(database.get("which"));
  const byte = which === "old" ? 1 : 2;
  const isWhole = database.size === 2 && database.get("large")?.every((one) => one === byte);
  return isWhole ? which : "neither";
}
