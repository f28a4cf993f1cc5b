import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { open } from "pantry/dbm/ndbm";
import { expect, it, onTestFinished } from "vitest";
import { applyTo, type Entry, historyOf, Model } from "../histories.ts";
import { describeDebianPython, hasProgram } from "./driver.ts";

const verifies = hasProgram("db5.3_verify", "-V");
const dumps = hasProgram("db5.3_dump", "-V");
const unasked =
  verifies && dumps ? "" : ", and not asked of db5.3_verify and db5.3_dump, which are not both here";

describeDebianPython(`a file of Berkeley DB, by turns${unasked}`, "ndbm", (driver) => {
  it.each([1, 2])(
    "is changed by Python and by this package, and has what it must (history %i)",
    async (seed) => {
      const folder = mkdtempSync(join(os.tmpdir(), "pantry-ndbm-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, "a");
      const model = new Model();
      const operations = historyOf({ seed, length: 20_000, reads: false, keySize: seed === 1 ? 100 : 900 });
      for (let turn = 0; turn * 2500 < operations.length; turn++) {
        const part = operations.slice(turn * 2500, turn * 2500 + 2500);
        for (const operation of part) model.apply(operation);
        if (turn % 2 === 0) {
          using database = open(path, { flag: "c" });
          for (const operation of part) applyTo(database, operation);
        } else {
          await driver().run("ndbm", path, "w", part);
        }
        if (verifies) execFileSync("db5.3_verify", ["-q", `${path}.db`]);
        if (dumps) expect(model.differences(dumped(`${path}.db`))).toEqual([]);
        expect(model.differences(await driver().readAll("ndbm", path))).toEqual([]);
        using database = open(path);
        expect(model.differences(database)).toEqual([]);
        expect(database.size).toBe(model.entries.size);
      }
    },
    120_000,
  );
});

/** What Berkeley DB's own command finds in a file. */
function* dumped(path: string): IterableIterator<Entry> {
  const text = execFileSync("db5.3_dump", [path], { encoding: "latin1", maxBuffer: 2 ** 30 });
  const lines = text.slice(text.indexOf("HEADER=END\n")).split("\n").slice(1, -2);
  for (let index = 0; index < lines.length; index += 2)
    yield [fromHex(lines[index] ?? ""), fromHex(lines[index + 1] ?? "")];
}

function fromHex(line: string): Uint8Array {
  return new Uint8Array(Buffer.from(line.trim(), "hex"));
}
