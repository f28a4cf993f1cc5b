import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check, open } from "../../../src/dbm/ndbm/index.ts";
import { historyOf, Model } from "../histories.ts";

/** The command that `test/fixtures/dbm/bsd/make.sh` builds of Apple's code. */
const TOOL = process.env.PANTRY_BSD_HASH;

const title = "hash files of BSD's db 1.85, beside their library";
describe.skipIf(TOOL === undefined)(TOOL ? title : `${title} (skipped: no PANTRY_BSD_HASH)`, () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "bsd-hash-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["small values", 300, []],
    ["values larger than pages", 9000, []],
    ["the other byte order", 9000, ["order=4321"]],
    ["small pages", 3000, ["pagesize=512"]],
  ] as const)("have all that either side wrote, in turns: %s", (name, valueSize, options) => {
    const path = join(folder, name);
    const model = new Model();
    const historyFor = (seed: number) => {
      // The library cannot store a large value under an empty key.
      const history = historyOf({ seed, length: 2000, valueSize, emptyKey: false, reads: false });
      for (const operation of history) model.apply(operation);
      return history;
    };
    for (let round = 0; round < 3; round++) {
      const lines = historyFor(2 * round).map(([what, key, value]) =>
        what === "set" ? `s ${hex(key)} ${hex(value)}` : `d ${hex(key)}`,
      );
      expect(ask(`${path}.db`, lines, options)).not.toContain("error");
      {
        using database = open(path, { flag: "w" });
        expect(model.differences(database)).toEqual([]);
        for (const operation of historyFor(2 * round + 1)) {
          if (operation[0] === "set") database.set(operation[1], operation[2]);
          else if (operation[0] === "delete") database.delete(operation[1]);
        }
      }
      expect([...check(path)]).toEqual([]);
      const entries = [...model.entries].map(([key, value]) => [Buffer.from(key, "latin1"), value] as const);
      const answers = ask(
        `${path}.db`,
        entries.map(([key]) => `g ${hex(key)}`),
      );
      expect(answers).toEqual(entries.map(([, value]) => `v ${hex(value)}`));
      // It lists each key of a file of ours, which it does not of its own.
      const listed = ask(`${path}.db`, ["a"]);
      expect(listed.pop()).toBe("end");
      expect(listed.sort()).toEqual(entries.map(([key, value]) => `k ${hex(key)} ${hex(value)}`).sort());
    }
  });
});

function ask(path: string, lines: readonly string[], options: readonly string[] = []): string[] {
  const { stdout, status } = spawnSync(TOOL as string, [path, ...options], {
    input: `${lines.join("\n")}\n`,
    encoding: "latin1",
    maxBuffer: 2 ** 28,
  });
  expect(status).toBe(0);
  return stdout.split("\n").slice(0, -1);
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("hex") || "-";
}
