import { describe, expect, it } from "vitest";
import { type Placement, place, strangerAt } from "../../../src/cli/dbm/placement.ts";
import type { Format } from "../../../src/dbm/index.ts";
import { find } from "../../../src/dbm/which.ts";
import { FileError, type FileSystem, MemoryFiles } from "../../../src/files/index.ts";
import { powerCuts } from "../../dbm/faults/power-cut.ts";
import { type Prefix, prefixes } from "../../dbm/faults/prefixes.ts";

const GDBM_MAGIC = "\xce\x9a\x57\x13";
const HASH_MAGIC = "\0\x06\x15\x61";

/** Databases as far as anybody looks who tells their format: what follows the path, and how the file begins. */
const KINDS = {
  sqlite3: { "": "SQLite format 3\0" },
  "sqlite3 with its log": { "-wal": "log", "": "SQLite format 3\0" },
  gnu: { "": GDBM_MAGIC },
  ndbm: { ".db": HASH_MAGIC },
  "ndbm of GDBM": { ".dir": GDBM_MAGIC, ".pag": GDBM_MAGIC },
  dumb: { ".dat": "", ".dir": "'" },
  "dumb that was changed": { ".bak": "'", ".dat": "", ".dir": "'" },
} as const;
type Kind = keyof typeof KINDS;
const FRESH = ["sqlite3", "gnu", "ndbm", "dumb"] as const;

const PLACEMENT: Placement = {
  path: "/folder/state",
  fresh: "/folder/.state.tmp",
  aside: "/folder/state.old",
};
const CASES = (Object.keys(KINDS) as Kind[]).flatMap((old) => FRESH.map((fresh) => [old, fresh] as const));

function put(files: MemoryFiles, path: string, kind: Kind, age: "old" | "new"): void {
  for (const [suffix, magic] of Object.entries(KINDS[kind]))
    files.writeFile(
      path + suffix,
      Uint8Array.from(`${magic} ${age}`, (character) => character.charCodeAt(0)),
    );
}

function replacing(old: Kind, fresh: Format): MemoryFiles {
  const files = new MemoryFiles();
  put(files, PLACEMENT.path, old, "old");
  put(files, PLACEMENT.fresh, fresh, "new");
  return files;
}

/** The files that a format reads, and whether each is old or new; `undefined` where there is no database. */
function readAt(path: string, files: MemoryFiles): string | undefined {
  const found = find(path, files);
  if (typeof found !== "object") return undefined;
  const there = (suffix: string) => files.status(path + suffix) !== undefined;
  const read = {
    sqlite3: ["-journal", "-wal", ""],
    gnu: [""],
    ndbm: there(".pag") && there(".dir") ? [".dir", ".pag"] : [".db"],
    dumb: [".dat", ".dir"],
  }[found.format].filter(there);
  return read.map((suffix) => `${suffix} ${ageOf(files.readFile(path + suffix))}`).join();
}

function ageOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.slice(-3));
}

/** What somebody finds: the old one or the new one, or where he would have to look for it. */
function state(files: MemoryFiles, old: string, fresh: string): string {
  const { aside, fresh: elsewhere, path } = PLACEMENT;
  const found = readAt(path, files);
  if (found === old) return "old";
  if (found === fresh) return "new";
  if (found !== undefined) return `a mixture: ${found}`;
  if (readAt(aside, files) === old || readAt(elsewhere, files) === fresh) return "aside";
  return "lost";
}

function states(
  faults: (files: MemoryFiles, work: (files: FileSystem) => void) => Iterable<Prefix>,
  kinds: readonly [Kind, Format],
) {
  const [old, fresh] = kinds;
  const start = replacing(old, fresh);
  const wanted = [readAt(PLACEMENT.path, start), readAt(PLACEMENT.fresh, start)] as [string, string];
  const seen = new Set<string>();
  for (const { complete, files } of faults(start, (mortal) => place(PLACEMENT, fresh, mortal)))
    seen.add(`${state(files, ...wanted)}${complete ? " at the end" : ""}`);
  return seen;
}

describe("place()", () => {
  it.for(CASES)("of the old and the new one, always leaves one: %s, %s", (kinds) => {
    const seen = states(prefixes, kinds);
    expect(seen).toContain("new at the end");
    for (const one of seen) expect(["old", "new", "aside", "new at the end"]).toContain(one);
  });

  it.for(CASES)("does so when the power fails: %s, %s", (kinds) => {
    const seen = states((files, work) => powerCuts(files, work, { cuts: 10 }), kinds);
    for (const one of seen) expect(["old", "new", "aside", "new at the end"]).toContain(one);
  });

  it.for(CASES)("leaves nothing else: %s, %s", ([old, fresh]) => {
    const files = replacing(old, fresh);
    place(PLACEMENT, fresh, files);
    const names = Object.keys(KINDS[fresh]).map((suffix) => PLACEMENT.path + suffix);
    expect([...files.paths()].sort()).toEqual(names.sort());
  });

  it.for<readonly [Kind, Format]>([
    ["sqlite3", "gnu"],
    ["gnu", "sqlite3"],
    ["gnu", "dumb"],
    ["dumb", "gnu"],
    ["dumb", "ndbm"],
    ["ndbm", "ndbm"],
    ["ndbm of GDBM", "ndbm"],
  ])("always has one in its place where that can be: %s, %s", (kinds) => {
    expect(states(prefixes, kinds)).not.toContain("aside");
  });

  it("removes the log that would be taken for its own", () => {
    const files = new MemoryFiles();
    put(files, PLACEMENT.fresh, "sqlite3", "new");
    files.writeFile(`${PLACEMENT.path}-wal`, new Uint8Array(1));
    for (const { files: left } of prefixes(files, (mortal) => place(PLACEMENT, "sqlite3", mortal)))
      expect([undefined, " new"]).toContain(readAt(PLACEMENT.path, left));
  });

  it("puts everything back when a file cannot be moved", () => {
    const files = replacing("dumb", "dumb");
    const names = files.paths();
    const rename = files.rename.bind(files);
    files.rename = (from, to) => {
      if (from === `${PLACEMENT.fresh}.dir`) throw new FileError("rename", from, "EACCES");
      rename(from, to);
    };
    expect(() => place(PLACEMENT, "dumb", files)).toThrow("permission denied");
    expect(files.paths().sort()).toEqual(names.sort());
    expect(readAt(PLACEMENT.path, files)).toBe(".dat old,.dir old");
  });
});

describe("strangerAt()", () => {
  const { path } = PLACEMENT;
  /** The suffix of the stranger among these files, each of which is named by its suffix. */
  function stranger(there: Readonly<Record<string, string>>, fresh: Format): string | undefined {
    const files = new MemoryFiles();
    for (const [suffix, text] of Object.entries(there))
      files.writeFile(
        path + suffix,
        Uint8Array.from(text, (character) => character.charCodeAt(0)),
      );
    return strangerAt(path, fresh, files)?.slice(path.length);
  }

  it.for(CASES)("finds none in a database: %s, %s", ([old, fresh]) => {
    expect(stranger(KINDS[old], fresh)).toBeUndefined();
  });

  it("finds none in what is left of one, or is empty", () => {
    for (const fresh of FRESH) expect(stranger({ "": "" }, fresh)).toBeUndefined();
    expect(stranger({ "-wal": "log" }, "sqlite3")).toBeUndefined();
    expect(stranger({ ".dat": "value", ".bak": "'" }, "dumb")).toBeUndefined();
    expect(stranger({ ".dir": "'" }, "dumb")).toBeUndefined();
    expect(stranger({ ".db": "" }, "ndbm")).toBeUndefined();
  });

  it("finds what would be lost", () => {
    for (const fresh of FRESH) expect(stranger({ "": "text" }, fresh)).toBe("");
    expect(stranger({ ".dat": "text" }, "dumb")).toBe(".dat");
    expect(stranger({ ".db": "text" }, "ndbm")).toBe(".db");
    expect(stranger({ "": GDBM_MAGIC, ".dat": "text" }, "dumb")).toBe(".dat");
    expect(stranger({ "": GDBM_MAGIC, ".dat": "text" }, "gnu")).toBeUndefined();
  });
});
