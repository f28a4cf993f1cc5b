import { delimiter, join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { PICKLE_EXCLUSIONS } from "./exclusions.ts";

const HERE = import.meta.dirname;
const ENVIRONMENT = { PANTRY_BRIDGE: JSON.stringify([...NODE, join(HERE, "server.ts")]) };

/** Python's own tests of `pickle`, against `pantry/pickle` and `pantry/copyreg`. */
export const PICKLE_SUITE: Suite = {
  name: "pickle",
  package: "test",
  modules: ["test_pickle"],
  python: withShared("pickle", "copyreg"),
  environment: ENVIRONMENT,
  exclusions: PICKLE_EXCLUSIONS,
};

/** Python's own tests of `copyreg`, against `pantry/copyreg`. */
export const COPYREG_SUITE: Suite = {
  name: "copyreg",
  package: "test",
  modules: ["test_copyreg"],
  python: withShared("copyreg"),
  environment: ENVIRONMENT,
  exclusions: [],
};

function withShared(...folders: readonly string[]): string {
  return ["shared", ...folders].map((folder) => join(HERE, "python", folder)).join(delimiter);
}
