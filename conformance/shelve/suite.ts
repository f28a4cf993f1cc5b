import { delimiter, join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

const HERE = import.meta.dirname;

/** Python's own tests of `shelve`, against `pantry/shelve` over dicts of Python's and all formats of files. */
export const SHELVE_SUITE: Suite = {
  name: "shelve",
  package: "test",
  modules: ["test_shelve"],
  // The tests choose a format by a module of `dbm`, which need be ours in name alone.
  python: [join(HERE, "python"), join(HERE, "..", "dbm", "python")].join(delimiter),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) },
  exclusions: EXCLUSIONS,
};
