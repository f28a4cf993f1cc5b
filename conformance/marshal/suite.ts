import { join } from "node:path";
import { NODE, type Suite } from "../suite.ts";
import { EXCLUSIONS } from "./exclusions.ts";

/** Python's own tests of `marshal`, against `pantry/marshal`. */
export const MARSHAL_SUITE: Suite = {
  name: "marshal",
  package: "test",
  modules: ["test_marshal"],
  python: join(import.meta.dirname, "python"),
  environment: { PANTRY_BRIDGE: JSON.stringify([...NODE, join(import.meta.dirname, "server.ts")]) },
  exclusions: EXCLUSIONS,
};
