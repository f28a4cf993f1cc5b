import type { Code } from "../code.ts";
import { versionNumber } from "../version.ts";
import {
  FIRST_WITH_FLAGS,
  HASH_LENGTH,
  type Invalidation,
  isInvalidation,
  type WrittenHeader,
} from "./header.ts";
import { pythonOf } from "./magic.ts";
import { releaseMagic, sourceHash } from "./source-hash.ts";

/** A code object, and what the header says of its source. What a header has no place for is left out. */
export interface PycFields {
  /** The code of the module. Its `python` says what kind of header there is. */
  readonly code: Code;
  /** How Python finds out that the source has changed. Default: `"timestamp"`. The others came with Python 3.7. */
  readonly invalidation?: Invalidation | undefined;
  /** When the source was last changed, in seconds since 1970 (fractions are cut off) or as a `Date`. Default: 0. */
  readonly mtime?: number | Date | undefined;
  /** The size of the source in bytes. Default: 0, or that of `source`. */
  readonly size?: number | undefined;
  /** The 8 bytes that stand for the source in a hash-based file. Default: those of `source`. */
  readonly hash?: Uint8Array | undefined;
  /** The bytes of the source, from which its size and hash are made, whatever `size` and `hash` say. */
  readonly source?: Uint8Array | undefined;
  /** The magic number. Default: that of the version, see `MAGIC_NUMBERS`; for 3.15 it has to be given. */
  readonly magic?: number | undefined;
}

/** The header that was asked for. Throws `TypeError` or `RangeError` for one that cannot be. */
export function headerOf(fields: PycFields): WrittenHeader {
  const { invalidation = fields.hash ? undefined : "timestamp" } = fields;
  if (invalidation === undefined) throw new TypeError("hash: invalidation must say whether it is checked");
  if (!isInvalidation(invalidation))
    throw new RangeError(`invalidation: unknown ${JSON.stringify(invalidation)}`);
  const { python } = fields.code;
  const magic = fields.magic ?? releaseMagic(python);
  if (pythonOf(magic) !== python) throw new RangeError(`magic: ${magic} is not that of Python ${python}`);
  if (invalidation === "timestamp") {
    const { source, size = 0, mtime = 0 } = fields;
    return {
      magic,
      invalidation,
      mtime: seconds(mtime),
      size: source?.length ?? wholeSize(size),
      hash: undefined,
    };
  }
  if (versionNumber(python) < FIRST_WITH_FLAGS) {
    throw new RangeError(`invalidation: Python ${python} knows "timestamp" only; hashes came with 3.7`);
  }
  return { magic, invalidation, mtime: undefined, size: undefined, hash: hashOf(fields, magic) };
}

function seconds(mtime: number | Date): number {
  const time = mtime instanceof Date ? mtime.getTime() / 1000 : mtime;
  if (Number.isFinite(time)) return Math.trunc(time);
  throw new RangeError("mtime: a number of seconds or a valid Date expected");
}

function wholeSize(size: number): number {
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new RangeError("size: a number of bytes expected");
}

function hashOf({ source, hash }: PycFields, magic: number): Uint8Array<ArrayBuffer> {
  if (source) return sourceHash(source, magic);
  if (!hash) throw new TypeError("hash: a hash-based file needs it, or the source");
  if (hash.length === HASH_LENGTH) return Uint8Array.from(hash);
  throw new RangeError(`hash: ${HASH_LENGTH} bytes expected, not ${hash.length}`);
}
