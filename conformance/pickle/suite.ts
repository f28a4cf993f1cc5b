import { delimiter, join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

const HERE = import.meta.dirname;

/** Python's own tests of `pickle`, against `pantry/pickle` and the extension codes of `pantry/copyreg`. */
export const PICKLE_SUITE: Suite = {
  name: "pickle",
  package: "test",
  modules: ["test_pickle"],
  python: [join(HERE, "python"), join(HERE, "..", "copyreg", "python")].join(delimiter),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) },
  exclusions: EXCLUSIONS,
};
