import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

/** Python's own tests of `dbm`, against `pantry/dbm` and its four formats. */
export const DBM_SUITE: Suite = {
  name: "dbm",
  package: "test",
  modules: ["test_dbm", "test_dbm_dumb", "test_dbm_gnu", "test_dbm_ndbm", "test_dbm_sqlite3"],
  python: join(import.meta.dirname, "python"),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(import.meta.dirname, "server.ts")]) },
  exclusions: EXCLUSIONS,
};
