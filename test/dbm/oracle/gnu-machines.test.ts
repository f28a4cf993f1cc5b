import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { readDump } from "../../../src/dbm/gnu/dump.ts";
import { open } from "../../../src/dbm/gnu/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { fixture, type GnuFixture, gnuFixtures } from "../fixtures.ts";
import { applyTo, historyOf, Model } from "../histories.ts";
import { Machine } from "./machine.ts";

const folder = mkdtempSync(join(tmpdir(), "pantry-machines-"));
const { databases, entries } = gnuFixtures();

afterAll(() => rmSync(folder, { recursive: true }));

/** Changes a database here, and what it must be like then. */
function changed({ name }: GnuFixture): [MemoryFiles, Model] {
  const files = new MemoryFiles();
  files.writeFile("a.db", fixture("gnu", `${name}.db`));
  const model = Model.of(entries);
  using db = open("a.db", { flag: "w", files });
  for (const operation of historyOf({ seed: 5, length: 3000, keys: 800, valueSize: 1500 }))
    expect(applyTo(db, operation)).toEqual(model.apply(operation));
  return [files, model];
}

describe("libgdbm on the machine that made a database", () => {
  for (const database of databases) {
    const machine = Machine.of(database);
    if (machine === undefined) {
      const why = "its programs are not on this machine (PANTRY_GDBM_MACHINES says where)";
      it.skip(`${database.name} was not asked, for ${why}`, () => {});
      continue;
    }
    it(`${database.name} reads what was written here, and goes on`, () => {
      const [files, model] = changed(database);
      const path = join(folder, `${database.name}.db`);
      writeFileSync(path, files.readFile("a.db"));
      expect(model.differences(readDump(machine.dump(path)).entries)).toEqual([]);

      const numbers = Array.from({ length: 300 }, (_, number) => number);
      const commands = numbers.flatMap((number) => [
        `store "theirs ${number}" "${"long ".repeat(number)}."`,
        `store "key ${number % 40}" "their value ${number}"`,
      ]);
      machine.tool(path, [...commands, 'delete "theirs 7"']);
      for (const number of numbers) {
        if (number !== 7)
          model.apply(["set", ascii(`theirs ${number}`), ascii(`${"long ".repeat(number)}.`)]);
        model.apply(["set", ascii(`key ${number % 40}`), ascii(`their value ${number}`)]);
      }
      files.writeFile("a.db", readFileSync(path));
      expect([...check("a.db", { files })].filter(({ severity }) => severity === "damage")).toEqual([]);
      using db = open("a.db", { flag: "r", files });
      expect(model.differences(db)).toEqual([]);
    });
  }
});

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
