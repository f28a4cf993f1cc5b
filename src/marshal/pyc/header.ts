import { ByteReader, ByteWriter, EndOfBytes } from "../../bytes/index.ts";
import { MarshalEOFError, MarshalValueError } from "../errors.ts";
import { versionNumber } from "../version.ts";
import { LINE_END, pythonOf, unknownMagic } from "./magic.ts";

/**
 * How Python finds out that the source has changed since it was compiled: by its time and size, by its hash, or not at
 * all, since the hash is not looked at (`py_compile.PycInvalidationMode`).
 */
export type Invalidation = "timestamp" | "checked-hash" | "unchecked-hash";

/** What stands before the code object in a `.pyc` file. */
export interface PycHeader {
  /** The version of Python that compiled it, such as `"3.12"`. */
  readonly python: string;
  /** The magic number that says so, 16 bits: 3531 for 3.12. */
  readonly magic: number;
  /** How Python finds out that the source has changed. `"timestamp"` before 3.7. */
  readonly invalidation: Invalidation;
  /** When the source was last changed, in seconds since 1970, modulo 2^32; `undefined` in a hash-based file. */
  readonly mtime: number | undefined;
  /** The size of the source in bytes, modulo 2^32; `undefined` before 3.3 and in a hash-based file. */
  readonly size: number | undefined;
  /** The 8 bytes that stand for the source, see `sourceHash`; `undefined` unless the file is hash-based. */
  readonly hash: Uint8Array<ArrayBuffer> | undefined;
  /** The length of the header in bytes, 8, 12 or 16: where the code object begins. */
  readonly length: number;
}

/** The first versions with the size of the source, and with flags that say what is there: it may be a hash. */
const FIRST_WITH_SIZE = 303;
export const FIRST_WITH_FLAGS = 307;

const HASH_BASED = 1;
const CHECK_SOURCE = 2;
const FLAGS: Readonly<Record<Invalidation, number>> = {
  timestamp: 0,
  "unchecked-hash": HASH_BASED,
  "checked-hash": HASH_BASED | CHECK_SOURCE,
};

const MAGIC_LENGTH = 4;
export const HASH_LENGTH = 8;

/**
 * Reads the header of a `.pyc` file of Python 2.7 or 3.0 to 3.15. What follows it does not matter.
 *
 * @throws MarshalEOFError for bytes that end within the header.
 * @throws MarshalValueError for a magic number that is not known, or that of a pre-release, and for unknown flags, with
 * the code `"bad-header"`.
 * @throws TypeError for data that is no `Uint8Array`.
 *
 * @example
 * ```ts
 * import { readHeader } from "pantry/marshal/pyc";
 *
 * const header = readHeader(Uint8Array.of(203, 13, 13, 10, 0, 0, 0, 0, 128, 0, 0, 0, 3, 0, 0, 0));
 * if (header.python !== "3.12" || header.mtime !== 128 || header.size !== 3) throw new Error("another header");
 * ```
 */
export function readHeader(bytes: Uint8Array): PycHeader {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("bytes must be a Uint8Array");
  const reader = new ByteReader(bytes);
  ensureLength(bytes, MAGIC_LENGTH);
  const magic = reader.u16();
  if (reader.u16() !== LINE_END) throw badHeader(0, "it does not begin as a .pyc file does");
  const python = pythonOf(magic);
  if (python === undefined) throw badHeader(0, unknownMagic(magic));
  const version = versionNumber(python);
  const length = headerLength(version);
  ensureLength(bytes, length);
  const flags = version < FIRST_WITH_FLAGS ? 0 : reader.u32();
  if (flags & ~(HASH_BASED | CHECK_SOURCE)) {
    throw badHeader(MAGIC_LENGTH, `unknown flags 0x${flags.toString(16)}`);
  }
  if (flags & HASH_BASED) {
    const invalidation = flags & CHECK_SOURCE ? "checked-hash" : "unchecked-hash";
    const hash = Uint8Array.from(reader.take(HASH_LENGTH));
    return { python, magic, invalidation, mtime: undefined, size: undefined, hash, length };
  }
  const mtime = reader.u32();
  const size = version < FIRST_WITH_SIZE ? undefined : reader.u32();
  return { python, magic, invalidation: "timestamp", mtime, size, hash: undefined, length };
}

/** What a header says besides the version. */
export type WrittenHeader = Omit<PycHeader, "python" | "length">;

/** The header as bytes, for a version as `versionNumber` has it. Numbers are written modulo 2^32, absent ones as 0. */
export function headerBytes(header: WrittenHeader, version: number): Uint8Array {
  const writer = new ByteWriter();
  writer.u16(header.magic);
  writer.u16(LINE_END);
  if (version >= FIRST_WITH_FLAGS) writer.u32(FLAGS[header.invalidation]);
  if (header.hash) {
    writer.raw(header.hash);
  } else {
    writer.u32(header.mtime ?? 0);
    if (version >= FIRST_WITH_SIZE) writer.u32(header.size ?? 0);
  }
  return writer.toBytes();
}

export function isInvalidation(name: string): name is Invalidation {
  return Object.hasOwn(FLAGS, name);
}

function headerLength(version: number): number {
  if (version >= FIRST_WITH_FLAGS) return 16;
  return version >= FIRST_WITH_SIZE ? 12 : 8;
}

function ensureLength(bytes: Uint8Array, expected: number): void {
  if (bytes.length >= expected) return;
  throw new MarshalEOFError(
    `Cannot read the header at byte 0: ${new EndOfBytes(expected, bytes.length).message}`,
    0,
  );
}

function badHeader(offset: number, reason: string): MarshalValueError {
  return new MarshalValueError(`Cannot read the header at byte ${offset}: ${reason}`, offset, "bad-header");
}
