import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason: "`dis` takes bytes, whose positions are known; a stream that does not know where it is has none.",
    cases: ["test_pickletools.DisTests.test_mark_without_pos"],
    pythons: ["3.13"],
  },
];
