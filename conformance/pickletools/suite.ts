import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

const HERE = import.meta.dirname;

/** Python's own tests of `pickletools`, the examples in the module among them, against `pantry/pickletools`. */
export const PICKLETOOLS_SUITE: Suite = {
  name: "pickletools",
  package: "test",
  modules: ["test_pickletools"],
  python: join(HERE, "python"),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) },
  exclusions: EXCLUSIONS,
};
