import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

/** What is at the other end of the bridge. */
export type EngineName = "assisted" | "plain";

const HERE = import.meta.dirname;

/** Python's own tests of `sqlite3`, against `pantry/sqlite3` with one of its engines. */
export function sqlite3Suite(engine: EngineName): Suite {
  return {
    name: "sqlite3",
    variant: engine,
    package: "test.test_sqlite3",
    modules: [
      "test_backup",
      "test_cli",
      "test_dbapi",
      "test_dump",
      "test_factory",
      "test_hooks",
      "test_regression",
      "test_transactions",
      "test_types",
      "test_userfunctions",
    ],
    python: join(HERE, "python"),
    environment: {
      PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]),
      PANTRY_COMMAND: JSON.stringify([...NODE, join(HERE, "..", "..", "src", "cli", "main.ts")]),
      PANTRY_HISTORY: "",
      PANTRY_SQLITE3_HELPER: engine === "plain" ? "off" : "",
    },
    exclusions: EXCLUSIONS,
  };
}
