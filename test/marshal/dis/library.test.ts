import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { PYTHONS, skipMissing } from "../../oracle/each-python.ts";
import { WANTED } from "../../oracle/oracle.ts";
import {
  codeIn,
  judgeLibrary,
  judgeOf,
  type Listing,
  NEWER_CHARACTERS,
  type Row,
  rowsOf,
  verdictOn,
} from "./judge.ts";

/** So many files of each library, evenly spread; with PANTRY_CASES=1000 there are all. */
const FILES = 5 * CASES;
const GOOD: readonly string[] = ["same", NEWER_CHARACTERS];
const ENOUGH = 40;
const TIMEOUT = 3_600_000;
const WEBASSEMBLY_FILES = 2 * CASES;
const ALL_OF_WEBASSEMBLY = 500;

describe("dis() and instructions() do as those of CPython with files of its library", () => {
  for (const short of WANTED) {
    const python = PYTHONS.find((one) => one.short === short);
    if (!python) {
      skipMissing(short);
      continue;
    }

    it(
      `prints what Python ${short} prints`,
      async () => {
        const judge = judgeOf(python);
        const verdicts = await judgeLibrary(judge, FILES);
        judge.close();
        const compared = Array.from(verdicts).filter(([, verdict]) => verdict !== "not compiled");
        expect(compared.length).toBeGreaterThan(ENOUGH);
        expect(compared.filter(([, verdict]) => !GOOD.includes(verdict))).toEqual([]);
      },
      TIMEOUT,
    );

    // Python 2 has no instructions to ask for.
    if (short === "2.7") continue;
    it(`tells of instructions what Python ${short} tells`, async () => {
      const judge = judgeOf(python);
      const paths = ["argparse.py", "asyncio/tasks.py", "dis.py"];
      for (const listing of (await judge.ask("disassemble", { paths })) as Listing[]) {
        const wanted = (await judge.ask("instructions", { code: listing.code })) as Row[][];
        expect(rowsOf(codeIn(listing.code, short))).toEqual(wanted);
      }
      judge.close();
    });
  }

  it(
    "prints what Python 3.14 prints, as WebAssembly",
    async () => {
      const python = await loadPyodide();
      const script = readFileSync(join(import.meta.dirname, "listing.py"));
      python.FS.writeFile("/home/pyodide/listing.py", script);
      python.runPython(`
import json, os, sys, zipfile
sys.path.insert(0, "/home/pyodide")
import listing
library = zipfile.ZipFile(os.path.dirname(os.__file__))
names = sorted(name for name in library.namelist() if name.endswith(".py"))
names = names[:: max(len(names) // ${WEBASSEMBLY_FILES}, 1)]`);
      const names = JSON.parse(python.runPython("json.dumps(names)")) as string[];
      const differences = names.flatMap((name) => {
        const source = `json.dumps(listing.of_source(library.read(${JSON.stringify(name)}), "x.py"))`;
        const verdict = verdictOn(JSON.parse(python.runPython(source)) as Listing, "3.14");
        return verdict === "same" ? [] : [`${name}: ${verdict}`];
      });
      expect(names.length).toBeGreaterThan(Math.min(WEBASSEMBLY_FILES, ALL_OF_WEBASSEMBLY) / 2);
      expect(differences).toEqual([]);
    },
    TIMEOUT,
  );
});
