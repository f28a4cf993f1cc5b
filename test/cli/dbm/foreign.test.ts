import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { open } from "../../../src/dbm/index.ts";
import { fixture, gnuFixtures } from "../../dbm/fixtures.ts";
import { dbmPythons, debianPython, withDriver } from "../../dbm/oracle/driver.ts";
import { failing, fine, TIMEOUT } from "../outcomes.ts";
import { dbm, temporaryFile, temporaryFolder } from "../pantry.ts";

const modern = dbmPythons.find(({ modules }) => modules.includes("sqlite3"));
const hasDebian = debianPython?.modules.includes("gnu") && debianPython.modules.includes("ndbm");
const OPERATIONS = [
  ["set", bytesOf("tea"), bytesOf("hot")],
  ["set", Uint8Array.of(0, 255), bytesOf("é")],
] as const;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a database holds, as hexadecimal. */
function contents(pairs: Iterable<readonly [Uint8Array, Uint8Array]>): string[] {
  return [...pairs].map((pair) => pair.map((bytes) => Buffer.from(bytes).toString("hex")).join("=")).sort();
}

function read(file: string): string[] {
  const database = open(file);
  try {
    return contents(database);
  } finally {
    database.close();
  }
}

describe("pantry dbm, of files from other machines", TIMEOUT, () => {
  it("copies what BSD's hash wrote on a Mac, named as Python names it or as the file", async () => {
    const file = temporaryFile("state.db", fixture("bsd", "big-endian.db"));
    const copy = path.join(temporaryFolder(), "copy");
    expect(fine(await dbm("copy", file, copy, "--to", "gnu"))).toBe("525 keys copied\n");
    expect(JSON.parse(fine(await dbm("stat", "--json", file.slice(0, -3))))).toMatchObject({
      format: "ndbm",
      library: "BSD db 1.85",
      "byte order": "big-endian",
      keys: 525,
    });
    expect(read(copy)).toEqual(read(file));
  });

  it("reads what GDBM wrote on a mainframe, and loads its dumps", async () => {
    const { entries, few } = gnuFixtures();
    const file = temporaryFile("state", fixture("gnu", "s390x.db"));
    const lines = fine(await dbm("keys", "--values", "--as", "hex", file))
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => line.replace(": ", "=")).sort()).toEqual(contents(entries));
    const dump = temporaryFile("dump", fixture("gnu", "few-ppc.binary"));
    const loaded = path.join(temporaryFolder(), "loaded");
    fine(await dbm("load", "--format", "dumb", loaded, dump));
    expect(read(loaded)).toEqual(contents(few));
  });
});

describe.skipIf(!hasDebian)(
  "pantry dbm, beside Debian's Python (skipped without its dbm.gnu and dbm.ndbm)",
  TIMEOUT,
  () => {
    if (!debianPython) return;
    withDriver(debianPython, (driver) => {
      it("copies from dbm.gnu to dbm.ndbm, but not while Python writes", async () => {
        const file = path.join(temporaryFolder(), "state");
        await driver().run("gnu", file, "n", OPERATIONS);
        const session = await driver().open("gnu", file, "w");
        expect(failing(await dbm("copy", file, `${file}.copy`, "--to", "ndbm"), 2)).toBe(
          `pantry: Cannot open ${file}: another program has it open for writing; try again when it is done\n`,
        );
        await session.close();
        fine(await dbm("copy", file, `${file}.copy`, "--to", "ndbm"));
        expect(contents(await driver().readAll("ndbm", `${file}.copy`))).toEqual(read(file));
      });
    });
  },
);

describe.skipIf(!modern)("pantry dbm, beside Python 3.13 (skipped without it)", TIMEOUT, () => {
  if (!modern) return;
  withDriver(modern, (driver) => {
    it("puts a database of dbm.dumb in the place of one of dbm.sqlite3", async () => {
      const file = path.join(temporaryFolder(), "state");
      await driver().run("sqlite3", file, "n", OPERATIONS);
      const wanted = contents(await driver().readAll("sqlite3", file));
      fine(await dbm("copy", "--replace", "--to", "dumb", file, file));
      expect(await driver().whichdb(file)).toBe("dbm.dumb");
      expect(contents(await driver().readAll("dumb", file))).toEqual(wanted);
      expect(readdirSync(path.dirname(file)).sort()).toEqual(["state.dat", "state.dir"]);
    });
  });
});
