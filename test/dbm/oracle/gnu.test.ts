import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { readDump } from "../../../src/dbm/gnu/dump.ts";
import { type GnuDatabase, open } from "../../../src/dbm/gnu/index.ts";
import { CASES } from "../../oracle/cases.ts";
import { codeOf } from "../code-of.ts";
import { damageOf } from "../damage-of.ts";
import { applyTo, historyOf, Model, type Operation } from "../histories.ts";
import { DbmDriver, describeDebianPython, hasProgram, PythonError } from "./driver.ts";

vi.setConfig({ testTimeout: Math.max(60_000, CASES * 5000) });

const folder = mkdtempSync(join(tmpdir(), "pantry-gnu-"));
const tools = hasProgram("gdbmtool", "--version") && hasProgram("gdbm_dump", "--version");
const [one, other, value] = [Uint8Array.of(1), Uint8Array.of(200, 0), Uint8Array.of(2)];
/** What a test left open, and the number of its file. */
const opened: GnuDatabase[] = [];
let files = 0;

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function freshPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

function opens(...args: Parameters<typeof open>): GnuDatabase {
  const database = open(...args);
  opened.push(database);
  return database;
}

/** All that a database has; it is closed again. */
function entriesOf(path: string): [Uint8Array, Uint8Array][] {
  using database = open(path, { flag: "r" });
  return [...database];
}

/** Remainders of at most 4 bytes are given up by libgdbm; two side by side may be called waste. */
function isSound(path: string): void {
  expect(damageOf(check(path))).toEqual([]);
}

describeDebianPython("dbm.gnu", "gnu", (driver) => {
  const length = Math.ceil((20_000 * CASES) / 12);

  it("reads what was written here", async () => {
    const path = freshPath();
    const model = new Model();
    const history = historyOf({ seed: 11, length, clears: 1 });
    const database = opens(path, { flag: "n" });
    for (const operation of history) expect(applyTo(database, operation)).toEqual(model.apply(operation));
    database.close();
    isSound(path);
    const operations = asked(model);
    const answers = await driver().run("gnu", path, "r", [...operations, ["entries"]]);
    expect(answers.slice(0, -1)).toEqual(operations.map((operation) => model.apply(operation)));
    expect(answers.at(-1)).toEqual(entriesOf(path));
    expect(model.differences(await driver().readAll("gnu", path))).toEqual([]);
  });

  it("writes what is read here, in the same order", async () => {
    const path = freshPath();
    const model = new Model();
    const history = historyOf({ seed: 12, length });
    const answers = await driver().run("gnu", path, "n", history);
    expect(answers).toEqual(history.map((operation) => model.apply(operation)));
    const database = opens(path, { flag: "r" });
    expect(model.differences(database)).toEqual([]);
    for (const operation of asked(model))
      expect(applyTo(database, operation)).toEqual(model.apply(operation));
    const keys = [...database.keys()];
    expect(keys).toEqual((await driver().readAll("gnu", path)).map(([key]) => key));
    const [first = one] = keys;
    expect([database.firstkey(), database.nextkey(first)]).toEqual(keys.slice(0, 2));
  });

  it.each([{ inPlace: false }, { inPlace: true }])(
    "takes turns on one file ($inPlace)",
    async ({ inPlace }) => {
      const path = freshPath();
      const model = new Model();
      const turn = { length: Math.ceil(length / 8), keys: length >> 3 };
      for (let seed = 0; seed < 4; seed += 1) {
        const [ours, batched, theirs] = [0, 100, 200].map((base) =>
          historyOf({ ...turn, seed: base + seed }),
        );
        const database = opens(path, { flag: "c", inPlace });
        for (const operation of ours ?? [])
          expect(applyTo(database, operation)).toEqual(model.apply(operation));
        database.batch(() => {
          for (const operation of batched ?? [])
            expect(applyTo(database, operation)).toEqual(model.apply(operation));
        });
        database.close();
        isSound(path);
        const answers = await driver().run("gnu", path, "w", theirs ?? []);
        expect(answers).toEqual(theirs?.map((operation) => model.apply(operation)));
        isSound(path);
        expect(model.differences(entriesOf(path))).toEqual([]);
      }
      opens(path, { flag: "w" }).reorganize();
      for (const database of opened.splice(0)) database.close();
      isSound(path);
      expect(model.differences(await driver().readAll("gnu", path))).toEqual([]);
      await driver().run("gnu", path, "w", [["reorganize"]]);
      expect(model.differences(entriesOf(path))).toEqual([]);
    },
  );

  it("sees each change that is not in a batch at once, though the database stays open", async () => {
    const path = freshPath();
    const model = new Model();
    const database = opens(path, { flag: "nu" });
    for (let seed = 0; seed < 3; seed += 1) {
      for (const operation of historyOf({ seed, length: 300, reads: false })) {
        applyTo(database, operation);
        model.apply(operation);
      }
      expect(model.differences(await driver().readAll("gnu", path, "ru"))).toEqual([]);
    }
  });

  it("keeps its changes when it is killed", async () => {
    const path = freshPath();
    const killed = new DbmDriver(driver().python);
    const session = await killed.open("gnu", path, "n");
    const model = new Model();
    const history = historyOf({ seed: 21, length: 3000, reads: false });
    await session.run(history);
    for (const operation of history) model.apply(operation);
    await killed.kill();
    expect(model.differences(entriesOf(path))).toEqual([]);
    opens(path, { flag: "w" }).set(one, value);
  });

  it("refuses a file that is open here, and is refused", async () => {
    const path = freshPath();
    const refused = { type: "_gdbm.error", errno: 11 };
    const database = opens(path, { flag: "c" }).set(one, value);
    await expect(driver().readAll("gnu", path)).rejects.toMatchObject(refused);
    await expect(driver().open("gnu", path, "w")).rejects.toMatchObject(refused);
    expect(await driver().run("gnu", path, "ru", [["get", one]])).toEqual([value]);
    database.close();

    const reading = opens(path, { flag: "r" });
    expect((await driver().readAll("gnu", path)).length).toBe(1);
    await expect(driver().open("gnu", path, "w")).rejects.toMatchObject(refused);
    await expect(driver().open("gnu", path, "n")).rejects.toMatchObject(refused);
    reading.close();
    expect(await driver().run("gnu", path, "w", [["set", other, value]])).toEqual([undefined]);

    const writer = await driver().open("gnu", path, "w");
    for (const flag of ["r", "w", "c", "n"] as const)
      expect(codeOf(() => opens(path, { flag }))).toBe("locked");
    expect(opens(path, { flag: "ru" }).get(other)).toEqual(value);
    await writer.close();
    const reader = await driver().open("gnu", path, "r");
    for (const flag of ["w", "c", "n"] as const) expect(codeOf(() => opens(path, { flag }))).toBe("locked");
    expect(opens(path, { flag: "r" }).size).toBe(2);
    await reader.close();
    for (const open of opened.splice(0)) open.close();
    expect(opens(path, { flag: "w" }).delete(one)).toBe(true);
  });

  it("means the same by its flags", async () => {
    const path = freshPath();
    for (const flag of ["r", "w"] as const) {
      const error = await driver()
        .open("gnu", path, flag)
        .then(
          () => undefined,
          (raised: unknown) => raised,
        );
      expect(error).toBeInstanceOf(PythonError);
      expect(codeOf(() => opens(path, { flag }))).toBe("not-found");
    }
    for (const flag of ["c", "cf", "cs", "csu", "nfsu"]) {
      await driver().run("gnu", path, flag, [["set", one, value]]);
      const database = opens(path, { flag: flag as "c" });
      expect(database.size).toBe(flag.startsWith("n") ? 0 : 1);
      database.set(other, value).delete(other);
      database.close();
    }
    opens(path, { flag: "w" }).set(one, value);
    for (const database of opened.splice(0)) database.close();
    await expect(driver().run("gnu", path, "r", [["set", one, value]])).rejects.toMatchObject({
      type: "_gdbm.error",
      message: expect.stringContaining("Reader can't store"),
    });
    expect(codeOf(() => opens(path, { flag: "r" }).set(one, value))).toBe("read-only");
    for (const flag of ["", "x", "rx", "ro"]) {
      await expect(driver().open("gnu", path, flag)).rejects.toMatchObject({ type: "_gdbm.error" });
      expect(() => open(path, { flag: flag as "r" })).toThrow(RangeError);
    }
  });

  it("takes a file of no bytes for one to be begun, but not to read", async () => {
    const [ours, theirs] = [freshPath(), freshPath()];
    for (const path of [ours, theirs]) writeFileSync(path, "");
    await expect(driver().readAll("gnu", theirs)).rejects.toMatchObject({ type: "_gdbm.error" });
    expect(codeOf(() => opens(ours, { flag: "r" }))).toBe("malformed");
    opens(ours, { flag: "w" }).close();
    await driver().run("gnu", theirs, "w", []);
    expect(Buffer.compare(readFileSync(ours), readFileSync(theirs))).toBe(0);
  });

  it("makes an empty file of the same bytes", async () => {
    const [ours, theirs] = [freshPath(), freshPath()];
    opens(ours, { flag: "n" }).close();
    await driver().run("gnu", theirs, "n", []);
    expect(Buffer.compare(readFileSync(ours), readFileSync(theirs))).toBe(0);
    expect(statSync(ours).mode).toBe(statSync(theirs).mode);
  });
});

it.skipIf(!tools)(`gdbmtool and gdbm_dump agree${tools ? "" : " (they are not on this machine)"}`, () => {
  const path = freshPath();
  const model = new Model();
  const database = opens(path, { flag: "n", blockSize: 512 });
  for (const operation of historyOf({ seed: 31, length: 5000 })) {
    applyTo(database, operation);
    model.apply(operation);
  }
  database.set("from here", "and text").sync();
  model.apply(["set", Buffer.from("from here"), Buffer.from("and text")]);
  database.close();
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8" });
  expect(run("gdbmtool", "-N", "-r", path, "count")).toContain(`${model.entries.size} items`);
  expect(run("gdbmtool", "-N", "-r", path, "fetch", "from here")).toBe("and text\n");
  expect(run("gdbmtool", "-N", "-r", path, "header")).toMatch(/block size\s*= 512\n/);
  const dump = readDump(new TextEncoder().encode(run("gdbm_dump", path)));
  expect(model.differences(dump.entries)).toEqual([]);
  // What it recovers is what there was: it found nothing wrong.
  const copy = freshPath();
  copyFileSync(path, copy);
  expect(run("gdbmtool", "-N", copy, "recover", "verbose")).toMatch(/Recovery succeeded/);
  expect(model.differences(entriesOf(copy))).toEqual([]);
  expect(run("gdbmtool", "-N", "-r", copy, "count")).toContain(`${model.entries.size} items`);
});

/** Operations that ask for every key of a model, and for some that it does not have. */
function asked(model: Model): Operation[] {
  const keys = [...model.entries.keys(), "not there", "nor\0this", "né"].map((key) =>
    Buffer.from(key, "latin1"),
  );
  return [
    ["size"],
    ...keys.flatMap((key): Operation[] => [
      ["get", key],
      ["has", key],
    ]),
  ];
}
