import { describe, expect, it } from "vitest";
import type { Database } from "../../../src/dbm/database.ts";
import { check } from "../../../src/dbm/dumb/check.ts";
import { open } from "../../../src/dbm/dumb/open.ts";
import { FileError, type FileSystem, MemoryFiles } from "../../../src/files/index.ts";
import { powerCuts } from "../faults/power-cut.ts";
import { prefixes } from "../faults/prefixes.ts";
import { GuardedFiles } from "../guarded-files.ts";
import { applyTo, historyOf, Model, type Operation } from "../histories.ts";

/** What a history has done when it is killed. */
class Witness {
  /** What was there at each time since the last `sync`, the latest last; what was in flight counts as a time, too. */
  times: Model[] = [new Model()];
  acknowledged = new Model();
  /** What was there after the change that was in flight. */
  inFlight = new Model();

  begin(operation: Operation): void {
    this.inFlight = copyOf(this.acknowledged);
    this.inFlight.apply(operation);
    this.times.push(this.inFlight);
  }

  end(operation: Operation): void {
    this.acknowledged = this.inFlight;
    if (operation[0] === "sync") this.times = [this.acknowledged];
  }
}

function copyOf(model: Model): Model {
  const copy = new Model();
  for (const [key, value] of model.entries) copy.entries.set(key, value);
  return copy;
}

function historyWithSyncs(seed: number, length: number): Operation[] {
  const history = historyOf({
    seed,
    length,
    keys: 8,
    keySize: 20,
    valueSize: 1500,
    reads: false,
    clears: 20,
  });
  return history.map((operation, index) => {
    if (index % 17 === 13) return ["sync"];
    return index % 29 === 28 ? ["reorganize"] : operation;
  });
}

/** Opens the database, does the history, closes it; a second time it writes what a first one has left. */
function workOf(history: readonly Operation[], witness: () => Witness): (files: FileSystem) => void {
  return (files) => {
    const database = open("data", { files });
    const seen = witness();
    for (const operation of history) {
      seen.begin(operation);
      applyTo(database, operation);
      seen.end(operation);
    }
    database.close();
  };
}

function contentOf(files: FileSystem): [Uint8Array, Uint8Array][] {
  using database = open("data", { flag: "r", files });
  return [...database.entries()];
}

function damageIn(files: FileSystem): unknown[] {
  return [...check("data", { files })].filter(({ severity }) => severity === "damage");
}

describe("a process that is killed", () => {
  it.each([1, 2, 3])("loses nothing of history %i that was acknowledged", (seed) => {
    let witness = new Witness();
    const history = historyWithSyncs(seed, 60);
    const work = workOf(history, () => (witness = new Witness()));
    let killed = 0;
    for (const { files, changes } of prefixes(new MemoryFiles(), work)) {
      if (!files.status("data.dir")) {
        expect(witness.acknowledged.entries.size).toBe(0);
        witness = new Witness();
        continue;
      }
      killed += 1;
      const found = contentOf(files);
      const models = [witness.acknowledged, witness.inFlight];
      expect(
        models.map((model) => model.differences(found)),
        `after ${changes} changes`,
      ).toContainEqual([]);
      expect(damageIn(files), `after ${changes} changes`).toEqual([]);
      // The next writer goes on from there.
      open("data", { files }).set("next", "one").close();
      expect(contentOf(files).length).toBe(found.length + 1);
      expect([...check("data", { files })].filter(({ message }) => message.includes("provisional"))).toEqual(
        [],
      );
    }
    expect(killed).toBeGreaterThan(100);
  });

  it("loses nothing of a batch that has ended", () => {
    let ended = false;
    const work = (files: FileSystem) => {
      ended = false;
      const database: Database = open("data", { files });
      database.batch(() => {
        for (let i = 0; i < 20; i++) database.set(`key ${i}`, "x".repeat(i * 100));
        database.delete("key 3");
      });
      ended = true;
      database.close();
    };
    for (const { files } of prefixes(new MemoryFiles(), work)) {
      if (!files.status("data.dir")) continue;
      const found = contentOf(files);
      for (const [key, value] of found) expect(value.length).toBe(100 * Number(textOf(key).slice(4)));
      if (ended) expect(found.length).toBe(19);
    }
    expect(ended).toBe(true);
  });

  it("leaves the old database or none when it makes a new one in its place", () => {
    const start = new MemoryFiles();
    open("data", { files: start }).set("old", "x".repeat(2000)).close();
    const work = (files: FileSystem) => open("data", { flag: "n", files }).set("new", "1").close();
    const seen = new Set<string>();
    for (const { files } of prefixes(start, work)) {
      if (!files.status("data.dir") || !files.status("data.dat")) {
        seen.add("none");
        open("data", { files }).close();
      } else {
        seen.add(
          contentOf(files)
            .map(([key]) => textOf(key))
            .join(),
        );
      }
      expect(damageIn(files)).toEqual([]);
    }
    expect([...seen].sort()).toEqual(["", "new", "none", "old"]);
  });
});

describe("a power cut", () => {
  it.each([4, 5])("loses nothing of history %i that was synced, and no value is half there", (seed) => {
    const start = new MemoryFiles();
    open("data", { files: start }).close();
    let witness = new Witness();
    const work = workOf(historyWithSyncs(seed, 50), () => (witness = new Witness()));
    let cuts = 0;
    for (const { files, changes } of powerCuts(start, work, { seed, cuts: 3 })) {
      cuts += 1;
      const found = Model.of(contentOf(files));
      // A write that was lost ends what is known: each key is as it was at some time since the last sync.
      const keys = new Set([
        ...witness.times.flatMap((model) => [...model.entries.keys()]),
        ...found.entries.keys(),
      ]);
      for (const key of keys) {
        const value = hex(found.entries.get(key));
        const allowed = witness.times.map((model) => hex(model.entries.get(key)));
        expect(allowed, `key ${JSON.stringify(key)} after ${changes} changes`).toContain(value);
      }
      open("data", { files }).close();
      expect(damageIn(files)).toEqual([]);
    }
    expect(cuts).toBeGreaterThan(300);
  });
});

/** What a writer of Pantry leaves that is killed, when it has given values to these keys. */
function leftBehind(...keys: string[]): MemoryFiles {
  const files = new MemoryFiles();
  const database = open("data", { files });
  for (const key of keys) database.set(key, "x".repeat(1000));
  return files.copy();
}

/** Files whose names nobody can make sure of. */
class UnsureFiles extends MemoryFiles {
  override syncFolder(path: string): void {
    throw new FileError("sync", path, "EIO");
  }
}

describe("a writer that cannot put another's lines in order", () => {
  it("leaves no file open", () => {
    const left = leftBehind("first");
    const unsure = new UnsureFiles();
    for (const path of left.paths()) unsure.writeFile(path, left.readFile(path));
    const paths = ["data.dat", "data.dir", "data.bak"];
    const files = new GuardedFiles(unsure, { paths, size: 1e6, calls: 1000 });
    expect(() => open("data", { files })).toThrow("EIO");
    expect([files.opened, files.trespass]).toEqual([0, undefined]);
    expect(contentOf(unsure).map(([key]) => textOf(key))).toEqual(["first"]);
  });
});

/** Puts bytes where the values are, as an original does that overwrites them in place. */
function overwrite(files: MemoryFiles, offset: number, text: string): void {
  files.open("data.dat", { writable: true }).write(new TextEncoder().encode(text), offset);
}

describe("a value that is not the one of its provisional line", () => {
  it("is taken as it is, if an original overwrote it; check() tells", () => {
    const files = leftBehind("first", "second");
    overwrite(files, 0, "from Python");
    const values = contentOf(files).map(([key, value]) => [textOf(key), textOf(value).slice(0, 12)]);
    expect(values).toEqual([
      ["first", "from Pythonx"],
      ["second", "xxxxxxxxxxxx"],
    ]);
    expect(damageIn(files)).toEqual([
      { offset: 0, severity: "damage", message: "a value is not the one that its line was written for" },
    ]);
    open("data", { files }).close();
    expect(contentOf(files).length).toBe(2);
    expect(damageIn(files)).toEqual([]);
  });

  it("is none, if it has not reached new space when the power failed", () => {
    const files = leftBehind("first", "second");
    overwrite(files, 512, "\0".repeat(488));
    expect(contentOf(files).map(([key]) => textOf(key))).toEqual(["second"]);
    expect(damageIn(files)).toEqual([]);
  });

  it("is none, if it was written where something else had been", () => {
    const files = new MemoryFiles();
    const database = open("data", { files });
    database.set("old", "y".repeat(1000)).set("last", "z");
    database.delete("old");
    database.sync();
    database.set("new", "x".repeat(1000));
    const left = files.copy();
    expect(textOf(left.readFile("data.dir"))).toMatch(/^'new', \(0, 1000 \) # [\da-f]{8} reused$/m);
    overwrite(left, 0, "y".repeat(512));
    expect(contentOf(left).map(([key]) => textOf(key))).toEqual(["last"]);
  });

  it("is none, if there was another before, which counts", () => {
    const files = new MemoryFiles();
    open("data", { files }).set("key", "old".repeat(300)).close();
    const database = open("data", { files });
    database.set("key", "x".repeat(1000));
    const left = files.copy();
    overwrite(left, 1024, "from Python");
    expect(contentOf(left).map(([, value]) => textOf(value).slice(0, 6))).toEqual(["oldold"]);
  });
});

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString("hex");
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
