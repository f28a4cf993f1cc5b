import { open } from "pantry/dbm/ndbm";
import { type FileSystem, MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { powerCuts } from "../faults/power-cut.ts";
import { prefixes } from "../faults/prefixes.ts";

function start(): MemoryFiles {
  const files = new MemoryFiles();
  open("/a", { flag: "c", files }).set("which", "old").set("large", new Uint8Array(9000).fill(1)).close();
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

describe("a database of Berkeley DB whose program ends", () => {
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

  it("is not there, or is empty and whole, when it was just created", () => {
    for (const { files } of prefixes(new MemoryFiles(), (fresh) =>
      open("/a", { flag: "c", files: fresh }).close(),
    )) {
      if (files.status("/a.db")) expect(open("/a", { files }).size).toBe(0);
    }
  });
});
