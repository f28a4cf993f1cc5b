import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../../src/dbm/gnu/check.ts";
import { readDump } from "../../../src/dbm/gnu/dump.ts";
import { open } from "../../../src/dbm/gnu/index.ts";
import { MemoryFiles } from "../../../src/files/index.ts";
import { damageOf } from "../damage-of.ts";
import { fixture, type GnuFixture, gnuFixtures } from "../fixtures.ts";
import { structureOf } from "../gnu/structure.ts";
import { applyTo, historyOf, Model, type Operation } from "../histories.ts";
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
  const { operations, commands } = spokenHistory();
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
        if (number !== 7) model.apply(["set", utf8(`theirs ${number}`), utf8(`${"long ".repeat(number)}.`)]);
        model.apply(["set", utf8(`key ${number % 40}`), utf8(`their value ${number}`)]);
      }
      files.writeFile("a.db", readFileSync(path));
      expect(damageOf(check("a.db", { files }))).toEqual([]);
      using db = open("a.db", { flag: "r", files });
      expect(model.differences(db)).toEqual([]);
    });

    it(`${database.name} makes the same structure of the same changes`, () => {
      const { layout, byteOrder, hashSign, kind } = database;
      const files = new MemoryFiles();
      const numsync = kind === "numsync";
      open("a.db", { flag: "n", files, blockSize: 512, layout, byteOrder, numsync }).close();
      const path = join(folder, `${database.name}-structure.db`);
      writeFileSync(path, files.readFile("a.db"));
      const db = open("a.db", { flag: "w", files, hashSign, inPlace: true });
      for (const operation of operations) applyTo(db, operation);
      db.close();
      machine.tool(path, commands);
      const theirs = Uint8Array.from(readFileSync(path));
      expect(structureOf(files.readFile("a.db"))).toEqual(structureOf(theirs));
    });
  }
});

/** A long history in words that a line of `gdbmtool` can say, with those lines. */
function spokenHistory(): {
  readonly operations: readonly Operation[];
  readonly commands: readonly string[];
} {
  const there = new Set<string>();
  const operations: Operation[] = [];
  const commands: string[] = [];
  for (const [what, key, value] of historyOf({
    seed: 8,
    length: 3000,
    keys: 500,
    keySize: 30,
    reads: false,
  })) {
    const text = `clé ${Buffer.from(key ?? []).toString("hex")}`;
    if (what === "set") {
      there.add(text);
      operations.push(["set", utf8(text), utf8("v".repeat(value.length))]);
      commands.push(`store "${text}" "${"v".repeat(value.length)}"`);
    } else if (there.delete(text)) {
      operations.push(["delete", utf8(text)]);
      commands.push(`delete "${text}"`);
    }
  }
  return { operations, commands };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
