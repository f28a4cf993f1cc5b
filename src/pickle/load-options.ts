import { type DecodingErrors, encodingOption } from "../bytes/index.ts";
import { withDefaults } from "../bytes/limits.ts";
import { defaultRegistry, type Registry } from "../copyreg/index.ts";
import type { ArgumentSettings } from "./arguments.ts";
import type { ContainerSettings } from "./containers.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { ObjectSettings } from "./objects.ts";

/** How a pickle is read. */
export interface LoadOptions {
  /**
   * Keep every distinction that Python makes, so that writing back loses nothing: an int is a `bigint`, a
   * dict a `Map`, a name a `Global` even where a class is registered. Default: `false`, the natural profile.
   */
  readonly exact?: boolean;
  /** What a dict becomes: a plain object if every key is a `str`, else a `Map` (`"auto"`); or always one of them. Default: `"auto"`. */
  readonly dict?: "auto" | "object" | "map";
  /** What a tuple becomes: a `Tuple`, or a plain array. Default: `"tuple"`. */
  readonly tuples?: "tuple" | "array";
  /** Whether bytes are copied, or views of the input that keep all of it alive. Default: `"copy"`. */
  readonly bytes?: "copy" | "view";
  /**
   * What becomes of a name, an object, a persistent id or an extension code that stands for nothing here: an
   * inert `Global`, `Instance`, `PersistentId` or `Extension`, or an error. The standard library's values are
   * read either way. Default: `"inert"`.
   */
  readonly unknown?: "inert" | "error";
  /** The classes that may be made. Default: those registered by the functions of `pantry/copyreg`. */
  readonly registry?: Registry;
  /**
   * How a Python 2 `str` is decoded: `"ASCII"`, `"latin1"`, `"utf-8"`, or `"bytes"` to keep it as bytes.
   * Default: `"ASCII"`; with `exact` it stays a `Python2String` unless this is given.
   */
  readonly encoding?: string;
  /** What to do with bytes of such a `str` that are not in that encoding. Default: `"strict"`, an error. */
  readonly errors?: DecodingErrors;
  /** Give modules that Python 2 named otherwise their present names, in protocols 0 to 2. Default: `true`. */
  readonly fixImports?: boolean;
  /**
   * Take what only some of CPython's readers do: numbers as in `0x10` and `1_0`, with spaces around or a NUL behind;
   * `+1` for `True`, as the C reader has it; names that are not UTF-8 and persistent ids that are not ASCII, as latin-1;
   * spaces behind a quoted text; frames that do not end where an opcode does, read as if there were none. No pickler writes
   * these; `audit` of `pantry/pickletools` tells of them. Default: `false`, each is an error.
   */
  readonly lenient?: boolean;
  /** The buffers that `bufferCallback` kept out of the pickle, in order. Default: none. */
  readonly buffers?: Iterable<ArrayBufferView>;
  /** Gives what a persistent id means; what it throws is not wrapped. Default: an inert `PersistentId`. */
  persistentLoad?(id: unknown): unknown;
  /**
   * Gives what stands for a class or function of this name, which comes as the pickle has it; `undefined`
   * leaves it to the registry. What it throws is not wrapped. Default: none.
   */
  findClass?(module: string, name: string): unknown;
  /** What the data may ask for. Default: see `Limits`. */
  readonly limits?: Limits;
}

/** The options with nothing left out, in the parts that need them. */
export interface LoadSettings extends ArgumentSettings, ContainerSettings, ObjectSettings {
  readonly fixImports: boolean;
}

/** Fills in the defaults. Throws `RangeError` for an encoding that is not known, and a limit that is no number or negative. */
export function loadSettings(options: LoadOptions): LoadSettings {
  const exact = options.exact ?? false;
  const limits = options.limits ? withDefaults(DEFAULT_LIMITS, options.limits) : DEFAULT_LIMITS;
  return {
    maxMemory: limits.maxMemory,
    maxDigits: limits.maxDigits,
    maxCollisions: limits.maxCollisions,
    exact,
    dict: options.dict ?? "auto",
    tuples: options.tuples ?? "tuple",
    copyBytes: options.bytes !== "view",
    unknown: options.unknown ?? "inert",
    registry: options.registry ?? defaultRegistry,
    encoding: encodingOf(options.encoding, exact),
    errors: options.errors ?? "strict",
    fixImports: options.fixImports ?? true,
    lenient: options.lenient ?? false,
  };
}

function encodingOf(name: string | undefined, exact: boolean): ArgumentSettings["encoding"] {
  return name === undefined ? (exact ? "python2" : "ASCII") : encodingOption(name);
}
