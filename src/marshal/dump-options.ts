import { NEWEST_PYTHON, versionNumber, versionText } from "./version.ts";

/** The highest version that is written, that of CPython 3.14; slices came with it. Version 6, frozendict, is read. */
export const VERSION = 5;

/** How a value is marshalled. */
export interface DumpOptions {
  /** Whether a `number` is always a float and an int a `bigint`, as `loads` gives them with `exact`. Default: `false`. */
  readonly exact?: boolean;
  /**
   * The version of the format: 0 and 1 have floats as text, 2 has no references, 3 has references, 4 short strings, 5
   * slices. Default: the highest that `python` reads.
   */
  readonly version?: number;
  /**
   * The Python that is to read it, such as `"3.8"`; code objects must be of the same. Default: that of the value if it is
   * a code object, else `"3.14"`, which writes what every Python since 3.4 reads, unless there are slices.
   */
  readonly python?: string;
  /**
   * What is written once and then referred to, from version 3 on (and names in Python 2): nothing (`"none"`), objects and
   * strings that come again (`"shared"`), or those and numbers, with a mark on everything that could come again (`"all"`), as
   * CPython does where it cannot tell. With `"none"`, and at versions 0 to 2, equal values have equal bytes, but for the
   * order of a dict. Default: `"shared"`.
   */
  readonly refs?: "none" | "shared" | "all";
  /** Whether there may be code objects. Default: `true`. */
  readonly allowCode?: boolean;
}

/** The options with nothing left out. */
export interface DumpSettings {
  readonly exact: boolean;
  readonly version: number;
  /** As `versionNumber` has it. */
  readonly python: number;
  readonly refs: "none" | "shared" | "all";
  readonly allowCode: boolean;
}

/** Fills in the defaults; `python` is what the value asks for. Throws `RangeError` for a version that there is not, or that the Python does not read. */
export function dumpSettings(options: DumpOptions, python: string = NEWEST_PYTHON): DumpSettings {
  const number = versionNumber(options.python ?? python);
  const highest = highestVersion(number);
  const { version = highest, refs = "shared" } = options;
  if (!Number.isInteger(version) || version < 0 || version > VERSION)
    throw new RangeError(`version: an integer from 0 to ${VERSION} expected, not ${version}`);
  if (options.python !== undefined && version > highest)
    throw new RangeError(`version: Python ${versionText(number)} reads 0 to ${highest}, not ${version}`);
  if (refs !== "none" && refs !== "shared" && refs !== "all")
    throw new RangeError(`refs: "none", "shared" or "all" expected, not ${JSON.stringify(refs)}`);
  return {
    exact: options.exact ?? false,
    version,
    python: number,
    refs,
    allowCode: options.allowCode ?? true,
  };
}

/** The highest version that a Python reads. */
function highestVersion(python: number): number {
  if (python < 304) return 2;
  return python < 314 ? 4 : VERSION;
}
