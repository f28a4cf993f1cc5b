import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findPythons, inventory } from "../../oracle/oracle.ts";
import { audited, pickleOf } from "./assembler.ts";
import { GADGETS } from "./gadgets.ts";

// A child for each, in an empty folder of its own: what they do must not be seen by the next one.
const LOADER = `
import argparse, base64, collections, http, json, logging, os, pickle, sys
shown = []
for data, effect in json.load(sys.stdin):
    os.mkdir(str(len(shown)))
    child = os.fork()
    if child == 0:
        os.chdir(str(len(shown)))
        value = error = None
        try:
            value = pickle.loads(base64.b64decode(data))
        except Exception as raised:
            error = raised
        try:
            os._exit(0 if eval(effect) else 1)
        finally:
            os._exit(2)
    shown.append(os.waitpid(child, 0)[1] == 0)
print(json.dumps(shown))
`;

const pythons = findPythons();
const newest = pythons.filter(({ version }) => version.startsWith("3.13")).at(-1);

describe("harmless names that do harm together", () => {
  it.for(Object.entries(GADGETS))("%s", ([, { value, verdict }]) => {
    expect(audited(value)).toMatchObject({ status: "complete", verdict });
    expect(audited(value, { policy: "strict" }).verdict).toBe("dangerous");
  });

  it.skipIf(newest === undefined || process.platform === "win32")(
    `do it in CPython 3.13. ${inventory(pythons)}`,
    () => {
      const gadgets = Object.entries(GADGETS);
      const input = JSON.stringify(
        gadgets.map(([, { value, effect }]) => [Buffer.from(pickleOf(value)).toString("base64"), effect]),
      );
      const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-"));
      try {
        const options = { cwd: folder, input, encoding: "utf8" } as const;
        const shown = JSON.parse(execFileSync(newest?.path ?? "", ["-c", LOADER], options));
        expect(gadgets.filter((_, i) => shown[i] !== true).map(([name]) => name)).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
