import { versionNumber, versionText } from "../version.ts";
import { FIRST_WITH_FLAGS } from "./header.ts";
import { LINE_END, MAGIC_NUMBERS, pythonOf } from "./magic.ts";
import { type Rounds, sipHash } from "./siphash.ts";

const SIPHASH_24: Rounds = [2, 4];
const SIPHASH_13: Rounds = [1, 3];
/** The first version with the shorter one. */
const FIRST_WITH_13 = 311;

/**
 * The 8 bytes that stand for a source in a hash-based `.pyc`: what `importlib.util.source_hash(source)` gives in that
 * version of Python. Each version has another hash for the same source.
 *
 * @param source The bytes of the file.
 * @param python A version, such as `"3.12"`, or a magic number, which 3.15 needs.
 * @throws RangeError for a version or number that is not known, or before 3.7, when hashes came.
 *
 * @example
 * ```ts
 * import { sourceHash } from "pantry/marshal/pyc";
 *
 * const hash = sourceHash(new TextEncoder().encode("x=1"), "3.12");
 * if (hash.join(" ") !== "27 63 222 20 5 219 181 102") throw new Error("another hash");
 * ```
 */
export function sourceHash(source: Uint8Array, python: string | number): Uint8Array<ArrayBuffer> {
  const magic = typeof python === "number" ? python : releaseMagic(python);
  const version = versionNumber(pythonOf(magic) ?? `magic number ${magic}`);
  if (version < FIRST_WITH_FLAGS) {
    throw new RangeError(`python: there are hashes of sources from 3.7 on, not in ${versionText(version)}`);
  }
  // The key is the first four bytes of the file.
  return sipHash(source, magic + LINE_END * 2 ** 16, version < FIRST_WITH_13 ? SIPHASH_24 : SIPHASH_13);
}

/** The magic number to write for a version, whatever its patch level. */
export function releaseMagic(python: string): number {
  const short = versionText(versionNumber(python));
  const magic = MAGIC_NUMBERS.get(short);
  if (magic !== undefined) return magic;
  throw new RangeError(`the magic number of Python ${short} is not known: give it as a number`);
}
