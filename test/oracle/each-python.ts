import { afterAll, beforeAll, describe, it } from "vitest";
import { findPythons, Oracle, type Python, WANTED } from "./oracle.ts";

/** The Pythons of this machine, oldest first. */
export const PYTHONS: readonly Python[] = findPythons();

/** Every protocol that a Python writes. */
export function protocolsOf(python: Python): number[] {
  return Array.from({ length: python.protocol + 1 }, (_, protocol) => protocol);
}

/** A block of tests for each Python of the machine; those that the tests want and that are missing are named as skipped. */
export function describeEachPython(
  name: string,
  tests: (python: Python, oracle: () => Oracle) => void,
  pythons: readonly Python[] = PYTHONS,
): void {
  describe(name, () => {
    for (const python of pythons) describe(`Python ${python.short}`, () => withOracle(python, tests));
    for (const short of WANTED) {
      if (PYTHONS.some((python) => python.short === short)) continue;
      skipMissing(short);
    }
  });
}

/** A block of tests that ask Python 3.13, the only one whose bytes are ours. */
export function describePython313(name: string, tests: (oracle: () => Oracle) => void): void {
  const python = PYTHONS.find(({ short }) => short === "3.13");
  describe(name, () => {
    if (python) withOracle(python, (_, oracle) => tests(oracle));
    else skipMissing("3.13");
  });
}

/** Says that a version could not be asked. A machine need not have every Python: the fixtures prove the core without. */
export function skipMissing(short: string): void {
  it.skip(`Python ${short} is not on this machine, so nothing was asked of it`, () => {});
}

/** Starts a Python before the tests of a block and ends it after them. */
export function withOracle(python: Python, tests: (python: Python, oracle: () => Oracle) => void): void {
  let oracle: Oracle;
  beforeAll(() => {
    oracle = new Oracle(python);
  });
  afterAll(() => oracle.close());
  tests(python, () => oracle);
}
