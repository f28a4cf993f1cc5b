import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Format, open } from "../../../src/dbm/index.ts";
import { fixture } from "../../dbm/fixtures.ts";
import { failing, fine, TIMEOUT } from "../outcomes.ts";
import { dbm, pantry, temporaryFile, temporaryFolder } from "../pantry.ts";

/** A pickle that has `os.system` run a command. */
const SYSTEM = "cos\nsystem\n(S'touch ";

function made(format: Format, pairs: Record<string, string | Uint8Array>, name: string = "state"): string {
  const file = path.join(temporaryFolder(), name);
  open(file, { flag: "n", format }).update(pairs).close();
  return file;
}

describe("pantry dbm recover", TIMEOUT, () => {
  it("makes a sound file of one whose header is gone, and keeps that one when told so", async () => {
    const damaged = fixture("gnu", "x86-64.db").fill(0, 0, 512);
    const file = temporaryFile("state", damaged);
    expect(failing(await dbm("keys", file), 2)).toBe(
      `pantry: Cannot open ${file}: nobody can tell the format of the file; if it was one of GDBM's, see pantry dbm recover\n`,
    );
    expect(fine(await dbm("recover", "--backup", file))).toMatch(
      /^304 keys recovered, \d+ buckets found by their looks, the damaged file is \S+\.~1~\n$/,
    );
    const database = open(file);
    expect(database.size).toBe(304);
    database.close();
    expect(new Uint8Array(readFileSync(`${file}.~1~`))).toEqual(damaged);
  });

  it("tells what is lost", async () => {
    const bytes = fixture("gnu", "x86-64.db");
    const file = temporaryFile("state", bytes.subarray(0, bytes.length - 6000));
    const { status, stdout } = await dbm("recover", file);
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringMatching(/ \(byte [\d,]+\)\n[\d,]+ keys recovered, .*\d+ not readable/),
    });
  });
});

describe("pantry dbm, of a database that another program is writing to", TIMEOUT, () => {
  it("says what to do, and writes nothing", async () => {
    const file = made("gnu", { tea: "hot" });
    const database = open(file, { flag: "w" });
    try {
      const bytes = readFileSync(file);
      expect(failing(await dbm("copy", temporaryCopyOf(file), file, "--replace"), 2)).toBe(
        `pantry: Cannot open ${file}: another program has it open; try again when it is done\n`,
      );
      expect(readFileSync(file)).toEqual(bytes);
    } finally {
      database.close();
    }
  });
});

describe("pantry dbm, of keys, values and names that a terminal would obey", TIMEOUT, () => {
  const EVIL = "\x1b]0;title\x07\x9b31m\u202e\n";

  it("prints none of it as it is", async () => {
    const file = made("gnu", { [EVIL]: EVIL }, "\x1b[31mstate");
    const outcomes = [
      await dbm("keys", "--values", file),
      await dbm("get", `${file}\x1b[2J`, EVIL),
      await dbm("delete", file, `${EVIL}no`),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([0, 2, 1]);
    for (const { stderr, stdout } of outcomes) {
      expect(stdout + stderr).toMatch(/title|state/);
      expect((stdout + stderr).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });
});

describe("pantry dbm, of values that are pickles", TIMEOUT, () => {
  it("shows what loading them would run, and does not run it", async () => {
    const touched = path.join(temporaryFolder(), "touched");
    const file = made("gnu", { evil: `${SYSTEM}${touched}'\ntR.` });
    const call = `os.system('touch ${touched}')`;
    expect(
      fine(await dbm("get", "--pickle", file, "evil"))
        .split("\n")
        .slice(1),
    ).toEqual([call, ""]);
    expect(readdirSync(path.dirname(touched))).toEqual([]);
  });
});

// Windows ends the process at once.
describe.skipIf(process.platform === "win32")("pantry dbm copy and load, at Ctrl-C", TIMEOUT, () => {
  /** Presses it as soon as somebody would notice. */
  const PRESS = `process.on("newListener", (name) => {
    if (name === "SIGINT") setImmediate(() => process.kill(process.pid, name));
  })`;

  it("clear away what they have begun, and leave what was there", async () => {
    const target = made("dumb", { old: "value" });
    const lines = Array.from({ length: 50_000 }, (_, index) => `{"key":"${index}","value":""}\n`);
    const dump = temporaryFile("dump", lines.join(""));
    const names = readdirSync(path.dirname(target));
    const outcome = await pantry(["dbm", "load", "--format", "dumb", "--replace", target, dump], {
      preload: PRESS,
    });
    expect(failing(outcome, 130)).toBe("pantry: interrupted; nothing was changed\n");
    expect(readdirSync(path.dirname(target))).toEqual(names);
  });
});

function temporaryCopyOf(file: string): string {
  const copy = path.join(temporaryFolder(), "copy");
  writeFileSync(copy, readFileSync(file));
  return copy;
}
