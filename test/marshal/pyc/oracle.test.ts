import { join } from "node:path";
import type { Code } from "pantry/marshal";
import { dumps, loads, MAGIC_NUMBERS, type PycFields, sourceHash } from "pantry/marshal/pyc";
import { Complex, kindOf, Python2String, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { describeEachPython, PYTHONS, withOracle } from "../../oracle/each-python.ts";
import { type Oracle, PYODIDE, type Python } from "../../oracle/oracle.ts";
import { Dice } from "../../pickletools/mutants.ts";
import { SAMPLES, type Sample, SOURCE, sampleOf } from "./samples.ts";

const WORKER = join(import.meta.dirname, "importer.py");
const MTIME = 1_700_000_000;
/** What the docstring of a module is in the code, but not in the source. */
const FROM_CODE = "from the code";

/** The docstring of an imported module, and what it came to. */
type Imported = readonly [doc: string, results: string];

interface SourceFile {
  readonly source: Uint8Array;
  readonly mtime?: number;
}

async function importPyc(oracle: Oracle, pyc: Uint8Array, file?: SourceFile): Promise<Imported> {
  const source = file ? { source: base64(file.source), mtime: file.mtime ?? MTIME } : {};
  return (await oracle.ask("import_pyc", { pyc: base64(pyc), ...source })) as Imported;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** The code of the sample, with another docstring than its source has. */
function markedCode({ bytes }: Sample): Code {
  const { code } = loads(bytes);
  const [doc, ...rest] = code.consts;
  expect(String(doc)).toContain("every version of Python understands");
  const marked = code.python === "2.7" ? new Python2String(Buffer.from(FROM_CODE)) : FROM_CODE;
  return code.replace({ consts: new Tuple(marked, ...rest) });
}

const hasHashes = ({ short }: Python): boolean => !["2.7", "3.6"].includes(short);
const hasSize = ({ short }: Python): boolean => short !== "2.7";

function testsOf(python: Python, oracle: () => Oracle): void {
  const samples = SAMPLES.filter((sample) => sample.python === python.short);

  it("has the magic number that we think", async () => {
    const magic = Buffer.from((await oracle().ask("magic", {})) as string, "hex");
    expect(magic.readUInt16LE()).toBe(MAGIC_NUMBERS.get(python.short));
    expect(magic.toString("latin1", 2)).toBe("\r\n");
  });

  it("imports what we write, without its source, and runs it to the same results", async () => {
    expect(samples.length).toBe(hasHashes(python) ? 3 : 1);
    for (const { bytes, expected } of samples) {
      const { header, code } = loads(bytes);
      for (const refs of ["none", "shared", "all"] as const) {
        const [, results] = await importPyc(oracle(), dumps({ ...header, code }, { refs }));
        expect(results).toBe(expected.results);
      }
    }
  });

  it("runs what was changed, as it was changed", async () => {
    const { code } = loads(sampleOf(python.short).bytes);
    const consts = code.consts.map((item) => (kindOf(item) === "Complex" ? new Complex(0, 3.5) : item));
    const changed = code.replace({ consts: new Tuple(...consts) });
    const [, before] = await importPyc(oracle(), dumps({ code }));
    const [, after] = await importPyc(oracle(), dumps({ code: changed }));
    expect(before).toContain(" 2.5, ");
    expect(after).toBe(before.replace(" 2.5, ", " 3.5, "));
  });

  it("takes our file for that of a source with this time and size, and for no other", async () => {
    const code = markedCode(sampleOf(python.short));
    const ours = dumps({ code, mtime: new Date(MTIME * 1000), source: SOURCE });
    expect(await isTaken(oracle(), ours, { source: SOURCE })).toBe(true);
    expect(await isTaken(oracle(), ours, { source: SOURCE, mtime: MTIME + 1 })).toBe(false);
    const longer = Uint8Array.of(...SOURCE, 0x0a);
    expect(await isTaken(oracle(), ours, { source: longer })).toBe(!hasSize(python));
  });

  if (!hasHashes(python)) return;

  it("takes our file for that of a source with this hash, and for no other", async () => {
    const fields: PycFields = { code: markedCode(sampleOf(python.short)), source: SOURCE };
    const stale = { source: Uint8Array.of(...SOURCE, 0x0a) };
    const checked = dumps({ ...fields, invalidation: "checked-hash" });
    expect(await isTaken(oracle(), checked, { source: SOURCE })).toBe(true);
    expect(await isTaken(oracle(), checked, stale)).toBe(false);
    const unchecked = dumps({ ...fields, invalidation: "unchecked-hash" });
    expect(await isTaken(oracle(), unchecked, stale)).toBe(true);
  });

  it("hashes sources of every length as we do", async () => {
    const dice = new Dice(1);
    const sources = Array.from({ length: 300 }, (_, length) =>
      Uint8Array.from({ length }, () => dice.below(256)),
    );
    const ours = sources.map((source) => Buffer.from(sourceHash(source, python.short)).toString("hex"));
    expect(ours).toEqual(await oracle().ask("hashes", { sources: sources.map(base64) }));
  });
}

/** Whether Python took the code of the file, and did not compile the source. */
async function isTaken(oracle: Oracle, pyc: Uint8Array, file: SourceFile): Promise<boolean> {
  const [doc] = await importPyc(oracle, pyc, file);
  if (doc === FROM_CODE) return true;
  expect(doc).toContain("every version of Python understands");
  return false;
}

describeEachPython(
  "a .pyc file",
  testsOf,
  PYTHONS.filter(({ short }) => SAMPLES.some(({ python }) => python === short)).map((python) => ({
    ...python,
    args: [WORKER],
  })),
);

// It comes with the tests' dependencies, so that a machine without any Python has a judge too.
describe("a .pyc file of CPython 3.14, as WebAssembly", () => {
  withOracle({ ...PYODIDE, args: [...(PYODIDE.args ?? []), WORKER] }, testsOf);
});
