import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Code } from "pantry/marshal";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { describeEachPython, PYTHONS, withOracle } from "../../oracle/each-python.ts";
import { type Oracle, PYODIDE, type Python } from "../../oracle/oracle.ts";
import { Dice } from "../../pickletools/mutants.ts";
import { randomTables } from "../random-tables.ts";

const WORKER = join(import.meta.dirname, "tables.py");
/** Files of the standard library, spread evenly: all of them with PANTRY_CASES=1000. */
const FILES = 12 * CASES;
const TABLES = 100 * CASES;
/** How many files are asked about at once. */
const BATCH = 12;

/** The tables of a code object, and what Python makes of them. */
interface Row {
  readonly size: number;
  readonly firstlineno: number;
  readonly linetable: string;
  readonly exceptiontable: string;
  readonly lines: readonly unknown[];
  readonly positions: readonly unknown[];
  readonly exceptions: readonly unknown[];
}

describeEachPython(
  "lines(), positions() and exceptions() give what that Python does",
  (python, oracle) => {
    it("for the code of its standard library", async () => {
      const paths = (await oracle().ask("files", {})) as string[];
      const files = spread(paths, FILES);
      let count = 0;
      for (let at = 0; at < files.length; at += BATCH) {
        const rows = (await oracle().ask("library", { paths: files.slice(at, at + BATCH) })) as Row[];
        expect(differences(rows, python)).toEqual([]);
        count += rows.length;
      }
      expect(count).toBeGreaterThan(FILES);
    }, 600_000);

    it("for tables at random", () => expectSameAtRandom(python, oracle()));
  },
  PYTHONS.map((python) => ({ ...python, args: [WORKER] })),
);

describe("lines(), positions() and exceptions() give what CPython 3.14 does, as WebAssembly", () => {
  withOracle({ ...PYODIDE, args: [...(PYODIDE.args ?? []), WORKER] }, (python, oracle) => {
    it("for the code of our workers", async () => {
      const folder = join(import.meta.dirname, "../../oracle");
      const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
      const texts = names.map((name) => readFileSync(join(folder, name), "utf8"));
      const rows = (await oracle().ask("sources", { texts })) as Row[];
      expect(rows.length).toBeGreaterThan(100);
      expect(differences(rows, python)).toEqual([]);
    });

    it("for tables at random", () => expectSameAtRandom(python, oracle()));
  });
});

async function expectSameAtRandom(python: Python, oracle: Oracle): Promise<void> {
  const dice = new Dice(1);
  const [major = 0, minor = 0] = python.short.split(".").map(Number);
  const tables = Array.from({ length: TABLES }, () => {
    const { linetable, exceptiontable, ...rest } = randomTables(major * 100 + minor, dice);
    return { ...rest, linetable: base64(linetable), exceptiontable: base64(exceptiontable) };
  });
  const rows = (await oracle.ask("given", { tables })) as Row[];
  expect(rows).toHaveLength(TABLES);
  expect(differences(rows, python)).toEqual([]);
}

/** The first rows for which we say something else. */
function differences(rows: readonly Row[], python: Python): unknown[] {
  const differ = rows.filter((row) => {
    const wanted = [row.lines, row.positions, row.exceptions];
    return JSON.stringify(wanted) !== JSON.stringify(ours(row, python));
  });
  return differ.slice(0, 3).map((row) => ({ ...row, ours: ours(row, python) }));
}

function ours(row: Row, python: Python): unknown[] {
  const code = new Code({
    python: python.short,
    code: new Uint8Array(row.size),
    firstlineno: row.firstlineno,
    linetable: Buffer.from(row.linetable, "base64"),
    exceptiontable: Buffer.from(row.exceptiontable, "base64"),
  });
  return [
    Array.from(code.lines(), ({ start, end, line }) => [start, end, line]),
    Array.from(code.positions(), ({ line, endLine, column, endColumn }) => [
      line,
      endLine,
      column,
      endColumn,
    ]),
    Array.from(code.exceptions(), (entry) => {
      return [entry.start, entry.end, entry.target, entry.depth, entry.lasti];
    }),
  ];
}

function spread(paths: readonly string[], count: number): string[] {
  const step = Math.max(1, paths.length / count);
  return Array.from(
    { length: Math.min(count, paths.length) },
    (_, at) => paths[Math.floor(at * step)] as string,
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
