// The Pythons that are asked what they make of pickles that nobody wrote.
import { join } from "node:path";
import { describe } from "vitest";
import { describeEachPython, PYTHONS, withOracle } from "../../oracle/each-python.ts";
import { type Oracle, PYODIDE, type Python } from "../../oracle/oracle.ts";

const ORACLE = join(import.meta.dirname, "..", "..", "oracle");
const WORKER = join(import.meta.dirname, "worker.py");
const NEEDED: readonly string[] = [
  join(import.meta.dirname, "description.py"),
  join(import.meta.dirname, "stand_ins.py"),
  join(ORACLE, "fork.py"),
];
/** The newest, whose pickles ours are; the last of Python 2; and what was changed in between. */
const ASKED: readonly string[] = ["2.7", "3.8", "3.11", "3.13"];

/** CPython 3.14 as WebAssembly: it comes with the tests' dependencies, so that a machine without any Python has a judge too. */
const PYTHON_3_14: Python = { ...PYODIDE, args: [...(PYODIDE.args ?? []), WORKER, ...NEEDED] };

/** A block of tests for each Python of the machine that is asked, and one for Python 3.14. */
export function describeEachReader(
  name: string,
  tests: (python: Python, oracle: () => Oracle) => void,
): void {
  const pythons = PYTHONS.filter(({ short }) => ASKED.includes(short)).map((python) => ({
    ...python,
    args: [WORKER],
  }));
  describeEachPython(name, tests, pythons);
  describe(`${name}: CPython 3.14, as WebAssembly`, () => withOracle(PYTHON_3_14, tests));
}
