import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";

const HERE = import.meta.dirname;

/** Python's own tests of `PickleBuffer`, against that of `pantry/pickle`. From Python 3.12 on, where a class can be a buffer. */
export const PICKLEBUFFER_SUITE: Suite = {
  name: "picklebuffer",
  package: "test",
  modules: ["test_picklebuffer"],
  python: join(HERE, "python"),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) },
  exclusions: [],
};
