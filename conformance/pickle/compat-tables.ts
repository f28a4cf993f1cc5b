import { movedNames } from "../../src/pickle/compat.ts";

type Pair = readonly [string, string];

/** The tables of Python's `_compat_pickle` as lists of what they map, by its names. */
interface CompatTables {
  readonly IMPORT_MAPPING: readonly Pair[];
  readonly REVERSE_IMPORT_MAPPING: readonly Pair[];
  readonly NAME_MAPPING: readonly (readonly [Pair, Pair])[];
  readonly REVERSE_NAME_MAPPING: readonly (readonly [Pair, Pair])[];
}

/** What `pantry/pickle` has in their place. */
export function compatTables(): CompatTables {
  const { present, former } = movedNames();
  return {
    IMPORT_MAPPING: modulesOf(present),
    REVERSE_IMPORT_MAPPING: modulesOf(former),
    NAME_MAPPING: namesOf(present),
    REVERSE_NAME_MAPPING: namesOf(former),
  };
}

function modulesOf(names: ReadonlyMap<string, string>): Pair[] {
  return [...names].filter(([key]) => !key.includes(" "));
}

function namesOf(names: ReadonlyMap<string, string>): (readonly [Pair, Pair])[] {
  return [...names].filter(([key]) => key.includes(" ")).map(([key, value]) => [parts(key), parts(value)]);
}

function parts(qualified: string): Pair {
  const [module = "", name = ""] = qualified.split(" ");
  return [module, name];
}
