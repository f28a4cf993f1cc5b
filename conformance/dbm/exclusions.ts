import type { Exclusion } from "../suite.ts";

/** All of them, which docs/conformance.md lists. */
export const EXCLUSIONS: readonly Exclusion[] = [
  {
    reason:
      "What was set is in the directory at once, so `sync` writes it anew, and leaves a `.bak`, only where something was deleted.",
    cases: ["test_dbm_dumb.DumbDBMTestCase.test_sync_nonempty_unmodified"],
  },
  {
    reason: "A file whose table `Dict` is another one is refused when it is opened, not when it is used.",
    cases: ["test_dbm_sqlite3.CorruptDatabase.test_corrupt_readwrite"],
  },
  {
    reason: "A private function of Python's; paths become URIs by another way.",
    cases: ["test_dbm_sqlite3.URI.test_uri_substitutions"],
  },
];
