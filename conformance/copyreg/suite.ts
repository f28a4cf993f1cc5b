import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";

const HERE = import.meta.dirname;

/** Python's own tests of `copyreg`, against `pantry/copyreg`. */
export const COPYREG_SUITE: Suite = {
  name: "copyreg",
  package: "test",
  modules: ["test_copyreg"],
  python: join(HERE, "python"),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) },
  exclusions: [],
};
