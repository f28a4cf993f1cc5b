import { type DecodingErrors, type Encoding, encodingOption } from "../bytes/index.ts";
import { withDefaults } from "../bytes/limits.ts";
import { NEWEST_PYTHON, versionNumber } from "./version.ts";

/**
 * What one load may ask for. Real files never meet the defaults; a crafted one gets a `MarshalValueError` with the code
 * `"limit"` before it has the memory or the time.
 */
export interface Limits {
  /**
   * An estimate of the memory that the containers made may take, in bytes. Strings and bytes are bounded by the input
   * itself. Default: 2 GiB.
   */
  readonly maxMemory?: number;
  /**
   * Number keys of one dict or set that may fall into one bucket of the runtime's hash table. Default: 256. The tables
   * are not seeded, so keys can be crafted to collide; keys that are not reach a dozen at most.
   */
  readonly maxCollisions?: number;
}

const DEFAULT_LIMITS: Required<Limits> = { maxMemory: 2 ** 31, maxCollisions: 256 };

/** How marshalled bytes are read. */
export interface LoadOptions {
  /**
   * Keep every distinction that Python makes, so that writing back loses nothing: an int is a `bigint`, a `number` a
   * float, a dict a `Map`. Default: `false`, the natural profile. What a code object holds is exact in either.
   */
  readonly exact?: boolean;
  /**
   * The Python that wrote the bytes, such as `"3.8"`: the fields of code objects differ, and in `"2.7"` a `str` is
   * bytes. Default: `"3.14"`; the versions since 3.11 are alike.
   */
  readonly python?: string;
  /** Whether there may be code objects. They are read as data and never run. Default: `true`. */
  readonly allowCode?: boolean;
  /** What a dict becomes: a plain object if every key is a `str`, else a `Map` (`"auto"`); or always one of them. Default: `"auto"`. */
  readonly dict?: "auto" | "object" | "map";
  /**
   * Whether bytes are copied, or views of the input that keep all of it alive. Default: `"copy"`; the bytes of code objects
   * are then views of a few larger copies. Python 2's `str` is always copied.
   */
  readonly bytes?: "copy" | "view";
  /**
   * How a Python 2 `str` is decoded: `"ASCII"`, `"latin1"`, `"utf-8"`, or `"bytes"` to keep it as bytes. Default: it
   * becomes a string where it is ASCII and stays a `Python2String` elsewhere; with `exact` it always stays one.
   */
  readonly encoding?: string;
  /** What to do with bytes of such a `str` that are not in that encoding. Default: `"strict"`, an error. */
  readonly errors?: DecodingErrors;
  /** What the data may ask for. Default: see `Limits`. */
  readonly limits?: Limits;
}

/** How Python 2's `str` is read: as it is, as it is unless it is ASCII, as bytes, or decoded. */
type StringForm = "python2" | "text or python2" | "bytes" | Encoding;

/** The options with nothing left out. */
export interface LoadSettings extends Required<Limits> {
  readonly exact: boolean;
  /** As `versionNumber` has it. */
  readonly version: number;
  readonly allowCode: boolean;
  readonly dict: "auto" | "object" | "map";
  readonly copyBytes: boolean;
  readonly strings: StringForm;
  readonly errors: DecodingErrors;
}

/** Fills in the defaults. Throws `RangeError` for a version or an encoding that is not known, and a limit that is no number or negative. */
export function loadSettings(options: LoadOptions): LoadSettings {
  const exact = options.exact ?? false;
  const limits = options.limits ? withDefaults(DEFAULT_LIMITS, options.limits) : DEFAULT_LIMITS;
  return {
    maxMemory: limits.maxMemory,
    maxCollisions: limits.maxCollisions,
    exact,
    version: versionNumber(options.python ?? NEWEST_PYTHON),
    allowCode: options.allowCode ?? true,
    dict: options.dict ?? "auto",
    copyBytes: options.bytes !== "view",
    strings: stringForm(options.encoding, exact),
    errors: options.errors ?? "strict",
  };
}

function stringForm(name: string | undefined, exact: boolean): StringForm {
  return name === undefined ? (exact ? "python2" : "text or python2") : encodingOption(name);
}
