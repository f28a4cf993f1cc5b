/** Cases of Python's own tests that cannot pass, for one reason. */
export interface Exclusion {
  readonly reason: string;
  readonly cases: readonly string[];
  /** In which variant; in all if it is left out. */
  readonly variant?: string;
  /** In which Pythons; in all if it is left out. */
  readonly pythons?: readonly string[];
}

/** Python's own tests of a module, and how they are run against ours. */
export interface Suite {
  /** The module, and the name of the table of its exclusions. */
  readonly name: string;
  /** What is at the other end of the bridge, where there are several: as in `plain`. */
  readonly variant?: string;
  /** The package that the modules of the tests are in. */
  readonly package: string;
  readonly modules: readonly string[];
  /** The folder with the Python that takes the place of the module. */
  readonly python: string;
  /** What that reads besides of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly exclusions: readonly Exclusion[];
}

/** How Node runs a program of the repository. */
export const NODE: readonly string[] = [process.execPath, "--no-warnings", "--conditions=source"];

/** What cannot pass in a Python of this version (as in `3.13`): the names of the cases. */
export function excludedFrom({ exclusions, variant }: Suite, python: string): ReadonlySet<string> {
  const found = exclusions.filter(
    ({ variant: only = variant, pythons = [python] }) => only === variant && pythons.includes(python),
  );
  return new Set(found.flatMap(({ cases }) => cases));
}
