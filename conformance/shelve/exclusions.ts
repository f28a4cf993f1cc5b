import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason: "The default protocol is 5, as of Python 3.14; Python 3.13 has 4.",
    cases: ["test_shelve.TestCase.test_default_protocol"],
    pythons: ["3.13"],
  },
];
