import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { check, dumpAscii, dumpBinary, open, readDump, recover } from "pantry/dbm/gnu";
import { afterAll, describe, expect, it } from "vitest";
import { damageOf } from "../damage-of.ts";
import { historyOf } from "../histories.ts";

const tools = ["gdbm_dump", "gdbm_load", "gdbmtool"];
const missing = tools.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-gnu-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { cwd: folder, stdio: "pipe" });

/** What a database has, in its order; with nothing that is empty, which these versions of GDBM dump but cannot load. */
function write(name: string, seed: number): void {
  using database = open(at(name), { flag: "n" });
  for (const [what, key, value] of historyOf({ seed, length: 2000, reads: false, emptyKey: false })) {
    if (what === "set" && key.length > 0 && value.length > 0) database.set(key, value);
    if (what === "delete") database.delete(key);
  }
}

function contents(name: string): [string, string][] {
  using database = open(at(name));
  return Array.from(database, ([key, value]): [string, string] => [hexOf(key), hexOf(value)]).sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const body = (text: Buffer) => text.subarray(text.indexOf("# End of header")).toString("latin1");

describe.skipIf(missing.length > 0)(
  `GDBM's tools${missing.map((tool) => ` (skipped: no ${tool})`).join("")}`,
  () => {
    it("dump what dumpAscii() and dumpBinary() dump", () => {
      write("a.db", 1);
      using database = open(at("a.db"));
      run("gdbm_dump", "a.db", "a.txt");
      expect(body(Buffer.concat([...dumpAscii(database)]))).toBe(body(readFileSync(at("a.txt"))));
      run("gdbm_dump", "-H", "binary", "a.db", "a.bin");
      const after = (dump: Buffer) => hexOf(dump.subarray(dump.indexOf("\r\n!\r\n") + 5));
      expect(after(Buffer.concat([...dumpBinary(database)]))).toBe(after(readFileSync(at("a.bin"))));
    });

    it("load what was dumped here, and the other way round", () => {
      write("b.db", 2);
      const wanted = contents("b.db");
      using database = open(at("b.db"));
      writeFileSync(at("b.txt"), Buffer.concat([...dumpAscii(database, { file: "from-text.db" })]));
      writeFileSync(at("b.bin"), Buffer.concat([...dumpBinary(database)]));
      run("gdbm_load", "b.txt");
      run("gdbm_load", "b.bin", "from-binary.db");
      for (const name of ["from-text.db", "from-binary.db"]) {
        expect(contents(name)).toEqual(wanted);
        expect(damageOf(check(at(name)))).toEqual([]);
      }
      run("gdbm_dump", "from-text.db", "c.txt");
      const dump = readDump(readFileSync(at("c.txt")));
      expect(dump.header).toMatchObject({ file: "from-text.db", version: "1.1", format: "standard" });
      const loaded = Array.from(dump.entries, ([key, value]) => [hexOf(key), hexOf(value)]);
      expect(loaded.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toEqual(wanted);
    });

    it("open what recover() made", () => {
      write("d.db", 3);
      const wanted = contents("d.db");
      const bytes = readFileSync(at("d.db"));
      bytes.fill(0, 0, 4096);
      writeFileSync(at("d.db"), bytes);
      expect(recover(at("d.db")).recovered).toBe(wanted.length);
      run("gdbm_dump", "d.db", "d.txt");
      expect([...readDump(readFileSync(at("d.txt"))).entries].length).toBe(wanted.length);
      expect(contents("d.db")).toEqual(wanted);
    });
  },
);
