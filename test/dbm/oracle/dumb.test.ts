import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check, open } from "../../../src/dbm/dumb/index.ts";
import { PYTHONS } from "../../oracle/each-python.ts";
import { damageOf } from "../damage-of.ts";
import { applyTo, historyOf, Model } from "../histories.ts";
import { describeEachDbmPython } from "./driver.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dumb-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(): string {
  return path.join(folder, `d${Math.random().toString(36).slice(2)}`);
}

describeEachDbmPython("dbm.dumb", "dumb", (driver) => {
  it("reads what Pantry wrote, and its directory is Python's to the byte", async () => {
    const name = place();
    const model = new Model();
    const database = open(name);
    for (const operation of historyOf({ seed: 11, length: 1500, clears: 1, reads: false })) {
      model.apply(operation);
      applyTo(database, operation);
    }
    database.close();
    expect(model.differences(await driver().readAll("dumb", name))).toEqual([]);
    const ours = readFileSync(`${name}.dir`);
    // What Python writes when it writes the directory anew. The key goes and leaves no trace.
    await driver().run("dumb", name, "w", [
      ["set", Buffer.from("fresh"), Buffer.from("")],
      ["delete", Buffer.from("fresh")],
    ]);
    expect(readFileSync(`${name}.dir`).equals(ours)).toBe(true);
  });

  it("writes what Pantry reads", async () => {
    const name = place();
    const model = new Model();
    const history = historyOf({ seed: 12, length: 400, reads: false });
    for (const operation of history) model.apply(operation);
    await driver().run("dumb", name, "c", history);
    using database = open(name, { flag: "r" });
    expect(model.differences(database.entries())).toEqual([]);
    expect([...database.keys()]).toEqual(
      (await driver().readAll("dumb", name)).map(([key]) => Uint8Array.from(key)),
    );
    expect(damageOf(check(name))).toEqual([]);
  });

  it("takes turns with Pantry on one database", async () => {
    const name = place();
    const model = new Model();
    for (let turn = 0; turn < 8; turn++) {
      // The same keys each time, since they come before the rest of a history.
      const history = historyOf({ seed: 13, length: 60 * (turn + 1), keys: 30, reads: false }).slice(-60);
      for (const operation of history) model.apply(operation);
      if (turn % 2 === 0) await driver().run("dumb", name, "c", history);
      else {
        using database = open(name);
        for (const operation of history) applyTo(database, operation);
      }
      expect(model.differences(await driver().readAll("dumb", name))).toEqual([]);
      using reader = open(name, { flag: "r" });
      expect(model.differences(reader.entries())).toEqual([]);
    }
    expect(damageOf(check(name))).toEqual([]);
  });

  it("reads what a writer has done that has not closed it, but for what is deleted", async () => {
    const name = place();
    const model = new Model();
    using database = open(name);
    for (const operation of historyOf({ seed: 14, length: 300, keys: 40, reads: false })) {
      if (operation[0] === "delete") continue;
      model.apply(operation);
      applyTo(database, operation);
    }
    expect(readFileSync(`${name}.dir`, "latin1")).toContain(" ) # ");
    expect(model.differences(await driver().readAll("dumb", name))).toEqual([]);
    const [key = ""] = model.entries.keys();
    database.delete(Buffer.from(key, "latin1"));
    expect(model.differences(await driver().readAll("dumb", name))).toEqual([]);
    model.entries.delete(key);
    database.sync();
    expect(model.differences(await driver().readAll("dumb", name))).toEqual([]);
  });
});

describe("dumbdbm of Python 2.7", () => {
  const python = PYTHONS.find(({ short }) => short === "2.7");
  it.skipIf(!python)(
    python ? "reads what Pantry wrote, and the reverse" : "was not asked: it is not on this machine",
    () => {
      const name = place();
      const database = open(name);
      const model = new Model();
      for (const operation of historyOf({ seed: 15, length: 300, keySize: 40, reads: false })) {
        model.apply(operation);
        applyTo(database, operation);
      }
      const listing = `
import sys, dumbdbm
d = dumbdbm.open(sys.argv[1])
for k in d.keys(): print k.encode("hex") + " " + d[k].encode("hex")
d["two"] = "seven"
d.close()`;
      const run = () => execFileSync(python?.path ?? "", ["-c", listing, name], { encoding: "latin1" });
      const entries = (text: string) =>
        text
          .trimEnd()
          .split("\n")
          .map(
            (line) =>
              line.split(" ").map((hex) => Uint8Array.from(Buffer.from(hex, "hex"))) as [
                Uint8Array,
                Uint8Array,
              ],
          );
      database.close();
      expect(model.differences(entries(run()))).toEqual([]);
      model.apply(["set", Buffer.from("two"), Buffer.from("seven")]);
      using reader = open(name, { flag: "r" });
      expect(model.differences(reader.entries())).toEqual([]);
    },
  );
});
