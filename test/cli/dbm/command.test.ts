import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dbm as group } from "../../../src/cli/commands/dbm.ts";
import { readDump } from "../../../src/dbm/gnu/index.ts";
import { type Format, open } from "../../../src/dbm/index.ts";
import { contents, failing, fine, TIMEOUT } from "../outcomes.ts";
import { dbm, pantry, temporaryFolder } from "../pantry.ts";

const PICKLE = Uint8Array.of(0x80, 4, 0x4b, 7, 0x2e);
const PAIRS: readonly (readonly [Uint8Array | string, Uint8Array | string])[] = [
  ["tea", "a hot drink"],
  [Uint8Array.of(0xff, 0), PICKLE],
  ["lines", "one\ntwo"],
  ["", ""],
];

/** A database with the pairs, in a folder that is gone after the test. */
function made(format: Format, name: string = "state"): string {
  const file = path.join(temporaryFolder(), name);
  const database = open(file, { flag: "n", format });
  database.setMany(PAIRS);
  database.close();
  return file;
}

const CONTENTS = ["=", "lines=one\ntwo", "tea=a hot drink", "\xff\0=\x80\x04K\x07."];

describe("pantry dbm", TIMEOUT, () => {
  it("tells what it and its verbs can do", async () => {
    const help = group.usage;
    expect(help).toContain("Usage: pantry dbm VERB");
    expect(group.verbs).toHaveLength(12);
    for (const { load, name, summary } of group.verbs) {
      expect(help).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
      const { usage } = await load();
      expect(usage).toMatch(
        new RegExp(`^Usage: pantry dbm ${name} .*FILE|^Usage: pantry dbm ${name} .*FROM TO`, "m"),
      );
      expect(usage).toMatch(/^Exit codes: 0 /m);
      expect(usage.split("\n").filter((line) => line.length > 120)).toEqual([]);
    }
  });

  it("names the verb in what it says of wrong usage", async () => {
    expect(failing(await dbm("copy", "a"), 64)).toBe(
      "pantry: FROM TO expected (see pantry dbm copy --help)\n",
    );
  });

  it("tells formats", async () => {
    const file = made("dumb");
    const other = path.join(path.dirname(file), "other");
    writeFileSync(other, "none");
    const outcome = await dbm("which", file, `${file}.dat`, other);
    expect(failing(outcome, 3)).toBe("");
    expect(outcome.stdout).toBe(`dbm.dumb ${file}\ndbm.dumb ${file}.dat\nUNKNOWN ${other}\n`);
  });
});

describe("pantry dbm keys and get", TIMEOUT, () => {
  it("print keys and values, and nothing that a terminal would obey", async () => {
    const file = made("gnu");
    const values = fine(await dbm("keys", "--values", "--pickle", file))
      .split("\n")
      .sort();
    expect(values).toEqual(["", ": ", "b'\\xff\\x00': 7", "lines: b'one\\ntwo'", "tea: a hot drink"]);
    expect(fine(await dbm("keys", "--json", "--prefix", "ff", "--key-as", "hex", "--limit", "1", file))).toBe(
      '{"$bytes":"/wA="}\n',
    );
  });

  it("print a value as text, as bytes and as the pickle that it is", async () => {
    const file = made("ndbm");
    expect(fine(await dbm("get", file, "lines"))).toBe("one\ntwo\n");
    expect(fine(await dbm("get", `${file}.db`, "--key-as", "repr", String.raw`b'\xff\0'`, "--pickle"))).toBe(
      "b'\\xff\\x00'  protocol 4, 5 bytes: int\n7\n",
    );
  });
});

describe("pantry dbm set and delete", TIMEOUT, () => {
  it("make a database, change it, and leave alone what is not there", async () => {
    const file = path.join(temporaryFolder(), "state.dat");
    expect(failing(await dbm("set", file, "a", "1"), 2)).toBe(
      `pantry: Cannot open ${file}: there is no database; --create makes one\n`,
    );
    expect(readdirSync(path.dirname(file))).toEqual([]);
    const created = await pantry(["dbm", "set", "--create", "dumb", file, "a", "-"], { stdin: PICKLE });
    expect(fine(created)).toBe("");
    expect(contents(file)).toEqual(["a=\x80\x04K\x07."]);
    fine(await dbm("delete", file, "a"));
    expect(contents(file)).toEqual([]);
  });
});

describe("pantry dbm copy, dump and load", TIMEOUT, () => {
  it.for(["sqlite3", "ndbm"] as const)("copy to %s and leave nothing beside it", async (format) => {
    const file = made("gnu");
    chmodSync(file, 0o600);
    const copy = path.join(temporaryFolder(), "copy");
    expect(fine(await dbm("copy", file, copy, "--to", format))).toBe("4 keys copied\n");
    const names = readdirSync(path.dirname(copy));
    expect(names.sort()).toEqual({ sqlite3: ["copy"], ndbm: ["copy.db"] }[format]);
    for (const name of names) expect(statSync(path.join(path.dirname(copy), name)).mode & 0o777).toBe(0o600);
    expect(contents(copy)).toEqual(CONTENTS);
  });

  it("replace a database when told so, also the one that is copied", async () => {
    const file = made("gnu");
    fine(await dbm("copy", file, file, "--to", "dumb", "--replace"));
    expect(readdirSync(path.dirname(file)).sort()).toEqual(["state.dat", "state.dir"]);
    expect(contents(file)).toEqual(CONTENTS);
  });

  it("put nothing in the place of a folder, or of another file", async () => {
    const file = made("gnu");
    const folder = path.dirname(file);
    expect(failing(await dbm("copy", "--replace", file, folder), 2)).toBe(
      `pantry: ${folder}: it is a directory\n`,
    );
    const film = path.join(folder, "film.dat");
    writeFileSync(film, "film");
    const stem = path.join(folder, "film");
    for (const args of [
      [stem, "--to", "dumb"],
      [stem, "--to", "dumb", "--replace"],
      [film, "--replace"],
    ])
      expect(failing(await dbm("copy", file, ...args), 2)).toBe(
        `pantry: ${film}: it exists already, and is no database\n`,
      );
    expect(readFileSync(film, "utf8")).toBe("film");
    expect(readdirSync(folder).sort()).toEqual(["film.dat", "state"]);
  });

  it("load what was dumped", async () => {
    const file = made("dumb");
    const dump = path.join(temporaryFolder(), "dump");
    fine(await dbm("dump", file, "--form", "json", "-o", dump));
    const again = path.join(path.dirname(dump), "again");
    expect(fine(await dbm("load", "--format", "gnu", again, dump))).toBe("4 keys loaded\n");
    expect(contents(again)).toEqual(CONTENTS);
    const ascii = fine(await dbm("dump", again));
    expect(ascii).toMatch(/^# GDBM dump file .*\n#:version=1.1\n#:file=again\n#:mode=\d+\n/);
    expect([...readDump([new TextEncoder().encode(ascii)]).entries]).toHaveLength(4);
  });

  it("leave nothing of a dump that breaks", async () => {
    const dump = path.join(temporaryFolder(), "dump");
    writeFileSync(dump, '{"key":"a","value":"b"}\n{"key":"a"}\n');
    expect(failing(await dbm("load", "--format", "gnu", `${dump}.db`, dump), 2)).toContain(
      `pantry: ${dump}: Cannot read line 2 at byte 24: `,
    );
    expect(readdirSync(path.dirname(dump))).toEqual(["dump"]);
  });
});

describe("pantry dbm check and reorganize", TIMEOUT, () => {
  it("find what is wrong", async () => {
    const file = made("gnu");
    const bytes = readFileSync(file);
    const start = bytes.readUInt32LE(4);
    bytes.fill(0xee, start, start + 16);
    writeFileSync(file, bytes);
    const outcome = await dbm("check", "--json", file);
    expect(failing(outcome, 1)).toBe("");
    expect(JSON.parse(outcome.stdout.split("\n")[0] ?? "")).toMatchObject({ severity: "damage" });
  });

  it("lessen sizes, and tell them", async () => {
    const file = made("dumb");
    const database = open(file, { flag: "w" });
    database.set("tea", "x".repeat(20_000)).set("tea", "x".repeat(2000));
    database.close();
    expect(fine(await dbm("reorganize", file))).toMatch(/^[\d,]+ bytes before, [\d,]+ bytes now\n$/);
    expect(contents(file)).toContain(`tea=${"x".repeat(2000)}`);
  });
});
