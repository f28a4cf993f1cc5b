import { buildHelper } from "../src/sqlite3/engine/build.ts";
import { COPYREG_SUITE } from "./copyreg/suite.ts";
import { DBM_SUITE } from "./dbm/suite.ts";
import { MARSHAL_SUITE } from "./marshal/suite.ts";
import { PICKLE_SUITE } from "./pickle/suite.ts";
import { PICKLEBUFFER_SUITE } from "./picklebuffer/suite.ts";
import { PICKLETOOLS_SUITE } from "./pickletools/suite.ts";
import { SHELVE_SUITE } from "./shelve/suite.ts";
import { type EngineName, sqlite3Suite } from "./sqlite3/suite.ts";
import type { Suite } from "./suite.ts";

/** What is run together: a row of docs/conformance.md. */
export interface Run {
  readonly module: string;
  /** As in `3.13`. */
  readonly python: string;
  readonly engine: EngineName;
}

const SUITES: Readonly<Record<string, (engine: EngineName) => Suite>> = {
  pickle: () => PICKLE_SUITE,
  picklebuffer: () => PICKLEBUFFER_SUITE,
  pickletools: () => PICKLETOOLS_SUITE,
  copyreg: () => COPYREG_SUITE,
  marshal: () => MARSHAL_SUITE,
  dbm: () => DBM_SUITE,
  shelve: () => SHELVE_SUITE,
  sqlite3: (engine) => {
    if (engine === "assisted") buildHelper();
    return sqlite3Suite(engine);
  },
};

/** The modules that have a suite. */
const MODULES: readonly string[] = Object.keys(SUITES);

/** The suite of a module. The engine is that of sqlite3. */
export function suiteOf(module: string, engine: EngineName): Suite {
  const suite = SUITES[module];
  if (suite === undefined) throw new Error(`There are no tests of ${module}, but of ${MODULES.join(", ")}`);
  return suite(engine);
}

/** All rows of the page. */
export const RUNS: readonly Run[] = [
  ...rows("pickle", ["3.13", "3.12", "3.8"]),
  ...rows("picklebuffer", ["3.13", "3.12"]),
  ...rows("pickletools", ["3.13", "3.12", "3.8"]),
  ...rows("copyreg", ["3.13", "3.12", "3.8"]),
  ...rows("marshal", ["3.13", "3.12", "3.8"]),
  ...rows("dbm", ["3.13"]),
  ...rows("shelve", ["3.13"]),
  ...rows("sqlite3", ["3.13", "3.12", "3.11"]),
  ...rows("sqlite3", ["3.13"], "plain"),
];

function rows(module: string, pythons: readonly string[], engine: EngineName = "assisted"): Run[] {
  return pythons.map((python) => ({ module, python, engine }));
}
