import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PYTHONS as KNOWN } from "pantry/marshal/dis";
import { loadPyodide } from "pyodide";
import { describe, expect, it } from "vitest";
import { PYTHONS, skipMissing } from "../../oracle/each-python.ts";

const SCRIPT = join(import.meta.dirname, "tables.py");
const FOLDER = join(import.meta.dirname, "../../../src/marshal/dis/tables");

describe("the tables of opcodes", () => {
  for (const short of KNOWN.slice(0, -1)) {
    const python = PYTHONS.find((one) => one.short === short);
    if (!python) {
      skipMissing(short);
      continue;
    }
    it(`are what Python ${short} says`, () => {
      expect(tableOf(short)).toBe(execFileSync(python.path, [SCRIPT], { encoding: "utf8" }));
    });
  }

  it("are what Python 3.14 says, as WebAssembly", async () => {
    const python = await loadPyodide();
    python.FS.writeFile("/home/pyodide/tables.py", readFileSync(SCRIPT));
    const table = python.runPython(
      "import sys; sys.path.insert(0, '/home/pyodide'); import tables; tables.table()",
    );
    expect(tableOf("3.14")).toBe(table);
  });
});

function tableOf(short: string): string {
  const [major, minor = ""] = short.split(".");
  return readFileSync(join(FOLDER, `python${major}${minor.padStart(2, "0")}.ts`), "utf8");
}
