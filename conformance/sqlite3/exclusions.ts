import type { EngineName } from "./cases.ts";

/** Cases of Python's own tests that cannot pass, for one reason. */
export interface Exclusion {
  readonly reason: string;
  readonly cases: readonly string[];
  /** With which engine; with both if it is left out. */
  readonly engine?: EngineName;
  /** In which Pythons; in all if it is left out. */
  readonly pythons?: readonly string[];
}

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason:
      "Names in the SQL and a sequence of values are an error, as in Python 3.14; 3.12 and 3.13 warn of it.",
    cases: ["test_dbapi.CursorTests.test_execute_named_param_and_sequence"],
  },
  {
    reason:
      "An array that an adapter empties is bound as far as it goes; Python, which must not crash there, raises IndexError.",
    cases: ["test_regression.RegressionTests.test_bind_mutating_list"],
  },
  {
    reason:
      "An offset cannot overflow: what is too far is outside of the blob, a ValueError and no OverflowError.",
    cases: ["test_dbapi.BlobTests.test_blob_seek_overflow_error"],
    pythons: ["3.13"],
  },
  {
    reason:
      "An offset cannot overflow: what is too far is outside of the blob, a ValueError and no OverflowError.",
    cases: ["test_dbapi.BlobTests.test_blob_seek_error"],
    pythons: ["3.11", "3.12"],
  },
];

/** What cannot pass with an engine in a Python of this version (as in `3.13`), and why. */
export function exclusionsFor(engine: EngineName, python: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { reason, cases, engine: which = engine, pythons = [python] } of EXCLUSIONS)
    if (which === engine && pythons.includes(python)) for (const name of cases) found.set(name, reason);
  return found;
}
