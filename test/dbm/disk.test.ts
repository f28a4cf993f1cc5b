import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Database, Flag } from "pantry/dbm";
import * as dumb from "pantry/dbm/dumb";
import * as gnu from "pantry/dbm/gnu";
import * as ndbm from "pantry/dbm/ndbm";
import * as sqlite3 from "pantry/dbm/sqlite3";
import { type FileSystem, MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { smallDisk } from "../files/small-disk.ts";
import { errorOf } from "./code-of.ts";
import { damageOf } from "./damage-of.ts";
import { TiredFolder } from "./faults/tired-folder.ts";
import { applyTo, historyOf, latin1, Model, type Operation } from "./histories.ts";

/** A format, and how it is used. */
interface Kind {
  readonly name: string;
  readonly module: typeof dumb | typeof gnu | typeof ndbm | typeof sqlite3;
  readonly inPlace?: boolean;
}

const IN_MEMORY: readonly Kind[] = [
  { name: "dumb", module: dumb },
  { name: "gnu", module: gnu },
  { name: "gnu, in place", module: gnu, inPlace: true },
  { name: "ndbm", module: ndbm },
];
const ALL: readonly Kind[] = [...IN_MEMORY, { name: "sqlite3", module: sqlite3 }];

/** A database at a path, in files. */
interface Place {
  readonly kind: Kind;
  readonly path: string;
  readonly files?: FileSystem;
}

function opened({ kind, path, files }: Place, flag: Flag): Database {
  const { inPlace = false } = kind;
  return kind.module.open(path, { flag, blockSize: 512, inPlace, ...(files && { files }) } as object);
}

function damageIn({ kind, path, files }: Place): string[] {
  return damageOf(kind.module.check(path, files && { files }));
}

const FULL =
  /(no space left on the device \(ENOSPC\)|database or disk is full); what was there before is safe, and changes are possible again when there is space$/;

/** Some changes of a few keys, with all else that may need space. */
function historyWithAll(seed: number): Operation[] {
  const history = historyOf({ seed, length: 80, keys: 20, valueSize: 3000, reads: false, clears: 20 });
  return history.map((operation, index) => {
    if (index % 11 === 10) return ["sync"];
    return index % 19 === 18 ? ["reorganize"] : operation;
  });
}

/** Does what may fail for want of space; each key is then as before or as after. Answers whether it failed. */
function attempted(
  database: Database,
  model: Model,
  operations: readonly Operation[],
  work: () => void,
): boolean {
  const times = [new Map(model.entries)];
  for (const operation of operations) {
    model.apply(operation);
    times.push(new Map(model.entries));
  }
  const error = errorOf(work);
  if (!error) return false;
  expect(error.code).toBe("system");
  expect(error.message).toMatch(FULL);
  const found = new Map([...database].map(([key, value]) => [latin1(key), value]));
  for (const key of new Set([...found.keys(), ...times.flatMap((time) => [...time.keys()])])) {
    const value = found.get(key);
    expect(
      times.map((time) => shown(time.get(key))),
      `key ${key} after ${error.message}`,
    ).toContain(shown(value));
  }
  model.entries.clear();
  for (const [key, value] of found) model.entries.set(key, value);
  return true;
}

function shown(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "nothing" : Buffer.from(bytes).toString("base64");
}

function spaceTaken(files: MemoryFiles): number {
  return files.paths().reduce((sum, name) => sum + files.readFile(name).length, 0);
}

describe("a full disk", () => {
  it.for(IN_MEMORY)(
    "costs nothing that was done, and may become free again: $name",
    { timeout: 60_000 },
    (kind) => {
      let failures = 0;
      for (let left = 0; left < 12_000; left += 487) {
        const files = new MemoryFiles();
        const place = { kind, path: "data", files };
        const model = new Model();
        const database = opened(place, "n");
        for (const operation of historyOf({ seed: 1, length: 40, keys: 20, valueSize: 3000, reads: false })) {
          model.apply(operation);
          applyTo(database, operation);
        }
        database.sync();
        files.capacity = spaceTaken(files) + left;
        for (const operation of historyWithAll(left)) {
          if (!attempted(database, model, [operation], () => applyTo(database, operation))) continue;
          failures += 1;
          // What another process finds, if this one is killed now. Changes of ndbm wait until they are synced.
          if (kind.module !== ndbm)
            expect(model.differences(opened({ ...place, files: files.copy() }, "r"))).toEqual([]);
        }
        expect(model.differences(database)).toEqual([]);
        if (kind.module !== ndbm) expect(damageIn({ ...place, files: files.copy() })).toEqual([]);
        files.capacity = Number.POSITIVE_INFINITY;
        for (const operation of historyWithAll(left + 1)) {
          model.apply(operation);
          applyTo(database, operation);
        }
        database.close();
        expect(model.differences(opened(place, "r"))).toEqual([]);
        expect(damageIn(place)).toEqual([]);
      }
      expect(failures).toBeGreaterThan(kind.name === "ndbm" ? 20 : 50);
    },
  );

  it.for(IN_MEMORY)("leaves of a batch what can be told afterwards: $name", (kind) => {
    let failures = 0;
    for (let left = 0; left < 20_000; left += 811) {
      const files = new MemoryFiles();
      const place = { kind, path: "data", files };
      const model = new Model();
      const database = opened(place, "n");
      database.set("first", "x".repeat(100)).sync();
      model.apply(["set", Buffer.from("first"), Buffer.from("x".repeat(100))]);
      files.capacity = spaceTaken(files) + left;
      const batch = historyOf({ seed: left, length: 40, keys: 20, valueSize: 3000, reads: false });
      const failed = attempted(database, model, batch, () => {
        database.batch(() => {
          for (const operation of batch) applyTo(database, operation);
        });
        database.sync();
      });
      if (failed) failures += 1;
      files.capacity = Number.POSITIVE_INFINITY;
      database.set("last", "y").sync();
      model.apply(["set", Buffer.from("last"), Buffer.from("y")]);
      expect(model.differences(database)).toEqual([]);
      expect(model.differences(opened({ ...place, files: files.copy() }, "r"))).toEqual([]);
      database.close();
      expect(model.differences(opened(place, "r"))).toEqual([]);
      expect(damageIn(place)).toEqual([]);
    }
    expect(failures).toBeGreaterThan(3);
  });

  it.for(IN_MEMORY)("is told by close() too, which lets go of the files: $name", (kind) => {
    const files = new MemoryFiles();
    const place = { kind, path: "data", files };
    opened(place, "n").set("key", "value").close();
    const database = opened(place, "w");
    files.capacity = spaceTaken(files);
    errorOf(() => database.set("other", "x".repeat(100_000)));
    const error = errorOf(() => database.close());
    if (kind.name === "ndbm") expect(error?.message).toMatch(FULL);
    files.capacity = Number.POSITIVE_INFINITY;
    using next = opened(place, "w");
    expect(next.set("other", "y").size).toBe(2);
    expect(files.paths().filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("a change that fails", () => {
  it.for(IN_MEMORY)("leaves no space lost, however often it is tried: $name", (kind) => {
    const files = new MemoryFiles();
    const place = { kind, path: "data", files };
    const database = opened(place, "n").set("key", "value");
    database.sync();
    const before = spaceTaken(files);
    files.capacity = before;
    for (let index = 0; index < 100; index++) {
      const key = `new ${kind.module === ndbm ? 0 : index}`;
      const error = errorOf(() => database.set(key, "x".repeat(5000)).sync());
      expect(error?.message).toMatch(FULL);
    }
    files.capacity = Number.POSITIVE_INFINITY;
    database.set("new 0", "x".repeat(5000)).close();
    expect(spaceTaken(files)).toBeLessThan(before + 20_000);
    expect(opened(place, "r").size).toBe(2);
  });

  it.for(IN_MEMORY)("does not go on in a file that has lost its name: $name", (kind) => {
    const memory = new MemoryFiles();
    const files = new TiredFolder(memory);
    const place = { kind, path: "data", files };
    const database = opened(place, "n").set("key", "value");
    database.sync();
    const works = [() => database.sync(), () => database.reorganize(), () => database.clear()];
    for (let round = 0; round < 18; round++) {
      database.set("before", "y".repeat(2000)).set(`kept ${round}`, "value").delete("before");
      files.patience = Math.floor(round / 3);
      errorOf(works[round % 3] as () => void);
      files.patience = Number.POSITIVE_INFINITY;
      // Changes of ndbm wait until they are synced.
      if (kind.module === ndbm) database.sync();
      const model = Model.of(database);
      expect(model.differences(opened({ ...place, files: memory.copy() }, "r"))).toEqual([]);
      if (round % 3 < 2) expect(database.has(`kept ${round}`)).toBe(true);
      database.set("key", "value").sync();
    }
    const model = Model.of(database);
    database.close();
    expect(model.differences(opened(place, "r"))).toEqual([]);
    expect(damageIn(place)).toEqual([]);
  });
});

const disk = smallDisk("1m");
const skipped = disk ? "" : ", which cannot be mounted here";

describe.skipIf(!disk)(`a small disk${skipped}`, () => {
  it.for(ALL)("costs nothing that was done when it is full, and may become free again: $name", (kind) => {
    const place = { kind, path: path.join(disk ?? "", kind.name.replace(/\W+/g, "-")) };
    const ballast = `${place.path}.ballast`;
    const model = new Model();
    const database = opened(place, "n");
    writeFileSync(ballast, new Uint8Array(800_000));
    let failures = 0;
    const value = new Uint8Array(10_000).fill(7);
    for (let index = 0; index < 30; index++) {
      const key = Buffer.from(`key ${index}`);
      const failed = attempted(database, model, [["set", key, value]], () => {
        database.set(key, value);
        if (kind.module === ndbm) database.sync();
      });
      if (failed) failures += 1;
    }
    expect(failures).toBeGreaterThan(5);
    rmSync(ballast);
    expect(model.differences(database)).toEqual([]);
    database.set("last", "1");
    model.apply(["set", Buffer.from("last"), Buffer.from("1")]);
    database.close();
    using reader = opened(place, "r");
    expect(model.differences(reader)).toEqual([]);
    expect(damageIn(place)).toEqual([]);
    reader.close();
    opened(place, "n").close();
  });
});

describe("a place that may not be written", () => {
  it.for(IN_MEMORY)("is read, and no byte is written: $name", (kind) => {
    const files = new MemoryFiles();
    const place = { kind, path: "data", files };
    opened(place, "n").set("key", "value").close();
    files.readOnly = true;
    expect([...opened(place, "r")].length).toBe(1);
    expect(damageIn(place)).toEqual([]);
    for (const flag of ["w", "c", "n"] as const) {
      const error = errorOf(() => opened(place, flag));
      expect([flag, error?.code]).toEqual([flag, "read-only"]);
      expect(error?.message).toMatch(
        /the file system is read-only \(EROFS\); it can be read, with the flag r$/,
      );
    }
    expect(errorOf(() => opened({ ...place, path: "new" }, "c"))?.code).toBe("system");
  });

  it.for(IN_MEMORY)("may be a file's permissions: $name", (kind) => {
    const files = new MemoryFiles();
    const place = { kind, path: "data", files };
    opened(place, "n").set("key", "value").close();
    for (const name of files.paths()) files.changeMode(name, 0o444);
    expect(opened(place, "r").size).toBe(1);
    expect(errorOf(() => opened(place, "w"))?.code).toBe("read-only");
    for (const name of files.paths()) files.changeMode(name, 0o000);
    for (const flag of ["r", "w", "c"] as const)
      expect(errorOf(() => opened(place, flag))?.code).toBe("system");
  });

  it("is told to an ordinary user by its code, in each format", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-place-"));
    for (const kind of ALL)
      opened({ kind, path: path.join(folder, kind.name) }, "n")
        .set("key", "value")
        .close();
    const index = JSON.stringify(path.join(import.meta.dirname, "../../src/dbm/index.ts"));
    const program = `
      const { open } = await import(${index});
      const { chmodSync } = process.getBuiltinModule("node:fs");
      chmodSync(${JSON.stringify(folder)}, 0o555);
      if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
      const codes = ["r", "w"].flatMap((flag) => ${JSON.stringify(ALL.map(({ name }) => name))}.map((name) => {
        try {
          const database = open(${JSON.stringify(`${folder}/`)} + name, { flag });
          const { size } = database;
          if (flag === "w") database.set("other", "value");
          database.close();
          return size;
        } catch (error) {
          return error.code;
        }
      }));
      console.log(JSON.stringify(codes));`;
    const script = path.join(folder, "program.mjs");
    writeFileSync(script, program);
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) spawnSync("chmod", ["-R", "a-w", folder]);
    const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", script], {
      encoding: "utf8",
    });
    spawnSync("chmod", ["-R", "u+w", folder]);
    rmSync(folder, { recursive: true });
    expect(`${stdout}${stderr}`.trim()).toBe(
      JSON.stringify([1, 1, 1, 1, 1, ...Array.from({ length: 5 }, () => "read-only")]),
    );
  });
});

describe("what is in the way", () => {
  it.for(IN_MEMORY)("is another writer, until it is done: $name", (kind) => {
    const files = new MemoryFiles();
    const place = { kind, path: "data", files };
    const first = opened(place, "n").set("key", "value");
    first.sync();
    for (const flag of ["w", "c", "n"] as const) {
      const error = errorOf(() => opened(place, flag));
      expect([flag, error?.code]).toEqual([flag, "locked"]);
    }
    first.set("other", "value").close();
    using second = opened(place, "w");
    expect(second.size).toBe(2);
  });

  it.for(ALL)("is a folder: $name", (kind) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-folder-"));
    const name = path.join(folder, "data");
    for (const suffix of ["", ".db", ".dat"]) spawnSync("mkdir", [name + suffix]);
    for (const flag of ["r", "w", "c", "n"] as const) {
      const error = errorOf(() => opened({ kind, path: name }, flag));
      expect([flag, error?.code]).toEqual([flag, "system"]);
    }
    rmSync(folder, { recursive: true });
  });
});
