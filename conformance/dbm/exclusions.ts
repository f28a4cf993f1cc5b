import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason: "A private function of Python's; paths become URIs by another way.",
    cases: ["test_dbm_sqlite3.URI.test_uri_substitutions"],
  },
];
