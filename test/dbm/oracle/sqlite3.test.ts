import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { check, open } from "../../../src/dbm/sqlite3/index.ts";
import { damageOf } from "../damage-of.ts";
import { applyTo, historyOf, Model } from "../histories.ts";
import { describeEachDbmPython } from "./driver.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dbm-sqlite3-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function schemaOf(name: string): unknown {
  const database = new DatabaseSync(name);
  const rows = database.prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").all();
  database.close();
  return rows;
}

describeEachDbmPython("dbm.sqlite3", "sqlite3", (driver) => {
  it("reads what Pantry wrote, and the reverse, in turns, in the same order", async () => {
    const name = path.join(folder, "a?b#c%41 é.db");
    const model = new Model();
    for (let turn = 0; turn < 4; turn++) {
      const history = historyOf({
        seed: 21,
        length: 150 * (turn + 1),
        keys: 60,
        reads: false,
        valueSize: 9000,
      }).slice(-150);
      for (const operation of history) model.apply(operation);
      if (turn % 2 === 1) await driver().run("sqlite3", name, "c", history);
      else {
        using database = open(name, { flag: "c" });
        database.batch(() => {
          for (const operation of history) {
            if (operation[0] !== "sync") applyTo(database, operation);
          }
        });
      }
      const theirs = await driver().readAll("sqlite3", name);
      expect(model.differences(theirs)).toEqual([]);
      using reader = open(name, { flag: "r" });
      expect([...reader.keys()]).toEqual(theirs.map(([key]) => Uint8Array.from(key)));
      expect(model.differences(reader.entries())).toEqual([]);
    }
    expect(damageOf(check(name))).toEqual([]);
  });

  it("makes the same table", async () => {
    const [ours, theirs] = [path.join(folder, "ours"), path.join(folder, "theirs")];
    open(ours, { flag: "n" }).close();
    await driver().run("sqlite3", theirs, "n", []);
    expect(schemaOf(ours)).toEqual(schemaOf(theirs));
    expect(readdirSync(folder).filter((name) => name.startsWith("ours"))).toEqual(["ours"]);
  });
});
